//! The three plain calls: create, list, details.

use super::classify::undecodable;
use super::{Answer, Code, Error, Limits, Operation, Request, Transport, call};
use crate::decode::{SessionList, scan_list, scan_session};
use crate::json::{self, Value};
use crate::rules::{Issue, IssueCode, Step};

/// A list answer, checked, with the bytes that it was read from.
#[derive(Debug)]
pub struct Listed {
    /// The answer; its headers say who asked and when.
    pub answer: Answer,
    /// Where each session lies in `answer.body`, and what is wrong with others.
    pub list: SessionList,
}

/// Creates a data session. `request` is a checked request in its normal form.
///
/// Gives the body of the answer, which holds one well-formed session.
///
/// # Errors
/// As [`call`]; [`Code::DecodeFailed`] where the answer is not a session.
pub async fn create_session<T: Transport>(
    transport: &T,
    request: &Value,
    idempotency_key: &str,
    limits: Limits,
) -> Result<Vec<u8>, Error> {
    let mut body = String::new();
    json::write(request, &mut body);
    let idempotency_key = Some(idempotency_key);
    let request = Request { operation: Operation::Create, body: &body, idempotency_key };
    session(call(transport, &request, limits).await?)
}

/// Lists past data sessions. `query` is a checked list query; an empty object asks for those of whoever is signed in.
///
/// # Errors
/// As [`call`]; [`Code::DecodeFailed`] where the answer is not a list. A malformed session in it is not an error.
pub async fn list_sessions<T: Transport>(transport: &T, query: &Value, limits: Limits) -> Result<Listed, Error> {
    let mut body = String::new();
    json::write(query, &mut body);
    let request = Request { operation: Operation::List, body: &body, idempotency_key: None };
    let answer = call(transport, &request, limits).await?;
    match scan_list(&answer.body) {
        Ok(list) => Ok(Listed { answer, list }),
        Err(_) => Err(undecodable(&answer, Vec::new())),
    }
}

/// Reads one data session by its id, a string that is not empty.
///
/// Gives the body of the answer, which holds one well-formed session.
///
/// # Errors
/// As [`call`]; [`Code::ValidationFailed`] for another id, [`Code::DecodeFailed`] where the answer is not a session.
pub async fn get_session<T: Transport>(transport: &T, id: &Value, limits: Limits) -> Result<Vec<u8>, Error> {
    let wrong = match id.as_str() {
        None => Some((IssueCode::Type, "id: expected a string")),
        Some("") => Some((IssueCode::Empty, "id: empty, expected a session's id")),
        Some(_) => None,
    };
    if let Some((code, message)) = wrong {
        let issue = Issue { path: vec![Step::Field("id".into())], code, message: message.into() };
        return Err(Error::with_issues(Code::ValidationFailed, vec![issue]));
    }
    let mut body = String::new();
    json::write(&Value::Object(vec![("id".to_owned(), id.clone())]), &mut body);
    let request = Request { operation: Operation::Details, body: &body, idempotency_key: None };
    session(call(transport, &request, limits).await?)
}

/// The body of an answer that is one well-formed session.
fn session(answer: Answer) -> Result<Vec<u8>, Error> {
    match scan_session(&answer.body) {
        Ok(scanned) if scanned.issues.is_empty() => Ok(answer.body),
        Ok(scanned) => Err(undecodable(&answer, scanned.issues)),
        Err(_) => Err(undecodable(&answer, Vec::new())),
    }
}
