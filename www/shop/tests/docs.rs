//! The documentation under /docs. It has the headers of the shop, and it quotes the policy that the shop sends.

mod common;

use common::TestEnv;
use ivy_data_session::client::Environment;
use ivy_shop::content_security_policy;
use reqwest::StatusCode;
use std::path::Path;

#[tokio::test]
async fn the_documentation_is_served_with_the_shops_policy() {
    let env = TestEnv::start().await;
    let guest = env.browser();
    let shop = guest.get("/").await;
    for (path, kind) in
        [("/docs/", "text/html"), ("/docs/index.html", "text/html"), ("/docs/assets/first.js", "text/javascript")]
    {
        let page = guest.get(path).await;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        assert_eq!(page.headers()["content-type"], kind, "{path}");
        assert_eq!(page.headers()["content-security-policy"], shop.headers()["content-security-policy"], "{path}");
        assert_eq!(page.headers()["x-content-type-options"], "nosniff", "{path}");
    }
    let bare = guest.get("/docs").await;
    assert_eq!(
        (bare.status(), &bare.headers()["location"]),
        (StatusCode::PERMANENT_REDIRECT, &"/docs/".parse().unwrap())
    );
    for path in ["/docs/nothing.html", "/docs/%2e%2e/shop.sqlite"] {
        let missing = guest.get(path).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(missing.text().await.unwrap().contains("Back to the shop"), "{path} has a body");
    }
}

#[test]
fn the_documented_policy_is_the_shops_with_the_hosts_of_production() {
    let origins: Vec<_> = Environment::Production.hosts().iter().map(|host| format!("https://{host}")).collect();
    let policy = content_security_policy(&origins);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = "www/docs/csp-and-sri.md";
    let text = std::fs::read_to_string(root.join(file)).unwrap();
    assert!(text.contains(&policy), "{file} does not have the policy that the shop sends:\n{policy}");
}
