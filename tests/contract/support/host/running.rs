//! A proxy in a program of its own, which is known by its URL alone: one that runs already, or one that each test starts by
//! a command. Its settings are those of the stand-alone program, by the names of its environment variables.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::Kind;
use crate::support::{Browser, CUSTOMER_KEY, Ivy, Settings, TestDatabase, settings};

/// The variable with the URL of the proxy that runs already, such as `http://127.0.0.1:8080/api/ivy`.
const URL: &str = "IVY_CONTRACT_URL";
/// The variable with the command, whose words are separated by spaces.
const COMMAND: &str = "IVY_CONTRACT_COMMAND";

/// The customers whose sessions of an earlier test a running proxy forgets.
const CUSTOMERS: [&str; 7] = ["ada", "ben", "cleo", "dan", "eva", "joe", "mia"];

/// Ends a test that needs more than a URL. `cargo xtask contract` counts it as left out, for this reason.
pub(crate) fn left_out(reason: &str) -> ! {
    panic!("left out: {reason}");
}

pub(crate) struct Host {
    pub(super) url: String,
    child: Option<Child>,
}

impl Host {
    pub(super) async fn start(kind: Kind, database: &TestDatabase, settings: &Settings) -> Self {
        if kind == Kind::Command { Self::by_command(database, settings).await } else { Self::running(settings).await }
    }

    async fn running(wanted: &Settings) -> Self {
        if environment(wanted) != environment(&Settings::new(Ivy::OF_A_RUNNING_PROXY)) {
            left_out("needs other settings than the documented ones");
        }
        let url = std::env::var(URL).expect("the URL of the running proxy");
        for customer in CUSTOMERS {
            Browser::new(&url, Some(customer)).post("/forget", serde_json::json!({})).await;
        }
        Self { url, child: None }
    }

    async fn by_command(database: &TestDatabase, settings: &Settings) -> Self {
        let command = std::env::var(COMMAND).expect("the command of the proxy");
        let mut words = command.split_whitespace();
        let address = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a free port");
        let variables = std::env::vars().filter(|(name, _)| !name.starts_with("IVY_"));
        let child = Command::new(words.next().expect("a program"))
            .args(words)
            .env_clear()
            .envs(variables)
            .envs(environment(settings))
            .env("IVY_DATABASE_URL", database.url())
            .env("IVY_LISTEN", address.to_string())
            .env("IVY_PRIVATE_LISTEN", "127.0.0.1:0")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let mut child = child.expect("the command can be started");
        until_listening(&mut child, address).await;
        Self { url: format!("http://{address}{}", ivy_proxy::BASE_PATH), child: Some(child) }
    }

    /// Kills the program, if the test has started it.
    pub(super) async fn kill(self) {
        match self.child {
            Some(mut child) => child.kill().await.expect("it was running"),
            None => left_out("restarts the proxy"),
        }
    }
}

