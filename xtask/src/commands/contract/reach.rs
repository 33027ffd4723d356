//! The first request to a proxy behind a URL, so that a silent one ends the run with a sentence.

use anyhow::{Result, bail};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// The time for the first byte of a response.
pub(super) const DEADLINE: Duration = Duration::from_secs(10);

/// Checks that a server answers at `url`. One of https is not tried: each case has its own deadline.
///
/// # Errors
/// When nothing answers in time.
pub(super) fn check(url: &str, deadline: Duration) -> Result<()> {
    if url.starts_with("https://") {
        return Ok(());
    }
    let Some((host, path)) = url.strip_prefix("http://").map(|rest| rest.split_once('/').unwrap_or((rest, ""))) else {
        bail!("contract: --url: no URL; expected one such as http://127.0.0.1:8080/api/ivy");
    };
    let expected = "expected a proxy that runs with the settings of `cargo xtask contract --settings`";
    match first_byte(host, path, deadline) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
            bail!("contract: --url: {url} did not answer in {} s; {expected}", deadline.as_secs_f32())
        }
        Err(error) => bail!("contract: --url: {url} cannot be reached ({}); {expected}", error.kind()),
    }
}

/// Sends a request and reads the first byte of its response.
fn first_byte(host: &str, path: &str, deadline: Duration) -> io::Result<()> {
    let with_port = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let address = with_port.to_socket_addrs()?.next().ok_or(ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(&address, deadline)?;
    stream.set_read_timeout(Some(deadline))?;
    stream.set_write_timeout(Some(deadline))?;
    let head = format!("POST /{path}/data/session/list HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json");
    stream.write_all(format!("{head}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}").as_bytes())?;
    stream.read_exact(&mut [0])
}

#[cfg(test)]
mod tests {
    use super::check;
    use std::io::Write;
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    #[test]
    fn a_proxy_that_is_silent_or_not_there_ends_the_run_with_a_sentence() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/api/ivy", silent.local_addr().unwrap());
        let message = check(&url, Duration::from_millis(100)).unwrap_err().to_string();
        assert!(message.starts_with(&format!("contract: --url: {url} did not answer in 0.1 s; expected a proxy")));
        drop(silent);
        let message = check(&url, Duration::from_secs(5)).unwrap_err().to_string();
        assert!(message.starts_with(&format!("contract: --url: {url} cannot be reached (")), "{message}");
        let message = check("shop.example", Duration::from_secs(5)).unwrap_err().to_string();
        assert_eq!(message, "contract: --url: no URL; expected one such as http://127.0.0.1:8080/api/ivy");
    }

    #[test]
    fn any_answer_is_enough_to_begin() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").unwrap());
        check(&url, Duration::from_secs(5)).unwrap();
    }
}
