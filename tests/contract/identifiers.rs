//! SECURITY.md, 1 and 3: identifiers that change hands.

use serde_json::json;

use crate::support::{ListBy, TestEnv, data, now};

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
