//! The merchant's sign-in, as the customer token tells it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use ivy_proxy::{Identified, Identify, SignInUnavailable};

use crate::token::{Reason, TokenReader};

/// The shortest time between two log lines with one reason.
const PERIOD: Duration = Duration::from_secs(60);

/// The sign-in. A token that is refused makes it unavailable: the core then answers with 503 and changes nothing, so that
/// a customer is never taken for a guest.
#[derive(Debug)]
pub(crate) struct TokenSignIn {
    tokens: TokenReader,
    written: Mutex<BTreeMap<Reason, Refusals>>,
}

/// The refusals for one reason.
#[derive(Debug)]
struct Refusals {
    unwritten: u64,
    written_at: Option<Instant>,
}

impl TokenSignIn {
    pub(crate) fn new(tokens: TokenReader) -> Self {
        Self { tokens, written: Mutex::default() }
    }

    /// Logs a refusal. Anybody can cause one, so each reason is logged once a minute, with the number since the last line.
    fn refuse(&self, reason: Reason) {
        if let Some(count) = self.due(reason, Instant::now()) {
            tracing::warn!(event = "customer_token_refused", reason = reason.name(), fix = reason.fix(), count);
        }
    }

    /// Counts a refusal. Returns the number to log now.
    fn due(&self, reason: Reason, now: Instant) -> Option<u64> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let refusals = written.entry(reason).or_insert(Refusals { unwritten: 0, written_at: None });
        refusals.unwritten = refusals.unwritten.saturating_add(1);
        if refusals.written_at.is_some_and(|at| now.saturating_duration_since(at) < PERIOD) {
            return None;
        }
        refusals.written_at = Some(now);
        Some(std::mem::take(&mut refusals.unwritten))
    }
}

impl Identify for TokenSignIn {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let found = self.tokens.customer(headers, now).map_err(|reason| {
            self.refuse(reason);
            SignInUnavailable
        });
        Box::pin(std::future::ready(found))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use axum::http::HeaderName;
    use jsonwebtoken::Algorithm;

    use super::TokenSignIn;
    use crate::token::{Reason, TokenReader};

    #[test]
    fn each_reason_is_logged_at_once_and_then_once_a_minute() {
        let header = HeaderName::from_static("ivy-customer");
        let sign_in = TokenSignIn::new(TokenReader::new(header, Algorithm::HS256, Vec::new(), "shop", 300));
        let start = Instant::now();
        let at = |reason, seconds| sign_in.due(reason, start + Duration::from_secs(seconds));
        assert_eq!([0, 0, 59].map(|seconds| at(Reason::Expired, seconds)), [Some(1), None, None]);
        assert_eq!(at(Reason::Doubled, 59), Some(1));
        assert_eq!(at(Reason::Expired, 60), Some(3));
    }
}
