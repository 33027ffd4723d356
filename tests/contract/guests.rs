//! Guests: a cookie identifies them, for their actions in this browser only.

use serde_json::json;

use crate::support::{HttpResponse, TestEnv, a_request};

#[tokio::test]
async fn a_guests_list_is_empty_and_says_why() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    for body in
        [json!({}), json!({ "externalUserEmail": "ada@example.com" }), json!({ "externalUserReferenceId": "cus_ada" })]
    {
        let response = guest.post("/data/session/list", body).await;
        assert_eq!((response.status, response.json()), (200, json!({ "dataSessions": [] })));
        assert_eq!(response.header("ivy-recall"), Some("guest"));
    }
    assert_eq!(env.ivy.request_count(), 0);
    assert!(env.browser(Some("ada")).post("/data/session/list", json!({})).await.header("ivy-recall").is_none());
}

#[tokio::test]
async fn a_guests_name_for_themselves_is_dropped() {
    let env = TestEnv::new().await;
    let mut request = a_request();
    request["externalUser"] = json!({ "referenceId": "cus_ada", "email": "ada@example.com" });
    let response = env.browser(None).post("/data/session/create", request).await;
    assert_eq!(response.status, 200, "{}", response.text);
    assert!(env.ivy.last().2.get("externalUser").is_none());
}

#[tokio::test]
async fn a_guest_sees_their_own_login_and_no_other() {
    let env = TestEnv::new().await;
    let (guest, other, ada) = (env.browser(None), env.browser(None), env.browser(Some("ada")));
    let id = env.connect(&guest).await;
    other.create().await;
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 200);
    assert!(guest.list().await.is_empty());
    let reference = env.ivy.session(&id)["referenceId"].clone();
    for stranger in [&other, &ada] {
        assert_eq!(stranger.post("/data/session/details", json!({ "id": id })).await.status, 404);
        assert_eq!(stranger.post("/result", json!({ "referenceId": reference })).await.status, 404);
    }
    // A person who signs in at this browser is not the guest, and vice versa.
    guest.sign_in(Some("ben"));
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 404);
    let bens = env.connect(&guest).await;
    guest.sign_in(None);
    assert_eq!(guest.post("/data/session/details", json!({ "id": bens })).await.status, 404);
    // The sign-in has ended the guest, also for the next user of this browser.
    assert_eq!(guest.post("/data/session/details", json!({ "id": id })).await.status, 404);
}

