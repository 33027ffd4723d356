//! SECURITY.md, 11 and 16: an Ivy that is slow, down, half open or unstable. The proxy responds in time and with the
//! right code, keeps no dead connection, and recovers as soon as Ivy does.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{Browser, HttpResponse, Ivy, Line, TestDatabase, TestEnv, Wire, a_request};

const DEADLINE: Duration = Duration::from_secs(1);

/// The time that a busy machine may add.
const SLACK: Duration = Duration::from_secs(4);

/// Returns an environment whose proxy reaches Ivy through a wire.
async fn wired(deadline: Duration) -> (TestEnv, Wire) {
    let mut ivy = Ivy::start().await;
    let wire = Wire::to(&ivy.url).await;
    ivy.url = wire.url.clone();
    let env = TestEnv::over(TestDatabase::new().await, ivy, |settings| {
        settings.deadlines.read = Some(deadline);
        settings.deadlines.create = Some(deadline);
    });
    (env.await, wire)
}

async fn ask_all(browser: &Browser, id: &str) -> [(HttpResponse, Duration); 3] {
    let request = async |path: &str, body| {
        let started = Instant::now();
        (browser.post(path, body).await, started.elapsed())
    };
    let (create, list, details) = tokio::join!(
        request("/data/session/create", a_request()),
        request("/data/session/list", json!({})),
        request("/data/session/details", json!({ "id": id })),
    );
    [create, list, details]
}

