//! The health check of a container, which has no other program to request a URL.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// The timeout of the check.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Checks that the program that listens on `private` is ready.
///
/// # Errors
/// If it does not respond or is not ready.
pub async fn health(private: SocketAddr) -> Result<(), String> {
    let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build();
    let client = client.map_err(|_| "health: no HTTP client can be made; expected one".to_owned())?;
    let url = format!("http://{}/health", reachable(private));
    let response = client.get(url).send().await;
    let response =
        response.map_err(|_| format!("health: {private} does not respond; expected a running `ivy-proxy serve`"))?;
    if response.status().is_success() {
        return Ok(());
    }
    Err("health: not ready; expected a database that responds; see /health and the log".to_owned())
}

/// Returns the address to connect to: a program that listens on every address is reached by loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let loopback = if address.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { Ipv6Addr::LOCALHOST.into() };
        address.set_ip(loopback);
    }
    address
}
