//! security.md, 4: what the page decided is for display; for a payment the server fetches and decides again.

use ivy_data_session::recall::Wanted;
use serde_json::json;

use crate::support::{Refusal, World};

fn wanted() -> Wanted {
    Wanted { required: vec!["identity".into(), "accounts".into()], max_age_days: None }
}

#[tokio::test]
async fn a_payment_uses_what_ivy_says_now() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    world.ivy.change(&id, |session| session["data"]["accounts"][0]["name"] = json!("Savings"));
    let asked = world.ivy.asked_for("/details");
    let released = world.proxy.release_account(Some("ada"), &id, 0, &wanted()).await.expect("an account");
    assert_eq!(world.ivy.asked_for("/details"), asked + 1);
    assert_eq!(released["account"]["name"], "Savings");
    assert_eq!(released["session"]["id"], id);
    assert_eq!(released["account"]["identifier"]["iban"]["iban"], "DE89370400440532013000");
}

#[tokio::test]
async fn a_forged_payment_is_refused() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    let (ada, ben) = (Some("ada"), Some("ben"));
    let unproven = world.browser(Some("ada")).create().await.id();
    world.ivy.complete(&unproven);
    let bens = world.connect(&world.browser(Some("ben"))).await;
    let rows = [
        ("another's session", ada, bens.as_str(), 0),
        ("one's session in another's name", ben, id.as_str(), 0),
        ("a guest", None, id.as_str(), 0),
        ("a login that nobody came back from", ada, unproven.as_str(), 0),
        ("an account that is not there", ada, id.as_str(), 1),
        ("an account far out", ada, id.as_str(), usize::MAX),
        ("no session", ada, "", 0),
        ("an unknown session", ada, "0123456789abcdef01234567", 0),
    ];
    let mut refusals = Vec::new();
    for (what, who, id, index) in rows {
        refusals.push(world.proxy.release_account(who, id, index, &wanted()).await.expect_err(what));
    }
    assert_eq!(refusals[0].status, 404);
    assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{refusals:?}");
}

#[tokio::test]
async fn the_same_rules_decide_as_on_the_page() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    let release = async |wanted: Wanted| world.proxy.release_account(Some("ada"), &id, 0, &wanted).await.is_ok();
    let needs = |permission: &str| Wanted { required: vec![permission.into()], max_age_days: None };
    assert!(release(needs("identity")).await);
    assert!(!release(needs("match_identity")).await);
    let fresh = Wanted { max_age_days: Some(90.0), ..wanted() };
    assert!(release(fresh.clone()).await);
    world.ivy.change(&id, |session| session["createdAt"] = json!(1_600_000_000));
    assert!(!release(fresh).await, "too old");
    world.ivy.change(&id, |session| session["data"]["identity"] = json!(null));
    assert!(!release(needs("identity")).await);
    world.ivy.change(&id, |session| session["status"] = json!("expired"));
    assert!(!release(needs("accounts")).await);
}

#[tokio::test]
async fn a_page_of_the_shops_own_server_learns_what_the_library_would() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let created = ada.create().await;
    let (id, nonce) = (created.id(), world.ivy.nonce(&created.id()));
    let reference = created.json()["referenceId"].as_str().expect("a reference").to_owned();
    let gone = Refusal { status: 404, code: "not_found".into(), retry_after: None };
    assert_eq!(world.proxy.login(Some("ada"), &reference).await, Err(gone.clone()));
    let pending = json!({ "referenceId": reference, "sessionId": id, "status": "pending" });
    assert_eq!(world.proxy.present_nonce(Some("ada"), &nonce).await, Ok(pending));
    world.ivy.complete(&id);
    let said = world.proxy.present_nonce(Some("ada"), &nonce).await.expect("it is hers");
    let mut shown = ada.post("/result", json!({ "nonce": nonce })).await.json();
    shown["sessionId"] = json!(id);
    assert_eq!(said, shown);
    assert_eq!(world.proxy.login(Some("ada"), &reference).await, Ok(said));
    for stranger in [Some("ben"), None] {
        assert_eq!(world.proxy.login(stranger, &reference).await, Err(gone.clone()));
        assert_eq!(world.proxy.present_nonce(stranger, &nonce).await, Err(gone.clone()));
    }
}
