//! The Rust proxy, in this process.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use ivy_data_session::client::Environment;
use ivy_data_session::recall::Criteria;
use ivy_proxy::{
    ApiError, BASE_PATH, Config, Login, PageField, Proxy, Rate, RecallList, RecallOptions, RecallUnknown, Renew,
    Retention, ReturnUrls, Secret, ServerRecall, Store, Who,
};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::Refusal;
use crate::support::{ORIGIN, Settings, TestDatabase, customers, log, settings};

pub(crate) struct Host {
    pub(super) url: String,
    proxy: Proxy,
    store: Store,
    server: JoinHandle<()>,
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Host {
    pub(super) async fn start(database: &TestDatabase, settings: &Settings) -> Result<Self, String> {
        log::capture();
        let store = Store::open(database.url()).await.map_err(|error| error.to_string())?;
        let proxy = Proxy::start(config(settings), store.clone(), customers::SignIn)
            .await
            .map_err(|error| error.to_string())?;
        let app = axum::Router::new().nest(BASE_PATH, proxy.router());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}{BASE_PATH}", listener.local_addr().expect("its address"));
        let server = tokio::spawn(ivy_proxy::serve(listener, app).into_future());
        Ok(Self { url, proxy, store, server })
    }

    /// Kills it. Requests in flight lose their database, as with a killed process.
    pub(super) async fn kill(self) {
        self.server.abort();
        self.store.close().await;
    }

