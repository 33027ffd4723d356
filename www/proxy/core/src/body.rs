//! Reading and parsing of request bodies.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use ivy_data_session::json::{self, Value};
use ivy_data_session::rules::{Issue, IssueCode, MAX_ISSUES, Step};

use crate::api_error::{ApiError, Code};
use crate::capacity::Admission;
use crate::header::single;
use crate::request::{BodyError, RequestContext};

/// The longest id, reference or nonce that is looked up. Ivy's references have at most 200 characters.
const LONGEST_TEXT: usize = 200;

/// Reads a body of at most `limit` bytes within `deadline`. Reserves its announced length first, or `limit` if none is
/// announced, and reads no more than that.
pub(crate) async fn read(
    headers: &HeaderMap,
    context: &mut impl RequestContext,
    limit: usize,
    deadline: Duration,
    admission: &mut Admission,
) -> Result<Vec<u8>, ApiError> {
    let too_large = || ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, Code::ProxyRejected);
    let announced = single(headers, header::CONTENT_LENGTH.as_str()).and_then(|text| text.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let limit = announced.map_or(limit, |length| length as usize);
    admission.reserve(limit)?;
    context.body(limit, deadline).await.map_err(|error| match error {
        BodyError::TooLong => too_large(),
        BodyError::TooSlow => ApiError::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout),
        BodyError::BrokeOff => ApiError::malformed().because("the body broke off"),
        BodyError::Consumed => ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Misconfigured)
            .because("the body was read before the proxy: put it before every body parser"),
    })
}

/// Reads a body as a JSON object.
pub(crate) fn object(bytes: &[u8]) -> Result<Value, ApiError> {
    match json::parse(bytes) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(ApiError::invalid_at(None, IssueCode::Type, "expected an object")),
        Err(_) => Err(ApiError::malformed().because("the body is not json")),
    }
}

/// Parses a body that has exactly one field, one of `fields`, with a text that can be looked up.
pub(crate) fn one_text(bytes: &[u8], fields: &[&'static str]) -> Result<(&'static str, String), ApiError> {
    let Value::Object(members) = object(bytes)? else { return Err(ApiError::malformed()) };
    let mut issues = Vec::new();
    let mut found: Option<(&'static str, Value)> = None;
    for (position, (key, value)) in members.into_iter().enumerate() {
        if issues.len() >= MAX_ISSUES {
            break;
        }
        match fields.iter().find(|field| **field == key) {
            None => issues.push(issue(unknown(&key, position), IssueCode::UnknownField, "not a field of this request")),
            Some(field) if found.as_ref().is_some_and(|(name, _)| name == field) => {
                issues.push(issue(Step::Field((*field).into()), IssueCode::Duplicate, "expected this field once"));
            }
            Some(field) if found.is_some() => {
                issues.push(issue(Step::Field((*field).into()), IssueCode::Conflict, "expected one field only"));
            }
            Some(field) => found = Some((field, value)),
        }
    }
    match &found {
        None => {
            let field = fields.first().copied().unwrap_or_default();
            issues.push(issue(Step::Field(field.into()), IssueCode::Required, "expected this field"));
        }
        Some((field, value)) => {
            let code = match value {
                Value::String(text) if text.trim().is_empty() => {
                    Some((IssueCode::Empty, "expected a text that is not blank"))
                }
                Value::String(text) if text.chars().count() > LONGEST_TEXT => {
                    Some((IssueCode::TooLong, "expected at most 200 characters"))
                }
                Value::String(_) => None,
                _ => Some((IssueCode::Type, "expected a string")),
            };
            if let Some((code, message)) = code {
                issues.push(issue(Step::Field((*field).into()), code, message));
            }
        }
    }
    match found {
        Some((field, Value::String(text))) if issues.is_empty() => Ok((field, text)),
        _ => {
            issues.truncate(MAX_ISSUES);
            Err(ApiError::invalid(issues))
        }
    }
}

/// Returns the path step of an unknown field: its key if it looks like a field's name, else its position. The library's
/// rules do the same.
fn unknown(key: &str, position: usize) -> Step {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
    if (1..=40).contains(&key.len()) && key.bytes().all(fits) {
        Step::Field(key.to_owned().into())
    } else {
        Step::Index(position as u32)
    }
}

fn issue(step: Step, code: IssueCode, message: &'static str) -> Issue {
    Issue { path: vec![step], code, message: message.into() }
}
