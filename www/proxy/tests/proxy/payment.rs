//! security.md, 4: what the page decided is for display; for a payment the server fetches and decides again.

use axum::http::HeaderMap;
use ivy_data_session::recall::Wanted;
use ivy_proxy::Who;
use serde_json::json;

use crate::support::World;

fn wanted() -> Wanted {
    Wanted { required: vec!["identity".into(), "accounts".into()], max_age_days: None }
}

async fn who(world: &World, name: &str) -> Who {
    let mut headers = HeaderMap::new();
    headers.insert("cookie", format!("shop_customer={name}").parse().expect("a cookie"));
    world.proxy.who(&headers).await.expect("the sign-in answers")
}

#[tokio::test]
async fn a_payment_uses_what_ivy_says_now() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    let ada = who(&world, "ada").await;
    world.ivy.change(&id, |session| session["data"]["accounts"][0]["name"] = json!("Savings"));
    let asked = world.ivy.asked_for("/details");
    let released = world.proxy.release_account(&ada, &id, 0, &wanted()).await.expect("an account");
    assert_eq!(world.ivy.asked_for("/details"), asked + 1);
    assert_eq!(released.account.name.as_deref(), Some("Savings"));
    assert_eq!(released.session.id, id);
    let iban = released.account.identifier.and_then(|identifier| identifier.iban).and_then(|iban| iban.iban);
    assert_eq!(iban.as_deref(), Some("DE89370400440532013000"));
}

#[tokio::test]
async fn a_forged_payment_is_refused() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    let (ada, ben) = (who(&world, "ada").await, who(&world, "ben").await);
    let unproven = world.browser(Some("ada")).create().await.id();
    world.ivy.complete(&unproven);
    let bens = world.connect(&world.browser(Some("ben"))).await;
    let rows = [
        ("another's session", &ada, bens.as_str(), 0),
        ("one's session in another's name", &ben, id.as_str(), 0),
        ("a guest", &Who::Guest(None), id.as_str(), 0),
        ("a login that nobody came back from", &ada, unproven.as_str(), 0),
        ("an account that is not there", &ada, id.as_str(), 1),
        ("an account far out", &ada, id.as_str(), usize::MAX),
        ("no session", &ada, "", 0),
        ("an unknown session", &ada, "0123456789abcdef01234567", 0),
    ];
    let mut refusals = Vec::new();
    for (what, who, id, index) in rows {
        let refused = world.proxy.release_account(who, id, index, &wanted()).await.expect_err(what);
        refusals.push((refused.status, refused.code, refused.issues, refused.retry_after));
    }
    assert_eq!(refusals[0].0, 404);
    assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{refusals:?}");
}

#[tokio::test]
async fn the_same_rules_decide_as_on_the_page() {
    let world = World::new().await;
    let id = world.connect(&world.browser(Some("ada"))).await;
    let ada = who(&world, "ada").await;
    let release = async |wanted: Wanted| world.proxy.release_account(&ada, &id, 0, &wanted).await.is_ok();
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
