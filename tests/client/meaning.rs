//! The meaning of a response, by the tables of `src/client/errors.md`.

use super::errors_table::{self, Sent};
use ivy_data_session::client::{Accepted, Clock, Failure, ProxyResponse, meaning, read_http_date};
use ivy_data_session::decode::{check_session, scan_list};
use serde_json::Value;

/// Mon, 23 Nov 2026 12:00:00 GMT.
const NOW: Clock = Clock { now: 1_795_435_200.0, read_date: read_http_date };

fn meaning_of(operation: &str, sent: &Sent) -> Result<Accepted, Failure> {
    let response = ProxyResponse {
        status: sent.status,
        content_type: sent.header("content-type"),
        retry_after: sent.header("retry-after"),
        date: sent.header("date"),
        request_id: sent.header("ivy-request-id"),
        recall: sent.header("ivy-recall"),
        body: sent.body.as_bytes(),
    };
    meaning(operation, &response, NOW)
}

#[test]
fn every_row_with_a_status_gets_its_code() {
    for row in errors_table::failing() {
        match meaning_of(row.operation, &row.response) {
            Err(Failure { code, retryable, status, .. }) => {
                assert_eq!((code.name(), retryable), (row.code.as_str(), row.retryable), "{}", row.name);
                assert_eq!(status, Some(row.response.status).filter(|status| *status > 0), "{}", row.name);
            }
            // The content of the JSON is checked by the decoder.
            Ok(_) => {
                assert_eq!(row.code, "decode_failed", "{}", row.name);
                let body = row.response.body.as_bytes();
                assert!(scan_list(body).is_err() && check_session(body, "").is_err(), "{}", row.name);
            }
        }
    }
}

#[test]
fn every_row_of_what_a_result_carries() {
    for row in errors_table::carrying() {
        let found = match meaning_of("create", &row.response) {
            Ok(accepted) => serde_json::to_value(accepted).unwrap(),
            Err(failure) => serde_json::to_value(failure).unwrap(),
        };
        let without_absent = |value: &Value| match value {
            Value::Object(members) => members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            other => other.clone(),
        };
        let found = found.get(&row.member).filter(|value| !value.is_null()).map(without_absent);
        let wanted = row.value.as_ref().map(|value| serde_json::from_str::<Value>(value).unwrap());
        match (found.as_ref().and_then(Value::as_f64), wanted.as_ref().and_then(Value::as_f64)) {
            (Some(found), Some(wanted)) => assert!((found - wanted).abs() < 1e-9, "{row:?}: {found}"),
            _ => assert_eq!(found, wanted, "{row:?}"),
        }
    }
}

#[test]
fn a_retry_after_without_a_date_is_compared_with_this_machines_clock() {
    let sent = |retry_after| ProxyResponse { status: 503, retry_after, ..ProxyResponse::default() };
    let after = |retry_after| meaning("list", &sent(Some(retry_after)), NOW).unwrap_err().retry_after_ms;
    assert_eq!(after("Mon, 23 Nov 2026 12:00:07 GMT"), Some(7_000.0));
    assert_eq!(after("Mon, 23 Nov 2026 11:00:00 GMT"), Some(0.0));
}

#[test]
fn at_most_a_hundred_issues_are_kept() {
    let issues = vec![r#"{"path":[],"code":"type"}"#; 150].join(",");
    let body = format!(r#"{{"issues":[{issues}]}}"#);
    let response = ProxyResponse {
        status: 422,
        content_type: Some("application/json"),
        body: body.as_bytes(),
        ..ProxyResponse::default()
    };
    assert_eq!(meaning("create", &response, NOW).unwrap_err().issues.len(), 100);
}
