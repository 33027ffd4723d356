//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ivy_stop_signal::stop_signal;
use tracing_subscriber::EnvFilter;

use crate::check::check;
use crate::health::health;
use crate::serve::serve;
use crate::setting;
use crate::settings::Settings;
use crate::values::CONFIG_VARIABLE;

#[derive(Debug, Parser)]
#[command(name = "ivy-proxy", version, about, after_help = setting::help())]
struct CommandLine {
    /// A TOML file with settings
    #[arg(long, global = true, env = CONFIG_VARIABLE, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Runs the proxy until Ctrl-C or SIGTERM
    Serve,
    /// Tries settings, database, Ivy and the load balancer, and says what is wrong and what to do
    ///
    /// An SQLite file is for one process: check before the start, or while the program is stopped.
    Check {
        /// The public URL of the proxy's routes, such as https://shop.example/api/ivy, to try the way to it
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
    /// Exits with 0 if the proxy that runs with the same settings is ready, for a container's health check
    Health,
}

/// Reads the command line and the settings, and runs the command.
pub async fn run() -> ExitCode {
    let CommandLine { config, command } = CommandLine::parse();
    let settings = match Settings::read(std::env::vars_os(), config.as_deref()) {
        Ok(settings) => settings,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let done = match command {
        Command::Serve => serve_until_stopped(settings).await,
        Command::Check { url } => check(settings, url.as_deref()).await,
        Command::Health => health(settings.private_listen).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("ivy-proxy: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn serve_until_stopped(settings: Settings) -> Result<(), String> {
    // Logs are JSON on stderr. stdout has only the line with the addresses.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,ivy_proxy_core=info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    let stop = stop_signal().map_err(|error| format!("signals cannot be received ({})", error.kind()))?;
    serve(settings, stop, |pages, private| {
        println!("ivy-proxy: listening on http://{pages}, and privately on http://{private}");
    })
    .await
}
