//! The plain form: the start of a bank login without JavaScript.

use serde_json::{Value, json};

use crate::support::{Browser, Fault, HttpResponse, ORIGIN, TestEnv};

async fn submit(browser: &Browser, form: &str) -> HttpResponse {
    let request = browser.request("/start").header("ivy-client", None);
    request.header("content-type", Some("application/x-www-form-urlencoded")).raw(form).send().await
}

#[tokio::test]
async fn a_form_leads_to_the_bank_and_back() {
    let env = TestEnv::new().await;
    for browser in [env.browser(Some("ada")), env.browser(None)] {
        let response = submit(&browser, "permissions=identity&market=de&locale=de").await;
        assert_eq!(response.status, 303, "{}", response.text);
        let sent = env.ivy.last().2;
        let id = env.ivy.ids().pop().expect("a session");
        assert_eq!(response.header("location"), Some(format!("http://127.0.0.1:9/init?id={id}").as_str()));
        assert_eq!(
            (&sent["permissions"], &sent["market"], &sent["locale"]),
            (&json!(["identity"]), &json!("DE"), &json!("de"))
        );
        let success = sent["successCallbackUrl"].as_str().expect("a url");
        assert!(success.starts_with(&format!("{ORIGIN}/plain/return?ivy=")), "{success}");
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"));

        env.ivy.complete(&id);
        let result = browser.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
        assert_eq!(result.json()["status"], "complete");
    }
}

#[tokio::test]
async fn what_forms_may_say() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let rows: [(&str, u16, Value); 8] = [
        ("permissions=identity,accounts", 303, json!(["identity", "accounts"])),
        ("permissions=identity&permissions=accounts", 303, json!(["identity", "accounts"])),
        ("permissions=identity&market=&locale=", 303, json!(["identity"])),
        ("", 422, json!(null)),
        ("permissions=", 422, json!(null)),
        ("permissions=everything", 422, json!(null)),
        ("permissions=identity&market=Germany", 422, json!(null)),
        ("permissions=identity&returnUrl=https%3A%2F%2Fevil.example", 422, json!(null)),
    ];
    for (form, status, permissions) in rows {
        let response = submit(&ada, form).await;
        assert_eq!(response.status, status, "{form}: {}", response.text);
        if status == 303 {
            assert_eq!(env.ivy.last().2["permissions"], permissions, "{form}");
        } else {
            assert_eq!(response.refusal().1, "validation_failed");
        }
    }
    assert_eq!(submit(&ada, "permissions=identity&externalUser=cus_ben").await.status, 422);
}

#[tokio::test]
async fn a_shopper_without_scripts_is_not_left_with_an_errors_json() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let back = format!("{ORIGIN}/plain/return?ivy_outcome=error");
    for fault in [Fault::Respond(500, "application/json", "{}".into()), Fault::Lost] {
        env.ivy.inject(fault);
        let response = submit(&ada, "permissions=identity").await;
        assert_eq!((response.status, response.header("location")), (303, Some(back.as_str())));
    }
}

#[tokio::test]
async fn nobody_is_sent_to_a_page_that_is_not_ivys() {
    let rows: [fn(&mut Value); 7] = [
        |session| session["redirectUrl"] = json!("https://evil.example/"),
        |session| session["redirectUrl"] = json!("https://account-check.getivy.de.evil.example/"),
        |session| session["redirectUrl"] = json!("https://account-check.getivy.de@evil.example/"),
        |session| session["redirectUrl"] = json!("//evil.example/"),
        |session| session["redirectUrl"] = json!("javascript:alert(1)"),
        |session| session["redirectUrl"] = json!("data:text/html,hello"),
        |session| session["redirectUrl"] = json!("http://127.0.0.1:9\r\nset-cookie: a=b"),
    ];
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for change in rows {
        env.ivy.inject(Fault::Changed(change));
        let response = submit(&ada, "permissions=identity").await;
        let back = format!("{ORIGIN}/plain/return?ivy_outcome=error");
        assert_eq!((response.status, response.header("location")), (303, Some(back.as_str())));
        assert!(response.header("set-cookie").is_none());
    }
    let strict = TestEnv::with(|settings| settings.login_environment = Some("production")).await;
    let response = submit(&strict.browser(None), "permissions=identity").await;
    assert!(response.header("location").expect("a location").starts_with(ORIGIN), "a loopback page in production");
}
