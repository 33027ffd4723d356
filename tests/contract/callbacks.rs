//! SECURITY.md, 12: a callback counts if it is signed, and once.

use serde_json::{Value, json};

use crate::support::{Fault, TestEnv, a_request, now, sign};

/// Returns the outcome and the date in the table.
async fn record(env: &TestEnv, id: &str) -> (Option<String>, Option<i64>) {
    use sqlx::Row;
    let pool = env.database.pool().await;
    let row = sqlx::query("SELECT outcome, completed_at FROM ivy_sessions WHERE session_id = $1")
        .bind(id)
        .fetch_one(&pool)
        .await
        .expect("the session is known");
    pool.close().await;
    (row.get(0), row.get(1))
}

#[tokio::test]
async fn only_a_right_signature_over_these_bytes_counts() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.complete(&id);
    let body = env.ivy.session(&id).to_string();
    let right = sign(body.as_bytes());
    let mut wrong = right.clone();
    wrong.replace_range(..1, if right.starts_with('0') { "1" } else { "0" });
    let rows = [
        (None, body.clone()),
        (Some(String::new()), body.clone()),
        (Some(wrong), body.clone()),
        (Some(right.to_uppercase()), body.clone()),
        (Some(format!("sha256={right}")), body.clone()),
        (Some(format!(" {right}x")), body.clone()),
        (Some(right[..63].to_owned()), body.clone()),
        (Some(sign(b"")), body.clone()),
        (Some(right.clone()), format!("{body} ")),
        (Some(right.clone()), body.replace("complete", "failed")),
        (Some(right.clone()), String::new()),
    ];
    for (signature, body) in rows {
        let response = ada.request("/callback").header("x-ivy-signature", signature.as_deref()).raw(body).send().await;
        assert_eq!(response.refusal(), (401, "unauthorized".to_owned()), "{signature:?}");
    }
    assert_eq!(record(&env, &id).await, (None, None));
    // Ivy is no browser: no origin, no client header.
    let signed = ada.request("/callback").header("x-ivy-signature", Some(&right)).raw(body);
    let response = signed.header("origin", None).header("ivy-client", None).header("cookie", None).send().await;
    assert_eq!((response.status, response.text.as_str()), (200, "{}"));
    assert_eq!(record(&env, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn a_callback_said_again_changes_nothing() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    let reference = env.ivy.session(&id)["referenceId"].clone();
    let failed = json!({ "id": id, "referenceId": reference, "status": "failed" });
    let complete = json!({ "id": id, "referenceId": reference, "status": "complete" });
    env.ivy.send_callback(&ada, &failed).await;
    assert_eq!(record(&env, &id).await, (Some("error".into()), None));
    env.ivy.send_callback(&ada, &complete).await;
    env.database.run("UPDATE ivy_sessions SET completed_at = 1234").await;
    for replay in [&complete, &failed, &complete, &failed] {
        assert_eq!(env.ivy.send_callback(&ada, replay).await.status, 200);
        assert_eq!(record(&env, &id).await, (Some("complete".into()), Some(1234)));
    }
}

#[tokio::test]
async fn a_callback_that_was_taken_is_not_taken_again() {
    let database = crate::support::TestDatabase::new().await;
    let env = TestEnv::over(database, crate::support::Ivy::start().await, |_| {}).await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    let failed = json!({ "id": id, "status": "failed" });
    let expired = json!({ "id": id, "status": "expired" });
    env.ivy.send_callback(&ada, &failed).await;
    env.ivy.send_callback(&ada, &expired).await;
    // An old callback, replayed by an eavesdropper, also after a restart.
    assert_eq!(
        (env.ivy.send_callback(&ada, &failed).await.status, record(&env, &id).await.0),
        (200, Some("expired".into()))
    );
    let (database, ivy) = env.kill().await;
    let env = TestEnv::beside(database, ivy).await;
    let ada = env.browser(Some("ada"));
    assert_eq!(
        (env.ivy.send_callback(&ada, &failed).await.status, record(&env, &id).await.0),
        (200, Some("expired".into()))
    );
    // The stored digest of a callback reveals nothing about it.
    let (pool, sql) = (env.database.pool().await, "SELECT callback FROM ivy_callbacks");
    let marks: Vec<String> = sqlx::query_scalar(sql).fetch_all(&pool).await.expect("the table is there");
    pool.close().await;
    assert_eq!(marks.len(), 2);
    assert!(!marks.contains(&sign(failed.to_string().as_bytes())));
}

#[tokio::test]
async fn duplicates_that_come_together_are_harmless() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.complete(&id);
    let session = env.ivy.session(&id);
    let callback = tokio::join!(
        env.ivy.send_callback(&ada, &session),
        env.ivy.send_callback(&ada, &session),
        env.ivy.send_callback(&ada, &session),
        env.ivy.send_callback(&ada, &session),
    );
    assert_eq!([callback.0.status, callback.1.status, callback.2.status, callback.3.status], [200; 4]);
    assert_eq!(record(&env, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn both_shapes_are_read() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let shapes: [fn(Value, Value) -> Value; 6] = [
        |id, reference| json!({ "id": id, "referenceId": reference, "status": "complete", "data": {} }),
        |_, reference| json!({ "referenceId": reference, "status": "completed" }),
        |id, _| json!({ "id": id, "status": "complete" }),
        |id, reference| {
            json!({ "id": "evt_1", "type": "data_session_completed", "date": "2026-01-01",
                    "payload": { "id": id, "referenceId": reference, "status": "complete" } })
        },
        |id, _| json!({ "id": "evt_2", "type": "data_session_completed", "payload": { "id": id } }),
        |id, _| json!({ "type": "data_session_completed", "payload": { "sessionId": id, "status": "closed" } }),
    ];
    for (position, shape) in shapes.into_iter().enumerate() {
        let id = ada.create().await.id();
        let body = shape(json!(id), env.ivy.session(&id)["referenceId"].clone());
        assert_eq!(env.ivy.send_callback(&ada, &body).await.status, 200);
        let (outcome, completed_at) = record(&env, &id).await;
        assert_eq!(outcome.as_deref(), Some("complete"), "{position}");
        assert!(completed_at.is_some_and(|date| (now() - 60..=now()).contains(&date)));
    }
}

#[tokio::test]
async fn what_is_about_nothing_here_is_taken_and_forgotten() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    let reference = env.ivy.session(&id)["referenceId"].clone();
    for body in [
        json!({ "id": "unknown", "referenceId": "unknown", "status": "complete" }),
        json!({ "id": "another", "referenceId": reference, "status": "complete" }),
        json!({ "id": id, "status": "a new word" }),
        json!({ "id": id }),
        json!({ "id": format!("{id}\0"), "status": "complete" }),
        json!({ "type": "order_updated", "payload": { "referenceId": reference, "status": "complete" } }),
        json!({}),
        json!([]),
        json!(null),
    ] {
        assert_eq!(env.ivy.send_callback(&ada, &body).await.status, 200, "{body}");
    }
    assert_eq!(record(&env, &id).await, (None, None));
    let response = ada.request("/callback").header("x-ivy-signature", Some(&sign(b"{"))).raw("{").send().await;
    assert_eq!(response.refusal(), (400, "proxy_rejected".to_owned()));
}

#[tokio::test]
async fn a_callback_can_come_before_the_response_to_create() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let response = env.ivy.hold_next();
    let early = async {
        env.ivy.wait_for_request().await;
        let id = env.ivy.ids().remove(0);
        env.ivy.complete(&id);
        let callback = env.ivy.send_callback(&env.browser(None), &env.ivy.session(&id)).await;
        response.notify_one();
        callback
    };
    let (created, callback) = tokio::join!(ada.post("/data/session/create", a_request()), early);
    assert_eq!((created.status, callback.status), (200, 200));
    assert_eq!(record(&env, &created.id()).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn a_late_callback_ends_the_waiting() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    let nonce = env.ivy.nonce(&id);
    let request = || ada.post("/result", json!({ "nonce": nonce }));
    assert_eq!(request().await.json()["status"], "pending");
    env.ivy.send_callback(&ada, &json!({ "id": id, "status": "failed" })).await;
    assert_eq!(request().await.json()["status"], "error");
    // The proxy knows the outcome from the callback, even while Ivy is down.
    env.ivy.inject(Fault::Respond(500, "application/json", "{}".into()));
    assert_eq!(request().await.json()["status"], "error");
    // The API has the final word.
    env.ivy.complete(&id);
    assert_eq!(request().await.json()["status"], "complete");
    assert_eq!(record(&env, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn complete_without_its_data_yet_is_pending() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let id = ada.create().await.id();
    env.ivy.send_callback(&ada, &json!({ "id": id, "status": "complete" })).await;
    let response = ada.post("/result", json!({ "nonce": env.ivy.nonce(&id) })).await;
    assert_eq!(response.json()["status"], "pending");
}
