//! The owner tag: each answer says, without naming anybody, for whom it was made.

use serde_json::json;

use crate::support::{Browser, HttpResponse, NEWER_TABLE_SECRET, TestEnv, a_request};

const LIST: &str = "/data/session/list";

fn tag(response: &HttpResponse) -> String {
    let tag = response.header("ivy-owner").unwrap_or_else(|| panic!("no tag: {}", response.text)).to_owned();
    assert!(tag.len() == 22 && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{tag}");
    tag
}

async fn listed(browser: &Browser) -> String {
    tag(&browser.post(LIST, json!({})).await)
}

#[tokio::test]
async fn every_answer_to_a_customer_has_the_customers_tag() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let own = listed(&ada).await;
    let answers = [
        ada.create().await,
        ada.post("/data/session/details", json!({ "id": id })).await,
        ada.post("/data/session/details", json!({ "id": "of nobody" })).await,
        ada.post("/data/session/create", json!({ "permissions": 7 })).await,
        ada.post(LIST, json!({ "externalUserReferenceId": "cus_ben" })).await,
        ada.request(LIST).raw("{").send().await,
        ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await,
        ada.post("/forget", json!({ "id": id })).await,
    ];
    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200, 404, 422, 403, 400, 200, 200]);
    for answer in &answers {
        assert_eq!(tag(answer), own);
        assert_eq!((answer.header("cache-control"), answer.header("vary")), (Some("no-store"), Some("Cookie, Origin")));
    }
    // Another browser of the same customer, but nobody whom the proxy did not ask for.
    assert_eq!(listed(&env.browser(Some("ada"))).await, own);
    assert!(ada.request(LIST).header("origin", None).send().await.header("ivy-owner").is_none());
    assert!(env.browser(Some("down")).post(LIST, json!({})).await.header("ivy-owner").is_none());
    assert!(env.ivy.send_callback(&ada, &json!({ "id": id })).await.header("ivy-owner").is_none());
}

#[tokio::test]
async fn another_customer_a_sign_in_and_a_sign_out_change_the_tag() {
    let env = TestEnv::new().await;
    let browser = env.browser(Some("ada"));
    let ada = listed(&browser).await;
    browser.sign_in(Some("ben"));
    let ben = listed(&browser).await;
    browser.sign_in(None);
    let guest = listed(&browser).await;
    // The answer that begins a guest has the guest's tag.
    assert_eq!(listed(&browser).await, guest);
    let created = env.browser(None).post("/data/session/create", a_request()).await;
    let nobody = tag(&env.browser(None).post("/data/session/details", json!({ "id": "of nobody" })).await);
    let mut tags = [ada.clone(), ben, guest.clone(), tag(&created), nobody.clone()];
    tags.sort();
    assert!(tags.windows(2).all(|pair| pair[0] != pair[1]), "{tags:?}");
    assert_eq!(tag(&env.browser(None).post("/forget", json!({})).await), nobody, "nobody's tag is always the same");
    browser.sign_in(Some("ada"));
    assert_eq!(listed(&browser).await, ada);
    browser.sign_in(None);
    assert_ne!(listed(&browser).await, guest, "the sign-in has ended the guest");
}

#[tokio::test]
async fn a_tag_reveals_nobody_and_needs_the_table_secret() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    env.connect(&ada).await;
    let own = listed(&ada).await;
    for row in env.database.sessions().await {
        assert!(!row.line().contains(&own), "the table has the tag, so that a copy of it would name the owner");
    }
    let other = TestEnv::with(|settings| settings.table_secrets = vec![NEWER_TABLE_SECRET.into()]).await;
    assert_ne!(listed(&other.browser(Some("ada"))).await, own);
}
