//! The demo shop's program. It reads flags and environment variables and runs the shop until Ctrl-C or SIGTERM.

use std::process::ExitCode;

use clap::Parser;
use ivy_shop::{Options, Settings, serve};
use ivy_stop_signal::stop_signal;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    // Logs are JSON on stderr. stdout has only the line with the URL of the shop.
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,ivy_shop=info,ivy_proxy=info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("shop: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::new(options, |name| std::env::var(name).ok())?;
    let address = settings.options.listen;
    if !settings.options.package.join("index.js").is_file() {
        tracing::warn!("the package is not built, so the page works as a no-JS form only: run `cargo xtask build`");
    }
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("--listen: {address} cannot be listened on ({error}); expected a free port"))?;
    // From here on a signal stops the shop in order, also before the first request.
    let stop = stop_signal()?;
    let shop = serve(listener, settings).await?;
    println!("shop: listening on {}", shop.origin());
    stop.await;
    shop.stop().await;
    Ok(())
}
