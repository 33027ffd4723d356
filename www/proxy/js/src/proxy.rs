//! The one class.

use std::future::Future;

use ivy_data_session::recall::Wanted;
use ivy_proxy_core::{Asked, Dialect, ListPath, Proxy, Refused, Who, migrate};
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

    /// Brings the tables up to date. For the start, before anything is asked: over SQLite whatever was being asked
    /// counts as lost.
    ///
    /// # Errors
    /// Where the database cannot be changed.
    pub async fn migrate(&self) -> Result<(), JsError> {
        let host = self.core.host();
        let dialect = if host.0.sqlite() { Dialect::Sqlite } else { Dialect::Postgres };
        let made = self.logged(migrate(host, dialect)).await;
        made.map_err(|fault| JsError::new(&format!("store: tables cannot be made ({})", fault.0)))
    }

    /// Answers a request with `{status, headers, body?}`.
    pub async fn handle(&self, asked: JsAsked) -> JsValue {
        let head = asked::head(&asked);
        answer::answer(self.logged(self.core.handle(head, asked::Received(asked))).await)
    }

    /// What Ivy says at the list path: `answers`, `missing` or `unknown`.
    #[wasm_bindgen(js_name = checkListPath)]
    pub async fn check_list_path(&self) -> String {
        match self.logged(self.core.check_list_path()).await {
            ListPath::Answers => "answers".into(),
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

    /// The account at `account_index` of a session, for a payment, as JSON text `{session, account}`. `wanted` is JSON
    /// text `{required, maxAgeDays?}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = releaseAccount)]
    pub async fn release_account(
        &self,
        asked: JsAsked,
        session_id: String,
        account_index: f64,
        wanted: String,
    ) -> Result<String, JsValue> {
        self.told(async {
            let want: Want = serde_json::from_str(&wanted).map_err(|_| Refused::malformed())?;
            let wanted = Wanted { required: want.required, max_age_days: want.max_age_days };
            let who = self.who(asked).await?;
            // Saturates: as an integer an index that is too large would be wrapped around to one that is there.
            let released = self.core.release_account(&who, &session_id, account_index as usize, &wanted).await?;
            Ok(json!({ "session": released.session, "account": released.account }).to_string())
        })
        .await
    }

    /// A browser came back with this nonce in the URL: what became of the login, as JSON text `{referenceId, sessionId,
    /// status, session}`.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    #[wasm_bindgen(js_name = presentNonce)]
    pub async fn present_nonce(&self, asked: JsAsked, nonce: String) -> Result<String, JsValue> {
        self.told(async {
            let who = self.who(asked).await?;
            self.core.present_nonce(&who, &nonce).await.map(answer::login)
        })
        .await
    }

    /// What became of a login whose nonce was presented before, likewise.
    ///
    /// # Errors
    /// `{status, code, retryAfter?}`.
    pub async fn login(&self, asked: JsAsked, reference_id: String) -> Result<String, JsValue> {
        self.told(async {
            let who = self.who(asked).await?;
            self.core.login(&who, &reference_id).await.map(answer::login)
        })
        .await
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