    async fn who(&self, cookies: &str) -> Who {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().expect("a cookie"));
        self.proxy.who(&headers).await.expect("the sign-in answers")
    }

    pub(super) async fn check_list_path(&self) -> String {
        self.proxy.check_list_path().await.name().into()
    }

    pub(super) async fn check(&self, url: Option<&str>) -> Vec<Value> {
        self.proxy.check(url).await.iter().map(|line| json!(line)).collect()
    }

    pub(super) fn health(&self) -> Value {
        json!(self.proxy.health())
    }

    pub(super) fn metrics(&self) -> String {
        self.proxy.metrics()
    }

    pub(super) async fn has_released(&self, cookies: &str) -> Result<bool, Refusal> {
        self.proxy.has_released(&self.who(cookies).await).await.map_err(refusal)
    }

    pub(super) async fn recall(&self, cookies: &str, request: &Value, options: &Value) -> Result<Value, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().expect("a cookie"));
        let deadline = options["deadlineMs"].as_u64().map(Duration::from_millis);
        let wanted = RecallOptions {
            max_age_days: options["maxAgeDays"].as_f64(),
            required: serde_json::from_value(options["required"].clone()).expect("texts"),
            deadline: deadline.unwrap_or(RecallOptions::default().deadline),
        };
        let ServerRecall { outcome_json, list, initial, .. } =
            self.proxy.recall(&headers, request, &wanted).await.map_err(refusal)?;
        let mut outcome: Value = serde_json::from_str(&outcome_json.unwrap_or("null".into())).expect("json");
        // The JavaScript proxy has the session itself in the place of its position.
        if let Some(offered) = outcome.as_object_mut().and_then(|outcome| outcome.remove("offered")) {
            let session = offered.as_u64().map(|at| outcome["sessions"][at as usize].clone());
            outcome["session"] = json!(session);
        }
        let list = list.map(|RecallList { body, now, guest, owner }| {
            json!({ "body": body, "now": now, "guest": guest, "owner": owner })
        });
        let headers: Map<String, Value> =
            ServerRecall::HEADERS.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        Ok(json!({ "outcome": outcome, "list": list, "initial": initial, "headers": headers }))
    }

    pub(super) async fn release_account(
        &self,
        cookies: &str,
        session_id: &str,
        handle: &str,
        wanted: &Criteria,
    ) -> Result<Value, Refusal> {
        let who = self.who(cookies).await;
        let released = self.proxy.release_account(&who, session_id, handle, wanted).await.map_err(refusal)?;
        Ok(json!({ "session": released.session, "account": released.account }))
    }

    pub(super) async fn present_nonce(&self, cookies: &str, nonce: &str) -> Result<Value, Refusal> {
        let post = self.proxy.check_json_post(&posted(cookies)).map_err(refusal)?;
        self.proxy.present_nonce(&post, nonce).await.map(login).map_err(refusal)
    }

    pub(super) async fn login(&self, cookies: &str, reference_id: &str) -> Result<Value, Refusal> {
        let post = self.proxy.check_json_post(&posted(cookies)).map_err(refusal)?;
        self.proxy.login(&post, reference_id).await.map(login).map_err(refusal)
    }

    pub(super) async fn end_guest(&self, cookies: &str) -> Result<String, Refusal> {
        let cookie = self.proxy.end_guest(&posted(cookies)).await.map_err(refusal)?;
        Ok(cookie.to_str().expect("a cookie's text").to_owned())
    }

    pub(super) async fn export_customer(&self, name: &str) -> Result<Value, Refusal> {
        let customer = customers::customer(name).expect("the sign-in knows the customer");
        let text = self.proxy.export_customer(&customer).await.map_err(refusal)?;
        Ok(serde_json::from_str(&text).expect("json"))
    }

    pub(super) async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, Refusal> {
        self.proxy.reassign_customer(from, to).await.map_err(refusal)
    }

    pub(super) async fn lock_before(&self, moment: i64) -> Result<u64, Refusal> {
        self.proxy.lock_before(moment).await.map_err(refusal)
    }

    pub(super) async fn renew(&self, secrets: &Value) -> Result<(), String> {
        let list = |name: &str| {
            let texts = secrets[name].as_array()?.iter();
            Some(texts.map(|text| Secret::new(text.as_str().expect("a text"))).collect())
        };
        let renew = Renew {
            api_key: secrets["apiKey"].as_str().map(Secret::new),
            signing_secrets: list("webhookSecret"),
            table_secrets: list("tableSecret"),
        };
        self.proxy.renew(renew).await.map_err(|error| error.to_string())
    }

    pub(super) async fn sweep(&self) -> Result<u64, Refusal> {
        self.proxy.sweep().await.map_err(refusal)
    }

    pub(super) async fn forget_customer(&self, name: &str) -> Result<u64, Refusal> {
        let customer = customers::customer(name).expect("the sign-in knows the customer");
        self.proxy.forget_customer(&customer).await.map_err(refusal)
    }
}

/// Returns the headers of a page's post to the shop's own server.
fn posted(cookies: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, cookies.parse().expect("a cookie"));
    headers.insert(header::ORIGIN, HeaderValue::from_static(ORIGIN));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("ivy-client", HeaderValue::from_static("1"));
    headers
}

fn refusal(refused: ApiError) -> Refusal {
    let ApiError { status, code, retry_after, .. } = refused;
    Refusal { status: status.as_u16(), code: code.name().into(), retry_after }
}

fn login(login: Login) -> Value {
    let mut result = json!({ "referenceId": login.reference_id, "status": login.status });
    if let Some(id) = login.session_id {
        result["sessionId"] = json!(id);
    }
    if let Some(session) = login.session {
        result["session"] = serde_json::from_str(&session).expect("a session is json");
    }
    result
}

