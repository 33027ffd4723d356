//! The plain form: the start of a bank login without JavaScript.

use serde_json::{Value, json};

use crate::support::{Browser, Fault, HttpResponse, ORIGIN, OriginPages, TestEnv};

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
async fn a_login_returns_to_the_shop_domain_on_which_it_began() {
    let (second, third, unnamed) = ("https://shop.test", "https://www.shop.test", "https://shop.example");
    let env = TestEnv::with(|settings| {
        settings.origins.extend([second, third, unnamed].map(str::to_owned));
        settings.return_urls.insert(second.into(), OriginPages::default());
        let own = OriginPages { r#return: Some(format!("{second}/back?lang=de")), plain_return: None };
        settings.return_urls.insert(third.into(), own);
    })
    .await;
    let ada = env.browser(Some("ada"));
    let rows = [
        (ORIGIN, format!("{ORIGIN}/return?"), format!("{ORIGIN}/plain/return?")),
        (second, format!("{second}/return?"), format!("{second}/plain/return?")),
        (third, format!("{second}/back?lang=de&"), format!("{third}/plain/return?")),
        (unnamed, format!("{ORIGIN}/return?"), format!("{ORIGIN}/plain/return?")),
    ];
    for (origin, page, plain) in rows {
        // A page cannot choose: the same values in the body are dropped, and another origin is refused.
        let elsewhere = json!({ "permissions": ["identity"], "successCallbackUrl": "https://evil.example/" });
        let request = ada.request("/data/session/create").header("origin", Some(origin));
        assert_eq!(request.json(&elsewhere).send().await.status, 200, "{origin}");
        let sent = env.ivy.last().2;
        for url in ["successCallbackUrl", "errorCallbackUrl"] {
            let url = sent[url].as_str().expect("a url");
            assert!(url.starts_with(&format!("{page}ivy=")), "{origin}: {url}");
        }
        let form = ada.request("/start").header("ivy-client", None).header("origin", Some(origin));
        let form = form.header("content-type", Some("application/x-www-form-urlencoded"));
        assert_eq!(form.raw("permissions=identity").send().await.status, 303, "{origin}");
        let sent = env.ivy.last().2;
        let url = sent["successCallbackUrl"].as_str().expect("a url");
        assert!(url.starts_with(&format!("{plain}ivy=")), "{origin}: {url}");
        // The result is sent to one address for all domains.
        assert_eq!(sent["resultCallbackUrl"], json!(format!("{ORIGIN}/api/ivy/callback")));

        env.ivy.inject(Fault::Lost);
        let form = ada.request("/start").header("ivy-client", None).header("origin", Some(origin));
        let form = form.header("content-type", Some("application/x-www-form-urlencoded"));
        let failed = form.raw("permissions=identity").send().await;
        assert_eq!(failed.header("location"), Some(format!("{plain}ivy_outcome=error").as_str()), "{origin}");
    }
    for foreign in ["https://evil.example", "https://SHOP.test", "https://shop.test.evil.example"] {
        let request = ada.request("/data/session/create").header("origin", Some(foreign));
        assert_eq!(request.json(&json!({ "permissions": ["identity"] })).send().await.status, 403, "{foreign}");
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
