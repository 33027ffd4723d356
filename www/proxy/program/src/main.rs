//! The program `ivy-proxy`: see the library beside it.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    ivy_proxy_program::run().await
}