/// Regression test: in the first version the guest cookie survived another person's sign-in and sign-out (SECURITY.md,
/// 10).
#[tokio::test]
async fn a_sign_in_ends_the_guest_and_forgets_their_sessions() {
    for by_the_shop in [true, false] {
        let env = TestEnv::new().await;
        let browser = env.browser(None);
        let id = env.connect(&browser).await;
        let nonce = env.ivy.nonce(&id);
        let old = browser.cookies();
        assert!(browser.has_cookie("ivy_guest"));
        browser.sign_in(Some("ben"));
        if by_the_shop {
            let cookie = env.proxy.end_guest(&browser).await.expect("the table answers");
            assert_eq!(cookie, "ivy_guest=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
            browser.keep(&cookie);
        } else {
            browser.list().await;
        }
        assert!(!browser.has_cookie("ivy_guest"), "the guest's cookie is still there");
        assert!(browser.has_cookie("ivy_login"), "the login cookie ended with it");
        // Not even with a copy of the cookie.
        let kept = env.browser(None);
        for pair in old.split("; ") {
            kept.keep(&format!("{pair};"));
        }
        assert_eq!(kept.post("/data/session/details", json!({ "id": id })).await.status, 404);
        assert_eq!(kept.post("/result", json!({ "nonce": nonce })).await.status, 404);
    }
}

#[tokio::test]
async fn a_guest_who_signs_in_at_the_bank_locks_nothing_and_warns_nobody() {
    let env = TestEnv::new().await;
    let browser = env.browser(None);
    let id = browser.create().await.id();
    env.ivy.complete(&id);
    browser.sign_in(Some("ada"));
    let response = browser.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
    assert_eq!(response.refusal(), (404, "not_found".to_owned()));
    let line = env.line(response.header("ivy-request-id").expect("an id")).await;
    assert_eq!(line["status"], 404);
    assert!(!env.database.dump().await.contains(&id), "the guest's session is still there");
    let again = env.connect(&browser).await;
    assert_eq!(browser.list().await, [again]);
}

/// Regression test: a cookie that stays would make the browser that guest again after the sign-out.
#[tokio::test]
async fn a_refused_request_of_a_customer_ends_the_guest_too() {
    let env = TestEnv::new().await;
    let browser = env.browser(None);
    let id = env.connect(&browser).await;
    for (path, body) in [
        ("/result", json!({ "nonce": env.ivy.nonce(&id) })),
        ("/result", json!({ "referenceId": env.ivy.session(&id)["referenceId"] })),
        ("/data/session/details", json!({ "id": id })),
        ("/forget", json!({ "id": id })),
    ] {
        browser.sign_in(None);
        browser.create().await;
        assert!(browser.has_cookie("ivy_guest"));
        browser.sign_in(Some("ada"));
        let response = browser.post(path, body).await;
        assert_eq!(response.refusal(), (404, "not_found".to_owned()));
        assert_eq!(set(&response), ["ivy_guest=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"], "{path}");
        assert!(!browser.has_cookie("ivy_guest"), "{path}");
    }
}

/// Returns the cookies that a response sets.
fn set(response: &HttpResponse) -> Vec<String> {
    response.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn the_cookies_are_out_of_reach() {
    let loopback = TestEnv::new().await;
    let cookies = set(&loopback.browser(None).create().await);
    let dump = loopback.database.dump().await;
    let rows = [("ivy_guest", 24 * 3600), ("ivy_login", 25 * 3600)];
    for (cookie, (name, seconds)) in cookies.iter().zip(rows) {
        let (pair, attributes) = cookie.split_once("; ").expect("attributes");
        assert_eq!(attributes, format!("Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"));
        let (found, value) = pair.split_once('=').expect("a pair");
        assert_eq!((found, value.len()), (name, 43));
        assert!(!dump.contains(value), "the table holds the cookie");
    }
    assert_eq!(cookies.len(), 2);

    let shop = "https://shop.example";
    let public = TestEnv::with(|settings| settings.origins = vec![shop.into()]).await;
    let guest = public.browser(None);
    let create = || guest.request("/data/session/create").header("origin", Some(shop)).json(&a_request()).send();
    let first = set(&create().await);
    for (cookie, (name, seconds)) in first.iter().zip(rows) {
        assert!(cookie.starts_with(&format!("__Host-{name}=")), "{cookie}");
        let attributes = format!("; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax; Secure");
        assert!(cookie.ends_with(&attributes), "{cookie}");
    }
    // A known browser keeps its cookies: the guest's until it ends, the login's from each login on.
    assert_eq!(set(&create().await), first[1..]);
    // A customer is no guest.
    let customer = set(&loopback.browser(Some("ada")).create().await);
    assert!(customer.len() == 1 && customer[0].starts_with("ivy_login="), "{customer:?}");
}

#[tokio::test]
async fn a_cookie_that_the_proxy_did_not_make_is_no_guest() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    let create = guest.request("/data/session/create").header("cookie", Some("ivy_guest=ada; other=1"));
    let response = create.json(&a_request()).send().await;
    assert!(response.header("set-cookie").is_some(), "a made-up cookie counts");
}

/// SECURITY.md, 10. Guests come back with whatever else their browser holds for the shop's domain.
#[tokio::test]
async fn one_odd_cookie_hides_no_other() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    let id = env.connect(&guest).await;
    let own = guest.cookies().into_bytes();
    let many = (0..200).map(|number| format!("c{number}=v")).collect::<Vec<_>>().join("; ").into_bytes();
    let long = [b"long=", [b'x'; 8 * 1024].as_slice()].concat();
    let odd: [&[u8]; 15] = [
        b"n=Stra\xdfe",
        "n=Stra\u{df}e".as_bytes(),
        b"n=\xff\xfe\x80",
        b"noname",
        b"=",
        b"=novalue",
        b"",
        b"a=b=c",
        br#"q="quoted; semicolon""#,
        br#"q="open"#,
        b"ivy_guest=",
        b"ivy_guest=made-up",
        b"Ivy_Guest=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        &many,
        &long,
    ];
    for odd in odd {
        for line in [[odd, b"; ", &own].concat(), [&own, b"; ".as_slice(), odd].concat(), [odd, b";", &own].concat()] {
            let request = guest.request("/data/session/details").header("cookie", None).and_header("cookie", &line);
            let response = request.json(&json!({ "id": id })).send().await;
            assert_eq!(response.status, 200, "{:.60}", String::from_utf8_lossy(&line));
        }
        // As two lines, as HTTP/2 has them.
        let request = guest.request("/data/session/details").header("cookie", None).and_header("cookie", odd);
        let response = request.and_header("cookie", &own).json(&json!({ "id": id })).send().await;
        assert_eq!(response.status, 200, "{:.60}", String::from_utf8_lossy(odd));
    }
}

#[tokio::test]
async fn a_list_makes_a_guests_create_repeatable() {
    let env = TestEnv::new().await;
    let guest = env.browser(None);
    guest.list().await;
    let create =
        || guest.request("/data/session/create").header("idempotency-key", Some("key")).json(&a_request()).send();
    assert_eq!(create().await.id(), create().await.id());
    assert_eq!(env.ivy.request_count(), 1);
}

#[tokio::test]
async fn a_sign_in_that_is_unavailable_makes_nobody_a_guest() {
    let env = TestEnv::new().await;
    let browser = env.browser(Some("down"));
    for path in ["/data/session/create", "/data/session/list", "/forget"] {
        let response = browser.request(path).json(&a_request()).send().await;
        assert_eq!(response.refusal(), (503, "proxy_unavailable".to_owned()), "{path}");
        assert!(response.header("retry-after").is_some());
    }
    assert_eq!(env.ivy.request_count(), 0);
}
