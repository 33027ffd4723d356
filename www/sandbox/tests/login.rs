//! The hosted bank login in a browser without scripts.

mod common;

use common::{ERROR, SUCCESS, Sandbox, request};
use serde_json::{Value, json};

#[tokio::test]
async fn a_shopper_chooses_a_bank_logs_in_consents_and_is_back_in_the_shop() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({ "permissions": ["identity", "balance"] }))).await;

    let mut browser = sandbox.open(&session).await;
    assert_eq!(browser.status, 200);
    for id in ["bank-de-testbank", "bank-de-testbank-two", "bank-de-failbank", "bank-de-latebank", "cancel"] {
        assert!(browser.has(id), "{id}");
    }
    browser.send("bank", &[("bank", "de-testbank-two")]).await;
    for id in ["username", "password", "login", "cancel", "other-bank"] {
        assert!(browser.has(id), "{id}");
    }
    browser.send("login", &[("username", "ada"), ("password", "password")]).await;
    assert!(browser.has("consent") && browser.has("cancel"));
    for shared in ["localhost", "Test Bank Two", "Ada Example", "10 December 1985", "DE •••• 0101", "balance"] {
        assert!(browser.page.contains(shared), "{shared}");
    }
    assert!(!browser.page.contains("DE93999900020000000101"), "the page masks account numbers");
    assert_eq!(sandbox.details(&session).await["status"], "open");

    browser.send("consent", &[]).await;
    assert_eq!((browser.status.as_u16(), browser.location.as_deref()), (303, Some(SUCCESS)));
    let details = sandbox.details(&session).await;
    assert_eq!(details["status"], "complete");
    assert_eq!(details["data"]["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(sandbox.stats().await["bankLogins"], 1);
}

#[tokio::test]
async fn cancelling_leads_to_the_error_address_from_every_step() {
    let sandbox = Sandbox::start().await;
    for steps in 0..3 {
        let session = sandbox.create(&request(json!({}))).await;
        let mut browser = sandbox.open(&session).await;
        if steps > 0 {
            browser.send("bank", &[("bank", "de-testbank")]).await;
        }
        if steps > 1 {
            browser.send("login", &[("username", "ada"), ("password", "password")]).await;
        }
        browser.send("cancel", &[]).await;
        assert_eq!((browser.status.as_u16(), browser.location.as_deref()), (303, Some(ERROR)));
        assert_eq!(sandbox.details(&session).await["status"], "failed");
        browser.send("consent", &[]).await;
        assert_eq!(browser.location.as_deref(), Some(ERROR), "it stays cancelled");
        assert_eq!(sandbox.details(&session).await["status"], "failed");
    }
}

#[tokio::test]
async fn the_bank_that_fails_does_so_after_the_login() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({}))).await;
    let mut browser = sandbox.open(&session).await;
    browser.send("bank", &[("bank", "de-failbank")]).await;
    assert!(browser.has("login"));
    browser.send("login", &[("username", "ben"), ("password", "password")]).await;
    assert_eq!((browser.status.as_u16(), browser.location.as_deref()), (303, Some(ERROR)));
    assert_eq!(sandbox.details(&session).await["status"], "failed");
}

#[tokio::test]
async fn wrong_words_are_refused_and_can_be_mended() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({}))).await;
    let mut browser = sandbox.open(&session).await;
    browser.send("bank", &[("bank", "de-testbank")]).await;
    for (username, password) in [("ada", "wrong"), ("eve", "password"), ("", ""), ("ada", "")] {
        browser.send("login", &[("username", username), ("password", password)]).await;
        assert_eq!(browser.status, 422);
        assert!(browser.page.contains("aria-live") && browser.has("problem") && browser.has("login"));
    }
    browser.send("login", &[("username", "\"><b>x"), ("password", "no")]).await;
    assert!(!browser.page.contains("<b>x"), "what was typed is text");
    browser.send("consent", &[]).await;
    assert!(browser.has("login"), "no consent without a login");
    assert_eq!(sandbox.stats().await["bankLogins"], 0);
    browser.send("login", &[("username", " Ada@example.com "), ("password", "password")]).await;
    assert!(browser.has("consent"));
}

