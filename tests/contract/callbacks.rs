//! SECURITY.md, 12: what Ivy tells by itself counts if it is signed, and once.

use serde_json::{Value, json};

use crate::support::{Misstep, World, a_request, now, sign};

/// The outcome and the date in the table.
async fn record(world: &World, id: &str) -> (Option<String>, Option<i64>) {
    use sqlx::Row;
    let pool = world.place.pool().await;
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
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    world.ivy.complete(&id);
    let body = world.ivy.session(&id).to_string();
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
        let answer = ada.ask("/callback").header("x-ivy-signature", signature.as_deref()).raw(body).send().await;
        assert_eq!(answer.refusal(), (401, "unauthorized".to_owned()), "{signature:?}");
    }
    assert_eq!(record(&world, &id).await, (None, None));
    // Ivy is no browser: no origin, no client header.
    let signed = ada.ask("/callback").header("x-ivy-signature", Some(&right)).raw(body);
    let answer = signed.header("origin", None).header("ivy-client", None).header("cookie", None).send().await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "{}"));
    assert_eq!(record(&world, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn a_callback_said_again_changes_nothing() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    let reference = world.ivy.session(&id)["referenceId"].clone();
    let failed = json!({ "id": id, "referenceId": reference, "status": "failed" });
    let complete = json!({ "id": id, "referenceId": reference, "status": "complete" });
    world.ivy.tell(&ada, &failed).await;
    assert_eq!(record(&world, &id).await, (Some("error".into()), None));
    world.ivy.tell(&ada, &complete).await;
    world.place.run("UPDATE ivy_sessions SET completed_at = 1234").await;
    for replay in [&complete, &failed, &complete, &failed] {
        assert_eq!(world.ivy.tell(&ada, replay).await.status, 200);
        assert_eq!(record(&world, &id).await, (Some("complete".into()), Some(1234)));
    }
}

#[tokio::test]
async fn a_callback_that_was_taken_is_not_taken_again() {
    let place = crate::support::Place::new().await;
    let world = World::over(place, crate::support::Ivy::start().await, |_| {}).await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    let failed = json!({ "id": id, "status": "failed" });
    let expired = json!({ "id": id, "status": "expired" });
    world.ivy.tell(&ada, &failed).await;
    world.ivy.tell(&ada, &expired).await;
    // Old news, sent again by whoever saw it on its way, also after a restart.
    assert_eq!(
        (world.ivy.tell(&ada, &failed).await.status, record(&world, &id).await.0),
        (200, Some("expired".into()))
    );
    let (place, ivy) = world.kill().await;
    let world = World::beside(place, ivy).await;
    let ada = world.browser(Some("ada"));
    assert_eq!(
        (world.ivy.tell(&ada, &failed).await.status, record(&world, &id).await.0),
        (200, Some("expired".into()))
    );
    // What is known of a callback says nothing about it.
    let (pool, sql) = (world.place.pool().await, "SELECT callback FROM ivy_callbacks");
    let marks: Vec<String> = sqlx::query_scalar(sql).fetch_all(&pool).await.expect("the table is there");
    pool.close().await;
    assert_eq!(marks.len(), 2);
    assert!(!marks.contains(&sign(failed.to_string().as_bytes())));
}

#[tokio::test]
async fn duplicates_that_come_together_are_harmless() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    world.ivy.complete(&id);
    let session = world.ivy.session(&id);
    let told = tokio::join!(
        world.ivy.tell(&ada, &session),
        world.ivy.tell(&ada, &session),
        world.ivy.tell(&ada, &session),
        world.ivy.tell(&ada, &session),
    );
    assert_eq!([told.0.status, told.1.status, told.2.status, told.3.status], [200; 4]);
    assert_eq!(record(&world, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn both_shapes_are_read() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
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
        let body = shape(json!(id), world.ivy.session(&id)["referenceId"].clone());
        assert_eq!(world.ivy.tell(&ada, &body).await.status, 200);
        let (outcome, completed_at) = record(&world, &id).await;
        assert_eq!(outcome.as_deref(), Some("complete"), "{position}");
        assert!(completed_at.is_some_and(|date| (now() - 60..=now()).contains(&date)));
    }
}

#[tokio::test]
async fn what_is_about_nothing_here_is_taken_and_forgotten() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    let reference = world.ivy.session(&id)["referenceId"].clone();
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
        assert_eq!(world.ivy.tell(&ada, &body).await.status, 200, "{body}");
    }
    assert_eq!(record(&world, &id).await, (None, None));
    let answer = ada.ask("/callback").header("x-ivy-signature", Some(&sign(b"{"))).raw("{").send().await;
    assert_eq!(answer.refusal(), (400, "proxy_rejected".to_owned()));
}

#[tokio::test]
async fn a_callback_can_come_before_the_answer_to_create() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let answer = world.ivy.holds();
    let early = async {
        world.ivy.is_asked().await;
        let id = world.ivy.ids().remove(0);
        world.ivy.complete(&id);
        let told = world.ivy.tell(&world.browser(None), &world.ivy.session(&id)).await;
        answer.notify_one();
        told
    };
    let (created, told) = tokio::join!(ada.post("/data/session/create", a_request()), early);
    assert_eq!((created.status, told.status), (200, 200));
    assert_eq!(record(&world, &created.id()).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn a_late_callback_ends_the_waiting() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    let nonce = world.ivy.nonce(&id);
    let ask = || ada.post("/result", json!({ "nonce": nonce }));
    assert_eq!(ask().await.json()["status"], "pending");
    world.ivy.tell(&ada, &json!({ "id": id, "status": "failed" })).await;
    assert_eq!(ask().await.json()["status"], "error");
    // Known from the callback, also while Ivy does not answer.
    world.ivy.errs(Misstep::Answer(500, "application/json", "{}".into()));
    assert_eq!(ask().await.json()["status"], "error");
    // The API is the truth all the same.
    world.ivy.complete(&id);
    assert_eq!(ask().await.json()["status"], "complete");
    assert_eq!(record(&world, &id).await.0.as_deref(), Some("complete"));
}

#[tokio::test]
async fn complete_without_its_data_yet_is_pending() {
    let world = World::new().await;
    let ada = world.browser(Some("ada"));
    let id = ada.create().await.id();
    world.ivy.tell(&ada, &json!({ "id": id, "status": "complete" })).await;
    let answer = ada.post("/result", json!({ "nonce": world.ivy.nonce(&id) })).await;
    assert_eq!(answer.json()["status"], "pending");
}
