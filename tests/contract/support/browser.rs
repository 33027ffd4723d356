//! A browser: the headers it sends automatically, and the cookies it keeps.

use std::sync::Mutex;
use std::sync::atomic::Ordering;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde_json::{Value, json};

use super::ivy::KEYS;
use super::{Kind, ORIGIN, a_request, customers, openapi};

/// A browser with its cookies, on a page of the shop.
pub(crate) struct Browser {
    client: reqwest::Client,
    url: String,
    cookies: Mutex<Vec<(String, String)>>,
}

impl Browser {
    pub(crate) fn new(url: &str, customer: Option<&str>) -> Self {
        let client = reqwest::Client::builder()
            .no_proxy()
            // The server closes idle connections after 15 seconds; close them earlier, so that a slow machine never
            // meets that moment.
            .pool_idle_timeout(std::time::Duration::from_secs(5))
            // No case waits longer for a response. A proxy of another maker may be silent.
            .timeout(std::time::Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an http client");
        let cookies = customer.map(|name| ("shop_customer".to_owned(), name.to_owned())).into_iter().collect();
        Self { client, url: url.to_owned(), cookies: Mutex::new(cookies) }
    }

    /// Returns the same browser for a shop at another address.
    pub(crate) fn at(&self, url: &str) -> Self {
        let cookies = self.cookies.lock().expect("cookies").clone();
        Self { client: self.client.clone(), url: url.to_owned(), cookies: Mutex::new(cookies) }
    }

    /// Returns another browser that has only this cookie.
    pub(crate) fn with_only(&self, name: &str) -> Self {
        let other = self.at(&self.url);
        other.cookies.lock().expect("cookies").retain(|(known, _)| known == name);
        other
    }

    /// Signs in as another customer, or out, and keeps the other cookies.
    pub(crate) fn sign_in(&self, customer: Option<&str>) {
        let mut cookies = self.cookies.lock().expect("cookies");
        cookies.retain(|(name, _)| name != "shop_customer");
        cookies.extend(customer.map(|name| ("shop_customer".to_owned(), name.to_owned())));
    }

    /// Returns the value of the `Cookie` header.
    pub(crate) fn cookies(&self) -> String {
        let cookies = self.cookies.lock().expect("cookies");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Returns the name of the signed-in customer.
    fn customer(&self) -> Option<String> {
        let cookies = self.cookies.lock().expect("cookies");
        cookies.iter().find(|(name, _)| name == "shop_customer").map(|(_, value)| value.clone())
    }

    /// Stores a `Set-Cookie`: a newer value replaces the older, and `Max-Age=0` deletes it.
    pub(crate) fn keep(&self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().expect("its pair");
        let (name, value) = pair.split_once('=').expect("a cookie's pair");
        let mut cookies = self.cookies.lock().expect("cookies");
        cookies.retain(|(known, _)| known != name);
        if !set_cookie.contains("Max-Age=0;") {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Returns true if the browser has a cookie of this name.
    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        self.cookies.lock().expect("cookies").iter().any(|(known, _)| known == name)
    }

    /// Builds a request in the library's form, which can be changed before it is sent.
    pub(crate) fn request(&self, path: &str) -> RequestBuilder<'_> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, HeaderValue::from_static(ORIGIN));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert("ivy-client", HeaderValue::from_static("1"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if Kind::under_test().is_running()
            && let Some(token) = self.customer().and_then(|name| customers::token(&name))
        {
            headers.insert("ivy-customer", HeaderValue::try_from(token).expect("a token"));
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, HeaderValue::try_from(cookies).expect("a cookie"));
        }
        RequestBuilder { browser: self, method: Method::POST, path: path.to_owned(), headers, body: b"{}".to_vec() }
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> HttpResponse {
        self.request(path).json(&body).send().await
    }

    /// Creates a session with the usual request.
    pub(crate) async fn create(&self) -> HttpResponse {
        let response = self.post("/data/session/create", a_request()).await;
        assert_eq!(response.status, 200, "{}", response.text);
        response
    }

    /// Creates a session with an idempotency key, and returns any response.
    pub(crate) async fn create_with(&self, key: &str) -> HttpResponse {
        self.request("/data/session/create").header("idempotency-key", Some(key)).json(&a_request()).send().await
    }

    /// Returns the ids in the list.
    pub(crate) async fn list(&self) -> Vec<String> {
        let response = self.post("/data/session/list", json!({})).await;
        assert_eq!(response.status, 200, "{}", response.text);
        response.ids()
    }
}

/// A request that is not sent yet.
pub(crate) struct RequestBuilder<'a> {
    browser: &'a Browser,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl RequestBuilder<'_> {
    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Sets a header, or removes it.
    pub(crate) fn header(mut self, name: &str, value: Option<&str>) -> Self {
        let name = HeaderName::try_from(name).expect("a header's name");
        match value {
            Some(value) => self.headers.insert(name, HeaderValue::from_str(value).expect("a header's value")),
            None => self.headers.remove(name),
        };
        self
    }

    /// Adds another line of a header.
    pub(crate) fn and_header(mut self, name: &str, value: &[u8]) -> Self {
        let name = HeaderName::try_from(name).expect("a header's name");
        self.headers.append(name, HeaderValue::from_bytes(value).expect("a header's value"));
        self
    }

    /// Gives an idempotency key the ending of this environment, for a proxy that runs already. A key of a case about wrong keys
    /// stays.
    fn separate_key(&mut self) {
        let ending = KEYS.load(Ordering::Relaxed);
        let key = self.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        if let Some(key) = key.filter(|key| ending > 0 && !key.is_empty() && !key.contains(' ') && key.len() < 200) {
            let key = HeaderValue::try_from(format!("{key}-{ending}")).expect("a key");
            self.headers.insert("idempotency-key", key);
        }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw(body.to_string())
    }

    pub(crate) fn raw(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(mut self) -> HttpResponse {
        self.separate_key();
        let url = format!("{}{}", self.browser.url, self.path);
        let request = self.browser.client.request(self.method.clone(), url).headers(self.headers).body(self.body);
        let response = request.send().await.expect("the proxy answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a whole answer");
        for cookie in headers.get_all(header::SET_COOKIE) {
            self.browser.keep(cookie.to_str().expect("a cookie"));
        }
        let response = HttpResponse { status, headers, text };
        if self.method != Method::HEAD {
            openapi::check(&self.method, &self.path, &response);
        }
        response
    }
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl HttpResponse {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("json, not {:?}", self.text))
    }

    /// Returns the session's id.
    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Returns the ids of a list.
    pub(crate) fn ids(&self) -> Vec<String> {
        let body = self.json();
        let sessions = body["dataSessions"].as_array().expect("a list");
        sessions.iter().map(|session| session["id"].as_str().expect("an id").to_owned()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a header's text"))
    }

    /// Returns the status and code of an error, and checks its shape.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let body = self.json();
        let members = body.as_object().expect("an object");
        assert!(members.keys().all(|key| ["code", "issues", "requestId"].contains(&key.as_str())), "{}", self.text);
        assert_eq!(body["requestId"].as_str(), self.header("ivy-request-id"));
        (self.status, body["code"].as_str().expect("a code").to_owned())
    }

    /// Returns the part that must be equal for two errors that nobody may distinguish.
    pub(crate) fn shape(&self) -> (u16, Vec<String>, Value) {
        let mut names: Vec<String> = self.headers.keys().map(|name| name.to_string()).collect();
        names.sort();
        let mut body = self.json();
        body["requestId"] = Value::Null;
        (self.status, names, body)
    }
}
