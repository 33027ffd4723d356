//! How often somebody may ask.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use http::{HeaderMap, HeaderName, StatusCode};

use crate::config::Rate;
use crate::refused::Code;
use crate::{ConfigError, Refused};

/// After so many questions, askers whose bucket is full again are forgotten.
const SWEEP_EVERY: u32 = 4096;

/// The host's clock as it was last read. Never goes back.
#[derive(Clone, Debug, Default)]
struct LastRead(Arc<AtomicU64>);

impl Clock for LastRead {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_millis(self.0.load(Ordering::Relaxed)))
    }
}

/// A bucket for each asker.
pub(crate) struct Limit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, LastRead, NoOpMiddleware<Nanos>>,
    clock: LastRead,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    pub(crate) fn new(rate: Rate) -> Result<Self, ConfigError> {
        let positive = |number| NonZeroU32::new(number).ok_or(ConfigError("limits: a rate is at least 1".into()));
        let quota = Quota::per_minute(positive(rate.per_minute)?).allow_burst(positive(rate.burst)?);
        let clock = LastRead::default();
        let limiter = RateLimiter::hashmap_with_clock(quota, clock.clone());
        Ok(Self { limiter, clock, asked: AtomicU32::new(0) })
    }

    /// Counts one question at `now_ms`, the host's [`elapsed_ms`](crate::Host::elapsed_ms).
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub(crate) fn check(&self, asker: &K, now_ms: u64) -> Result<(), Refused> {
        self.clock.0.fetch_max(now_ms, Ordering::Relaxed);
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(asker).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Refused::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited).after(whole_seconds(wait))
        })
    }
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Whom an address stands for: an IPv4 address, or the /64 that one IPv6 connection is given. Requests without any
/// address share one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(Option<IpAddr>);

impl Network {
    /// The address of the connection, or, where the merchant's load balancer names it, the last item of that header.
    pub(crate) fn of(peer: Option<IpAddr>, headers: &HeaderMap, header: Option<&HeaderName>) -> Self {
        let address = match header {
            None => peer,
            Some(name) => headers
                .get_all(name)
                .iter()
                .next_back()
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.rsplit(',').next())
                .and_then(|item| item.trim().parse().ok()),
        };
        Self(address.map(|address: IpAddr| match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            v4 => v4,
        }))
    }
}
