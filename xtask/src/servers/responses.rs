//! A server whose requests describe their responses, for the library's tests in a browser.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// The time for which a request without a response stays open: longer than any test.
const SILENCE: Duration = Duration::from_secs(600);

/// Starts the server and returns its URL. The server ends with this process.
///
/// The path of a request describes the response, as a JSON array in a URI component: the status, an array of names and
/// values of headers in turn, and the body. Status 0 is a redirect. The path `reset` closes the connection, and `silent`
/// leaves it open. CORS headers allow every origin to read everything.
///
/// # Errors
/// When no port is free.
pub(crate) fn start() -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("the server for tests cannot listen")?;
    let port = listener.local_addr().context("the server for tests has no address")?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    Ok(format!("http://127.0.0.1:{port}"))
}

/// Reads one request and writes its response. Returns `None` if the connection ends first, which is no error.
fn serve(mut stream: TcpStream) -> Option<()> {
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
        description => stream.write_all(&response(&decoded(description)?)?).ok(),
    }
}

/// Builds the response that a path describes.
fn response(description: &str) -> Option<Vec<u8>> {
    let (status, headers, body): (u16, Vec<String>, String) = serde_json::from_str(description).ok()?;
    let first = if status == 0 { "302 Found\r\nlocation: /elsewhere".to_owned() } else { format!("{status} Words") };
    let mut head =
        format!("HTTP/1.1 {first}\r\naccess-control-allow-origin: *\r\naccess-control-expose-headers: *\r\n");
    for pair in headers.chunks(2) {
        head += &format!("{}\r\n", pair.join(": "));
    }
    // Responses with these statuses have neither a body nor a length.
    if !matches!(status, 204 | 304) {
        head += &format!("content-length: {}\r\n", body.len());
    }
    Some(format!("{head}cache-control: no-store\r\nconnection: close\r\n\r\n{body}").into_bytes())
}

/// Decodes a URI component.
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
    fn a_response_is_as_its_path_describes() {
        let url = start().unwrap();
        let post = |path: &str| {
            let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
            write!(stream, "POST /{path} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}").unwrap();
            let mut response = String::new();
            stream.read_to_string(&mut response).unwrap();
            response
        };
        let response = post("%5B503%2C%5B%22retry-after%22%2C%222%22%5D%2C%22%C3%BC%22%5D");
        assert!(response.starts_with("HTTP/1.1 503 ") && response.contains("\r\nretry-after: 2\r\n"), "{response}");
        assert!(
            response.ends_with("content-length: 2\r\ncache-control: no-store\r\nconnection: close\r\n\r\n\u{fc}"),
            "{response}"
        );
        assert!(post("%5B0%2C%5B%5D%2C%22%22%5D").contains("location: "));
        assert_eq!(post("reset"), "");
    }
}
