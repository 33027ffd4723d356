//! The proxy, as a JavaScript class.

use std::future::Future;

use ivy_proxy_core::{ApiError, CheckLine, CheckedPost, Proxy, RequestContext, Who};
use serde_json::json;
use tracing::instrument::WithSubscriber;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::host::JsHostAdapter;
use crate::js_bindings::{JsHost, JsRequest};
use crate::log::LogBuffer;
use crate::{request, settings, to_js, wanted};

/// The proxy of one merchant.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ProxyCore {
    core: Proxy<JsHostAdapter>,
    log: LogBuffer,
}

#[wasm_bindgen]
impl ProxyCore {
    /// Builds a proxy with these options, as JSON text, over `host`.
    ///
    /// # Errors
    /// If an option is invalid. The error names the option and what was expected, not the value.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, host: JsHost) -> Result<ProxyCore, JsError> {
        let error = |error| JsError::new(&settings::sentence(&error));
        let config = settings::read(settings).map_err(error)?;
        let core = Proxy::new(config, JsHostAdapter(host)).map_err(error)?;
        Ok(Self { core, log: LogBuffer::default() })
    }

    /// Migrates the tables. Call it once, before the first request.
    ///
    /// # Errors
    /// If the tables cannot be created, or hold rows of an unknown table secret.
    pub async fn prepare(&self) -> Result<(), JsError> {
        self.logged(self.core.prepare()).await.map_err(|error| JsError::new(&settings::sentence(&error)))
    }

    /// Handles a request. Resolves to `{status, headers, body?}`.
    pub async fn handle(&self, request: JsRequest) -> JsValue {
        let head = request::head(&request);
        to_js::response(self.logged(self.core.handle(head, request::JsRequestAdapter(request))).await)
    }

    /// Requests Ivy's list for a user that does not exist. Resolves to `answers`, `unfiltered`, `refused`,
    /// `missing` or `unknown`.
    #[wasm_bindgen(js_name = checkListPath)]
    pub async fn check_list_path(&self) -> String {
        self.logged(self.core.check_list_path()).await.name().into()
    }

    /// Returns the health by the last known states, as JSON text.
    pub async fn health(&self) -> String {
        json!(self.core.health()).to_string()
    }

    /// Returns the counters in the OpenMetrics text format.
    pub async fn metrics(&self) -> String {
        self.core.metrics()
    }

    /// Returns true if the table has a session that is released to the request's customer or guest. Does not call Ivy.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = hasReleased)]
    pub async fn has_released(&self, request: JsRequest) -> Result<bool, JsValue> {
        self.to_js_result(async {
            let who = self.who(request).await?;
            self.core.has_released(&who).await
        })
        .await
    }

    /// Returns the account with this handle, for a payment, as JSON text `{session, account}`. `wanted` is JSON text
    /// `{required, maxAgeDays?}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = releaseAccount)]
    pub async fn release_account(
        &self,
        request: JsRequest,
        session_id: String,
        handle: String,
        wanted: String,
    ) -> Result<String, JsValue> {
        self.to_js_result(async {
            let wanted = wanted::criteria(&wanted)?;
            let who = self.who(request).await?;
            let released = self.core.release_account(&who, &session_id, &handle, &wanted).await?;
            Ok(json!({ "session": released.session, "account": released.account }).to_string())
        })
        .await
    }

    /// Decides whether a past session of the request's customer can be reused. `session_request` is the page's request, `options`
    /// is JSON text `{required?, maxAgeDays?, deadlineMs?}`. Returns JSON text `{outcome, list, initial, headers}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn recall(
        &self,
        request: JsRequest,
        session_request: String,
        options: String,
    ) -> Result<String, JsValue> {
        self.to_js_result(async {
            let options = wanted::recall_options(&options)?;
            let headers = request::head(&request).headers;
            let context = request::JsRequestAdapter(request);
            self.core.recall(&headers, context, &session_request, &options).await.map(to_js::recall)
        })
        .await
    }

    /// Checks that a form or JSON post came from a page of the allowed origins.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = checkPost)]
    pub async fn check_post(&self, request: JsRequest, is_form: bool) -> Result<(), JsValue> {
        self.checked(&request, is_form).map(drop).map_err(to_js::error)
    }

    /// Presents the nonce in a post with which a browser returned. Returns how the login ended, as JSON text
    /// `{referenceId, sessionId, status, session}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = presentNonce)]
    pub async fn present_nonce(&self, request: JsRequest, is_form: bool, nonce: String) -> Result<String, JsValue> {
        self.to_js_result(async {
            let post = self.checked(&request, is_form)?;
            let found = request::JsRequestAdapter(request).customer(post.headers()).await;
            self.core.present_nonce(&post, found, &nonce).await.map(to_js::login)
        })
        .await
    }

    /// Returns how a login ended whose nonce was presented before, in the same form.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn login(&self, request: JsRequest, is_form: bool, reference_id: String) -> Result<String, JsValue> {
        self.to_js_result(async {
            let post = self.checked(&request, is_form)?;
            let found = request::JsRequestAdapter(request).customer(post.headers()).await;
            self.core.login(&post, found, &reference_id).await.map(to_js::login)
        })
        .await
    }

    /// Forgets the sessions of a browser's guest. Returns the `Set-Cookie` value that deletes the cookie.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = endGuest)]
    pub async fn end_guest(&self, request: JsRequest) -> Result<String, JsValue> {
        self.to_js_result(async {
            let cookie = self.core.end_guest(&request::head(&request).headers).await?;
            Ok(cookie.to_str().unwrap_or_default().to_owned())
        })
        .await
    }

    /// Returns all data that the tables hold of a customer, as JSON text `{sessions, forgotAllAt?}`. `customer` is JSON
    /// text, as for a request.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = exportCustomer)]
    pub async fn export_customer(&self, customer: String) -> Result<String, JsValue> {
        self.to_js_result(async {
            let customer = request::customer(&customer).ok_or_else(ApiError::malformed)?;
            self.core.export_customer(&customer).await
        })
        .await
    }

    /// Moves all sessions of one customer to another. Returns the number of sessions.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = reassignCustomer)]
    pub async fn reassign_customer(&self, from: String, to: String) -> Result<f64, JsValue> {
        self.to_js_result(self.core.reassign_customer(&from, &to)).await.map(|moved| moved as f64)
    }

    /// Locks every session that was created before a moment, in epoch seconds. Returns the number of sessions.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = lockBefore)]
    pub async fn lock_before(&self, moment: f64) -> Result<f64, JsValue> {
        self.to_js_result(self.core.lock_before(moment as i64)).await.map(|locked| locked as f64)
    }

    /// Replaces secrets without a restart, from JSON text `{apiKey?, webhookSecret?, tableSecret?}`, the last two as
    /// arrays.
    ///
    /// # Errors
    /// If a secret is invalid. The error names it without its value.
    pub async fn renew(&self, secrets: String) -> Result<(), JsError> {
        let error = |error| JsError::new(&settings::sentence(&error));
        let renew = settings::renew(&secrets).map_err(error)?;
        self.logged(self.core.renew(renew)).await.map_err(error)
    }

    /// Tries everything, and returns the lines as JSON text. `url` is the public URL of the proxy's routes, `unusable` the
    /// host's sentence about a database that it could not prepare. Each line has also its `text` for people.
    pub async fn check(&self, url: Option<String>, unusable: Option<String>) -> String {
        let lines = self.logged(self.core.check(url.as_deref(), unusable)).await;
        let line = |line: &CheckLine| {
            let mut value = json!(line);
            value["text"] = json!(line.to_string());
            value
        };
        json!(lines.iter().map(line).collect::<Vec<_>>()).to_string()
    }

    /// Removes expired data. Returns the number of removed sessions.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn sweep(&self) -> Result<f64, JsValue> {
        self.to_js_result(self.core.sweep()).await.map(|removed| removed as f64)
    }

    /// Erases all data of a customer, given as JSON text as for a request. Returns the number of sessions.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = forgetCustomer)]
    pub async fn forget_customer(&self, customer: String) -> Result<f64, JsValue> {
        self.to_js_result(async {
            let customer = request::customer(&customer).ok_or_else(ApiError::malformed)?;
            self.core.forget_customer(&customer).await
        })
        .await
        .map(|forgotten| forgotten as f64)
    }
}

impl ProxyCore {
    fn checked(&self, request: &JsRequest, is_form: bool) -> Result<CheckedPost, ApiError> {
        let headers = request::head(request).headers;
        if is_form { self.core.check_form_post(&headers) } else { self.core.check_json_post(&headers) }
    }

    async fn who(&self, request: JsRequest) -> Result<Who, ApiError> {
        let head = request::head(&request);
        let found = request::JsRequestAdapter(request).customer(&head.headers).await;
        self.core.who(&head.headers, found)
    }

    async fn to_js_result<T>(&self, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, JsValue> {
        self.logged(call).await.map_err(to_js::error)
    }

    /// Runs a call of the core and passes its log lines to the host.
    async fn logged<T>(&self, part: impl Future<Output = T>) -> T {
        let result = part.with_subscriber(self.log.dispatch()).await;
        for line in self.log.take() {
            // A failing log does not fail the request.
            let _ = self.core.host().0.log(&line);
        }
        result
    }
}
