//! The diagnosis, for a terminal.

use ivy_proxy::{CheckState, Proxy, Store};

use crate::settings::Settings;
use crate::sign_in::TokenSignIn;

/// Tries settings, database, Ivy's key and list, and, with the public URL of the proxy's routes, the load balancer in front of a
/// proxy that runs with the same settings. Prints a line for each.
///
/// # Errors
/// If the database cannot be opened, or a line is wrong.
pub(crate) async fn check(settings: Settings, url: Option<&str>) -> Result<(), String> {
    let names = settings.names;
    let config_error = |error: ivy_proxy::ConfigError| names.sentence(&error);
    let store = Store::open(&settings.database.0).await.map_err(config_error)?;
    let sign_in = TokenSignIn::new(settings.tokens);
    let proxy = Proxy::start(settings.config, store.clone(), sign_in).await.map_err(config_error)?;
    let lines = proxy.check(url).await;
    store.close().await;
    lines.iter().for_each(|line| println!("{line}"));
    if lines.iter().any(|line| line.state == CheckState::Wrong) {
        return Err("check: something is wrong; see the lines above".to_owned());
    }
    Ok(())
}
