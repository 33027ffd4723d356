//! The JSON object in the body of every call.

use crate::api_error::ApiError;
use crate::request::{BodyError, Request};
use serde_json::{Map, Value};

/// Returns the JSON object in a body whose content type is JSON.
pub(crate) fn json_object(request: &Request) -> Result<Map<String, Value>, ApiError> {
    if !request.has_type("application/json") {
        return Err(ApiError::new(400, "content-type must be application/json"));
    }
    let body = request.body.as_ref().map_err(|error| {
        let status = if *error == BodyError::TooLong { 413 } else { 400 };
        ApiError::new(status, "the body is too large or incomplete")
    })?;
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(ApiError::new(400, "the body must be a json object")),
    }
}
