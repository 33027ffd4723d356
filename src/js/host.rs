//! One call of a client as the page gives it (`call.js`), and the transport over it.

use crate::client::fetch;
use crate::client::{Answer, Event, Failure, Limits, Request, Transport};
use crate::launch;
use js_sys::{Date, Math, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

#[wasm_bindgen]
extern "C" {
    /// A call: the client's settings, and what the page alone can do. None of it throws.
    pub type Host;

    /// A setting that is text. Lists of names are separated by commas.
    #[wasm_bindgen(method, js_name = setting)]
    fn text(this: &Host, name: &str) -> String;
    /// A setting that is a number.
    #[wasm_bindgen(method, js_name = setting)]
    fn number(this: &Host, name: &str) -> f64;

    /// Milliseconds on a clock that never goes back.
    #[wasm_bindgen(method)]
    fn now(this: &Host) -> f64;
    /// Resolves after a time; rejects when the caller gives up.
    #[wasm_bindgen(method)]
    fn sleep(this: &Host, ms: f64) -> Promise;
    /// Watches one request.
    #[wasm_bindgen(method)]
    fn watch(this: &Host, ms: f64) -> Watch;
    #[wasm_bindgen(method)]
    fn report(this: &Host, kind: &str, operation: &str, attempt: u32, number: f64, text: &str);
    /// The proxy has answered about a login.
    #[wasm_bindgen(method)]
    fn answered(this: &Host, reference_id: &str);

    /// What ends one request early: the caller's signal, or its time.
    type Watch;

    /// The request that it watches. `key` is the idempotency key, empty for none.
    #[wasm_bindgen(method)]
    fn request(this: &Watch, path: &str, body: &str, key: &str) -> web_sys::Request;
    /// The next piece of an answer's body, a `Uint8Array`; undefined at its end. Rejects where there is none, and when the
    /// watch ends the request.
    #[wasm_bindgen(method)]
    fn read(this: &Watch, body: &ReadableStream) -> Promise;
    /// Ends the watch. 0: it had nothing to do; 1: the caller gave up; 2: the time was over.
    #[wasm_bindgen(method)]
    fn end(this: &Watch) -> u32;
}

impl Host {
    /// The limits of the whole call.
    pub(super) fn limits(&self) -> Limits {
        Limits { deadline: self.number("deadline"), retries: self.number("retries") as u32 }
    }

    /// The key of a create.
    pub(super) fn idempotency_key(&self) -> String {
        self.text("idempotencyKey")
    }

    pub(super) fn extra_fields(&self) -> String {
        self.text("extraFields")
    }

    pub(super) fn extra_permissions(&self) -> String {
        self.text("extraPermissions")
    }

    pub(super) fn environment(&self) -> String {
        self.text("environment")
    }

    pub(super) fn allowed_login_hosts(&self) -> String {
        self.text("allowedLoginHosts")
    }

    /// The host of this page; empty where there is none.
    pub(super) fn page_host(&self) -> String {
        self.text("pageHost")
    }
}

impl Transport for Host {
    async fn send(&self, request: &Request<'_>, limit_ms: f64) -> Result<Answer, Failure> {
        let watch = self.watch(limit_ms);
        let key = request.idempotency_key.unwrap_or_default();
        let made = watch.request(request.operation.path(), request.body, key);
        let result = fetch::send(made, self.number("maxResponseBytes"), |body| watch.read(body)).await;
        let why = watch.end();
        result.map_err(|failure| match why {
            1 => Failure::Aborted,
            2 => Failure::TimedOut,
            _ => failure,
        })
    }

    async fn sleep(&self, ms: f64) -> Result<(), Failure> {
        let slept = JsFuture::from(Host::sleep(self, ms)).await;
        slept.map(|_| ()).map_err(|_| Failure::Aborted)
    }

    fn now(&self) -> f64 {
        Host::now(self)
    }

    fn wall_clock(&self) -> f64 {
        Date::now() / 1000.0
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn report(&self, event: &Event<'_>) {
        match *event {
            Event::Request { operation, attempt } => {
                Host::report(self, "request", operation.name(), attempt, 0.0, "");
            }
            Event::Response { operation, attempt, status, request_id } => {
                let text = request_id.unwrap_or_default();
                Host::report(self, "response", operation.name(), attempt, f64::from(status), text);
            }
            Event::NoResponse { operation, attempt, code } => {
                Host::report(self, "no_response", operation.name(), attempt, 0.0, code.name());
            }
            Event::Retry { operation, attempt, delay_ms } => {
                Host::report(self, "retry", operation.name(), attempt, delay_ms, "");
            }
        }
    }
}

impl launch::Page for Host {
    fn answered(&self, reference_id: &str) {
        Host::answered(self, reference_id);
    }
}