#[tokio::test]
async fn every_fault_of_the_wire_gets_a_response_in_time_and_passes() {
    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"id\":";
    let (env, wire) = wired(DEADLINE).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    // True if the response waits for the deadline; false if it comes at once.
    let (late, at_once) = (true, false);
    let unavailable = "proxy_unavailable";
    let rows: [(&str, Line, bool, u16, &str); 15] = [
        ("half open", Line::Silent, late, 504, unavailable),
        ("stuck in the status", Line::Stuck("HTTP/1.1 20"), late, 504, unavailable),
        ("stuck in the headers", Line::Stuck("HTTP/1.1 200 OK\r\ncontent-type: appl"), late, 504, unavailable),
        ("stuck in the body", Line::Stuck(OK), late, 504, unavailable),
        ("headers for ever", Line::Trickling("HTTP/1.1 200 OK\r\nx: "), late, 504, unavailable),
        ("a body for ever", Line::Trickling(OK), late, 504, unavailable),
        ("closed", Line::Closed(""), at_once, 502, unavailable),
        ("closed in the headers", Line::Closed("HTTP/1.1 200 OK\r\ncontent-"), at_once, 502, unavailable),
        ("closed in the body", Line::Closed(OK), at_once, 502, unavailable),
        ("no http", Line::Closed("220 mail.example ready\r\n\r\n"), at_once, 502, unavailable),
        // The status is enough: the proxy does not wait for a body that it does not read.
        ("401 and no body", Line::Stuck("HTTP/1.1 401 No\r\ncontent-length: 9\r\n\r\n"), at_once, 502, "misconfigured"),
        (
            "400 and no body",
            Line::Stuck("HTTP/1.1 400 No\r\ncontent-length: 9\r\n\r\n"),
            at_once,
            400,
            "proxy_rejected",
        ),
        ("429 and no body", Line::Stuck("HTTP/1.1 429 No\r\ncontent-length: 9\r\n\r\n"), at_once, 429, "rate_limited"),
        ("503 and no body", Line::Stuck("HTTP/1.1 503 No\r\ncontent-length: 9\r\n\r\n"), at_once, 503, unavailable),
        ("503 for ever", Line::Trickling("HTTP/1.1 503 No\r\n\r\n"), at_once, 503, unavailable),
    ];
    for (what, line, is_late, status, code) in rows {
        wire.is(line);
        for (response, took) in ask_all(&ada, &id).await {
            assert_eq!(response.refusal(), (status, code.to_owned()), "{what}");
            let expected = if is_late { DEADLINE..DEADLINE + SLACK } else { Duration::ZERO..DEADLINE };
            assert!(expected.contains(&took), "{what}: {took:?}");
        }
        assert_eq!(wire.connections(0).await, 0, "{what}: a connection that leads nowhere is held");
        wire.is(Line::Sound);
        for (response, took) in ask_all(&ada, &id).await {
            assert_eq!(response.status, 200, "after {what}: {}", response.text);
            assert!(took < DEADLINE, "after {what}: {took:?}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_died_while_nobody_used_it_costs_one_request_at_most() {
    let (env, wire) = wired(DEADLINE).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    for line in [Line::Silent, Line::Closed("")] {
        assert_eq!(ada.list().await, std::slice::from_ref(&id));
        // The list's connection is reused for the next request.
        assert_eq!(wire.connections(1).await, 1);
        wire.is(line);
        assert!([502, 504].contains(&ada.post("/data/session/list", json!({})).await.status));
        wire.is(Line::Sound);
        assert_eq!(ada.list().await, std::slice::from_ref(&id));
    }
}

#[tokio::test]
async fn an_ivy_that_takes_seconds_is_waited_for() {
    const PAUSE: Duration = Duration::from_secs(4);
    let (env, wire) = wired(Duration::from_secs(60)).await;
    let (ada, ben) = (Arc::new(env.browser(Some("ada"))), Arc::new(env.browser(Some("ben"))));
    let id = env.connect(&ada).await;
    wire.is(Line::Slow(PAUSE));
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..64 {
        let browser = Arc::clone(if number % 2 == 0 { &ada } else { &ben });
        let id = id.clone();
        tasks.spawn(async move {
            match number % 4 {
                0 => browser.post("/data/session/list", json!({})).await.status,
                1 => browser.post("/data/session/create", a_request()).await.status,
                // Ivy is not called for a customer who may not see the session.
                _ => browser.post("/data/session/details", json!({ "id": id })).await.status,
            }
        });
    }
    let stranger = ben.post("/data/session/details", json!({ "id": id })).await;
    assert!(stranger.status == 404 && started.elapsed() < PAUSE, "{:?}", started.elapsed());
    let responses = tasks.join_all().await;
    assert_eq!(responses.iter().filter(|status| **status == 200).count(), 48, "{responses:?}");
    assert_eq!(responses.iter().filter(|status| **status == 404).count(), 16, "{responses:?}");
    let took = started.elapsed();
    // Sequential requests would take three minutes.
    assert!((PAUSE..15 * PAUSE).contains(&took), "one waited for another: {took:?}");
}

#[tokio::test]
async fn an_ivy_that_comes_and_goes_takes_nothing_along() {
    let (env, wire) = wired(DEADLINE).await;
    let ada = env.browser(Some("ada"));
    let id = env.connect(&ada).await;
    let mut responded = Vec::new();
    for round in 0..6 {
        let key = format!("key-{round}");
        let create =
            || ada.request("/data/session/create").header("idempotency-key", Some(&key)).json(&a_request()).send();
        wire.is(if round % 2 == 0 { Line::Closed("") } else { Line::Silent });
        let (created, listed) = tokio::join!(create(), ada.post("/data/session/list", json!({})));
        let status = if round % 2 == 0 { 502 } else { 504 };
        assert_eq!([created.status, listed.status], [status; 2], "{} {}", created.text, listed.text);
        wire.is(Line::Sound);
        let created = create().await;
        assert_eq!((created.status, &created.text), (200, &create().await.text));
        responded.push(created.id());
    }
    assert_eq!(env.ivy.ids()[1..], responded, "a session that nobody was told of");
    assert_eq!(ada.list().await, [id]);
}

/// Checks a host that accepts no connection: its queue is full, and the system drops further ones.
#[tokio::test]
async fn a_host_that_takes_no_connection_is_given_up_in_time() {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let listener = socket.listen(1).expect("listens");
    let address = listener.local_addr().expect("its address");
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_secs(1), TcpStream::connect(address)).await {
        waiting.push(stream);
    }
    let mut ivy = Ivy::start().await;
    ivy.url = format!("http://{address}");
    let env =
        TestEnv::over(TestDatabase::new().await, ivy, |settings| settings.deadlines.connect = Some(DEADLINE)).await;
    let ada = env.browser(Some("ada"));
    for path in ["/data/session/create", "/data/session/list"] {
        let started = Instant::now();
        let response =
            ada.request(path).json(&if path.ends_with("list") { json!({}) } else { a_request() }).send().await;
        assert_eq!(response.refusal(), (504, "proxy_unavailable".to_owned()), "{path}");
        assert!((DEADLINE..DEADLINE + SLACK).contains(&started.elapsed()), "{path}: {:?}", started.elapsed());
    }
    assert_eq!(env.database.dump().await, "", "a session that was never asked for");
}
