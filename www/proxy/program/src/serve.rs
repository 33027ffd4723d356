//! The running program: the proxy's routes for pages, and the private routes for the back end.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use ivy_proxy::{Proxy, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::back_end;
use crate::settings::Settings;
use crate::sign_in::TokenSignIn;

/// The time limit for running requests after a signal to stop. It is longer than the proxy's time limit for Ivy, so that
/// no response of Ivy is lost.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// The time for which the check of Ivy's list holds up the start. A slower one goes on in the background.
const LIST_CHECK_TIMEOUT: Duration = Duration::from_secs(3);

/// Serves until `stop` resolves, and then finishes the running requests. `started` gets the addresses that are listened
/// on: that for pages, and the private one.
///
/// # Errors
/// If an address or the database cannot be used. The sentence names the setting.
pub async fn serve(
    settings: Settings,
    stop: impl Future<Output = ()>,
    started: impl FnOnce(SocketAddr, SocketAddr),
) -> Result<(), String> {
    let names = settings.names;
    let config_error = |error: ivy_proxy::ConfigError| names.sentence(&error);
    let store = Store::open(&settings.database.0).await.map_err(config_error)?;
    let sign_in = TokenSignIn::new(settings.tokens);
    let proxy = Proxy::start(settings.config, store.clone(), sign_in).await.map_err(config_error)?;

    let (pages, address) = listen(names.name("listen"), settings.listen).await?;
    let (private, private_address) = listen(names.name("private_listen"), settings.private_listen).await?;

    // The first list already takes the right way, unless Ivy is slow.
    let checked = proxy.clone();
    let check = tokio::spawn(async move { checked.check_list_path().await });
    let _ = tokio::time::timeout(LIST_CHECK_TIMEOUT, check).await;

    let (stopping, stopped) = watch::channel(());
    let until_stopped = |mut stopped: watch::Receiver<()>| async move {
        let _ = stopped.changed().await;
    };
    let app = Router::new().nest(&settings.base_path, proxy.router());
    let app = ivy_proxy::serve(pages, app).with_graceful_shutdown(until_stopped(stopped.clone()));
    let private = ivy_proxy::serve(private, back_end::routes(proxy)).with_graceful_shutdown(until_stopped(stopped));
    let [mut app, mut private] = [app, private].map(|server| tokio::spawn(server.into_future()));
    started(address, private_address);
    stop.await;
    drop(stopping);
    let _ = tokio::time::timeout(STOP_TIMEOUT, async { tokio::join!(&mut app, &mut private) }).await;
    app.abort();
    private.abort();
    store.close().await;
    Ok(())
}

async fn listen(setting: &str, address: SocketAddr) -> Result<(TcpListener, SocketAddr), String> {
    let error = |error: std::io::Error| {
        format!(
            "{setting}: {address} cannot be listened on ({}); expected a free address of this machine",
            error.kind()
        )
    };
    let listener = TcpListener::bind(address).await.map_err(error)?;
    let address = listener.local_addr().map_err(error)?;
    Ok((listener, address))
}
