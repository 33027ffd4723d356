//! Rate limits.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use http::StatusCode;

use crate::api_error::{ApiError, Code};
use crate::config::{ConfigError, Rate};

/// The number of checks between sweeps that drop clients whose bucket has refilled.
const SWEEP_EVERY: u32 = 4096;

/// The host's clock as it was last read. It never goes back.
#[derive(Clone, Debug, Default)]
struct LastRead(Arc<AtomicU64>);

impl Clock for LastRead {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(self.0.load(Ordering::Relaxed)))
    }
}

/// A token bucket for each client.
pub(crate) struct Limit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, LastRead, NoOpMiddleware<Nanos>>,
    clock: LastRead,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    pub(crate) fn new(rate: Rate) -> Result<Self, ConfigError> {
        let positive =
            |number| NonZeroU32::new(number).ok_or(ConfigError("limits: a rate of 0; expected at least 1".into()));
        let quota = Quota::per_minute(positive(rate.per_minute)?).allow_burst(positive(rate.burst)?);
        let clock = LastRead::default();
        let limiter = RateLimiter::hashmap_with_clock(quota, clock.clone());
        Ok(Self { limiter, clock, checks: AtomicU32::new(0) })
    }

    /// Counts one request at `now_ms`, the host's [`elapsed_ms`](crate::Host::elapsed_ms).
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub(crate) fn check(&self, client: &K, now_ms: u64) -> Result<(), ApiError> {
        self.clock.0.fetch_max(now_ms, Ordering::Relaxed);
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(client).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited).after(whole_seconds(wait))
        })
    }
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::{Limit, SWEEP_EVERY};
    use crate::config::Rate;

    /// Checks one request at each of these milliseconds. Returns the seconds to wait, 0 for an admitted request.
    fn waits(rate: Rate, times: &[u64]) -> Vec<u64> {
        let limit = Limit::new(rate).unwrap();
        let wait = |time: &u64| limit.check(&"ada", *time).err().map_or(0, |error| error.retry_after.unwrap());
        times.iter().map(wait).collect()
    }

    #[test]
    fn a_bucket_is_emptied_at_once_and_fills_up_by_the_hosts_clock() {
        let rate = Rate { burst: 2, per_minute: 60 };
        for (times, expected) in [
            (&[0, 0, 0][..], &[0, 0, 1][..]),
            (&[0, 0, 999, 1000, 1000], &[0, 0, 1, 0, 1]),
            (&[0, 0, 60_000, 60_000, 60_000], &[0, 0, 0, 0, 1]),
            // A clock that ran for days before the first request.
            (&[900_000_000, 900_000_000, 900_000_000], &[0, 0, 1]),
            // A clock that was set back admits nobody sooner, and rejects nobody for longer.
            (&[5000, 5000, 10, 6000], &[0, 0, 1, 0]),
        ] {
            assert_eq!(waits(rate, times), expected, "{times:?}");
        }
        assert_eq!(
            waits(Rate { burst: 1, per_minute: 1 }, &[0, 1]),
            [0, 60],
            "part of a second is waited for as a whole"
        );
    }

    #[test]
    fn everybody_has_a_bucket_of_their_own() {
        let limit = Limit::new(Rate { burst: 1, per_minute: 1 }).unwrap();
        assert!(limit.check(&"ada", 0).is_ok());
        assert!(limit.check(&"ada", 0).is_err());
        assert!(limit.check(&"grace", 0).is_ok());
    }

    #[test]
    fn a_rate_of_nothing_is_no_setting() {
        for rate in [Rate { burst: 0, per_minute: 1 }, Rate { burst: 1, per_minute: 0 }] {
            assert!(Limit::<u8>::new(rate).is_err());
        }
    }

    #[test]
    fn clients_whose_buckets_are_full_again_are_dropped_at_each_sweep_and_only_then() {
        let limit = Limit::new(Rate { burst: 1, per_minute: 60 }).unwrap();
        // Each client comes once, two seconds after the one before: all earlier buckets are full again.
        let check = |client: u32| limit.check(&client, 2000 * u64::from(client)).unwrap();
        (1..SWEEP_EVERY).for_each(check);
        assert_eq!(limit.limiter.len(), SWEEP_EVERY as usize - 1);
        check(SWEEP_EVERY);
        assert_eq!(limit.limiter.len(), 1, "the sweep comes before the client that causes it");
        (SWEEP_EVERY + 1..2 * SWEEP_EVERY).for_each(check);
        assert_eq!(limit.limiter.len(), SWEEP_EVERY as usize);
        check(2 * SWEEP_EVERY);
        assert_eq!(limit.limiter.len(), 1);
    }
}
