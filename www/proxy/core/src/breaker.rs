//! A circuit breaker for one kind of request to Ivy. After so many failures in a row it opens, and nothing is asked for a
//! while. Then one request goes through as a probe: its success closes the breaker, its failure opens it again.
//!
//! Create, details and list have a breaker each, since Ivy can fail at one of them alone. Only lost connections, timeouts,
//! 5xx and 429 are failures: whatever else Ivy answers shows that it is there, so that a request which Ivy refuses opens
//! nothing (SECURITY.md, 16).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::{ConfigError, TransportError, UpstreamResponse};

/// What a breaker lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// Everything.
    Closed,
    /// Nothing.
    Open,
    /// One request at a time, which decides.
    HalfOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed { failures: u32 },
    Open { until: u64 },
    Probing,
}

/// The breaker; its clock is the host's [`elapsed_ms`](crate::Host::elapsed_ms).
#[derive(Debug)]
pub(crate) struct Breaker {
    failures: u32,
    open_ms: u64,
    state: Mutex<State>,
}

impl Breaker {
    /// # Errors
    /// If it would open without a failure, or for no time.
    pub(crate) fn new(failures: u32, open: Duration) -> Result<Self, ConfigError> {
        let open_ms = open.as_millis() as u64;
        if failures == 0 {
            return Err(ConfigError("limits.breaker_failures: expected at least 1".into()));
        }
        if open_ms == 0 {
            return Err(ConfigError("limits.breaker_open: expected at least a millisecond".into()));
        }
        Ok(Self { failures, open_ms, state: Mutex::new(State::Closed { failures: 0 }) })
    }

    /// Lets a request through.
    ///
    /// # Errors
    /// The milliseconds until it is worth trying again.
    pub(crate) fn enter(&self, now: u64) -> Result<Pass<'_>, u64> {
        let mut state = self.state();
        match *state {
            State::Closed { .. } => Ok(Pass { breaker: self, is_probe: false }),
            State::Open { until } if until <= now => {
                *state = State::Probing;
                Ok(Pass { breaker: self, is_probe: true })
            }
            State::Open { until } => Err(until - now),
            State::Probing => Err(self.open_ms),
        }
    }

    pub(crate) fn state_at(&self, now: u64) -> BreakerState {
        match *self.state() {
            State::Closed { .. } => BreakerState::Closed,
            State::Open { until } if until > now => BreakerState::Open,
            State::Open { .. } | State::Probing => BreakerState::HalfOpen,
        }
    }

    /// Nothing in here panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that was let through.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    breaker: &'a Breaker,
    is_probe: bool,
}

impl Pass<'_> {
    /// Takes the request's end at `now`, and returns true if the breaker opened by it. A request that was let through before
    /// the breaker opened changes nothing more.
    pub(crate) fn end(mut self, is_failure: bool, now: u64) -> bool {
        let breaker = self.breaker;
        let mut state = breaker.state();
        let is_probe = std::mem::take(&mut self.is_probe);
        let next = match *state {
            State::Closed { failures } if is_failure && failures + 1 < breaker.failures => {
                State::Closed { failures: failures + 1 }
            }
            State::Closed { .. } if is_failure => State::Open { until: now + breaker.open_ms },
            State::Closed { .. } => State::Closed { failures: 0 },
            State::Probing if is_probe && is_failure => State::Open { until: now + breaker.open_ms },
            State::Probing if is_probe => State::Closed { failures: 0 },
            other => other,
        };
        let opened = *state != next && matches!(next, State::Open { .. });
        *state = next;
        opened
    }
}

impl Drop for Pass<'_> {
    /// A probe whose future was dropped decides nothing: the next request is one.
    fn drop(&mut self) {
        if self.is_probe {
            *self.breaker.state() = State::Open { until: 0 };
        }
    }
}