#[tokio::test]
async fn an_expired_login_says_so_and_leads_to_the_error_address() {
    let sandbox = Sandbox::start().await;
    let link = ERROR.replace('&', "&amp;");
    let session = sandbox.create(&request(json!({}))).await;
    let mut under_way = sandbox.open(&session).await;
    assert_eq!(sandbox.expire(&session).await["status"], "expired");
    let past = json!({ "createdAt": 1_600_000_000, "expiresAt": 1_600_003_600 });
    let long_ago = sandbox.create(&request(past)).await;
    assert_eq!(long_ago["expiresAt"], 1_600_003_600);

    under_way.send("consent", &[]).await;
    for browser in [under_way, sandbox.open(&session).await, sandbox.open(&long_ago).await] {
        assert_eq!(browser.status, 410);
        assert!(browser.page.contains("has expired") && browser.has("continue"));
        assert!(browser.page.contains(&format!("url={link}\"")) && browser.page.contains(&format!("href=\"{link}\"")));
    }
    for session in [&session, &long_ago] {
        assert_eq!(sandbox.details(session).await["status"], "expired");
    }
}

/// The merchant's URLs hold a secret for the person who finished the login. Others on the same link must not see it.
#[tokio::test]
async fn a_session_is_completed_once_and_sends_only_its_own_browser_to_the_shop() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({}))).await;
    let mut ada = sandbox.open(&session).await;
    let mut ben = sandbox.open(&session).await;
    for (browser, username) in [(&mut ada, "ada"), (&mut ben, "ben")] {
        browser.send("bank", &[("bank", "de-testbank")]).await;
        browser.send("login", &[("username", username), ("password", "password")]).await;
    }
    ada.send("consent", &[]).await;
    assert_eq!(ada.location.as_deref(), Some(SUCCESS));
    ada.send("consent", &[]).await;
    assert_eq!(ada.location.as_deref(), Some(SUCCESS), "a second click gets there too");

    for step in ["consent", "cancel", "login", "bank"] {
        ben.send(step, &[]).await;
        assert_eq!((ben.status.as_u16(), &ben.location), (409, &None), "{step}");
        assert!(!ben.page.contains("/return"), "{step}");
    }
    let late = sandbox.open(&session).await;
    assert_eq!(late.status, 409);
    assert!(!late.page.contains("/return") && !late.page.contains("Ada"));
    let details = sandbox.details(&session).await;
    assert_eq!(details["data"]["identity"]["name"], "Ada Example");
    assert_eq!(sandbox.expire(&session).await["status"], "complete", "what is complete does not expire");
}

#[tokio::test]
async fn a_form_without_the_pages_token_does_nothing() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({}))).await;
    let mut browser = sandbox.open(&session).await;
    let right = browser.token.clone();
    for token in ["", "0", session["id"].as_str().unwrap(), &right.to_uppercase()] {
        browser.token = token.to_owned();
        browser.send("cancel", &[]).await;
        assert_eq!((browser.status.as_u16(), &browser.location), (400, &None), "{token}");
    }
    let empty = sandbox.http.post(sandbox.url("/init/cancel")).send().await.unwrap();
    assert_eq!(empty.status(), 400);
    assert_eq!(sandbox.details(&session).await["status"], "open");
}

#[tokio::test]
async fn prefilled_values_are_used() {
    let sandbox = Sandbox::start().await;
    let prefill = json!({ "bankId": "de-testbank-two", "email": "ben@example.com" });
    let free = sandbox.create(&request(json!({ "prefill": prefill, "locale": "de", "themeVariant": "dark" }))).await;
    let mut browser = sandbox.open(&free).await;
    assert!(browser.page.contains("Anmelden bei Test Bank Two") && browser.page.contains("lang=\"de\""));
    assert!(browser.page.contains("value=\"ben@example.com\"") && browser.page.contains("data-theme=\"dark\""));
    browser.send("bank", &[("bank", "")]).await;
    assert!(browser.has("bank-de-testbank"), "another bank can be chosen");

    let fixed = sandbox.create(&request(json!({ "prefill": prefill, "disableBankSelection": true }))).await;
    let mut browser = sandbox.open(&fixed).await;
    assert!(browser.has("login") && !browser.has("other-bank"));
    browser.send("bank", &[("bank", "de-testbank")]).await;
    assert!(browser.page.contains("Test Bank Two"), "no other bank can be chosen");

    let linked = sandbox.create(&request(json!({}))).await;
    let url = format!("{}&bankId=de-testbank", linked["redirectUrl"].as_str().unwrap());
    let page = sandbox.http.get(url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("id=\"login\""));
}

#[tokio::test]
async fn without_urls_the_shopper_stays_on_a_page_with_the_result() {
    let sandbox = Sandbox::start().await;
    let nowhere = json!({ "successCallbackUrl": "", "errorCallbackUrl": "" });
    let done = sandbox.create(&request(nowhere.clone())).await;
    assert_eq!(sandbox.log_in(&done, "de-testbank", "ada").await, None);
    assert_eq!(sandbox.details(&done).await["status"], "complete");

    let cancelled = sandbox.create(&request(nowhere.clone())).await;
    let mut browser = sandbox.open(&cancelled).await;
    browser.send("cancel", &[]).await;
    assert!(browser.page.contains("has ended") && browser.location.is_none());

    let expired = sandbox.create(&request(nowhere)).await;
    sandbox.expire(&expired).await;
    let page = sandbox.open(&expired).await.page;
    assert!(page.contains("has expired") && !page.contains("http-equiv") && !page.contains("taken back"));
}

