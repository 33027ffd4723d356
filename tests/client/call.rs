//! One request with its retries, deadline and errors, over a scripted network and clock.
use crate::support::{LIMITS, Reply, Script, error, json, ok, run};
use ivy_data_session::client::{
    Answer, Code, Error, Failure, Limits, Operation, Request, call, list_sessions, read_http_date,
};
use ivy_data_session::json::Value;
use ivy_data_session::rules::IssueCode;
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../src/client/errors.md");

fn ask(script: &Script, operation: Operation, limits: Limits) -> Result<Answer, Error> {
    run(call(script, &Request { operation, body: "{}", idempotency_key: None }, limits))
}

/// The reply for a row of the table: its cause, status and body.
fn reply(what: &str, status: &str, body: &str) -> Reply {
    if status.is_empty() {
        return Reply::Fails(match what {
            "no connection, reset, refused by CORS" => Failure::Network,
            "the deadline" => return Reply::Silent,
            "the caller's signal, whatever its reason" => Failure::Aborted,
            "more bytes than `maxResponseBytes`" => Failure::TooLarge,
            "`fetch` was replaced and gives no `Response`" => Failure::NotAResponse,
            other => panic!("no cause for {other}"),
        });
    }
    let (content_type, text) = match body {
        "none" => (None, ""),
        "page" => (Some("text/html; charset=utf-8"), "<!doctype html>"),
        "broken" => (Some("application/json"), "{\"dataSessions\":"),
        "ours" => (Some("application/json"), r#"{"code":"not_found","requestId":"req-7"}"#),
        other => panic!("no body for {other}"),
    };
    let content_type = content_type.map(str::to_owned);
    let status = status.parse().unwrap();
    Reply::After(1.0, Answer { status, content_type, body: text.as_bytes().to_vec(), ..Answer::default() })
}

#[test]
fn the_documented_table_of_errors_holds_row_by_row() {
    let rows: Vec<Vec<&str>> = TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| what"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 30, "the table was not found");
    let mut codes = BTreeSet::new();
    for row in rows {
        let [what, status, body, asked, code, retryable] = row[..] else { panic!("not a row: {row:?}") };
        let operations = match asked {
            "any" => vec![Operation::Create, Operation::List, Operation::Details, Operation::Result],
            "create" => vec![Operation::Create],
            "list" => vec![Operation::List],
            "details" => vec![Operation::Details],
            "result" => vec![Operation::Result],
            other => panic!("nothing is called {other}"),
        };
        for operation in operations {
            // A third reply would fail the test: what cannot be mended is not tried again.
            let retries = if retryable == "yes" { 1 } else { 2 };
            let replies = if retryable == "yes" && what != "the deadline" { 2 } else { 1 };
            let script = Script::new((0..replies).map(|_| reply(what, status, body)));
            let limits = Limits { retries, ..LIMITS };
            let result = if body == "broken" {
                run(list_sessions(&script, &Value::Object(vec![]), limits)).map(|_| ())
            } else {
                ask(&script, operation, limits).map(|_| ())
            };
            let error = result.expect_err(what);
            assert_eq!(format!("`{}`", error.code.name()), code, "{what}, {operation:?}");
            assert_eq!(error.retryable, retryable == "yes", "{what}, {operation:?}");
            assert_eq!(script.sent.borrow().len(), replies, "{what}, {operation:?}");
            assert_eq!(error.status, status.parse().ok().filter(|status| *status != 0), "{what}");
            codes.insert(error.code.name());
        }
    }
    assert_eq!(codes.len(), 15, "every code but untrusted_redirect has a row: {codes:?}");
}

#[test]
fn retries_share_one_body_and_key_and_wait_longer_each_time() {
    let script = Script::new([error(503), Reply::Fails(Failure::Network), ok("{}")]);
    let request = Request { operation: Operation::Create, body: "{\"a\":1}", idempotency_key: Some("key-1") };
    run(call(&script, &request, LIMITS)).unwrap();
    let sent = script.sent.borrow();
    assert!(sent.iter().all(|sent| sent.body == "{\"a\":1}" && sent.key.as_deref() == Some("key-1")));
    assert_eq!(sent.iter().map(|sent| sent.at).collect::<Vec<_>>(), [0.0, 197.5, 572.5]);
}

#[test]
fn the_deadline_holds_for_the_call_with_all_its_retries() {
    for (replies, limits, code, end) in [
        (vec![Reply::Silent], LIMITS, Code::Timeout, 10_000.0),
        (vec![Reply::After(9_900.0, json(503, "{}"))], LIMITS, Code::ProxyUnavailable, 9_900.0),
        (vec![Reply::After(4_000.0, json(500, "{}")), Reply::Silent], LIMITS, Code::Timeout, 10_000.0),
        (vec![], Limits { deadline: 0.0, retries: 2 }, Code::Timeout, 0.0),
    ] {
        let script = Script::new(replies);
        let error = ask(&script, Operation::Details, limits).unwrap_err();
        assert_eq!((error.code, script.time()), (code, end));
    }
}

#[test]
fn a_retry_after_is_kept_and_one_beyond_the_deadline_ends_the_call() {
    let after = |text: &str| {
        let mut answer = json(429, r#"{"code":"rate_limited"}"#);
        answer.retry_after = Some(text.to_owned());
        Reply::After(0.0, answer)
    };
    for (text, second_at) in [
        ("2", Some(2_000.0)),
        (" 0 ", Some(0.0)),
        ("Mon, 23 Nov 2026 12:00:03 GMT", Some(3_000.0)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", Some(0.0)),
        ("60", None),
        ("99999999999999999999999999", None),
        ("Tue, 24 Nov 2026 12:00:00 GMT", None),
        ("soon", Some(187.5)),
        ("", Some(187.5)),
        ("-1", Some(187.5)),
    ] {
        let script = Script::new([after(text), ok("{}")]);
        let result = ask(&script, Operation::List, LIMITS);
        match second_at {
            Some(at) => {
                result.unwrap();
                assert_eq!(script.sent.borrow()[1].at, at, "{text}");
            }
            None => {
                let error = result.unwrap_err();
                assert_eq!((error.code, error.retryable), (Code::RateLimited, true), "{text}");
                assert_eq!(script.sent.borrow().len(), 1, "{text}");
            }
        }
    }
}

#[test]
fn a_caller_who_gives_up_is_heard_while_waiting_too() {
    for at in [0.0, 5.0, 50.0] {
        let script = Script::new([error(503), ok("{}")]);
        script.aborts_at.set(Some(at));
        assert_eq!(ask(&script, Operation::Create, LIMITS).unwrap_err().code, Code::Aborted);
        assert_eq!(script.sent.borrow().len(), 1);
    }
}

#[test]
fn dates_of_all_three_http_forms_are_read_and_others_are_not() {
    // The example of RFC 9110, section 5.6.7.
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(read_http_date(text), Some(784_111_777.0), "{text}");
    }
    assert_eq!(read_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0.0));
    assert_eq!(read_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Some(1_709_251_200.0));
    assert_eq!(read_http_date("Mon, 01 Mar 2100 00:00:00 GMT"), Some(4_107_542_400.0));
    for text in
        ["", "GMT", "06 Nov", "Sun, 06 Nov 1994", "Sun, 40 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"]
    {
        assert_eq!(read_http_date(text), None, "{text}");
    }
}

#[test]
fn an_error_holds_what_helps_and_nothing_that_the_other_side_wrote() {
    const MARKER: &str = "ada@example.com";
    for body in [
        r#"{"code":"MARK","devMessage":"MARK"}"#,
        r#"{"message":"MARK","devMessage":"MARK","statusCode":400,"data":{"field":"email","value":"MARK"},"code":"VALIDATION"}"#,
        r#"{"message":"MARK","category":"invalid_request_error","code":"MARK","param":"MARK"}"#,
        r#"{"code":"proxy_rejected","requestId":"MARK"}"#,
        r#"{"code":"validation_failed","issues":[{"path":["MARK"],"code":"type","message":"MARK"}],"requestId":"r_1-A"}"#,
        r#"{"code":"validation_failed","issues":[{"path":["permissions",0],"code":"type","message":"MARK"},{"path":[],"code":"MARK"},7]}"#,
        r#"{"code":{"MARK":"MARK"},"issues":{"MARK":1}}"#,
        "[\"MARK\"]",
        "\"MARK\"",
    ] {
        let script = Script::new([Reply::After(0.0, json(422, &body.replace("MARK", MARKER)))]);
        let error = ask(&script, Operation::Create, LIMITS).unwrap_err();
        let text = serde_json::to_string(&error).unwrap();
        assert!(!text.contains(MARKER), "{text}");
        assert!(!script.events.borrow().join(" ").contains(MARKER));
    }
}

#[test]
fn the_cause_is_ivys_code_and_number_in_all_three_ages_of_its_errors() {
    for (body, cause) in [
        (r#"{"code":"VALIDATION","devMessage":"…"}"#, r#"{"code":"VALIDATION"}"#),
        (r#"{"message":"…","statusCode":409,"code":"CONFLICT"}"#, r#"{"code":"CONFLICT","number":409}"#),
        (r#"{"message":"…","category":"idempotency_error"}"#, r#"{"code":"idempotency_error"}"#),
        (r#"{"code":"conflict","requestId":"r1"}"#, r#"{"code":"conflict"}"#),
        ("{}", "null"),
    ] {
        let script = Script::new([Reply::After(0.0, json(409, body))]);
        let error = ask(&script, Operation::Create, LIMITS).unwrap_err();
        assert_eq!(serde_json::to_string(&error.cause).unwrap(), cause);
    }
}

#[test]
fn issues_of_the_proxy_keep_their_places_and_codes() {
    let body = r#"{"code":"validation_failed","requestId":"r1","issues":[
        {"path":["externalUser","email"],"code":"invalid_email","message":"…"},
        {"path":["permissions",1],"code":"duplicate","message":"…"}]}"#;
    let script = Script::new([Reply::After(0.0, json(422, body))]);
    let error = ask(&script, Operation::Create, LIMITS).unwrap_err();
    let found = serde_json::to_value(&error).unwrap();
    assert_eq!(found["requestId"], "r1");
    assert_eq!(found["status"], 422);
    assert_eq!(found["issues"][0]["path"], serde_json::json!(["externalUser", "email"]));
    assert_eq!(found["issues"][0]["code"], "invalid_email");
    assert_eq!(found["issues"][1]["path"], serde_json::json!(["permissions", 1]));
}

#[test]
fn issue_codes_are_known_by_the_names_that_they_are_written_with() {
    let codes = [
        IssueCode::Required,
        IssueCode::Type,
        IssueCode::UnknownField,
        IssueCode::InvalidEmail,
        IssueCode::BbanMismatch,
        IssueCode::MetadataOnly,
    ];
    for code in codes {
        let name = serde_json::to_value(code).unwrap();
        assert_eq!(IssueCode::from_name(name.as_str().unwrap()), Some(code));
    }
    assert_eq!(IssueCode::from_name("Required"), None);
}
