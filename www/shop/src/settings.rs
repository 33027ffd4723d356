//! The settings of the shop: flags for addresses and folders, environment variables for secrets.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use ivy_data_session::client::Environment;
use ivy_proxy::Secret;
use url::{Origin, Url};

/// The flags of the command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "ivy-shop", about, after_help = ENVIRONMENT)]
pub struct Options {
    /// The address to listen on; port 0 means a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The origin by which browsers reach the shop, such as `https://shop.example` [default: http://localhost with the port]
    #[arg(long)]
    pub origin: Option<String>,
    /// A file for SQLite, or a postgres:// URL
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = "shop.sqlite")]
    pub database: String,
    /// The folder of the checkout page
    #[arg(long, default_value = "www/shop/page")]
    pub page: PathBuf,
    /// The folder of the npm package, built
    #[arg(long, default_value = "pkg")]
    pub package: PathBuf,
    /// The folder of the package's documentation, to be served under /docs
    #[arg(long)]
    pub docs: Option<PathBuf>,
    /// The environment of the bank login: local (a sandbox on this machine), sandbox or production
    #[arg(long, default_value = "local", value_parser = environment)]
    pub login_environment: Environment,
    /// The most requests of one customer, and of one address, to the proxy in a minute [default: 120 and 600], and the most
    /// creates in ten minutes [default: 10 and 60]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub requests_per_minute: Option<u32>,
}

/// Parses the value of `--login-environment`.
fn environment(name: &str) -> Result<Environment, &'static str> {
    Environment::from_name(name).ok_or("expected local, sandbox or production")
}

const ENVIRONMENT: &str = "\
Environment:
  IVY_API_KEY        the API key from Ivy's dashboard
  IVY_API_URL        Ivy's API, such as https://api.sand.getivy.de
  IVY_SIGNING_SECRET the webhook signing secret from Ivy's dashboard
  IVY_TABLE_SECRET   32 random bytes as hex, kept as long as the database
  IVY_LOGIN_ORIGINS  origins of the bank login, comma separated; needed with --login-environment local";

/// All settings of the shop.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The flags.
    pub options: Options,
    /// The URL of Ivy's API.
    pub ivy_url: String,
    /// The merchant's API key.
    pub api_key: Secret,
    /// The webhook signing secret.
    pub signing_secret: Secret,
    /// The secret from which the keys of the proxy's table are derived.
    pub table_secret: Secret,
    /// The origins of the bank login, which the content security policy allows for forms.
    pub login_origins: Vec<String>,
}

/// A missing or invalid setting. The text says what to do and contains no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Combines the flags and the environment variables. `environment` returns the value of a variable.
    ///
    /// # Errors
    /// When a variable is missing, or an origin is invalid.
    pub fn new(options: Options, environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let get = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
        let need = |name: &str, what: &str| {
            get(name).ok_or_else(|| {
                SettingsError(format!(
                    "{name}: missing; expected {what}; set it, or run `cargo xtask demo`, which starts a sandbox and sets it"
                ))
            })
        };
        let api_key = Secret::new(need("IVY_API_KEY", "the API key from Ivy's dashboard")?);
        let ivy_url = need("IVY_API_URL", "the address of Ivy's API, such as https://api.sand.getivy.de")?;
        let signing_secret =
            Secret::new(need("IVY_SIGNING_SECRET", "the webhook signing secret from Ivy's dashboard")?);
        let table_secret = Secret::new(need(
            "IVY_TABLE_SECRET",
            "32 random bytes (`openssl rand -hex 32`), and keep them as long as the database",
        )?);
        let login_origins: Vec<String> = match get("IVY_LOGIN_ORIGINS") {
            Some(list) => list.split(',').map(|text| origin("IVY_LOGIN_ORIGINS", text)).collect::<Result<_, _>>()?,
            None => options.login_environment.hosts().iter().map(|host| format!("https://{host}")).collect(),
        };
        if login_origins.is_empty() {
            return Err(SettingsError(
                "IVY_LOGIN_ORIGINS: missing; expected the origin of the bank login, such as http://127.0.0.1:8081, \
                 since without it browsers would block the redirect of the no-JS form"
                    .into(),
            ));
        }
        if let Some(text) = &options.origin {
            origin("--origin", text)?;
        }
        Ok(Self { options, ivy_url, api_key, signing_secret, table_secret, login_origins })
    }

    /// Returns the origin by which browsers reach a shop that listens on `address`.
    pub(crate) fn origin(&self, address: SocketAddr) -> String {
        let option = self.options.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
        option.unwrap_or_else(|| format!("http://localhost:{}", address.port()))
    }

    /// Returns the URL of the database. A path means a file of SQLite.
    pub(crate) fn database_url(&self) -> String {
        let database = &self.options.database;
        if database.starts_with("sqlite:") || database.contains("://") {
            return database.clone();
        }
        // These characters have a special meaning in the URL.
        format!("sqlite:{}", database.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
    }
}

/// Parses an origin and returns it in the form of headers: scheme, host and port. `name` is the setting, for the error.
fn origin(name: &str, text: &str) -> Result<String, SettingsError> {
    let wrong =
        || SettingsError(format!("{name}: invalid; expected an origin such as https://shop.example, without a path"));
    let url = Url::parse(text.trim()).map_err(|_| wrong())?;
    let origin @ Origin::Tuple(..) = url.origin() else { return Err(wrong()) };
    let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if is_origin { Ok(origin.ascii_serialization()) } else { Err(wrong()) }
}