async fn until_listening(child: &mut Child, address: SocketAddr) {
    for _ in 0..3_000 {
        if TcpStream::connect(address).await.is_ok() {
            return;
        }
        if child.try_wait().expect("its state").is_some() {
            left_out("needs a start that is refused, or a second process over one SQLite file");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the command does not listen on IVY_LISTEN");
}

/// Returns the settings as variables. Ends the test if a setting has none.
pub(crate) fn environment(settings: &Settings) -> Vec<(&'static str, String)> {
    if settings.reference_header.is_some() || !settings.return_urls.is_empty() {
        left_out("needs a setting that has no variable");
    }
    if settings.recall.is_some_and(|recall| recall != settings::Recall::Off) {
        left_out("needs a function");
    }
    if settings.limits.ivy_in_flight.is_some() {
        left_out("counts the calls to Ivy at once, of which a program's own check of the list can be one");
    }
    let milliseconds = |time: Option<Duration>| time.map(|time| time.as_millis().to_string());
    let selector = |selector| match selector {
        settings::ListBy::ReferenceId => "reference_id".to_owned(),
        settings::ListBy::Email => "email".to_owned(),
        settings::ListBy::Phone => "phone".to_owned(),
    };
    let (limits, deadlines) = (&settings.limits, &settings.deadlines);
    let number = |number: Option<usize>| number.map(|number| number.to_string());
    let burst = |rate: Option<settings::Rate>| rate.map(|rate| rate.burst.to_string());
    let per_minute = |rate: Option<settings::Rate>| rate.map(|rate| rate.per_minute.to_string());
    let days = settings.retention_days;
    let all = [
        ("IVY_API_URL", Some(settings.ivy_url.clone())),
        ("IVY_API_KEY", Some(settings.api_key.clone())),
        ("IVY_SIGNING_SECRET", Some(settings.signing_secrets.join(","))),
        ("IVY_TABLE_SECRET", Some(settings.table_secrets.join(","))),
        ("IVY_ORIGINS", Some(settings.origins.join(","))),
        ("IVY_CUSTOMER_KEY", Some(CUSTOMER_KEY.to_owned())),
        ("IVY_RETURN_URLS", settings.return_url.clone()),
        ("IVY_CALLBACK_URL", settings.callback_url.clone()),
        ("IVY_LIST_PATH", settings.list_path.clone()),
        ("IVY_LOGIN_ENVIRONMENT", settings.login_environment.map(str::to_owned)),
        ("IVY_LIST_BY", settings.list_by.map(selector)),
        ("IVY_RECALL", settings.recall.map(|_| "off".to_owned())),
        ("IVY_TRUST_SESSIONS_BEFORE", settings.trust_sessions_before.map(|at| at.to_string())),
        ("IVY_ABANDONED_DAYS", days.map(|days| days.abandoned.to_string())),
        ("IVY_GUEST_DAYS", days.map(|days| days.guests.to_string())),
        ("IVY_CUSTOMER_DAYS", days.map(|days| days.customers.to_string())),
        ("IVY_PAGE_FIELDS", Some(settings.page_fields.join(","))),
        ("IVY_EXTRA_FIELDS", Some(settings.extra_fields.join(","))),
        ("IVY_EXTRA_PERMISSIONS", Some(settings.extra_permissions.join(","))),
        ("IVY_ADDRESS_HEADER", settings.address_header.map(str::to_owned)),
        ("IVY_TRUSTED_HOPS", number(settings.trusted_hops)),
        ("IVY_ANSWER_BYTES", number(limits.answer)),
        ("IVY_BODY_DEADLINE_MS", milliseconds(limits.body_deadline)),
        ("IVY_OWNER_BURST", burst(limits.per_owner)),
        ("IVY_OWNER_PER_MINUTE", per_minute(limits.per_owner)),
        ("IVY_ADDRESS_BURST", burst(limits.per_address)),
        ("IVY_ADDRESS_PER_MINUTE", per_minute(limits.per_address)),
        ("IVY_CALLBACK_BURST", burst(limits.callbacks_per_address)),
        ("IVY_CALLBACK_PER_MINUTE", per_minute(limits.callbacks_per_address)),
        ("IVY_CREATES_PER_OWNER", limits.creates_per_owner.map(|number| number.to_string())),
        ("IVY_CREATES_PER_ADDRESS", limits.creates_per_address.map(|number| number.to_string())),
        ("IVY_REQUESTS_IN_FLIGHT", number(limits.requests_in_flight)),
        ("IVY_BUFFERED_BYTES", number(limits.buffered_bytes)),
        ("IVY_BREAKER_FAILURES", limits.breaker_failures.map(|number| number.to_string())),
        ("IVY_BREAKER_OPEN_MS", milliseconds(limits.breaker_open)),
        ("IVY_CONNECT_MS", milliseconds(deadlines.connect)),
        ("IVY_CREATE_MS", milliseconds(deadlines.create)),
        ("IVY_READ_MS", milliseconds(deadlines.read)),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect()
}
