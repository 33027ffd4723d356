//! One id for several creates.

use crate::common::{Sandbox, request};
use crate::{ADA, BEN, by_email, name, request_of, status};
use serde_json::json;

#[tokio::test]
async fn one_id_is_given_to_two_creates() {
    let sandbox = Sandbox::start().await;
    let apart = [sandbox.create(&request_of(ADA)).await, sandbox.create(&request_of(ADA)).await];
    assert_ne!(apart[0]["id"], apart[1]["id"], "off");

    let first = sandbox.create(&request_of(ADA)).await;
    sandbox.deviate(json!({ "repeatId": true })).await;
    let own = json!({ "externalUser": { "email": BEN }, "successCallbackUrl": "http://localhost:9/return?ivy=ben" });
    let second = sandbox.create(&request(own)).await;
    assert_eq!(second["id"], first["id"]);
    assert_ne!(second["referenceId"], first["referenceId"]);
    assert_ne!(second["redirectUrl"], first["redirectUrl"]);
    assert_eq!(sandbox.call("create", &request(json!({ "referenceId": second["referenceId"] }))).await.0, 409);
    let in_link = second["redirectUrl"].as_str().unwrap().rsplit('=').next().unwrap();
    assert_eq!(sandbox.call("details", &json!({ "id": in_link })).await.0, 404, "the API knows one id");

    sandbox.log_in(&first, "de-testbank", "ada").await.unwrap();
    assert_eq!(name(&sandbox, &first).await, "Ada Example");
    let ben = sandbox.log_in(&second, "de-testbank", "ben").await;
    assert_eq!(ben.as_deref(), Some("http://localhost:9/return?ivy=ben"), "each has its own login and addresses");
    assert_eq!(name(&sandbox, &first).await, "Ben Sample", "details return the last one");
    for (email, name) in [(ADA, "Ada Example"), (BEN, "Ben Sample")] {
        let listed = sandbox.list(&by_email(email)).await;
        assert_eq!((listed.len(), &listed[0]["id"]), (1, &first["id"]));
        assert_eq!(listed[0]["data"]["identity"]["name"], name);
    }

    let third = sandbox.create(&request_of(ADA)).await;
    assert_eq!(third["id"], first["id"], "and to every later one");
    sandbox.deviate(json!({ "repeatId": false })).await;
    let fourth = sandbox.create(&request_of(ADA)).await;
    assert_ne!(fourth["id"], first["id"]);
    sandbox.expire(&first).await;
    assert_eq!(sandbox.open(&third).await.status, 410, "an id stands for all its sessions");
}

#[tokio::test]
async fn the_first_create_has_nothing_to_repeat() {
    let sandbox = Sandbox::start_with(|settings| settings.deviations.repeat_id = true).await;
    let first = sandbox.create(&request_of(ADA)).await;
    assert_eq!(status(&sandbox, &first).await, "open");
    assert_eq!(sandbox.create(&request_of(BEN)).await["id"], first["id"]);
}
