//! The SQLite file of the server in Rust.

mod common;

use common::host::Host;
use common::{Sandbox, request};
use serde_json::json;

#[tokio::test]
async fn a_database_of_the_first_version_is_read() {
    let sandbox = Sandbox::start_on(Host::Rust, |_| {}).await;
    let session = sandbox.create(&request(json!({}))).await;
    sandbox.log_in(&session, "de-testbank", "ada").await.unwrap();
    let database = format!("sqlite://{}", sandbox.database().display());
    let old = sqlx::SqlitePool::connect(&database).await.unwrap();
    for statement in ["DROP TABLE repeated_ids", "UPDATE sessions SET request = json_remove(request, '$.body')"] {
        sqlx::query(statement).execute(&old).await.unwrap();
    }
    old.close().await;

    let sandbox = sandbox.restart().await;
    sandbox.deviate(json!({ "echoRequest": true })).await;
    let details = sandbox.details(&session).await;
    assert_eq!((&details["id"], &details["status"]), (&session["id"], &json!("complete")));
    assert_eq!(details["request"], json!({}), "nothing is known of the request that was not stored");
    assert_eq!(sandbox.list(&json!({ "externalUserEmail": "ada@example.com" })).await.len(), 1);
}