fn config(settings: &Settings) -> Config {
    let secret = |text: &String| Secret::new(text.as_str());
    let origin = settings.origins.first().map(String::as_str).unwrap_or_default();
    let newest = settings.table_secrets.first().map(secret).unwrap_or_else(|| Secret::new(""));
    let mut config = Config::new(&settings.ivy_url, secret(&settings.api_key), Secret::new(""), newest, origin);
    config.signing_secrets = settings.signing_secrets.iter().map(secret).collect();
    config.table_secrets = settings.table_secrets.iter().map(secret).collect();
    config.origins = settings.origins.clone();
    set(&mut config.return_url, settings.return_url.clone());
    config.return_urls = settings.return_urls.iter().map(return_urls).collect();
    set(&mut config.callback_url, settings.callback_url.clone());
    set(&mut config.paths.list, settings.list_path.clone());
    set(&mut config.login_environment, settings.login_environment.and_then(Environment::from_name));
    set(
        &mut config.list_by,
        settings.list_by.map(|list_by| match list_by {
            settings::ListBy::ReferenceId => ivy_proxy::ListBy::ReferenceId,
            settings::ListBy::Email => ivy_proxy::ListBy::Email,
            settings::ListBy::Phone => ivy_proxy::ListBy::Phone,
        }),
    );
    config.recall = settings.recall.map(recall).unwrap_or_default();
    config.trust_sessions_before = settings.trust_sessions_before;
    let named = |name: &&str| PageField::ALL.into_iter().find(|field| field.name() == *name).expect("a field");
    if let Some(settings::RetentionDays { abandoned, guests, customers }) = settings.retention_days {
        config.retention = Retention { abandoned_days: abandoned, guest_days: guests, customer_days: customers };
    }
    config.page_fields = settings.page_fields.iter().map(named).collect();
    config.extra_fields = settings.extra_fields.clone();
    config.extra_permissions = settings.extra_permissions.clone();
    if let Some(header) = settings.reference_header {
        config.reference_id =
            Some(Arc::new(move |headers| headers.get(header).and_then(|value| value.to_str().ok()).map(str::to_owned)));
    }
    config.address_header = settings.address_header.map(HeaderName::from_static);
    set(&mut config.trusted_hops, settings.trusted_hops);
    let rate = |rate: settings::Rate| Rate { burst: rate.burst, per_minute: rate.per_minute };
    let (limits, wanted) = (&mut config.limits, &settings.limits);
    set(&mut limits.answer, wanted.answer);
    set(&mut limits.body_deadline, wanted.body_deadline);
    set(&mut limits.per_owner, wanted.per_owner.map(rate));
    set(&mut limits.per_address, wanted.per_address.map(rate));
    set(&mut limits.callbacks_per_address, wanted.callbacks_per_address.map(rate));
    set(&mut limits.creates_per_owner, wanted.creates_per_owner);
    set(&mut limits.creates_per_address, wanted.creates_per_address);
    set(&mut limits.requests_in_flight, wanted.requests_in_flight);
    set(&mut limits.buffered_bytes, wanted.buffered_bytes);
    set(&mut limits.ivy_in_flight, wanted.ivy_in_flight);
    set(&mut limits.breaker_failures, wanted.breaker_failures);
    set(&mut limits.breaker_open, wanted.breaker_open);
    set(&mut config.deadlines.connect, settings.deadlines.connect);
    set(&mut config.deadlines.create, settings.deadlines.create);
    set(&mut config.deadlines.read, settings.deadlines.read);
    config
}

fn recall(recall: settings::Recall) -> ivy_proxy::Recall {
    let lists = AtomicUsize::new(0);
    match recall {
        settings::Recall::Off => ivy_proxy::Recall::Off,
        settings::Recall::Alternating => ivy_proxy::Recall::asking(move || {
            let is_on = lists.fetch_add(1, Ordering::Relaxed) % 2 == 1;
            async move { Ok(is_on) }
        }),
        settings::Recall::Failing => ivy_proxy::Recall::asking(|| async { Err(RecallUnknown) }),
        settings::Recall::Hanging => ivy_proxy::Recall::asking(std::future::pending),
    }
}

fn return_urls((origin, pages): (&String, &settings::OriginPages)) -> ReturnUrls {
    let mut urls = ReturnUrls::new(origin);
    set(&mut urls.return_url, pages.r#return.clone());
    set(&mut urls.plain_return_url, pages.plain_return.clone());
    urls
}

fn set<T>(database: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *database = value;
    }
}
