//! The one class.

use std::future::Future;

use ivy_data_session::recall::Wanted;
use ivy_proxy_core::{Asked, CheckedPost, ListPath, Proxy, Refused, Who};
use serde::Deserialize;
use serde_json::json;
use tracing::instrument::WithSubscriber;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::given::{JsAsked, JsHost};
use crate::host::Given;
use crate::log::Lines;
use crate::{answer, asked, settings};

/// The proxy of one merchant.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ProxyCore {
    core: Proxy<Given>,
    lines: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Want {
    #[serde(default)]
    required: Vec<String>,
    max_age_days: Option<f64>,
}

#[wasm_bindgen]
impl ProxyCore {
    /// A proxy with these options (JSON text) that stands on `host`.
    ///
    /// # Errors
    /// An option that cannot be run with: named, and what was expected, not its value.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, host: JsHost) -> Result<ProxyCore, JsError> {
        let error = |error| JsError::new(&settings::sentence(&error));
        let config = settings::read(settings).map_err(error)?;
        let core = Proxy::new(config, Given(host)).map_err(error)?;
        Ok(Self { core, lines: Lines::default() })
    }

    /// Brings the tables up to date. For the start, before anything is asked.
    ///
    /// # Errors
    /// If the tables cannot be made, or hold rows of a table secret that is not known.
    pub async fn prepare(&self) -> Result<(), JsError> {
        self.logged(self.core.prepare()).await.map_err(|error| JsError::new(&settings::sentence(&error)))
    }

    /// Answers a request with `{status, headers, body?}`.
    pub async fn handle(&self, asked: JsAsked) -> JsValue {
        let head = asked::head(&asked);
        answer::answer(self.logged(self.core.handle(head, asked::Received(asked))).await)
    }

    /// Asks Ivy at the list path; gives `answers`, `unfiltered`, `missing` or `unknown`.
    #[wasm_bindgen(js_name = checkListPath)]
    pub async fn check_list_path(&self) -> String {
        match self.logged(self.core.check_list_path()).await {
            ListPath::Answers => "answers".into(),
            ListPath::Unfiltered => "unfiltered".into(),
            ListPath::Missing => "missing".into(),
            ListPath::Unknown => "unknown".into(),
        }
    }

    /// How the proxy does by what it learned last, as JSON text.
    pub async fn health(&self) -> String {
        json!(self.core.health()).to_string()
    }

    /// Counters in the OpenMetrics text format.
    pub async fn metrics(&self) -> String {
        self.core.metrics()
    }

    /// Whether a bank that was connected before is released to whoever sent the request. Ivy is not asked.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = hasReleased)]
    pub async fn has_released(&self, asked: JsAsked) -> Result<bool, JsValue> {
        self.told(async {
            let who = self.who(asked).await?;
            self.core.has_released(&who).await
        })
        .await
    }

    /// Gives the account with this handle, for a payment, as JSON text `{session, account}`. `wanted` is JSON text
    /// `{required, maxAgeDays?}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = releaseAccount)]
    pub async fn release_account(
        &self,
        asked: JsAsked,
        session_id: String,
        handle: String,
        wanted: String,
    ) -> Result<String, JsValue> {
        self.told(async {
            let want: Want = serde_json::from_str(&wanted).map_err(|_| Refused::malformed())?;
            let wanted = Wanted { required: want.required, max_age_days: want.max_age_days };
            let who = self.who(asked).await?;
            let released = self.core.release_account(&who, &session_id, &handle, &wanted).await?;
            Ok(json!({ "session": released.session, "account": released.account }).to_string())
        })
        .await
    }

    /// Checks that a post came from a page of the allowed origins: a form's, else a script's JSON.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = checkPost)]
    pub async fn check_post(&self, asked: JsAsked, is_form: bool) -> Result<(), JsValue> {
        self.checked(&asked, is_form).map(drop).map_err(answer::refusal)
    }

    /// Takes the nonce with which a browser came back in a post; gives how the login ended, as JSON text `{referenceId,
    /// sessionId, status, session}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = presentNonce)]
    pub async fn present_nonce(&self, asked: JsAsked, is_form: bool, nonce: String) -> Result<String, JsValue> {
        self.told(async {
            let post = self.checked(&asked, is_form)?;
            let found = asked::Received(asked).customer(post.headers()).await;
            self.core.present_nonce(&post, found, &nonce).await.map(answer::login)
        })
        .await
    }

    /// Gives how a login ended whose nonce was presented before, likewise.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn login(&self, asked: JsAsked, is_form: bool, reference_id: String) -> Result<String, JsValue> {
        self.told(async {
            let post = self.checked(&asked, is_form)?;
            let found = asked::Received(asked).customer(post.headers()).await;
            self.core.login(&post, found, &reference_id).await.map(answer::login)
        })
        .await
    }

    /// Ends the guest of a browser; gives the value of `Set-Cookie` that ends their cookie.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = endGuest)]
    pub async fn end_guest(&self, asked: JsAsked) -> Result<String, JsValue> {
        self.told(async {
            let cookie = self.core.end_guest(&asked::head(&asked).headers).await?;
            Ok(cookie.to_str().unwrap_or_default().to_owned())
        })
        .await
    }

    /// Gives all that the tables hold of a customer, who is given as JSON text as a request's is; as JSON text
    /// `{sessions, forgotAllAt?}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = exportCustomer)]
    pub async fn export_customer(&self, customer: String) -> Result<String, JsValue> {
        self.told(async {
            let customer = asked::customer(&customer).ok_or_else(Refused::malformed)?;
            self.core.export_customer(&customer).await
        })
        .await
    }

    /// Gives all sessions of one customer to another. Gives how many sessions that were.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = reassignCustomer)]
    pub async fn reassign_customer(&self, from: String, to: String) -> Result<f64, JsValue> {
        self.told(self.core.reassign_customer(&from, &to)).await.map(|moved| moved as f64)
    }

    /// Locks every session that was created before a moment, in epoch seconds. Gives how many sessions that were.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = lockBefore)]
    pub async fn lock_before(&self, moment: f64) -> Result<f64, JsValue> {
        self.told(self.core.lock_before(moment as i64)).await.map(|locked| locked as f64)
    }

    /// Takes new secrets without a restart, as JSON text `{apiKey?, webhookSecret?, tableSecret?}`, the last two as lists.
    ///
    /// # Errors
    /// A secret that cannot be used: named, without its value.
    pub async fn renew(&self, secrets: String) -> Result<(), JsError> {
        let error = |error| JsError::new(&settings::sentence(&error));
        let renew = settings::renew(&secrets).map_err(error)?;
        self.logged(self.core.renew(renew)).await.map_err(error)
    }

    /// Removes what is no longer needed. Gives how many sessions were removed.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn sweep(&self) -> Result<f64, JsValue> {
        self.told(self.core.sweep()).await.map(|removed| removed as f64)
    }

    /// Removes all that is held of a customer, who is given as JSON text as a request's is. How many sessions that were.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = forgetCustomer)]
    pub async fn forget_customer(&self, customer: String) -> Result<f64, JsValue> {
        self.told(async {
            let customer = asked::customer(&customer).ok_or_else(Refused::malformed)?;
            self.core.forget_customer(&customer).await
        })
        .await
        .map(|forgotten| forgotten as f64)
    }
}

impl ProxyCore {
    fn checked(&self, asked: &JsAsked, is_form: bool) -> Result<CheckedPost, Refused> {
        let headers = asked::head(asked).headers;
        if is_form { self.core.check_form_post(&headers) } else { self.core.check_json_post(&headers) }
    }

    async fn who(&self, asked: JsAsked) -> Result<Who, Refused> {
        let head = asked::head(&asked);
        let found = asked::Received(asked).customer(&head.headers).await;
        self.core.who(&head.headers, found)
    }

    async fn told<T>(&self, asking: impl Future<Output = Result<T, Refused>>) -> Result<T, JsValue> {
        self.logged(asking).await.map_err(answer::refusal)
    }

    /// Runs a part of the core and hands on what it logs.
    async fn logged<T>(&self, part: impl Future<Output = T>) -> T {
        let result = part.with_subscriber(self.lines.dispatch()).await;
        for line in self.lines.take() {
            // A log that fails stops no request.
            let _ = self.core.host().0.log(&line);
        }
        result
    }
}