/// Whether the end of a request counts against Ivy.
pub(crate) fn is_failure(answered: &Result<UpstreamResponse, TransportError>) -> bool {
    match answered {
        Ok(answer) => answer.status >= 500 || matches!(answer.status, 408 | 429),
        Err(TransportError::TooLong) => false,
        Err(
            TransportError::NotReached
            | TransportError::NotReachedInTime
            | TransportError::TookTooLong
            | TransportError::BrokeOff,
        ) => true,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;

    use super::{Breaker, BreakerState, is_failure};
    use crate::{TransportError, UpstreamResponse};

    const OPEN_MS: u64 = 10_000;

    fn breaker(failures: u32) -> Breaker {
        Breaker::new(failures, Duration::from_millis(OPEN_MS)).unwrap()
    }

    /// One request at `now` that fails or not; true where the breaker opened.
    fn ask(breaker: &Breaker, is_failure: bool, now: u64) -> bool {
        breaker.enter(now).unwrap().end(is_failure, now)
    }

    #[test]
    fn it_opens_after_failures_in_a_row() {
        let breaker = breaker(3);
        assert_eq!([true, true, false, true, true].map(|failure| ask(&breaker, failure, 5)), [false; 5]);
        assert_eq!(breaker.state_at(5), BreakerState::Closed);
        assert!(ask(&breaker, true, 5), "the third in a row");
        assert_eq!(breaker.state_at(5), BreakerState::Open);
        assert_eq!(breaker.enter(5).err(), Some(OPEN_MS));
        assert_eq!(breaker.enter(OPEN_MS + 4).err(), Some(1));
    }

    #[test]
    fn one_probe_decides() {
        let breaker = breaker(1);
        assert!(ask(&breaker, true, 0));
        assert_eq!(breaker.state_at(OPEN_MS - 1), BreakerState::Open);
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        let probe = breaker.enter(OPEN_MS).unwrap();
        assert_eq!(breaker.enter(OPEN_MS).err(), Some(OPEN_MS), "one at a time");
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        assert!(probe.end(true, OPEN_MS + 7));
        assert_eq!(breaker.enter(OPEN_MS + 7).err(), Some(OPEN_MS));
        assert!(!ask(&breaker, false, 2 * OPEN_MS + 7));
        assert_eq!(breaker.state_at(2 * OPEN_MS + 7), BreakerState::Closed);
        // A closed breaker counts from zero.
        let breaker = self::breaker(2);
        assert!(!ask(&breaker, true, 0) && ask(&breaker, true, 0) && !ask(&breaker, false, OPEN_MS));
        assert!(!ask(&breaker, true, OPEN_MS));
    }

    #[test]
    fn a_probe_that_is_dropped_leaves_its_turn_to_the_next() {
        let breaker = breaker(1);
        ask(&breaker, true, 0);
        drop(breaker.enter(OPEN_MS).unwrap());
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        assert!(!ask(&breaker, false, OPEN_MS));
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::Closed);
        // One that was no probe changes nothing.
        drop(breaker.enter(OPEN_MS).unwrap());
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::Closed);
    }

    #[test]
    fn requests_from_before_it_opened_change_nothing() {
        let breaker = breaker(1);
        let [late, later, last] = [0; 3].map(|now| breaker.enter(now).unwrap());
        assert!(ask(&breaker, true, 0));
        assert!(!late.end(true, 9_000));
        assert_eq!(breaker.enter(9_000).err(), Some(OPEN_MS - 9_000), "not open for longer");
        assert!(!later.end(false, 9_000));
        assert_eq!(breaker.state_at(9_000), BreakerState::Open);
        let probe = breaker.enter(OPEN_MS).unwrap();
        assert!(!last.end(false, OPEN_MS));
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        assert!(!probe.end(false, OPEN_MS));
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::Closed);
    }

    #[test]
    fn a_breaker_that_never_closes_or_never_opens_is_no_setting() {
        for (failures, open) in [(0, 1), (1, 0)] {
            assert!(Breaker::new(failures, Duration::from_millis(open)).is_err());
        }
    }

    #[test]
    fn only_an_ivy_that_is_not_there_counts() {
        let status = |status| Ok(UpstreamResponse { status, headers: HeaderMap::new(), bytes: Vec::new() });
        for failure in [408, 429, 500, 502, 503, 504, 599] {
            assert!(is_failure(&status(failure)), "{failure}");
        }
        for success in [200, 204, 302, 400, 401, 403, 404, 409, 418, 422, 423] {
            assert!(!is_failure(&status(success)), "{success}");
        }
        for lost in [
            TransportError::NotReached,
            TransportError::NotReachedInTime,
            TransportError::TookTooLong,
            TransportError::BrokeOff,
        ] {
            assert!(is_failure(&Err(lost)), "{lost:?}");
        }
        assert!(!is_failure(&Err(TransportError::TooLong)));
    }
}
