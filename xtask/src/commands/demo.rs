//! `demo`: shop, proxy and sandbox on this machine.

use super::docs;
use super::prepared::Prepared;
use crate::servers::demo::{Proxy, RealIvy, Servers};
use crate::servers::ports;
use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// The options of the demo.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The port of the checkout page; the sandbox takes the next one
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65534))]
    port: u16,
    /// The proxy behind the page; both have the same rules and tables
    #[arg(long, value_enum, default_value_t = Proxy::Rust)]
    proxy: Proxy,
    /// The merchant's key for the Ivy at IVY_API_URL
    #[arg(skip = std::env::var("IVY_API_KEY").ok())]
    key: Option<String>,
    /// The Ivy to use instead of the sandbox
    #[arg(skip = std::env::var("IVY_API_URL").ok())]
    url: Option<String>,
}

/// Builds and starts the servers, prints the URL and waits for Ctrl-C.
///
/// # Errors
/// When something does not build or start, or a server ends before Ctrl-C.
pub(crate) fn run(options: &Options) -> Result<()> {
    let ivy = match (options.key.clone(), options.url.clone()) {
        (Some(key), Some(url)) => Some(RealIvy { url, key }),
        (None, None) => None,
        _ => bail!("only one of IVY_API_KEY and IVY_API_URL is set; set both to use Ivy, or none for the sandbox"),
    };
    let sandbox_port = options.port + 1;
    ports::check_free(options.port)?;
    if ivy.is_none() {
        ports::check_free(sandbox_port)?;
    }
    let (stop, stopped) = mpsc::channel();
    // The channel is closed only while this process ends.
    ctrlc::set_handler(move || stop.send(()).unwrap_or_default()).context("Ctrl-C cannot be caught")?;

    docs::run(&mut Prepared::default())?;
    let mut servers = Servers::start(options.proxy, options.port, sandbox_port, &paths::in_target("demo"), ivy)?;
    match &servers.sandbox_url {
        Some(url) => {
            shell::say(&format!("the sandbox stands in for Ivy at {url}; log in as ada or ben, password \"password\""))
        }
        None => shell::say("using the Ivy of IVY_API_URL instead of the sandbox"),
    }
    shell::say(&format!("the documentation is at {}/docs/", servers.shop_url));
    println!("\nOpen {} (Ctrl-C ends all of it)\n", servers.shop_url);
    while stopped.recv_timeout(Duration::from_millis(300)) == Err(RecvTimeoutError::Timeout) {
        servers.check_alive()?;
    }
    shell::say("ended");
    Ok(())
}
