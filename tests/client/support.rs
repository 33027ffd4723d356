//! A scripted transport with a clock of its own, and a way to run the client's futures natively.

use ivy_data_session::client::{Answer, Event, Failure, Limits, Request, Transport};
use ivy_data_session::launch::Page;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What the scripted proxy does with one request.
pub(crate) enum Reply {
    /// Answers, after this many milliseconds.
    After(f64, Answer),
    /// Fails at once.
    Fails(Failure),
    /// Says nothing.
    Silent,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sent {
    pub(crate) path: &'static str,
    pub(crate) body: String,
    pub(crate) key: Option<String>,
    /// When, in milliseconds from the start.
    pub(crate) at: f64,
}

/// A transport that replies as it was told, and fails the test when it is asked more often.
#[derive(Default)]
pub(crate) struct Script {
    replies: RefCell<VecDeque<Reply>>,
    pub(crate) sent: RefCell<Vec<Sent>>,
    pub(crate) events: RefCell<Vec<String>>,
    pub(crate) answered: RefCell<Vec<String>>,
    /// When the caller gives up.
    pub(crate) aborts_at: Cell<Option<f64>>,
    now: Cell<f64>,
}

impl Script {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Script { replies: RefCell::new(replies.into_iter().collect()), ..Script::default() }
    }

    /// Lets time pass, at most until the caller gives up.
    fn pass(&self, ms: f64) -> Result<(), Failure> {
        let end = self.now.get() + ms;
        match self.aborts_at.get() {
            Some(at) if at <= end => {
                self.now.set(at.max(self.now.get()));
                Err(Failure::Aborted)
            }
            _ => {
                self.now.set(end);
                Ok(())
            }
        }
    }

    /// Milliseconds from the start.
    pub(crate) fn time(&self) -> f64 {
        self.now.get()
    }

    pub(crate) fn paths(&self) -> Vec<&'static str> {
        self.sent.borrow().iter().map(|sent| sent.path).collect()
    }
}

impl Transport for Script {
    async fn send(&self, request: &Request<'_>, limit_ms: f64) -> Result<Answer, Failure> {
        self.sent.borrow_mut().push(Sent {
            path: request.operation.path(),
            body: request.body.to_owned(),
            key: request.idempotency_key.map(str::to_owned),
            at: self.now.get(),
        });
        let reply = self.replies.borrow_mut().pop_front().expect("a request that the script does not know");
        match reply {
            Reply::After(ms, answer) if ms < limit_ms => self.pass(ms).map(|()| answer),
            Reply::Fails(failure) => Err(failure),
            Reply::After(..) | Reply::Silent => self.pass(limit_ms).and(Err(Failure::TimedOut)),
        }
    }

    async fn sleep(&self, ms: f64) -> Result<(), Failure> {
        self.pass(ms)
    }

    fn now(&self) -> f64 {
        self.now.get()
    }

    fn wall_clock(&self) -> f64 {
        1_800_000_000.0 + self.now.get() / 1000.0
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn report(&self, event: &Event<'_>) {
        self.events.borrow_mut().push(format!("{event:?}"));
    }
}

impl Page for Script {
    fn answered(&self, reference_id: &str) {
        self.answered.borrow_mut().push(reference_id.to_owned());
    }
}

/// Runs a future that never really waits: time is the script's.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the script made something wait"),
    }
}

/// An answer in JSON.
pub(crate) fn json(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: Some("application/json".to_owned()),
        date: Some("Mon, 23 Nov 2026 12:00:00 GMT".to_owned()),
        body: body.as_bytes().to_vec(),
        ..Answer::default()
    }
}

/// [`json`], at once.
pub(crate) fn ok(body: &str) -> Reply {
    Reply::After(10.0, json(200, body))
}

/// An error of the proxy, at once.
pub(crate) fn error(status: u16) -> Reply {
    Reply::After(10.0, json(status, r#"{"code":"proxy_unavailable","requestId":"req-1"}"#))
}

pub(crate) const LIMITS: Limits = Limits { deadline: 10_000.0, retries: 2 };
