//! The main job: list, decide, create.

use crate::support::{LIMITS, Reply, Script, error, json, ok, run};
use ivy_data_session::client::{
    Code, Connect, ConnectOptions, Environment, Error, Failure, Limits, LoginHosts, Outcome, Recalled,
    check_connect_options, connect_bank,
};
use ivy_data_session::json::{self, Value};
use ivy_data_session::rules::NativeUrls;

const CREATED: &str =
    r#"{"id":"s9","referenceId":"order-9","redirectUrl":"https://checkout.getivy.de/?s=9","expiresAt":1800000000}"#;
const COMPLETE: &str = r#"{"id":"s1","status":"complete","createdAt":1795392000,"data":{"identity":{"name":"Ada Example"},"accounts":[{}]}}"#;

fn value(text: &str) -> Value {
    json::parse(text.as_bytes()).unwrap()
}

fn list(sessions: &[&str]) -> Reply {
    ok(&format!(r#"{{"dataSessions":[{}]}}"#, sessions.join(",")))
}

fn connect_with(script: &Script, request: &str, options: &str, limits: Limits) -> Result<Outcome, Error> {
    let request = value(request);
    let options = check_connect_options(&value(options), &[]).unwrap();
    let hosts = LoginHosts { environment: Environment::Production, allowed: &[], page: Some("shop.example") };
    let urls = &NativeUrls;
    run(connect_bank(
        script,
        Connect { request: &request, options: &options, hosts, urls, idempotency_key: "key-9", limits },
    ))
}

fn connect(script: &Script, request: &str, options: &str) -> Result<Outcome, Error> {
    connect_with(script, request, options, LIMITS)
}

/// The reason of a login.
fn reason(outcome: Outcome) -> String {
    match outcome {
        Outcome::Login(login) => serde_json::to_value(login.reason).unwrap().as_str().unwrap().to_owned(),
        Outcome::Recalled(_) => "recalled".to_owned(),
    }
}

fn recalled(outcome: Outcome) -> Recalled {
    match outcome {
        Outcome::Recalled(recalled) => recalled,
        Outcome::Login(login) => panic!("a login, because {:?}", login.reason),
    }
}

const IDENTITY: &str = r#"{"permissions":["identity"]}"#;

#[test]
fn a_recalled_visit_makes_one_request_and_a_first_visit_two() {
    let script = Script::new([list(&[COMPLETE])]);
    recalled(connect(&script, IDENTITY, "{}").unwrap());
    assert_eq!(script.paths(), ["/data/session/list"]);

    let script = Script::new([list(&[]), ok(CREATED)]);
    let Outcome::Login(login) = connect(&script, IDENTITY, "{}").unwrap() else { panic!("recalled nothing") };
    assert_eq!(script.paths(), ["/data/session/list", "/data/session/create"]);
    assert_eq!((login.id.as_str(), login.reference_id.as_str()), ("s9", "order-9"));
    assert_eq!((login.redirect_url.as_str(), login.expires_at), ("https://checkout.getivy.de/?s=9", Some(1.8e9)));
    let sent = script.sent.borrow();
    assert_eq!((sent[1].body.as_str(), sent[1].key.as_deref()), (IDENTITY, Some("key-9")));
    assert_eq!(sent[0].key, None);
}

#[test]
fn sessions_come_as_slices_of_the_body_newest_first() {
    let older = r#"{"id":"s0","status":"complete","createdAt":1790000000,"data":{"identity":{"name":"Ada Example"}}}"#;
    let script = Script::new([list(&[older, "{}", COMPLETE])]);
    let found = recalled(connect(&script, IDENTITY, "{}").unwrap());
    let texts: Vec<&[u8]> = found.slices.iter().map(|(s, e)| &found.body[*s as usize..*e as usize]).collect();
    assert_eq!(texts, [COMPLETE.as_bytes(), older.as_bytes()]);
    // The proxy's clock says 2026-11-23T12:00:00Z, half a day after the younger one.
    assert_eq!((found.offered, found.age_days, found.identity_differs), (Some(0), Some(0), false));
}

#[test]
fn an_age_is_not_known_without_the_proxys_clock() {
    let body = format!(r#"{{"dataSessions":[{COMPLETE}]}}"#);
    let mut answer = json(200, &body);
    answer.date = None;
    let script = Script::new([Reply::After(1.0, answer.clone())]);
    assert_eq!(recalled(connect(&script, IDENTITY, "{}").unwrap()).age_days, None);
    let script = Script::new([Reply::After(1.0, answer), ok(CREATED)]);
    assert_eq!(reason(connect(&script, IDENTITY, r#"{"maxAgeDays":90}"#).unwrap()), "age_unknown");
}

#[test]
fn each_reason_for_a_login() {
    let guest = || {
        let mut answer = json(200, r#"{"dataSessions":[]}"#);
        answer.recall = Some("guest".to_owned());
        Reply::After(1.0, answer)
    };
    let undated = COMPLETE.replace(r#""createdAt":1795392000,"#, "");
    let accounts_only = r#"{"id":"s2","status":"complete","data":{"accounts":[{}]}}"#;
    let metadata = r#"{"permissions":["identity"],"externalUser":{"metadata":{"a":1}}}"#;
    let rows = [
        ("guest", IDENTITY, "{}", vec![guest(), ok(CREATED)]),
        ("requested", IDENTITY, r#"{"fresh":true}"#, vec![ok(CREATED)]),
        ("metadata_only", metadata, "{}", vec![ok(CREATED)]),
        ("no_past_session", IDENTITY, "{}", vec![list(&[]), ok(CREATED)]),
        ("not_complete", IDENTITY, "{}", vec![list(&[r#"{"id":"s2","status":"open"}"#]), ok(CREATED)]),
        ("missing_data", IDENTITY, "{}", vec![list(&[accounts_only]), ok(CREATED)]),
        ("recalled", IDENTITY, r#"{"require":["accounts"]}"#, vec![list(&[accounts_only])]),
        ("missing_data", r#"{"permissions":["balances"]}"#, "{}", vec![list(&[COMPLETE]), ok(CREATED)]),
        ("recalled", r#"{"permissions":["balances"]}"#, r#"{"require":["identity"]}"#, vec![list(&[COMPLETE])]),
        ("age_unknown", IDENTITY, r#"{"maxAgeDays":1}"#, vec![list(&[&undated]), ok(CREATED)]),
        ("too_old", IDENTITY, r#"{"maxAgeDays":0}"#, vec![list(&[COMPLETE]), ok(CREATED)]),
        ("list_unavailable", IDENTITY, "{}", vec![error(503), error(503), ok(CREATED)]),
        ("list_unavailable", IDENTITY, "{}", vec![error(429), error(408), ok(CREATED)]),
        ("list_unavailable", IDENTITY, "{}", vec![Reply::Silent, ok(CREATED)]),
        (
            "list_unavailable",
            IDENTITY,
            "{}",
            vec![Reply::Fails(Failure::Network), Reply::Fails(Failure::Network), ok(CREATED)],
        ),
    ];
    for (expected, request, options, replies) in rows {
        let script = Script::new(replies);
        assert_eq!(reason(connect(&script, request, options).unwrap()), expected, "{request} {options}");
    }
}

#[test]
fn a_list_that_cannot_be_had_costs_three_seconds_at_most_and_says_why() {
    let script = Script::new([Reply::Silent, ok(CREATED)]);
    let Outcome::Login(login) = connect(&script, IDENTITY, "{}").unwrap() else { panic!("recalled nothing") };
    assert_eq!(login.problem.map(|problem| problem.code), Some(Code::Timeout));
    assert_eq!(script.sent.borrow()[1].at, 3_000.0);
    // Where the whole call has no more time than that, it ends.
    let script = Script::new([Reply::Silent]);
    let limits = Limits { deadline: 2_000.0, retries: 2 };
    assert_eq!(connect_with(&script, IDENTITY, "{}", limits).unwrap_err().code, Code::Timeout);
}

#[test]
fn a_list_that_is_refused_is_not_hidden_behind_a_login() {
    let refused = |status, body| Reply::After(1.0, json(status, body));
    let ours = r#"{"code":"unauthorized"}"#;
    let rows = [
        (refused(400, ours), Code::ProxyRejected),
        (refused(401, ours), Code::Unauthorized),
        (refused(403, ours), Code::Forbidden),
        (refused(404, ours), Code::Misconfigured),
        (ok("{}"), Code::DecodeFailed),
        (ok(""), Code::DecodeFailed),
        (Reply::Fails(Failure::TooLarge), Code::ResponseTooLarge),
        (Reply::Fails(Failure::Aborted), Code::Aborted),
    ];
    for (reply, code) in rows {
        let script = Script::new([reply]);
        assert_eq!(connect(&script, IDENTITY, "{}").unwrap_err().code, code);
    }
}

#[test]
fn the_query_names_the_user_as_the_create_does() {
    let rows = [
        (IDENTITY, "{}"),
        (
            r#"{"permissions":["identity"],"externalUser":{"email":"a@b.example","referenceId":"c1"}}"#,
            r#"{"externalUserReferenceId":"c1"}"#,
        ),
        (
            r#"{"permissions":["identity"],"externalUser":{"phone":"+4915200000001"}}"#,
            r#"{"externalUserPhone":"+4915200000001"}"#,
        ),
    ];
    for (request, query) in rows {
        let script = Script::new([list(&[COMPLETE])]);
        connect(&script, request, "{}").unwrap();
        assert_eq!(script.sent.borrow()[0].body, query);
    }
}

#[test]
fn a_created_session_must_lead_to_a_login_page() {
    let with = |redirect: &str| ok(&format!(r#"{{"id":"s9","redirectUrl":{redirect}}}"#));
    let rows = [
        (with(r#""https://getivy.de.evil.example/""#), Code::UntrustedRedirect),
        (with(r#""javascript:alert(1)""#), Code::UntrustedRedirect),
        (with("7"), Code::DecodeFailed),
        (with("null"), Code::DecodeFailed),
        (ok(r#"{"id":"s9"}"#), Code::DecodeFailed),
        (ok(r#"{"redirectUrl":"https://checkout.getivy.de/"}"#), Code::DecodeFailed),
        (
            ok(r#"{"id":"s9","redirectUrl":"https://evil.example/","redirectUrl":"https://checkout.getivy.de/"}"#),
            Code::DecodeFailed,
        ),
        (ok("[]"), Code::DecodeFailed),
        (Reply::After(1.0, json(409, r#"{"code":"conflict"}"#)), Code::Conflict),
    ];
    for (reply, code) in rows {
        let script = Script::new([reply]);
        assert_eq!(connect(&script, IDENTITY, r#"{"fresh":true}"#).unwrap_err().code, code);
    }
    // One age of Ivy's documentation promises no more than these two fields.
    let script = Script::new([with(r#""https://checkout.getivy.de/?s=9""#)]);
    let Outcome::Login(login) = connect(&script, IDENTITY, r#"{"fresh":true}"#).unwrap() else { panic!("no login") };
    assert_eq!((login.reference_id.as_str(), login.expires_at), ("", None));
}

#[test]
fn options_that_are_not_known_or_not_right_are_refused() {
    let rows = [
        ("[]", "type"),
        ("null", "type"),
        (r#"{"maxAge":1}"#, "unknown_field"),
        (r#"{"maxAgeDays":"1"}"#, "type"),
        (r#"{"maxAgeDays":null}"#, "type"),
        (r#"{"maxAgeDays":!n}"#, "type"),
        (r#"{"maxAgeDays":-1}"#, "out_of_range"),
        (r#"{"fresh":1}"#, "type"),
        (r#"{"require":"identity"}"#, "type"),
        (r#"{"require":["identity","name"]}"#, "invalid_permission"),
        (r#"{"require":[1]}"#, "invalid_permission"),
    ];
    for (options, code) in rows {
        let issues = check_connect_options(&json::parse_marked(options).unwrap(), &[]).unwrap_err();
        assert_eq!(serde_json::to_value(&issues).unwrap()[0]["code"], code, "{options}");
    }
    let extra = ["income".to_owned()];
    let options = check_connect_options(&value(r#"{"require":["income"],"maxAgeDays":0.5,"fresh":false}"#), &extra);
    let require = Some(extra.to_vec());
    assert_eq!(options.unwrap(), ConnectOptions { require, max_age_days: Some(0.5), fresh: false });
    assert_eq!(check_connect_options(&json::parse_marked("!u").unwrap(), &[]).unwrap(), ConnectOptions::default());
}
