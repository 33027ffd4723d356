//! SECURITY.md, 1 and 3: identifiers that change hands.

use serde_json::json;

use crate::support::{Kind, ListBy, TestEnv, data, now};

fn session(id: &str, created_at: Option<i64>) -> serde_json::Value {
    let mut session = json!({
        "id": id, "referenceId": format!("order-{id}"), "status": "complete", "data": data(),
        "externalUser": { "email": "ada@example.com", "phone": "+4915200000001" }
    });
    if let Some(created_at) = created_at {
        session["createdAt"] = json!(created_at);
    }
    session
}

#[tokio::test]
async fn listing_goes_by_the_customer_id_whatever_the_page_names() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    ada.post("/data/session/list", json!({ "externalUserEmail": "ada@example.com" })).await;
    assert_eq!(env.ivy.last().2, json!({ "externalUserReferenceId": "cus_ada" }));
}

#[tokio::test]
async fn an_address_that_changed_hands_does_not_show_its_former_owners_bank() {
    for (list_by, selector) in [(ListBy::Email, "externalUserEmail"), (ListBy::Phone, "externalUserPhone")] {
        let env = TestEnv::with(|settings| {
            settings.list_by = Some(list_by);
            settings.trust_sessions_before = Some(now() - 10);
        })
        .await;
        let (ada, cleo) = (env.browser(Some("ada")), env.browser(Some("cleo")));
        let adas = env.connect(&ada).await;
        env.ivy.add(session("old", Some(1_600_000_000)));
        env.ivy.add(session("undated", None));
        env.ivy.add(session("new", Some(now() - 100)));
        // Cleo has just got Ada's address: she gets neither Ada's sessions, nor older ones, nor doubtful ones.
        assert_eq!(cleo.list().await, ["new"], "{selector}");
        let request_count = env.ivy.requests();
        let lists = request_count.iter().filter(|(path, _, body)| path.ends_with("/list") && body.contains(selector));
        assert_eq!(lists.count(), 1, "{selector}");
        // Ada gets her own session and one that is certainly not older than her address, but not the session recorded
        // for Cleo.
        assert_eq!(ada.list().await, [adas, "old".to_owned()], "{selector}");
    }
}

#[tokio::test]
async fn a_shopper_is_found_by_the_ascii_form_of_a_domain_and_by_a_pasted_number() {
    for (list_by, field, selector, normal, spelled) in [
        (ListBy::Email, "email", "externalUserEmail", "Eva@xn--mller-kva.example", "Eva@müller.example"),
        (ListBy::Phone, "phone", "externalUserPhone", "+4915200000003", "\u{202A}+49 152 00000003\u{202C}"),
    ] {
        let env = TestEnv::with(|settings| {
            settings.list_by = Some(list_by);
            settings.trust_sessions_before = Some(now() - 10);
        })
        .await;
        let eva = env.browser(Some("eva"));
        let id = env.connect(&eva).await;
        assert_eq!(env.ivy.session(&id)["externalUser"], json!({ "referenceId": "cus_eva", field: normal }));
        assert_eq!(eva.list().await, std::slice::from_ref(&id));
        let query = json!({ selector: normal }).to_string();
        assert!(env.ivy.requests().iter().any(|(path, _, body)| path.ends_with("/list") && *body == query), "{query}");
        // The page may name the same user in another spelling, and so may Ivy.
        assert_eq!(eva.post("/data/session/list", json!({ selector: spelled })).await.status, 200);
        let mut request = crate::support::a_request();
        request["externalUser"] = json!({ field: spelled });
        assert_eq!(eva.post("/data/session/create", request).await.status, 200);
        env.ivy.inject(crate::support::Fault::Changed(|response| {
            let old = json!({ "id": "old", "referenceId": "order-old", "status": "complete", "createdAt": 1_600_000_000,
                "externalUser": { "email": "Eva@MÜLLER.example", "phone": "+49 152-00000003" }, "data": data() });
            response["dataSessions"].as_array_mut().expect("a list").push(old);
        }));
        assert_eq!(eva.list().await, [id, "old".to_owned()], "{selector}");
    }
}

