//! SECURITY.md, 11: creates are counted in the table across processes: 10 of one owner and 60 of one address in 10
//! minutes.

use serde_json::json;

use crate::support::{Browser, Fault, HttpResponse, Settings, TestEnv, a_request, now};

/// Sets the proxy's own limits, behind a load balancer that names the address.
fn limited(settings: &mut Settings) {
    settings.limits.creates_per_owner = None;
    settings.limits.creates_per_address = None;
    settings.address_header = Some("x-forwarded-for");
}

/// The environment's processes: side by side over PostgreSQL; one after the other over SQLite, which one process uses.
enum Processes {
    Two(TestEnv, TestEnv),
    One(TestEnv),
}

impl Processes {
    async fn start() -> Self {
        let one = TestEnv::with(limited).await;
        if !one.database.is_postgres() {
            return Self::One(one);
        }
        let (database, ivy) = (one.database.clone(), one.ivy.clone());
        let two = TestEnv::with_beside(database, ivy, limited).await;
        Self::Two(one, two)
    }

    fn first(&self) -> &TestEnv {
        match self {
            Self::Two(one, _) | Self::One(one) => one,
        }
    }

    /// Switches to the other process.
    async fn other(self) -> TestEnv {
        match self {
            Self::Two(_, two) => two,
            Self::One(one) => {
                let (database, ivy) = one.kill().await;
                TestEnv::with_beside(database, ivy, limited).await
            }
        }
    }
}

async fn create_from(browser: &Browser, address: &str, key: Option<&str>) -> HttpResponse {
    let request = browser.request("/data/session/create").header("x-forwarded-for", Some(address));
    request.header("idempotency-key", key).json(&a_request()).send().await
}

/// Returns the seconds after which a rejected create can be retried.
fn wait(response: &HttpResponse) -> i64 {
    assert_eq!(response.refusal(), (429, "rate_limited".to_owned()));
    response.header("retry-after").and_then(|text| text.parse().ok()).expect("whole seconds")
}

#[tokio::test]
async fn an_owner_creates_ten_in_ten_minutes() {
    let processes = Processes::start().await;
    let env = processes.first();
    let ada = env.browser(Some("ada"));
    let address = |number: u32| format!("203.0.113.{number}");
    for number in 0..6 {
        assert_eq!(create_from(&ada, &address(number), Some(&format!("key-{number}"))).await.status, 200);
    }
    // Retries do not count, and neither do requests that the rules reject.
    for number in 0..6 {
        assert_eq!(create_from(&ada, &address(7), Some(&format!("key-{number}"))).await.status, 200);
        assert_eq!(ada.post("/data/session/create", json!({ "permissions": [] })).await.status, 422);
    }
    // A create that Ivy rejects counts.
    env.ivy.inject(Fault::Respond(400, "application/json", "{}".into()));
    assert_eq!(create_from(&ada, &address(8), None).await.status, 400);
    assert_eq!(env.ivy.requests_to("/create"), 7);

    let env = processes.other().await;
    let ada = env.browser(Some("ada"));
    for number in 10..13 {
        assert_eq!(create_from(&ada, &address(number), None).await.status, 200);
    }
    let request_count = env.ivy.requests_to("/create");
    let since = env.database.number("SELECT min(since) FROM ivy_counts WHERE number >= 10").await;
    for key in [None, Some("another-key")] {
        let before = now();
        let wait = wait(&create_from(&ada, &address(13), key).await);
        assert!((since + 600 - now()..=since + 600 - before).contains(&wait), "{wait}");
    }
    // A retry still gets its response, and so do other owners.
    assert_eq!(create_from(&ada, &address(14), Some("key-0")).await.status, 200);
    assert_eq!(create_from(&env.browser(Some("ben")), &address(14), None).await.status, 200);
    assert_eq!(create_from(&env.browser(None), &address(14), None).await.status, 200);
    assert_eq!(env.ivy.requests_to("/create"), request_count + 2, "a refused create reached Ivy");

    // A moment before the end of the ten minutes, and at their end.
    env.database.run("UPDATE ivy_counts SET since = since - 540").await;
    let wait = wait(&create_from(&ada, &address(15), None).await);
    assert!((1..=60).contains(&wait), "{wait}");
    env.database.run("UPDATE ivy_counts SET since = since - 60").await;
    assert_eq!(create_from(&ada, &address(15), None).await.status, 200);
    assert_eq!(
        env.database.number("SELECT count(*) FROM ivy_counts WHERE number > 2").await,
        0,
        "what was counted stays"
    );
}

#[tokio::test]
async fn an_address_creates_sixty_in_ten_minutes() {
    let processes = Processes::start().await;
    // Regression test: a browser without cookies each time; one address made 125 creates in this way.
    for number in 0..40 {
        let address = format!("2001:db8:1:2::{number:x}");
        assert_eq!(create_from(&processes.first().browser(None), &address, None).await.status, 200, "{number}");
    }
    let env = processes.other().await;
    for number in 40..60 {
        let address = format!("2001:db8:1:2:{number:x}::1");
        assert_eq!(create_from(&env.browser(None), &address, None).await.status, 200, "{number}");
    }
    let request_count = env.ivy.requests_to("/create");
    for browser in [env.browser(None), env.browser(Some("ada"))] {
        assert!((1..=600).contains(&wait(&create_from(&browser, "2001:db8:1:2::1", None).await)));
    }
    assert_eq!(env.ivy.requests_to("/create"), request_count);
    for address in ["2001:db8:1:3::1", "203.0.113.7"] {
        assert_eq!(create_from(&env.browser(None), address, None).await.status, 200, "{address}");
    }
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE state = 'asking'").await, 0);
}
