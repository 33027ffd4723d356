//! Ports of this machine's loopback address.

use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, TcpListener};

/// Returns a port that was free when checked. Another process may take it first.
///
/// # Errors
/// When the system has no free port.
pub(crate) fn free() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("this machine has no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Checks that a port is free.
///
/// # Errors
/// When another process listens on it.
pub(crate) fn check_free(port: u16) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!("port {port} of 127.0.0.1 is taken; choose another with --port (the sandbox takes the port after it)");
    }
    Ok(())
}
