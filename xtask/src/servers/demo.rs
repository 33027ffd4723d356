//! The servers of the demo: the Ivy sandbox, and the shop with its proxy.

use super::server::Server;
use crate::{child, paths, shell};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// An Ivy that the shop talks to instead of the sandbox.
#[derive(Debug)]
pub(crate) struct RealIvy {
    /// The URL of Ivy's API, `https://…`.
    pub(crate) url: String,
    /// The merchant's API key.
    pub(crate) key: String,
}

/// The proxy behind the demo's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Proxy {
    /// The crate `ivy-proxy`, in the shop in Rust
    Rust,
    /// `ivy-data-session/proxy`, in the shop on Node
    Js,
}

/// The running servers. Dropping them ends their processes.
#[derive(Debug)]
pub(crate) struct Servers {
    /// The URL of the checkout page, `http://localhost:PORT`.
    pub(crate) shop_url: String,
    /// The URL of the sandbox, `http://127.0.0.1:PORT`; `None` with a real Ivy.
    pub(crate) sandbox_url: Option<String>,
    running: Vec<Server>,
}

impl Servers {
    /// Builds both servers and starts them, with their databases in `folder`. Port 0 means a free port. Without a real
    /// Ivy, the API key and the signing secret are random.
    ///
    /// # Errors
    /// When a server does not build or start.
    pub(crate) fn start(
        proxy: Proxy,
        shop_port: u16,
        sandbox_port: u16,
        folder: &Path,
        ivy: Option<RealIvy>,
    ) -> Result<Self> {
        shell::say("building the shop and the sandbox (minutes the first time)");
        build()?;
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let secret = std::env::var("IVY_SIGNING_SECRET").ok().filter(|_| ivy.is_some());
        let secret = secret.map_or_else(random_text, Ok)?;
        let mut running = Vec::new();
        let (sandbox_url, ivy) = match ivy {
            Some(ivy) => (None, ivy),
            None => {
                let key = random_text()?;
                let sandbox = Server::start("the sandbox", &mut sandbox(sandbox_port, folder, &key, &secret))?;
                let url = sandbox.url.clone();
                running.push(sandbox);
                (Some(url.clone()), RealIvy { url, key })
            }
        };
        let mut command = shop(proxy, shop_port, folder);
        command
            .env("IVY_API_KEY", &ivy.key)
            .env("IVY_API_URL", &ivy.url)
            .env("IVY_SIGNING_SECRET", &secret)
            .env("IVY_TABLE_SECRET", table_secret(folder)?)
            .args(["--login-environment", login_environment(&ivy.url)]);
        // The login pages of a sandbox have the origin of its API, also if the sandbox was started by hand.
        if login_environment(&ivy.url) == LOCAL && std::env::var_os("IVY_LOGIN_ORIGINS").is_none() {
            command.env("IVY_LOGIN_ORIGINS", ivy.url.trim_end_matches('/'));
        }
        let shop = Server::start("the shop", &mut command)?;
        let shop_url = shop.url.clone();
        running.push(shop);
        Ok(Self { shop_url, sandbox_url, running })
    }

    /// Checks that both servers still run.
    ///
    /// # Errors
    /// When a server has ended; the sentence names it.
    pub(crate) fn check_alive(&mut self) -> Result<()> {
        self.running.iter_mut().try_for_each(Server::check_alive)
    }
}

/// Builds the programs of both servers.
///
/// # Errors
/// When a program does not compile.
pub(crate) fn build() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "ivy-sandbox", "--package", "ivy-shop"]).current_dir(paths::root());
    shell::run(&mut cargo, "look at the compiler's message above")
}

fn sandbox(port: u16, folder: &Path, key: &str, secret: &str) -> Command {
    let mut command = child::command(&paths::program("ivy-sandbox"));
    command
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg("--database")
        .arg(folder.join("sandbox.sqlite"))
        .env("IVY_SANDBOX_API_KEY", key)
        .env("IVY_SANDBOX_SIGNING_SECRET", secret);
    command
}

/// Returns the command of the shop with a proxy. Both shops have the same flags.
fn shop(proxy: Proxy, port: u16, folder: &Path) -> Command {
    let mut command = match proxy {
        Proxy::Rust => child::command(&paths::program("ivy-shop")),
        Proxy::Js => {
            let mut node = child::command(Path::new("node"));
            node.arg(paths::in_root("www/shop/js/main.js"));
            node
        }
    };
    command
        .args(["--listen", &format!("127.0.0.1:{port}"), "--origin", &format!("http://localhost:{port}")])
        .arg("--database")
        .arg(folder.join("shop.sqlite"))
        .arg("--page")
        .arg(paths::in_root("www/shop/page"))
        .arg("--package")
        .arg(paths::package())
        .arg("--docs")
        .arg(paths::docs());
    command
}

/// The name of the login environment for an Ivy on this machine.
const LOCAL: &str = "local";

/// Returns the login environment of an Ivy. It decides which hosts the library may send the shopper to.
fn login_environment(api_url: &str) -> &'static str {
    if api_url.contains("://127.0.0.1") || api_url.contains("://localhost") {
        LOCAL
    } else if api_url.contains(".sand.") {
        "sandbox"
    } else {
        "production"
    }
}

/// Returns the secret for the proxy's table. It is created together with the first database of a folder, and kept beside it.
fn table_secret(folder: &Path) -> Result<String> {
    let file = folder.join("table-secret");
    let unusable = || format!("{} cannot be used; delete the folder that it is in", file.display());
    if file.exists() {
        return std::fs::read_to_string(&file).with_context(unusable);
    }
    let secret = random_text()?;
    std::fs::write(&file, &secret).with_context(unusable)?;
    Ok(secret)
}

/// Returns 32 random bytes as hexadecimal text.
fn random_text() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).context("this machine has no random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
