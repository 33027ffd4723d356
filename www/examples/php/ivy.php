<?php
// The connection of a PHP back end to `ivy-proxy`: the customer token, the forwarding of the pages' requests, and payments.

declare(strict_types=1);

/** The headers that reach the proxy. No other is passed on, so that no browser can name a customer or an address. */
const FORWARDED = [
    'content-type', 'cookie', 'origin', 'sec-fetch-site', 'ivy-client', 'idempotency-key', 'x-ivy-signature',
    'access-control-request-method', 'access-control-request-headers',
];

/** The proxy's headers that do not reach the browser: they are about the connection to the proxy. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

/** Returns the token by which the proxy knows the customer of this request: a JWT with HS256, valid for a minute. */
function customer_token(string $customerId): string
{
    $encoded = fn (string $part): string => rtrim(strtr(base64_encode($part), '+/', '-_'), '=');
    $claims = ['sub' => $customerId, 'aud' => getenv('ORIGIN'), 'iat' => time(), 'exp' => time() + 60];
    $signed = $encoded('{"alg":"HS256","typ":"JWT"}') . '.' . $encoded(json_encode($claims, JSON_THROW_ON_ERROR));
    return $signed . '.' . $encoded(hash_hmac('sha256', $signed, getenv('IVY_CUSTOMER_KEY'), true));
}

/**
 * Sends a request to the proxy. Returns its status, its headers as lines, and its body. A proxy that does not respond is a 503.
 */
function ivy_request(string $method, string $url, array $headers, string $body, ?string $customerId): array
{
    if ($customerId !== null) {
        $headers[] = 'Ivy-Customer: ' . customer_token($customerId);
    }
    $headers[] = 'X-Forwarded-For: ' . $_SERVER['REMOTE_ADDR'];
    $headers[] = 'Connection: close';
    $options = [
        'method' => $method, 'header' => $headers, 'content' => $body, 'protocol_version' => 1.1,
        'follow_location' => 0, 'ignore_errors' => true, 'timeout' => 15,
    ];
    $text = @file_get_contents($url, false, stream_context_create(['http' => $options]));
    $lines = $http_response_header ?? [];
    if ($text === false || !preg_match('~^HTTP/\S+ (\d{3})~', $lines[0] ?? '', $status)) {
        return [503, [], ''];
    }
    return [(int) $status[1], array_slice($lines, 1), $text];
}

/** Forwards the request of a page, or Ivy's callback, to the proxy, and its response back, byte for byte. */
function forward_to_ivy(?string $customerId): void
{
    $headers = [];
    foreach (getallheaders() as $name => $value) {
        if (in_array(strtolower($name), FORWARDED, true)) {
            $headers[] = "$name: $value";
        }
    }
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    [$status, $lines, $body] = ivy_request(
        $_SERVER['REQUEST_METHOD'], getenv('IVY_PROXY') . $path, $headers, file_get_contents('php://input'), $customerId,
    );
    http_response_code($status);
    foreach ($lines as $line) {
        if (!in_array(strtolower(strtok($line, ':')), OF_THE_CONNECTION, true)) {
            header($line, false);
        }
    }
    echo $body;
}

/** Calls a private route of the proxy for the browser of this request. Returns the status, the headers and the JSON. */
function call_ivy(string $route, array $body, ?string $customerId): array
{
    $headers = ['Content-Type: application/json', 'Cookie: ' . ($_SERVER['HTTP_COOKIE'] ?? '')];
    $text = json_encode((object) $body, JSON_THROW_ON_ERROR);
    [$status, $lines, $answer] = ivy_request('POST', getenv('IVY_PROXY_PRIVATE') . $route, $headers, $text, $customerId);
    return [$status, $lines, json_decode($answer, true)];
}