#[tokio::test]
async fn an_identifier_that_cannot_be_used_is_said_once_in_the_log() {
    for (list_by, selector) in [(ListBy::Email, "externalUserEmail"), (ListBy::Phone, "externalUserPhone")] {
        let env = TestEnv::with(|settings| settings.list_by = Some(list_by)).await;
        let joe = env.browser(Some("joe"));
        let id = env.connect(&joe).await;
        assert_eq!(env.ivy.session(&id)["externalUser"], json!({ "referenceId": "cus_joe" }));
        let request_count = env.ivy.request_count();
        assert!(joe.list().await.is_empty() && joe.list().await.is_empty());
        assert_eq!(env.ivy.request_count(), request_count, "{selector}: ivy is not asked for another user");
        let last = joe.post("/data/session/list", json!({})).await;
        let log = env.logged(last.header("ivy-request-id").expect("a request id")).await;
        let lines: Vec<_> = log.lines().filter(|line| line.contains("unusable_identifier")).collect();
        match Kind::under_test() {
            // The Rust proxies of this process share their log.
            Kind::Rust | Kind::Command | Kind::Url => assert!(!lines.is_empty()),
            Kind::Js | Kind::Workerd => assert_eq!(lines.len(), 1, "{lines:?}"),
        }
        assert!(lines.iter().all(|line| line.contains("WARN") && !line.contains("rgen") && !line.contains("1234567")));
        // The same values in a page's request are refused with a reason.
        for (field, value) in [("externalUserEmail", "jürgen@example.com"), ("externalUserPhone", "+49 (0)30 1234567")]
        {
            let refused = joe.post("/data/session/list", json!({ field: value })).await;
            assert_eq!(refused.status, 422, "{}", refused.text);
            let code = if field == "externalUserEmail" { "invalid_email" } else { "invalid_phone" };
            assert_eq!(refused.json()["issues"][0]["code"], code, "{}", refused.text);
        }
    }
}

#[tokio::test]
async fn an_id_with_an_invisible_character_is_nobodys() {
    let env = TestEnv::new().await;
    let ghost = env.browser(Some("ghost"));
    assert_eq!(ghost.post("/data/session/list", json!({})).await.status, 503);
    assert_eq!(ghost.post("/data/session/create", crate::support::a_request()).await.status, 503);
    assert_eq!(env.ivy.request_count(), 0);
    let ada = env.browser(Some("ada"));
    for id in ["cus_\u{200B}ada", "cus_ada\u{AD}", "\u{202E}cus_ada"] {
        let refused = ada.post("/data/session/list", json!({ "externalUserReferenceId": id })).await;
        assert_eq!((refused.status, &refused.json()["issues"][0]["code"]), (422, &json!("out_of_range")), "{id:?}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_verified_does_not_count() {
    let env = TestEnv::with(|settings| settings.list_by = Some(ListBy::Email)).await;
    let dan = env.browser(Some("dan"));
    assert!(dan.list().await.is_empty());
    assert_eq!(dan.post("/data/session/list", json!({ "externalUserEmail": "dan@example.com" })).await.status, 403);
    assert_eq!(env.ivy.request_count(), 0);
    let mut request = crate::support::a_request();
    request["externalUser"] = json!({ "email": "dan@example.com" });
    assert_eq!(dan.post("/data/session/create", request).await.status, 403);
}

#[tokio::test]
async fn what_is_listed_by_is_stamped() {
    for (list_by, stamped) in [
        (ListBy::Email, json!({ "referenceId": "cus_ada", "email": "ada@example.com" })),
        (ListBy::Phone, json!({ "referenceId": "cus_ada", "phone": "+4915200000001" })),
    ] {
        let env = TestEnv::with(|settings| settings.list_by = Some(list_by)).await;
        let ada = env.browser(Some("ada"));
        let id = env.connect(&ada).await;
        assert_eq!(env.ivy.session(&id)["externalUser"], stamped);
        assert_eq!(ada.list().await, [id]);
    }
}
