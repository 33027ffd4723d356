//! The steps: requests whose placeholders mean the same in both environments. In a body `@id0@`, `@ref0@` and
//! `@nonce0@` stand for the first session's id, reference and nonce, and so on.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;

#[derive(Clone, Debug)]
pub(super) enum Step {
    Request(Request),
    /// The shopper finishes the login of a session.
    Complete(usize),
    /// Ivy changes a session.
    Change(usize, &'static str),
    /// Ivy sends a callback about a session, with these members.
    Callback(usize, &'static str),
    /// Ivy responds to the next request with this.
    Fault(u16, &'static str, &'static str),
}

#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) who: usize,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// A header that is set, removed, or sent once more.
    pub(super) header: Option<Header>,
    pub(super) key: Option<&'static str>,
    pub(super) body: Bytes,
}

/// A body, printed as a text.
#[derive(Clone, Copy)]
pub(super) struct Bytes(pub(super) &'static [u8]);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Header {
    Set(&'static str, &'static str),
    Without(&'static str),
    More(&'static str, &'static [u8]),
}

/// The clients: two customers, two guests, one whose sign-in is unavailable, and one without a verified address.
pub(super) const WHO: [Option<&str>; 6] = [Some("ada"), Some("ben"), None, None, Some("down"), Some("dan")];

const CREATES: [&[u8]; 16] = [
    br#"{"permissions":["identity"],"market":"DE"}"#,
    br#" {"market" : "de", "permissions":["identity"]} "#,
    br#"{"permissions":["accounts"],"metadata":{"b":1.0,"a":1e3,"big":12345678901234567890,"t":"\u00e9\ud83d\ude00\/"}}"#,
    br#"{"permissions":["identity"],"externalUser":{"email":"ada@example.com","metadata":{"z":-0.0,"a":1E+2}}}"#,
    br#"{"permissions":["identity"],"externalUser":{"email":"ben@example.com"}}"#,
    br#"{"permissions":["identity"],"referenceId":"mine","successCallbackUrl":"https://evil.example/"}"#,
    br#"{"permissions":["identity"],"createdAt":1,"expiresAt":2}"#,
    br#"{"permissions":[],"market":"XX","unknown":1,"meta data":2}"#,
    br#"{"permissions":["identity"],"metadata":{"__proto__":{"a":1}}}"#,
    br#"{"permissions":["identity"],"permissions":["accounts"]}"#,
    br#"{"permissions":["identity"],"market":"DE","prefill":{"email":"a@example.com"}}"#,
    b"{\"permissions\":[\"identity\"],\"displayId\":\"\xff\"}",
    b"\xef\xbb\xbf{\"permissions\":[\"identity\"]}",
    b"[]",
    b"",
    b"{",
];

const LISTS: [&[u8]; 8] = [
    b"{}",
    br#"{"externalUserEmail":"ADA@example.com"}"#,
    br#"{"externalUserEmail":"ada@example.com"}"#,
    br#"{"externalUserPhone":"+4915200000002"}"#,
    br#"{"externalUserReferenceId":"cus_ben"}"#,
    br#"{"externalUserEmail":"a@example.com","externalUserPhone":"+4915200000001"}"#,
    br#"{"externalUserEm\u0061il":"ada@example.com"}"#,
    b"null",
];

const IDS: [&[u8]; 7] = [
    br#"{"id":"@id0@"}"#,
    br#"{"id":"@id1@"}"#,
    br#"{"id":"@id2@"}"#,
    br#"{"id":"nothing\u0000"}"#,
    br#"{"id":7}"#,
    br#"{"id":"a","id":"b"}"#,
    b"{}",
];

const RESULTS: [&[u8]; 8] = [
    br#"{"nonce":"@nonce0@"}"#,
    br#"{"nonce":"@nonce1@"}"#,
    br#"{"nonce":"@nonce2@"}"#,
    br#"{"referenceId":"@ref0@"}"#,
    br#"{"referenceId":"@ref1@"}"#,
    br#"{"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
    br#"{"nonce":"a","referenceId":"b"}"#,
    b"true",
];

const FORMS: [&[u8]; 7] = [
    b"permissions=identity&market=de",
    b"permissions=identity&permissions=accounts&locale=",
    b"permissions=identity%2Caccounts&market=DE+",
    b"permissions=everything",
    b"permissions=identity&returnUrl=x",
    b"permissions=%ff%00&market=%E9",
    b"",
];

const CALLBACKS: [&[u8]; 3] = [br#"{"id":"@id0@","status":"complete"}"#, b"{}", b"\xff"];

const METHODS: [&str; 7] = ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"];

const PATHS: [&str; 7] =
    ["", "/nowhere", "/result/", "/RESULT", "/data/session/%6cist", "/data/session", "/data/session/list?a=b&c"];

const HEADERS: [Header; 24] = [
    Header::Set("origin", "https://evil.example"),
    Header::Set("origin", "null"),
    Header::Set("origin", ""),
    Header::Without("origin"),
    Header::More("origin", b"http://localhost:3000"),
    Header::More("origin", b"https://evil.example"),
    Header::Set("sec-fetch-site", "cross-site"),
    Header::Set("sec-fetch-site", "same-site"),
    Header::More("sec-fetch-site", b"cross-site"),
    Header::Without("sec-fetch-site"),
    Header::Without("ivy-client"),
    Header::Set("ivy-client", "3"),
    Header::More("ivy-client", b"1"),
    Header::Without("content-type"),
    Header::Set("content-type", "text/plain"),
    Header::Set("content-type", "APPLICATION/json;charset=UTF-8"),
    Header::More("content-type", b"text/plain"),
    Header::More("cookie", b"ivy_guest=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    Header::Set("cookie", "a; ivy_guest=short; =; b=\"c"),
    Header::More("idempotency-key", b"once-more"),
    Header::More("x-other", b"\xe9\xff"),
    Header::More("origin", b"http://localhost:3000\xe9"),
    Header::Set("accept-encoding", "gzip, br"),
    Header::Set("x-ivy-signature", "00"),
];

const KEYS: [&str; 6] = ["key", "other key", "key-2", "", "\u{e9}", "~"];

const SAYINGS: [&str; 7] = ["open", "failed", "expired", "complete", "completed", "a new word", ""];

const TOLD: [&str; 5] = [
    r#""status":"complete""#,
    r#""status":"failed""#,
    r#""status":"expired","referenceId":"@ref0@""#,
    r#""type":"data_session_completed","payload":{"id":"@id1@"}"#,
    r#""status":7"#,
];

const FAULTS: [(u16, &str, &str); 13] = [
    (400, "application/json", r#"{"code":"VALIDATION"}"#),
    (401, "application/json", "{}"),
    (404, "application/json", "{}"),
    (409, "application/json", "{}"),
    (418, "text/plain", ""),
    (429, "application/json", "{}"),
    (500, "text/html", "<h1>"),
    (503, "application/json", "{}"),
    (200, "text/html", "<h1>"),
    (200, "application/json; charset=utf-8", r#"{"dataSessions":[{"id":1.0},{"id":"a","id":"b"}]}"#),
    (200, "application/json", r#"{"dataSessions":[{"id":"a","status":"complete","alone":"\ud800","huge":1e400}]}"#),
    (200, "Application/JSON", "\u{feff}{}"),
    (204, "application/json", ""),
];

/// Generates requests in the library's form, and a few others.
fn request() -> impl Strategy<Value = Request> {
    let route = prop_oneof![
        6 => select(&CREATES).prop_map(|body| ("/data/session/create", body)),
        3 => select(&LISTS).prop_map(|body| ("/data/session/list", body)),
        3 => select(&IDS).prop_map(|body| ("/data/session/details", body)),
        4 => select(&RESULTS).prop_map(|body| ("/result", body)),
        1 => select(&IDS).prop_map(|body| ("/forget", body)),
        2 => select(&FORMS).prop_map(|body| ("/start", body)),
        1 => select(&CALLBACKS).prop_map(|body| ("/callback", body)),
        1 => select(&PATHS).prop_map(|path| (path, &b"{}"[..])),
    ];
    let who = prop_oneof![4 => Just(0), 2 => Just(1), 2 => Just(2), 1 => Just(3), 1 => 4..WHO.len()];
    let method = prop_oneof![12 => Just("POST"), 1 => select(&METHODS)];
    (route, who, method, weighted(0.3, select(&HEADERS)), weighted(0.4, select(&KEYS))).prop_map(
        |((path, body), who, method, header, key)| Request { who, method, path, header, key, body: Bytes(body) },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => request().prop_map(Step::Request),
        3 => (0..3_usize).prop_map(Step::Complete),
        1 => (0..3_usize, select(&SAYINGS)).prop_map(|(at, word)| Step::Change(at, word)),
        1 => (0..3_usize, select(&TOLD)).prop_map(|(at, members)| Step::Callback(at, members)),
        2 => select(&FAULTS).prop_map(|(status, kind, text)| Step::Fault(status, kind, text)),
    ]
}

pub(super) fn sequence() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 20..50)
}