#[tokio::test]
async fn pages_have_the_language_of_the_session_and_the_theme_of_the_session_or_the_browser() {
    let sandbox = Sandbox::start().await;
    let open = async |session: &Value, accepted: &str| {
        let request = sandbox.http.get(session["redirectUrl"].as_str().unwrap()).header("accept-language", accepted);
        request.send().await.unwrap().text().await.unwrap()
    };
    let portuguese = sandbox.create(&request(json!({ "locale": "pt", "themeVariant": "light" }))).await;
    assert!(open(&portuguese, "pt-PT").await.contains("Escolha o seu banco"));
    assert!(open(&portuguese, "de, pt-BR;q=0.5").await.contains("Escolha seu banco"));
    assert!(open(&portuguese, "de").await.contains("data-theme=\"light\""));
    let free = sandbox.create(&request(json!({}))).await;
    let page = open(&free, "sv-SE").await;
    assert!(page.contains("lang=\"sv\"") && page.contains("Välj din bank"));
    assert!(!page.contains("data-theme") && page.contains("content=\"light dark\""), "the browser chooses the theme");
    let lost = sandbox.http.get(sandbox.url("/init")).header("accept-language", "de-AT").send().await.unwrap();
    assert!(lost.text().await.unwrap().contains("Hier gibt es nichts"));
}

#[tokio::test]
async fn links_that_lead_nowhere_say_so() {
    let sandbox = Sandbox::start().await;
    for path in ["/", "/init", "/init?id=", "/init?id=0123456789abcdef01234567", "/init?id=a&id=b", "/favicon.ico"] {
        let response = sandbox.http.get(sandbox.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert!(response.text().await.unwrap().contains("<h1>"), "{path}");
    }
    assert_eq!(sandbox.expire(&json!({ "id": "0123456789abcdef01234567" })).await["code"], "NOT_FOUND");
}

#[tokio::test]
async fn pages_are_strict_about_what_they_load_and_where_they_lead() {
    let sandbox = Sandbox::start().await;
    let session = sandbox.create(&request(json!({ "errorCallbackUrl": "http://[::1]:9/" }))).await;
    let response = sandbox.http.get(session["redirectUrl"].as_str().unwrap()).send().await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://localhost:9 http:; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let page = response.text().await.unwrap();
    assert!(page.contains("<strong>Ivy sandbox</strong> — test banks only"));
    for absent in ["<script", " style=", " onclick=", "<style", "http://", "https://"] {
        assert!(!page.contains(absent), "{absent}");
    }
    let style = sandbox.http.get(sandbox.url("/sandbox/style.css")).send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn the_merchants_own_query_survives_the_way_back() {
    let sandbox = Sandbox::start().await;
    let url = "https://shop.example.com/back?shop=ais&x=%20a%2Fb&empty=#part";
    let session = sandbox.create(&request(json!({ "successCallbackUrl": url }))).await;
    assert_eq!(sandbox.log_in(&session, "de-testbank", "ada").await.as_deref(), Some(url));
}

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let sandbox = Sandbox::start().await;
    let user = json!({ "referenceId": "cus_ada" });
    let done = sandbox.create(&request(json!({ "externalUser": user }))).await;
    sandbox.log_in(&done, "de-testbank", "ada").await.unwrap();
    let open = sandbox.create(&request(json!({ "externalUser": user }))).await;
    let mut under_way = sandbox.open(&open).await;
    under_way.send("bank", &[("bank", "de-testbank")]).await;
    under_way.send("login", &[("username", "ben"), ("password", "password")]).await;
    let by_user = json!({ "externalUserReferenceId": "cus_ada" });
    let (listed, stats) = (sandbox.list(&by_user).await, sandbox.stats().await);

    let sandbox = sandbox.restart().await;
    assert_eq!(sandbox.stats().await, stats);
    assert_eq!(sandbox.list(&by_user).await, listed);
    let again: Value =
        sandbox.call("create", &json!({ "referenceId": done["referenceId"], "permissions": ["a"] })).await.1;
    assert_eq!(again["code"], "CONFLICT");
    under_way.moved_to(&sandbox);
    under_way.send("consent", &[]).await;
    assert_eq!(under_way.location.as_deref(), Some(SUCCESS));
    assert_eq!(sandbox.list(&by_user).await.len(), 2);
}
