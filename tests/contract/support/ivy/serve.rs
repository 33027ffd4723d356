//! Ivy's HTTP server.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::Value;

use super::fault::Fault;
use super::state::{IvyState, SPELLED};

pub(super) async fn respond(
    State(state): State<Arc<Mutex<IvyState>>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (fault, mut result, spelled, pause) = {
        let mut state = state.lock().expect("a desk");
        if let Some((status, result)) = state.checked(uri.path(), &headers, &body) {
            return reply(status, "application/json", result.to_string());
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
        let (_, _, body) = state.requests.last().expect("a request").clone();
        let result = state.does(uri.path(), &headers, body);
        let pause = state.details_take.filter(|_| uri.path().ends_with("/details"));
        if pause.is_some() {
            let (present, highest) = &mut state.details_in_flight;
            *present += 1;
            *highest = (*highest).max(*present);
        }
        (fault, result, state.spelled, pause)
    };
    if let Some(pause) = pause {
        tokio::time::sleep(pause).await;
        state.lock().expect("a desk").details_in_flight.0 -= 1;
    }
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
