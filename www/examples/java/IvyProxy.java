import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The connection of a Java back end to ivy-proxy: the customer token, the forwarded requests of pages, and payments. */
final class IvyProxy {
  /** The headers that reach the proxy. No other is passed on, so that no browser can name a customer or an address. */
  private static final Set<String> FORWARDED =
      Set.of(
          "content-type", "cookie", "origin", "sec-fetch-site", "ivy-client", "idempotency-key", "x-ivy-signature",
          "access-control-request-method", "access-control-request-headers");

  /** The proxy's headers that are about the connection to the proxy, and do not reach the browser. */
  static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "date");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
  private final String pages;
  private final String own;
  private final String audience;
  private final SecretKeySpec key;

  /**
   * Connects to a proxy.
   *
   * @param pages the URL of IVY_LISTEN
   * @param own the URL of IVY_PRIVATE_LISTEN
   * @param audience the first of IVY_ORIGINS
   * @param key IVY_CUSTOMER_KEY
   */
  IvyProxy(String pages, String own, String audience, String key) {
    this.pages = pages;
    this.own = own;
    this.audience = audience;
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** Forwards the request of a page, or Ivy's callback. {@code customerId} is null for a guest. */
  HttpResponse<byte[]> forward(
      String method, String path, Map<String, List<String>> headers, byte[] body, String address, String customerId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(pages + path, address, customerId);
    headers.forEach((name, values) -> {
      if (FORWARDED.contains(name.toLowerCase())) values.forEach(value -> request.header(name, value));
    });
    return client.send(request.method(method, BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
  }

  /** Calls a private route, such as /release-account, with JSON. {@code cookies} are those of the browser. */
  HttpResponse<String> call(String route, String json, String cookies, String address, String customerId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(own + route, address, customerId).header("content-type", "application/json");
    if (cookies != null) request.header("cookie", cookies);
    return client.send(request.POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String url, String address, String customerId) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(15));
    request.header("x-forwarded-for", address);
    if (customerId != null) request.header("ivy-customer", token(customerId));
    return request;
  }

  /** Returns the token by which the proxy knows the customer: a JWT with HS256, valid for a minute. */
  private String token(String customerId) {
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"sub\":" + quoted(customerId) + ",\"aud\":" + quoted(audience) + ",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}";
    String signed = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes()) + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns a text as JSON. Your JSON library does the same. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') json.append('\\').append(c);
      else if (c < 0x20) json.append(String.format("\\u%04x", (int) c));
      else json.append(c);
    }
    return json.append('"').toString();
  }
}
