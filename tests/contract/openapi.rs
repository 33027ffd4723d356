//! The document beside the proxy.

use serde_json::json;

use crate::support::{TestEnv, openapi};

/// What each route answers is checked with every answer that any test gets; here, that there is no route too few.
#[tokio::test]
async fn every_documented_route_is_served() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for path in openapi::paths() {
        assert_ne!(ada.post(&path, json!({})).await.status, 404, "{path}");
    }
    assert_eq!(openapi::paths().len(), 7);
}
