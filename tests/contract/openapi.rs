//! The document beside the proxy.

use serde_json::json;

use crate::support::{TestEnv, openapi};

/// Checks that every documented route exists. Each test checks its responses against the document itself.
#[tokio::test]
async fn every_documented_route_is_served() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for path in openapi::paths() {
        assert_ne!(ada.post(&path, json!({})).await.status, 404, "{path}");
    }
    assert_eq!(openapi::paths().len(), 7);
}
