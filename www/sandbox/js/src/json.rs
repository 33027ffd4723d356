//! Conversion of requests and results from and to JSON text.

use ivy_sandbox_core::{BodyError, Change, Post, Request, Response, Row};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::IpAddr;

/// A request without its body.
#[derive(Deserialize)]
struct Head {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    peer: Option<IpAddr>,
}

/// Reads a request from JSON text `{method, path, query, headers, peer?}`, the headers as pairs.
pub(crate) fn request(head: &str, body: Result<Vec<u8>, BodyError>) -> serde_json::Result<Request> {
    let Head { method, path, query, headers, peer } = serde_json::from_str(head)?;
    Ok(Request { method, path, query, headers, peer, body })
}

/// Converts a response to `{status, headers, body}`.
pub(crate) fn response(response: &Response) -> Value {
    json!({ "status": response.status, "headers": response.headers, "body": response.body })
}

/// Converts callbacks to `[{id, url, headers, body}]`.
pub(crate) fn posts(posts: &[Post]) -> Value {
    let post = |post: &Post| json!({ "id": post.id, "url": post.url, "headers": post.headers, "body": post.body });
    posts.iter().map(post).collect()
}

/// Converts changes to the JSON texts of their rows.
pub(crate) fn rows(changes: &[Change]) -> Value {
    changes.iter().flat_map(Change::rows).map(|row: Row| json!(json!(row).to_string())).collect()
}
