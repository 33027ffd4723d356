//! Ivy's HTTP server.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::Value;

use super::fault::Fault;
use super::state::{IvyState, PATH_CHECK, SPELLED};
use crate::support::Kind;

pub(super) async fn respond(
    State(state): State<Arc<Mutex<IvyState>>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (fault, mut result, spelled) = {
        let mut state = state.lock().expect("a desk");
        if Kind::under_test().is_running() && String::from_utf8_lossy(&body).contains(PATH_CHECK) {
            // A program checks the list at its start, at a time of its own: no case counts that or disturbs it.
            let query = serde_json::from_slice(&body).unwrap_or(Value::Null);
            let (status, list) = state.list(&query);
            return reply(status, "application/json", list.to_string());
        }
        state.bodies.push(String::from_utf8_lossy(&body).into_owned());
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        state.requests.push((uri.path().to_owned(), headers.clone(), body));
        let fault = state.faults.pop_front().or_else(|| state.due(uri.path()));
        match &fault {
            Some(Fault::Respond(status, kind, text)) => return reply(*status, kind, text.clone()),
            Some(Fault::WithHeader(status, name, value)) => {
                let mut response = reply(*status, "application/json", "{}".into());
                response.headers_mut().insert(*name, value.parse().expect("a header"));
                return response;
            }
            _ => {}
        }
        let result = state.does(uri.path(), &headers);
        (fault, result, state.spelled)
    };
    match fault {
        Some(Fault::Slow(pause)) => tokio::time::sleep(pause).await,
        Some(Fault::Held(until)) => until.notified().await,
        Some(Fault::Lost) => return broken(),
        Some(Fault::Changed(change)) => change(&mut result.1),
        _ => {}
    }
    let text = result.1.to_string();
    reply(result.0, "application/json", spelled.map_or(text.clone(), |members| text.replace(SPELLED, members)))
}

/// Returns a response whose body breaks off.
fn broken() -> Response {
    let chunks = [Ok("{\"id\":"), Err(std::io::Error::other("gone"))];
    let mut response = Response::new(Body::from_stream(Chunks(chunks.into_iter())));
    response.headers_mut().insert("content-type", "application/json".parse().expect("a type"));
    response
}

type Chunk = Result<&'static str, std::io::Error>;

struct Chunks(std::array::IntoIter<Chunk, 2>);

impl futures_core::Stream for Chunks {
    type Item = Chunk;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

fn reply(status: u16, kind: &str, body: String) -> Response {
    let response = Response::builder().status(status).header("content-type", kind);
    response.body(Body::from(body)).expect("a response")
}
