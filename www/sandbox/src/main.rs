//! `ivy-sandbox`: starts the sandbox and runs it until Ctrl-C or SIGTERM.

use clap::Parser;
use ivy_sandbox::{Deviations, ErrorBody, Settings, serve};
use ivy_stop_signal::stop_signal;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Stands in for Ivy on one machine: data sessions, a hosted bank login and signed result callbacks.
///
/// The API key is read from IVY_SANDBOX_API_KEY and the signing secret from IVY_SANDBOX_SIGNING_SECRET, or both from
/// files.
#[derive(Debug, Parser)]
#[command(name = "ivy-sandbox", version, args_override_self = true)]
struct Flags {
    /// Address to listen on; port 0 means a free one
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// SQLite file with all data; created if it is missing
    #[arg(long, default_value = "ivy-sandbox.sqlite")]
    database: PathBuf,
    /// Seconds after the shopper's return at which Late Bank confirms
    #[arg(long, default_value_t = 5)]
    late_by: u32,
    /// Origin of the login pages as a browser sees it, such as http://bank.test:8081 [default: the listening address]
    #[arg(long)]
    public_origin: Option<String>,
    /// File with the API key, instead of IVY_SANDBOX_API_KEY
    #[arg(long)]
    api_key_file: Option<PathBuf>,
    /// File with the signing secret, instead of IVY_SANDBOX_SIGNING_SECRET
    #[arg(long)]
    signing_secret_file: Option<PathBuf>,
    /// Age of the error bodies of Ivy's API
    #[arg(long, value_name = "AGE", default_value = "union")]
    error_body: ErrorBody,
    #[command(flatten)]
    deviations: Deviations,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("ivy_sandbox=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ivy-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(flags: Flags) -> Result<(), Box<dyn Error>> {
    let api_key = secret("IVY_SANDBOX_API_KEY", "--api-key-file", flags.api_key_file.as_deref())?;
    let signing_secret =
        secret("IVY_SANDBOX_SIGNING_SECRET", "--signing-secret-file", flags.signing_secret_file.as_deref())?;
    let folder = flags.database.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(format!("--database: cannot open {}; no such directory", flags.database.display()).into());
    }
    let mut settings = Settings::new(flags.database, api_key, signing_secret);
    settings.rules.late_by = Duration::from_secs(flags.late_by.into());
    settings.public_origin = flags.public_origin.map(|origin| origin.trim_end_matches('/').to_owned());
    settings.rules.error_body = flags.error_body;
    settings.rules.deviations = flags.deviations;

    let listener = TcpListener::bind(flags.listen).await.map_err(|error| {
        format!("--listen: {} cannot be listened on ({error}); expected a free address", flags.listen)
    })?;
    // From here on a signal stops the sandbox in order, also before the first request.
    let stop = stop_signal()?;
    let running = serve(listener, settings).await?;
    // Fails if the parent process has closed the pipe. The sandbox does not need the line.
    let _ = writeln!(std::io::stdout(), "sandbox: listening on {}", running.origin());
    stop.await;
    running.stop().await;
    Ok(())
}

/// Returns a secret from its file or its environment variable. It is never a flag, because every process can read those.
fn secret(variable: &str, flag: &str, file: Option<&Path>) -> Result<String, String> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path).map_err(|error| {
            format!("{flag}: {} cannot be read ({}); expected its path", path.display(), error.kind())
        })?,
        None => std::env::var(variable).unwrap_or_default(),
    };
    match text.trim() {
        "" => Err(format!("{variable}: missing; expected a secret of your choice; set it, or name a file with {flag}")),
        secret => Ok(secret.to_owned()),
    }
}
