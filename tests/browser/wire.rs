//! Sending inside WebAssembly, in a browser, to a server on this machine; and the meaning of its responses.

use ivy_data_session::wasm::{response_meaning, scan_list, send};
use js_sys::{Promise, Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, Headers, Request, RequestInit, RequestRedirect, Response, ResponseInit};

use crate::errors_table::{self, Sent};
use crate::page_values::{member, text, tree, unreadable};

/// The address of the server that `cargo xtask test` starts for these tests (`xtask/src/servers/responses.rs`).
const SERVER: Option<&str> = option_env!("IVY_RESPONSES_URL");

fn url(path: &str) -> String {
    let server = SERVER.unwrap_or_else(|| panic!("run these tests by cargo xtask test --only browser"));
    format!("{server}/{path}")
}

/// A request as the package makes it, without headers: the server is of another origin.
fn request(path: &str) -> Request {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&"{}".into());
    init.set_redirect(RequestRedirect::Manual);
    Request::new_with_str_and_init(&url(path), &init).unwrap()
}

/// The request that gets this response.
fn asking_for(sent: &Sent) -> Request {
    let headers: Vec<_> = sent.headers.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
    let wanted = serde_json::to_string(&(sent.status, headers, &sent.body)).unwrap();
    request(&js_sys::encode_uri_component(&wanted).as_string().unwrap())
}

async fn bytes(response: &Response) -> Vec<u8> {
    let buffer = JsFuture::from(response.array_buffer().unwrap()).await.unwrap();
    Uint8Array::new(&buffer).to_vec()
}

#[wasm_bindgen_test]
async fn every_row_with_a_status_gets_its_code() {
    for row in errors_table::failing() {
        let response = send(asking_for(&row.response)).await.unwrap();
        assert_eq!(response.status(), row.response.status, "{}", row.name);
        let body = bytes(&response).await;
        assert_eq!(String::from_utf8_lossy(&body), row.response.body, "{}", row.name);
        let meaning = response_meaning(row.operation, &response, &body);
        let failure = member(&meaning, "failure");
        if failure.is_undefined() {
            assert_eq!(row.code, "decode_failed", "{}", row.name);
            assert!(unreadable(&scan_list(&Uint8Array::from(body.as_slice()))).is_some(), "{}", row.name);
        } else {
            assert_eq!(member(&failure, "code").as_string(), Some(row.code), "{}", row.name);
            assert_eq!(member(&failure, "retryable").as_bool(), Some(row.retryable), "{}", row.name);
            let status = Some(f64::from(row.response.status)).filter(|status| *status > 0.0);
            assert_eq!(member(&failure, "status").as_f64(), status, "{}", row.name);
        }
    }
}

#[wasm_bindgen_test]
async fn every_row_of_what_a_result_carries() {
    for row in errors_table::carrying() {
        let response = send(asking_for(&row.response)).await.unwrap();
        // A page of another origin sees only headers that are safelisted or exposed. The server exposes its own.
        let meaning = response_meaning("create", &response, &bytes(&response).await);
        let failure = member(&meaning, "failure");
        let found = member(if failure.is_undefined() { &meaning } else { &failure }, &row.member);
        let found = (!found.is_undefined()).then(|| tree(&found));
        let wanted = row.value.as_ref().map(|value| serde_json::from_str::<Value>(value).unwrap());
        match (found.as_ref().and_then(Value::as_f64), wanted.as_ref().and_then(Value::as_f64)) {
            (Some(found), Some(wanted)) => assert!((found - wanted).abs() < 1e-9, "{row:?}: {found}"),
            _ => assert_eq!(found, wanted, "{row:?}"),
        }
    }
}

#[wasm_bindgen_test]
async fn a_lost_connection_and_an_abort_are_the_networks() {
    let code = |result: Result<Response, JsValue>| result.unwrap_err().as_string();
    assert_eq!(code(send(request("reset")).await).as_deref(), Some("network"));

    let controller = AbortController::new().unwrap();
    let init = RequestInit::new();
    init.set_signal(Some(&controller.signal()));
    let silent = send(Request::new_with_str_and_init(&url("silent"), &init).unwrap());
    controller.abort();
    assert_eq!(code(silent.await).as_deref(), Some("network"));
}

#[wasm_bindgen_test]
async fn three_requests_are_under_way_at_once() {
    let sent = |status| Sent { status, headers: Vec::new(), body: "{}".to_owned() };
    let promises = js_sys::Array::new();
    for status in [200, 401, 503] {
        let response = send(asking_for(&sent(status)));
        promises.push(&wasm_bindgen_futures::future_to_promise(async move { Ok(response.await?.status().into()) }));
    }
    let statuses = JsFuture::from(Promise::all(&promises)).await.unwrap();
    assert_eq!(text(&statuses), "[200,401,503]");
}

/// Replaces the page's `fetch` by one response while a request is sent.
async fn answered(answer: Promise) -> (Result<Response, JsValue>, Request) {
    let window = js_sys::global();
    let own = Reflect::get(&window, &"fetch".into()).unwrap();
    let kept = js_sys::Array::new();
    let keep = kept.clone();
    let fetch = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |request: JsValue| {
        keep.push(&request);
        answer.clone()
    });
    Reflect::set(&window, &"fetch".into(), fetch.as_ref()).unwrap();
    let result = send(Request::new_with_str("https://shop.example/api/ivy/result").unwrap()).await;
    Reflect::set(&window, &"fetch".into(), &own).unwrap();
    (result, kept.get(0).unchecked_into())
}

fn response(body: Option<&str>, status: u16, headers: &[(&str, &str)]) -> Promise {
    let (init, own) = (ResponseInit::new(), Headers::new().unwrap());
    headers.iter().for_each(|(name, value)| own.set(name, value).unwrap());
    init.set_status(status);
    init.set_headers(&own);
    Promise::resolve(&JsValue::from(Response::new_with_opt_str_and_init(body, &init).unwrap()))
}

#[wasm_bindgen_test]
async fn an_answer_of_the_page_comes_through_as_it_is() {
    let (answer, request) = answered(response(Some("{}"), 200, &[("ivy-recall", "guest"), ("retry-after", "3")])).await;
    let answer = answer.unwrap();
    let header = |name| answer.headers().get(name).unwrap();
    assert_eq!((answer.status(), header("ivy-recall").as_deref()), (200, Some("guest")));
    assert_eq!((header("retry-after").as_deref(), header("date")), (Some("3"), None));
    assert!(answer.body().is_some() && !answer.body_used());
    assert_eq!(request.url(), "https://shop.example/api/ivy/result");
    let empty = answered(response(None, 204, &[])).await.0.unwrap();
    assert!(empty.status() == 204 && empty.body().is_none());
    assert_eq!(answered(Promise::resolve(&JsValue::from(Response::error()))).await.0.unwrap().status(), 0);
}

#[wasm_bindgen_test]
async fn a_fetch_that_rejects_gives_a_code_and_nothing_of_its_error() {
    let rejects = |message| answered(Promise::reject(&js_sys::Error::new(message)));
    for (message, code) in [("failed", "network"), ("unsupported", "unsupported"), ("internal", "network")] {
        assert_eq!(rejects(message).await.0.unwrap_err().as_string().as_deref(), Some(code));
    }
}
