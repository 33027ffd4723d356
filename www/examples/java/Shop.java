import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shop in Java: its sign-in, its payment, and everything below /api/ivy forwarded to ivy-proxy. */
final class Shop {
  /** Stands for your own customers and your own sign-in. */
  private static final Map<String, String> CUSTOMERS = Map.of("ada", "cus_ada", "ben", "cus_ben");

  private static final Map<String, String> SIGNED_IN = new ConcurrentHashMap<>();
  private static final String ORIGIN = System.getenv("ORIGIN");
  private static final IvyProxy IVY =
      new IvyProxy(
          System.getenv("IVY_PROXY"), System.getenv("IVY_PROXY_PRIVATE"), ORIGIN, System.getenv("IVY_CUSTOMER_KEY"));

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/api/ivy/", handled(Shop::ivy));
    server.createContext("/sign-in", handled(Shop::signIn));
    server.createContext("/pay", handled(Shop::pay));
    server.createContext("/", handled(exchange -> respond(exchange, 200, "text/html", "<!doctype html><title>Shop</title>")));
    server.start();
  }

  private static void ivy(HttpExchange exchange) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        IVY.forward(
            exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes(), address(exchange), customer(exchange));
    response.headers().map().forEach((name, values) -> {
      if (!IvyProxy.OF_THE_CONNECTION.contains(name.toLowerCase())) exchange.getResponseHeaders().put(name, values);
    });
    send(exchange, response.statusCode(), response.body());
  }

  private static void signIn(HttpExchange exchange) throws IOException, InterruptedException {
    if (!isOwnPost(exchange, "application/x-www-form-urlencoded")) return;
    String name = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).replace("customer=", "");
    // The next person at this browser must not find the guest's bank.
    HttpResponse<String> ended = IVY.call("/end-guest", "{}", cookies(exchange), address(exchange), null);
    ended.headers().allValues("set-cookie").forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie));
    String session = UUID.randomUUID().toString();
    if (CUSTOMERS.containsKey(name)) SIGNED_IN.put(session, CUSTOMERS.get(name));
    String secure = ORIGIN.startsWith("https:") ? "; Secure" : "";
    exchange.getResponseHeaders().add("Set-Cookie", "session=" + session + "; Path=/; HttpOnly; SameSite=Lax" + secure);
    exchange.getResponseHeaders().set("Location", "/");
    send(exchange, 303, new byte[0]);
  }

  private static void pay(HttpExchange exchange) throws IOException, InterruptedException {
    if (!isOwnPost(exchange, "application/json")) return;
    String choice = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String wanted =
        "{\"sessionId\":" + IvyProxy.quoted(member(choice, "sessionId")) + ",\"handle\":"
            + IvyProxy.quoted(member(choice, "handle")) + ",\"required\":[\"identity\"]}";
    HttpResponse<String> released =
        IVY.call("/release-account", wanted, cookies(exchange), address(exchange), customer(exchange));
    // The body's "account" is the account to charge: never one from the page.
    String body =
        released.statusCode() == 200
            ? "{\"paid\":true,\"bank\":" + IvyProxy.quoted(member(released.body(), "bankName")) + "}"
            : "{\"code\":" + IvyProxy.quoted(member(released.body(), "code")) + "}";
    respond(exchange, released.statusCode(), "application/json", body);
  }

  /** Returns true for a post from a page of this shop with a body of this type; else the response is sent. */
  private static boolean isOwnPost(HttpExchange exchange, String type) throws IOException {
    var headers = exchange.getRequestHeaders();
    boolean isType = String.valueOf(headers.getFirst("Content-Type")).toLowerCase().startsWith(type);
    boolean isOwn =
        exchange.getRequestMethod().equals("POST")
            && List.of(ORIGIN).equals(headers.get("Origin"))
            && headers.getOrDefault("Sec-Fetch-Site", List.of("same-origin")).equals(List.of("same-origin"));
    if (!isType || !isOwn) send(exchange, isType ? 403 : 415, new byte[0]);
    return isType && isOwn;
  }

  /** Returns the customer whom the session's cookie signs in, or null. */
  private static String customer(HttpExchange exchange) {
    Matcher session = Pattern.compile("(?:^|; )session=([^;]+)").matcher(String.valueOf(cookies(exchange)));
    return session.find() ? SIGNED_IN.get(session.group(1)) : null;
  }

  private static String cookies(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Cookie");
  }

  private static String address(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  /** Returns a text of a JSON object, for an example without a library. Use your JSON library. */
  private static String member(String json, String name) {
    Matcher member = Pattern.compile("\"" + name + "\":\\s*\"([^\"\\\\]*)\"").matcher(json);
    return member.find() ? member.group(1) : "";
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** Wraps a handler: a proxy that does not respond is a 503, and no cache stores a response. */
  private static com.sun.net.httpserver.HttpHandler handled(Handler handler) {
    return exchange -> {
      try (exchange) {
        handler.handle(exchange);
      } catch (IOException | InterruptedException failed) {
        send(exchange, 503, new byte[0]);
      }
    };
  }

  private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) exchange.getResponseBody().write(body);
  }
}
