//! The three plain calls: create, list, details. Each is a question and a reading of its answer.

use super::classify::undecodable;
use super::steps::{Next, Question, drive};
use super::{Answer, Code, Error, Limits, Operation, Transport};
use crate::decode::{SessionList, scan_list, scan_session};
use crate::json::Value;
use crate::rules::{Issue, IssueCode, Step};

/// A list answer, checked, with the bytes that it was read from.
#[derive(Debug)]
pub struct Listed {
    /// The answer; its headers say who asked and when.
    pub answer: Answer,
    /// Where each session lies in `answer.body`, and what is wrong with others.
    pub list: SessionList,
}

/// The question for past data sessions. `query` is a checked list query; an empty object asks for those of whoever is
/// signed in.
pub fn list_question(query: &Value, limits: Limits) -> Question {
    Question::new(Operation::List, query, limits)
}

/// The question for one data session by its id, a string that is not empty.
///
/// # Errors
/// [`Code::ValidationFailed`] for another id.
pub fn details_question(id: &Value, limits: Limits) -> Result<Question, Error> {
    let wrong = match id.as_str() {
        None => (IssueCode::Type, "id: expected a string"),
        Some("") => (IssueCode::Empty, "id: empty, expected a session's id"),
        Some(_) => {
            let body = Value::Object(vec![("id".to_owned(), id.clone())]);
            return Ok(Question::new(Operation::Details, &body, limits));
        }
    };
    let (code, message) = wrong;
    let issue = Issue { path: vec![Step::Field("id".into())], code, message: message.into() };
    Err(Error::with_issues(Code::ValidationFailed, vec![issue]))
}

/// Reads a list answer. A malformed session in it is not an error.
///
/// # Errors
/// [`Code::DecodeFailed`] where the answer is not a list.
pub fn read_list(answer: Answer) -> Result<Listed, Error> {
    match scan_list(&answer.body) {
        Ok(list) => Ok(Listed { answer, list }),
        Err(_) => Err(undecodable(&answer, Vec::new())),
    }
}

/// Reads the answer to a create or for details, and gives its body, which holds one well-formed session.
///
/// # Errors
/// [`Code::DecodeFailed`] where the answer is not a session.
pub fn read_session(answer: Answer) -> Result<Vec<u8>, Error> {
    let issues = match scan_session(&answer.body) {
        Ok(scanned) if scanned.issues.is_empty() => return Ok(answer.body),
        Ok(scanned) => scanned.issues,
        Err(_) => Vec::new(),
    };
    Err(undecodable(&answer, issues))
}

/// Lists past data sessions.
///
/// # Errors
/// As [`super::call`] and [`read_list`].
pub async fn list_sessions<T: Transport>(transport: &T, query: &Value, limits: Limits) -> Result<Listed, Error> {
    drive(transport, |came, _| match came {
        None => Ok(Next::Ask(list_question(query, limits))),
        Some(answer) => read_list(answer?).map(Next::Done),
    })
    .await
}
