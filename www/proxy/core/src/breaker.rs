//! A circuit breaker for one endpoint of Ivy. After a number of consecutive failures it opens and rejects all calls for
//! a while. Then it lets one call through as a probe: a success closes the breaker, a failure opens it again.
//!
//! Create, details and list have one breaker each, since Ivy can fail at a single one. Only lost connections, timeouts,
//! 5xx, 408 and 429 are failures. Any other response shows that Ivy is up, so a rejected request never opens a breaker
//! (SECURITY.md, 16).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::config::ConfigError;
use crate::host::{TransportError, UpstreamResponse};

/// The state of a breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// All calls pass.
    Closed,
    /// No call passes.
    Open,
    /// One call at a time passes, as a probe.
    HalfOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed { failures: u32 },
    Open { until: u64 },
    Probing,
}

/// A circuit breaker. Its times are the host's [`elapsed_ms`](crate::Host::elapsed_ms).
#[derive(Debug)]
pub(crate) struct Breaker {
    failures: u32,
    open_ms: u64,
    state: Mutex<State>,
}

impl Breaker {
    /// Builds a closed breaker that opens after `failures` consecutive failures, for the time `open`.
    ///
    /// # Errors
    /// If one of them is zero.
    pub(crate) fn new(failures: u32, open: Duration) -> Result<Self, ConfigError> {
        let open_ms = open.as_millis() as u64;
        if failures == 0 {
            return Err(ConfigError("limits.breaker_failures: 0; expected at least 1".into()));
        }
        if open_ms == 0 {
            return Err(ConfigError("limits.breaker_open: 0; expected at least a millisecond".into()));
        }
        Ok(Self { failures, open_ms, state: Mutex::new(State::Closed { failures: 0 }) })
    }

    /// Admits a call.
    ///
    /// # Errors
    /// The milliseconds until a retry makes sense.
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

    /// Locks the state. No code panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An admitted call.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    breaker: &'a Breaker,
    is_probe: bool,
}

impl Pass<'_> {
    /// Records the call's end at `now`, and returns true if it opened the breaker. A call that was admitted before the
    /// breaker opened changes nothing.
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
    /// Makes the next call the probe, if the probe's future was dropped.
    fn drop(&mut self) {
        if self.is_probe {
            *self.breaker.state() = State::Open { until: 0 };
        }
    }
}

/// Returns true if the result of a call counts as a failure of Ivy.
pub(crate) fn is_failure(result: &Result<UpstreamResponse, TransportError>) -> bool {
    match result {
        Ok(response) => response.status >= 500 || matches!(response.status, 408 | 429),
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
    use crate::host::{TransportError, UpstreamResponse};

    const OPEN_MS: u64 = 10_000;

    fn breaker(failures: u32) -> Breaker {
        Breaker::new(failures, Duration::from_millis(OPEN_MS)).unwrap()
    }

    /// Makes one call at `now` that fails or succeeds. Returns true if it opened the breaker.
    fn call(breaker: &Breaker, is_failure: bool, now: u64) -> bool {
        breaker.enter(now).unwrap().end(is_failure, now)
    }

    #[test]
    fn it_opens_after_failures_in_a_row() {
        let breaker = breaker(3);
        assert_eq!([true, true, false, true, true].map(|failure| call(&breaker, failure, 5)), [false; 5]);
        assert_eq!(breaker.state_at(5), BreakerState::Closed);
        assert!(call(&breaker, true, 5), "the third in a row");
        assert_eq!(breaker.state_at(5), BreakerState::Open);
        assert_eq!(breaker.enter(5).err(), Some(OPEN_MS));
        assert_eq!(breaker.enter(OPEN_MS + 4).err(), Some(1));
    }

    #[test]
    fn one_probe_decides() {
        let breaker = breaker(1);
        assert!(call(&breaker, true, 0));
        assert_eq!(breaker.state_at(OPEN_MS - 1), BreakerState::Open);
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        let probe = breaker.enter(OPEN_MS).unwrap();
        assert_eq!(breaker.enter(OPEN_MS).err(), Some(OPEN_MS), "one at a time");
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        assert!(probe.end(true, OPEN_MS + 7));
        assert_eq!(breaker.enter(OPEN_MS + 7).err(), Some(OPEN_MS));
        assert!(!call(&breaker, false, 2 * OPEN_MS + 7));
        assert_eq!(breaker.state_at(2 * OPEN_MS + 7), BreakerState::Closed);
        // A closed breaker counts again from zero.
        let breaker = self::breaker(2);
        assert!(!call(&breaker, true, 0) && call(&breaker, true, 0) && !call(&breaker, false, OPEN_MS));
        assert!(!call(&breaker, true, OPEN_MS));
    }

    #[test]
    fn a_probe_that_is_dropped_leaves_its_turn_to_the_next() {
        let breaker = breaker(1);
        call(&breaker, true, 0);
        drop(breaker.enter(OPEN_MS).unwrap());
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::HalfOpen);
        assert!(!call(&breaker, false, OPEN_MS));
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::Closed);
        // A dropped call that is no probe changes nothing.
        drop(breaker.enter(OPEN_MS).unwrap());
        assert_eq!(breaker.state_at(OPEN_MS), BreakerState::Closed);
    }

    #[test]
    fn requests_from_before_it_opened_change_nothing() {
        let breaker = breaker(1);
        let [late, later, last] = [0; 3].map(|now| breaker.enter(now).unwrap());
        assert!(call(&breaker, true, 0));
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
