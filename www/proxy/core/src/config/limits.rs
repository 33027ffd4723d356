//! Limits, deadlines and retention periods.

use std::time::Duration;

/// The retention periods, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The period for sessions that were never released or that are locked.
    pub abandoned_days: u32,
    /// The period for guests' sessions after their last use.
    pub guest_days: u32,
    /// The period for customers' sessions after their last use.
    pub customer_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { abandoned_days: 7, guest_days: 2, customer_days: 180 }
    }
}

/// A rate limit: a bucket of `burst` requests that refills at `per_minute`.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// The number of requests at once, at least 1.
    pub burst: u32,
    /// The number of requests a minute in the long run, at least 1.
    pub per_minute: u32,
}

/// The limits on requests and clients. All sizes are in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest request body of a page.
    pub page_body: usize,
    /// The longest body of Ivy's callback.
    pub callback_body: usize,
    /// The longest response of Ivy.
    pub answer: usize,
    /// The time limit for receiving a request body.
    pub body_deadline: Duration,
    /// The rate limit of one customer or guest cookie.
    pub per_owner: Rate,
    /// The rate limit of one address (IPv6: one /64) for pages.
    pub per_address: Rate,
    /// The rate limit of one address for callbacks.
    pub callbacks_per_address: Rate,
    /// The most creates of one customer or guest in 10 minutes, counted in the table across all processes.
    pub creates_per_owner: u32,
    /// The most creates of one address in 10 minutes, counted in the same way.
    pub creates_per_address: u32,
    /// The most requests in flight from all addresses. Pages and callbacks have separate caps of this size. One address
    /// gets an eighth.
    pub requests_in_flight: usize,
    /// The most bytes of request bodies held at once, from all addresses. Pages and callbacks have separate caps of
    /// this size. One address gets an eighth. Each body counts with its announced length, else with the longest that is
    /// allowed.
    pub buffered_bytes: usize,
    /// The most calls to Ivy in flight. Further ones get 503 at once.
    pub ivy_in_flight: usize,
    /// The number of consecutive failures that opens a circuit breaker. Create, details and list have one breaker each.
    pub breaker_failures: u32,
    /// The time for which an open breaker blocks calls to Ivy before it lets one through as a probe.
    pub breaker_open: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_body: 64 * 1024,
            callback_body: 1024 * 1024,
            answer: 4 * 1024 * 1024,
            body_deadline: Duration::from_secs(10),
            per_owner: Rate { burst: 60, per_minute: 120 },
            per_address: Rate { burst: 120, per_minute: 600 },
            callbacks_per_address: Rate { burst: 240, per_minute: 1200 },
            creates_per_owner: 10,
            creates_per_address: 60,
            requests_in_flight: 1_024,
            buffered_bytes: 8 * 1024 * 1024,
            ivy_in_flight: 256,
            breaker_failures: 10,
            breaker_open: Duration::from_secs(10),
        }
    }
}

/// The timeouts of calls to Ivy.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// The timeout for connecting.
    pub connect: Duration,
    /// The timeout of a create, from the first byte sent to the last one read.
    pub create: Duration,
    /// The timeout of a list or details call, measured in the same way.
    pub read: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { connect: Duration::from_secs(2), create: Duration::from_secs(8), read: Duration::from_secs(5) }
    }
}
