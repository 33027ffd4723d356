//! A shop and a sandbox on real sockets, and browsers that are HTTP clients with cookies.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::Path;

use clap::Parser;
use ivy_shop::{Options, Settings};
use reqwest::header::{LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

const KEY: &str = "test-api-key";
const SECRET: &str = "test-signing-secret";
const TABLE_SECRET: &str = "7a0b4c1d9e2f38475665748392a1b0cfdeedfc0b1a29384756473829101a2b3c";

/// A shop and a sandbox. Dropping it removes their databases.
pub(crate) struct TestEnv {
    shop: Option<ivy_shop::Running>,
    pub(crate) sandbox: ivy_sandbox::Running,
    pub(crate) folder: TempDir,
    port: u16,
}

impl TestEnv {
    pub(crate) async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let settings = ivy_sandbox::Settings::new(folder.path().join("sandbox.sqlite"), KEY, SECRET);
        let sandbox = ivy_sandbox::serve(listener(0).await, settings).await.unwrap();
        std::fs::create_dir(folder.path().join("package")).unwrap();
        std::fs::write(folder.path().join("package/index.js"), "export {};\n").unwrap();
        std::fs::write(folder.path().join("package/ivy_data_session_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
        std::fs::create_dir_all(folder.path().join("docs/assets")).unwrap();
        std::fs::write(folder.path().join("docs/index.html"), "<!doctype html><title>docs</title>\n").unwrap();
        std::fs::write(folder.path().join("docs/assets/first.js"), "export {};\n").unwrap();
        let listener = listener(0).await;
        let port = listener.local_addr().unwrap().port();
        let shop = start_shop(listener, folder.path(), sandbox.origin()).await;
        assert_eq!(shop.origin(), format!("http://localhost:{port}"));
        Self { shop: Some(shop), sandbox, folder, port }
    }

    /// Stops the shop and starts it again, on the same port and database.
    pub(crate) async fn restart_shop(&mut self) {
        self.stop_shop().await;
        self.shop = Some(start_shop(listener(self.port).await, self.folder.path(), self.sandbox.origin()).await);
    }

    pub(crate) async fn stop_shop(&mut self) {
        if let Some(shop) = self.shop.take() {
            shop.stop().await;
        }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub(crate) fn browser(&self) -> Browser {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Browser { client, shop: self.origin() }
    }
}

async fn listener(port: u16) -> TcpListener {
    TcpListener::bind(("127.0.0.1", port)).await.unwrap()
}

async fn start_shop(listener: TcpListener, folder: &Path, ivy: &str) -> ivy_shop::Running {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
    let flags = [
        "ivy-shop".into(),
        "--database".into(),
        folder.join("shop.sqlite").into_os_string(),
        "--page".into(),
        page.into_os_string(),
        "--package".into(),
        folder.join("package").into_os_string(),
        "--docs".into(),
        folder.join("docs").into_os_string(),
    ];
    let settings = Settings::new(Options::parse_from(flags), |name| environment(name, ivy)).unwrap();
    ivy_shop::serve(listener, settings).await.unwrap()
}

fn environment(name: &str, ivy: &str) -> Option<String> {
    match name {
        "IVY_API_KEY" => Some(KEY.into()),
        "IVY_SIGNING_SECRET" => Some(SECRET.into()),
        "IVY_TABLE_SECRET" => Some(TABLE_SECRET.into()),
        "IVY_API_URL" | "IVY_LOGIN_ORIGINS" => Some(ivy.into()),
        _ => None,
    }
}

/// A browser without scripts. It keeps cookies and follows no redirects.
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) shop: String,
}

impl Browser {
    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client.get(self.absolute(path)).send().await.unwrap()
    }

    pub(crate) async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// Posts a form as the shop's own pages do.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.own(self.client.post(self.absolute(path))).form(fields).send().await.unwrap()
    }

    /// Posts JSON as the shop's own scripts do.
    pub(crate) async fn json(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.own(self.client.post(self.absolute(path))).header("ivy-client", "1").json(body);
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) async fn sign_in(&self, customer: &str) -> Response {
        let response = self.form("/shop/sign-in", &[("customer", customer)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(location(&response), "/");
        response
    }

    pub(crate) async fn sign_out(&self) -> Response {
        let response = self.form("/shop/sign-out", &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(location(&response), "/");
        response
    }

    /// Returns the id of the customer who is signed in, `null` for a guest.
    pub(crate) async fn customer(&self) -> Value {
        let me: Value = self.get("/shop/me").await.json().await.unwrap();
        me["customer"]["id"].clone()
    }

    /// Starts a login with the no-JS form. Returns the URL of the bank.
    pub(crate) async fn start(&self) -> String {
        let response = self.form("/api/ivy/start", &[("permissions", "identity"), ("market", "DE")]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        location(&response)
    }

    /// Goes through the bank login up to its last step, `consent` or `cancel`. Returns the URL back to the shop.
    pub(crate) async fn at_bank(&self, link: &str, username: &str, last_step: &str) -> String {
        let page = self.text(link).await;
        let token = between(&page, "name=\"token\" value=\"", "\"");
        let bank = link.split("/init").next().unwrap();
        let post = async |step: &str, fields: &[(&str, &str)]| {
            self.client.post(format!("{bank}/init/{step}")).form(fields).send().await.unwrap()
        };
        post("bank", &[("token", token), ("bank", "de-testbank")]).await;
        post("login", &[("token", token), ("username", username), ("password", "password")]).await;
        location(&post(last_step, &[("token", token)]).await)
    }

    /// Opens the URL back to the shop and presses the page's button. Returns the page with the result of the login.
    pub(crate) async fn come_back(&self, back: &str) -> Response {
        let page = self.text(back).await;
        self.form("/plain/done", &[("ivy", between(&page, "name=\"ivy\" value=\"", "\""))]).await
    }

    /// Goes through a whole login with forms only. Returns the page with the result.
    pub(crate) async fn connect(&self, username: &str) -> String {
        let back = self.at_bank(&self.start().await, username, "consent").await;
        self.come_back(&back).await.text().await.unwrap()
    }

    /// Connects a bank. Returns the first account, as the result page would post it.
    pub(crate) async fn connected_account(&self, username: &str) -> Chosen {
        Chosen::in_page(&self.connect(username).await)
    }

    /// Adds the headers of a post from the shop's own pages.
    fn own(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(ORIGIN, &self.shop).header("sec-fetch-site", "same-origin")
    }

    pub(crate) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.shop) } else { path.to_owned() }
    }
}

