//! The wire between the proxy and Ivy, and its faults.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The behaviour of the wire for a request that has arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    /// Forwards the request to Ivy, and the response back.
    Sound,
    /// Forwards both after this time.
    Slow(Duration),
    /// Returns nothing and closes nothing: half open.
    Silent,
    /// Returns this, and then nothing more.
    Stuck(&'static str),
    /// Returns this, and then a letter now and then, forever.
    Trickling(&'static str),
    /// Returns this, and closes the connection.
    Closed(&'static str),
}

struct State {
    line: Mutex<Line>,
    open: AtomicUsize,
    ivy: String,
}

/// A listener in front of Ivy.
pub(crate) struct Wire {
    pub(crate) url: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

impl Wire {
    pub(crate) async fn to(ivy_url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let ivy = ivy_url.trim_start_matches("http://").to_owned();
        let state = Arc::new(State { line: Mutex::new(Line::Sound), open: AtomicUsize::new(0), ivy });
        let shared = Arc::clone(&state);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move {
                    state.open.fetch_add(1, Ordering::SeqCst);
                    // A connection that ends early is the purpose of this wire.
                    let _ = state.serve(stream).await;
                    state.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, state, server }
    }

    /// Sets the behaviour.
    pub(crate) fn is(&self, line: Line) {
        *self.state.line.lock().expect("a line") = line;
    }

    /// Waits until the proxy holds at most this many connections. Returns the number.
    pub(crate) async fn connections(&self, at_most: usize) -> usize {
        for _ in 0..3_000 {
            if self.state.open.load(Ordering::SeqCst) <= at_most {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.state.open.load(Ordering::SeqCst)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl State {
    /// Serves one connection until either side closes it.
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        while let Some(request) = message(&mut stream).await? {
            let line = *self.line.lock().expect("a line");
            match line {
                Line::Sound => self.pass(&mut stream, &request).await?,
                Line::Slow(pause) => {
                    tokio::time::sleep(pause).await;
                    self.pass(&mut stream, &request).await?;
                }
                Line::Silent => return until_closed(&mut stream).await,
                Line::Stuck(text) => {
                    stream.write_all(text.as_bytes()).await?;
                    return until_closed(&mut stream).await;
                }
                Line::Trickling(text) => {
                    stream.write_all(text.as_bytes()).await?;
                    loop {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        stream.write_all(b"x").await?;
                    }
                }
                Line::Closed(text) => return stream.write_all(text.as_bytes()).await,
            }
        }
        Ok(())
    }

    async fn pass(&self, stream: &mut TcpStream, request: &[u8]) -> io::Result<()> {
        let mut ivy = TcpStream::connect(&self.ivy).await?;
        ivy.write_all(request).await?;
        let response = message(&mut ivy).await?.unwrap_or_default();
        stream.write_all(&response).await
    }
}

/// Reads one message with its body; `None` if the other side has closed the connection.
async fn message(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            if bytes.len() >= head + length.unwrap_or(0) {
                return Ok(Some(bytes));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

async fn until_closed(stream: &mut TcpStream) -> io::Result<()> {
    let mut rest = Vec::new();
    while stream.read_buf(&mut rest).await? > 0 {}
    Ok(())
}
