//! A server on this machine that answers what it is asked for: the other side of the library's tests in a browser.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// The time for which a request that gets no answer is kept: longer than any test.
const SILENCE: Duration = Duration::from_secs(600);

/// Starts the server, which ends with this process, and returns its address.
///
/// A path is what is to be answered, as JSON in a URI component: the status, names and values of headers in turn, and the
/// body. Status 0 is a redirect. The path `reset` closes the connection, and `silent` leaves it open. A page of any origin
/// may ask, and sees all headers.
///
/// # Errors
/// When no port is free.
pub(crate) fn start() -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("the server for tests cannot listen")?;
    let port = listener.local_addr().context("the server for tests has no address")?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    Ok(format!("http://127.0.0.1:{port}"))
}

/// Answers one request. A browser that goes away in between is no fault.
fn answer(mut stream: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let length =
        lines.iter().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    reader.read_exact(&mut vec![0; length.unwrap_or(0)]).ok()?;
    match lines.first()?.split(' ').nth(1)?.strip_prefix('/')? {
        "reset" => None,
        "silent" => {
            thread::sleep(SILENCE);
            None
        }
        wanted => stream.write_all(&response(&decoded(wanted)?)?).ok(),
    }
}

/// The response that a path asks for.
fn response(wanted: &str) -> Option<Vec<u8>> {
    let (status, headers, body): (u16, Vec<String>, String) = serde_json::from_str(wanted).ok()?;
    let first = if status == 0 { "302 Found\r\nlocation: /elsewhere".to_owned() } else { format!("{status} Words") };
    let mut head =
        format!("HTTP/1.1 {first}\r\naccess-control-allow-origin: *\r\naccess-control-expose-headers: *\r\n");
    for pair in headers.chunks(2) {
        head += &format!("{}\r\n", pair.join(": "));
    }
    // A response with one of these has no body and says no length.
    if !matches!(status, 204 | 304) {
        head += &format!("content-length: {}\r\n", body.len());
    }
    Some(format!("{head}cache-control: no-store\r\nconnection: close\r\n\r\n{body}").into_bytes())
}

/// A URI component as text.
fn decoded(component: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = component.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                u8::from_str_radix(&[rest.next()?, rest.next()?].map(char::from).iter().collect::<String>(), 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::start;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    #[test]
    fn it_answers_what_it_is_asked_for() {
        let url = start().unwrap();
        let ask = |path: &str| {
            let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
            write!(stream, "POST /{path} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let answer = ask("%5B503%2C%5B%22retry-after%22%2C%222%22%5D%2C%22%C3%BC%22%5D");
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: 2\r\n"), "{answer}");
        assert!(
            answer.ends_with("content-length: 2\r\ncache-control: no-store\r\nconnection: close\r\n\r\n\u{fc}"),
            "{answer}"
        );
        assert!(ask("%5B0%2C%5B%5D%2C%22%22%5D").contains("location: "));
        assert_eq!(ask("reset"), "");
    }
}