/// An account that a page offers for a payment.
#[derive(Clone)]
pub(crate) struct Chosen {
    pub(crate) session: String,
    pub(crate) handle: String,
}

impl Chosen {
    /// Returns the first account of a result page.
    pub(crate) fn in_page(page: &str) -> Self {
        let value = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        Self { session: value("sessionId"), handle: value("handle") }
    }

    /// Returns the body of the script's payment.
    pub(crate) fn json(&self) -> Value {
        json!({ "sessionId": self.session, "handle": self.handle })
    }

    /// Returns the fields of the form's payment.
    pub(crate) fn form(&self) -> [(&str, &str); 2] {
        [("sessionId", &self.session), ("handle", &self.handle)]
    }
}

/// Returns the target of a redirect.
pub(crate) fn location(response: &Response) -> String {
    let location = response.headers().get(LOCATION).unwrap_or_else(|| panic!("{} has no location", response.status()));
    location.to_str().unwrap().to_owned()
}

/// Returns the cookie that a response sets, with its attributes.
pub(crate) fn set_cookie(response: &Response, name: &str) -> String {
    let mut all = response.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    all.find(|cookie| cookie.starts_with(name)).unwrap().to_owned()
}

/// Returns true if a response removes the guest cookie.
pub(crate) fn ends_guest(response: &Response) -> bool {
    let cookie = set_cookie(response, "ivy_guest");
    cookie.starts_with("ivy_guest=;") && cookie.contains("; Max-Age=0")
}

/// Returns the nonce in a URL back to the shop.
pub(crate) fn nonce_in(back: &str) -> String {
    between(&format!("{back}&"), "ivy=", "&").to_owned()
}

/// Returns the text between `start` and the next `end`.
pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split_once(end).unwrap().0
}
