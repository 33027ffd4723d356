<?php
// A shop in PHP: its sign-in, its payment, and everything below /api/ivy forwarded to `ivy-proxy`.

declare(strict_types=1);

require __DIR__ . '/ivy.php';

/** Stands for your own customers. */
const CUSTOMERS = ['ada' => 'cus_ada', 'ben' => 'cus_ben'];

/** Returns true for a post from a page of this shop with a body of this type. */
function is_own_post(string $type): bool
{
    $is_type = str_starts_with(strtolower($_SERVER['CONTENT_TYPE'] ?? ''), $type);
    if (!$is_type) {
        http_response_code(415);
    } elseif (($_SERVER['HTTP_ORIGIN'] ?? '') !== getenv('ORIGIN') || ($_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin') !== 'same-origin') {
        http_response_code(403);
    }
    return http_response_code() === 200;
}

http_response_code(200);
session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'cookie_secure' => str_starts_with(getenv('ORIGIN'), 'https:')]);
$customer = $_SESSION['customer'] ?? null;
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
header('Cache-Control: no-store');

if (str_starts_with($path, '/api/ivy/')) {
    // The session's file stays locked until it is closed, and Ivy can take seconds.
    session_write_close();
    header_remove('Cache-Control');
    forward_to_ivy($customer);
} elseif ($path === '/sign-in' && $_SERVER['REQUEST_METHOD'] === 'POST') {
    if (is_own_post('application/x-www-form-urlencoded')) {
        // The next person at this browser must not find the guest's bank.
        [, $lines] = call_ivy('/end-guest', [], null);
        foreach (preg_grep('/^set-cookie:/i', $lines) as $line) {
            header($line, false);
        }
        session_regenerate_id(true);
        $_SESSION['customer'] = CUSTOMERS[$_POST['customer'] ?? ''] ?? null;
        header('Location: /', true, 303);
    }
} elseif ($path === '/pay' && $_SERVER['REQUEST_METHOD'] === 'POST') {
    session_write_close();
    if (is_own_post('application/json')) {
        $choice = json_decode(file_get_contents('php://input'), true);
        $wanted = ['sessionId' => $choice['sessionId'] ?? '', 'handle' => $choice['handle'] ?? '', 'required' => ['identity']];
        [$status, , $released] = call_ivy('/release-account', $wanted, $customer);
        http_response_code($status);
        header('Content-Type: application/json');
        // Here $released['account'] is the account to charge: never one from the page.
        echo json_encode($status === 200
            ? ['paid' => true, 'bank' => $released['session']['data']['bankName']]
            : ['code' => $released['code'] ?? 'proxy_unavailable']);
    }
} else {
    header('Content-Type: text/html; charset=utf-8');
    echo '<!doctype html><title>Shop</title><form method="post" action="/sign-in"><button name="customer" value="ada">Sign in</button></form>';
}
