//! The documentation beside the shop: served under /docs, as strictly as everything else, and true about the policy.

mod common;

use common::World;
use ivy_data_session::client::Environment;
use ivy_shop::content_security_policy;
use reqwest::StatusCode;
use std::path::Path;

#[tokio::test]
async fn the_documentation_is_served_with_the_shops_policy() {
    let world = World::start().await;
    let guest = world.browser();
    let shop = guest.get("/").await;
    for (place, kind) in
        [("/docs/", "text/html"), ("/docs/index.html", "text/html"), ("/docs/assets/first.js", "text/javascript")]
    {
        let page = guest.get(place).await;
        assert_eq!(page.status(), StatusCode::OK, "{place}");
        assert_eq!(page.headers()["content-type"], kind, "{place}");
        assert_eq!(page.headers()["content-security-policy"], shop.headers()["content-security-policy"], "{place}");
        assert_eq!(page.headers()["x-content-type-options"], "nosniff", "{place}");
    }
    let bare = guest.get("/docs").await;
    assert_eq!(
        (bare.status(), &bare.headers()["location"]),
        (StatusCode::PERMANENT_REDIRECT, &"/docs/".parse().unwrap())
    );
    for place in ["/docs/nothing.html", "/docs/%2e%2e/shop.sqlite"] {
        assert_eq!(guest.get(place).await.status(), StatusCode::NOT_FOUND, "{place}");
    }
}

#[test]
fn the_documented_policy_is_the_shops_with_the_hosts_of_production() {
    let origins: Vec<_> = Environment::Production.hosts().iter().map(|host| format!("https://{host}")).collect();
    let policy = content_security_policy(&origins);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for file in ["README.md", "www/docs/csp-and-sri.md"] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        assert!(text.contains(&policy), "{file} does not have the policy that the shop sends:\n{policy}");
    }
}
