//! Known attacks on such proxies (SECURITY.md, 1, 5, 6 and 11): another person's name in every spelling, duplicate
//! keys, prototypes, depth.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Browser, Ivy, Line, TestDatabase, TestEnv, Wire, sign};

const CREATE: &str = "/data/session/create";
const JSON_ROUTES: [&str; 5] = [CREATE, "/data/session/list", "/data/session/details", "/result", "/forget"];

/// Sends a create of Ada's that contains `member`, a piece of JSON text.
async fn create_with(ada: &Browser, member: &str) -> crate::support::HttpResponse {
    ada.request(CREATE).raw(format!(r#"{{"permissions":["identity"],{member}}}"#)).send().await
}

#[tokio::test]
async fn a_create_in_anothers_name_is_refused_in_every_spelling() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    let rows = [
        (r#""externalUser":{"email":"BEN@example.com"}"#, 403),
        (r#""externalUser":{"email":" ben@EXAMPLE.com "}"#, 403),
        (r#""externalUser":{"email":"ada+ben@example.com"}"#, 403),
        (r#""externalUser":{"email":"Ada@example.com"}"#, 403),
        (r#""externalUser":{"email":"a.da@example.com"}"#, 403),
        (r#""externalUser":{"\u0065mail":"ben@example.com"}"#, 403),
        (r#""externalUser":{"phone":"0049 1520 0000002"}"#, 422),
        (r#""externalUser":{"phone":"+49-1520-000-0002"}"#, 403),
        (r#""externalUser":{"phone":"＋4915200000002"}"#, 422),
        (r#""externalUser":{"phone":"+٤٩15200000002"}"#, 422),
        (r#""externalUser":{"referenceId":"CUS_ADA"}"#, 403),
        (r#""externalUser":{"referenceId":"cus_аda"}"#, 403),
        (r#""externalUser":{"referenceId":"cus_ada\u0000"}"#, 403),
        (r#""externalUser":{"referenceId":"cus_ada\u200b"}"#, 422),
        (r#""externalUser":{"email":"bеn@example.com"}"#, 422),
        (r#""externalUser":{"email":"ben@exаmple.com"}"#, 403),
        (r#""externalUser":{"email":"ada@exаmple.com"}"#, 403),
        (r#""externalUser":{"email":"ada@exam\u00adple.com"}"#, 422),
        (r#""externalUser":{"email":"ada@example.com,ben@example.com"}"#, 422),
        (r#""externalUser":{"email":["ada@example.com","ben@example.com"]}"#, 422),
        (r#""externalUser":{"email":{"value":"ben@example.com"}}"#, 422),
        (r#""externalUser":{"email":"ada@example.com","email":"ben@example.com"}"#, 422),
        (r#""externalUser":{"email":"ada@example.com","em\u0061il":"ben@example.com"}"#, 422),
        (r#""externalUser":{"referenceId":"cus_ada"},"externalUser":{"referenceId":"cus_ben"}"#, 422),
        (r#""externalUser":[{"referenceId":"cus_ben"}]"#, 422),
        (r#""externalUser":"cus_ben""#, 422),
        (r#""externalUser":null"#, 422),
        (r#""externalUser":{"id":"cus_ben"}"#, 422),
        (r#""ExternalUser":{"referenceId":"cus_ben"}"#, 422),
        (r#""customer":{"email":"ben@example.com"}"#, 422),
        (r#""returnUrl":"https://evil.example/""#, 422),
        (r#""permissions":["accounts"]"#, 422),
        (r#""market":"DE","market":"AT""#, 422),
        (r#""metadata":{"a":1},"metadata":{"b":2}"#, 422),
        (r#""prefill":{"email":"a@example.com","email":"b@example.com"}"#, 422),
    ];
    for (member, status) in rows {
        let response = create_with(&ada, member).await;
        let code = if status == 403 { "forbidden" } else { "validation_failed" };
        assert_eq!(response.refusal(), (status, code.to_owned()), "{member}");
        assert!(!response.text.contains("example.com") && !response.text.contains("cus_"), "{}", response.text);
    }
    assert_eq!(env.ivy.request_count(), 0);
    assert_eq!(env.database.dump().await, "");
}

#[tokio::test]
async fn prototypes_pass_at_no_depth() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    // The object with the metadata, the metadata and its contents together reach the limit of 64 levels.
    for depth in 0..60 {
        let keys = ["__proto__", "constructor", "prototype", r"\u005f_proto__"];
        for key in ["__proto__", keys[depth % keys.len()]] {
            let poison = format!(r#"{{"{key}":{{"isAdmin":true}}}}"#);
            let nested = format!("{}{poison}{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
            let in_lists = format!(r#"{{"a":{}{poison}{}}}"#, "[".repeat(depth), "]".repeat(depth));
            for value in [nested, in_lists] {
                for member in [format!(r#""metadata":{value}"#), format!(r#""externalUser":{{"metadata":{value}}}"#)] {
                    let response = create_with(&ada, &member).await;
                    assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{depth} {member}");
                    let issues = response.json()["issues"].clone();
                    let codes: Vec<_> = issues.as_array().expect("issues").iter().map(|issue| &issue["code"]).collect();
                    assert!(codes.contains(&&json!("forbidden_key")), "{depth} {member}: {issues}");
                }
            }
        }
    }
    for database in ["prefill", "matchData", "externalUser"] {
        let response = create_with(&ada, &format!(r#""{database}":{{"__proto__":{{"isAdmin":true}}}}"#)).await;
        assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{database}");
    }
    for path in JSON_ROUTES {
        let response = ada.request(path).raw(r#"{"__proto__":{"id":"a","nonce":"b"}}"#).send().await;
        assert_eq!(response.refusal(), (422, "validation_failed".to_owned()), "{path}");
    }
    assert_eq!(env.ivy.request_count(), 0);
}

#[tokio::test]
async fn depth_costs_nothing() {
    let env = TestEnv::new().await;
    let ada = env.browser(Some("ada"));
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let depth = 10_000;
        let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        let never_closed = open.repeat(depth);
        for path in JSON_ROUTES {
            for body in [deep.clone(), never_closed.clone(), format!(r#"{{"metadata":{deep}}}"#)] {
                // The fastest of three runs: a busy machine is not slow each time.
                let mut quickest = Duration::MAX;
                for _ in 0..3 {
                    let started = Instant::now();
                    let response = ada.request(path).raw(body.clone()).send().await;
                    assert_eq!(response.refusal(), (400, "proxy_rejected".to_owned()), "{path}");
                    quickest = quickest.min(started.elapsed());
                }
                assert!(quickest < Duration::from_secs(1), "{path}: {quickest:?}");
            }
        }
        // A callback may be longer, but Ivy's signature is no reason to trust its depth.
        let deeper = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let signed = ada.request("/callback").header("x-ivy-signature", Some(&sign(deeper.as_bytes())));
        assert_eq!(signed.raw(deeper).send().await.refusal(), (400, "proxy_rejected".to_owned()));
    }
    assert_eq!(env.ivy.request_count(), 0);
}

/// Returns the median time of each of two requests, which alternate so that other load affects both equally.
async fn in_turns(ada: &Browser, path: &str, bodies: [Value; 2]) -> [Duration; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..25 {
        for (times, body) in times.iter_mut().zip(&bodies) {
            let started = Instant::now();
            assert!([403, 404].contains(&ada.post(path, body.clone()).await.status));
            times.push(started.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    })
}

#[tokio::test]
async fn the_response_time_reveals_nothing_either() {
    let mut ivy = Ivy::start().await;
    let wire = Wire::to(&ivy.url).await;
    ivy.url = wire.url.clone();
    let env = TestEnv::over(TestDatabase::new().await, ivy, |_| {}).await;
    let (ada, ben) = (env.browser(Some("ada")), env.browser(Some("ben")));
    let bens = env.connect(&ben).await;
    let reference = env.ivy.session(&bens)["referenceId"].clone();
    // Delay Ivy by 2 s, so that any upstream call shows in the response time.
    wire.is(Line::Slow(Duration::from_secs(2)));
    let rows = [
        ("/data/session/details", json!({ "id": bens }), json!({ "id": "000000000000000000000000" })),
        ("/result", json!({ "referenceId": reference }), json!({ "referenceId": "0000000000000000000000" })),
        ("/forget", json!({ "id": bens }), json!({ "id": "000000000000000000000000" })),
        (
            "/data/session/list",
            json!({ "externalUserEmail": "ben@example.com" }),
            json!({ "externalUserEmail": "non@example.com" }),
        ),
    ];
    for (path, existing, unknown) in rows {
        let [existing, unknown] = in_turns(&ada, path, [existing, unknown]).await;
        assert!(existing.abs_diff(unknown) < Duration::from_millis(500), "{path}: {existing:?}, {unknown:?}");
    }
}
