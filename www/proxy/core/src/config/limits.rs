//! Limits, deadlines and retention periods.

use std::time::Duration;

/// The days for which rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Sessions that were never released, or that are locked.
    pub abandoned_days: u32,
    /// Guests' sessions, after their last use.
    pub guest_days: u32,
    /// Customers' sessions, after their last use.
    pub customer_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { abandoned_days: 7, guest_days: 2, customer_days: 180 }
    }
}

/// How often somebody may ask: a bucket of `burst` requests that fills up again at `per_minute`.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Requests at once, at least 1.
    pub burst: u32,
    /// Requests a minute in the long run, at least 1.
    pub per_minute: u32,
}

/// What one request, and one asker, may cost. All sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A page's request body.
    pub page_body: usize,
    /// The body of Ivy's callback.
    pub callback_body: usize,
    /// An answer of Ivy.
    pub answer: usize,
    /// How long a request body may take to arrive.
    pub body_deadline: Duration,
    /// One customer, or one guest cookie.
    pub per_owner: Rate,
    /// One address (IPv6: one /64), for pages.
    pub per_address: Rate,
    /// One address, for callbacks.
    pub callbacks_per_address: Rate,
    /// Creates of one customer or guest in 10 minutes, counted in the table across all processes.
    pub creates_per_owner: u32,
    /// Creates of one address in 10 minutes, likewise.
    pub creates_per_address: u32,
    /// Requests in flight, from all addresses together; pages and callbacks each have so many. One address gets an eighth.
    pub requests_in_flight: usize,
    /// Bytes of request bodies that are held at once, from all addresses together; pages and callbacks each have so many. One
    /// address gets an eighth. Each body counts with its announced length, else with the longest that is allowed.
    pub buffered_bytes: usize,
    /// Requests to Ivy in flight. Further ones are answered with 503 at once.
    pub ivy_in_flight: usize,
    /// After how many failures in a row a circuit breaker opens. Create, details and list have one each.
    pub breaker_failures: u32,
    /// How long an open breaker keeps requests from Ivy before it lets one through as a probe.
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

/// How long Ivy may take.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Until a connection stands.
    pub connect: Duration,
    /// A create, from the first byte sent to the last one read.
    pub create: Duration,
    /// A list or details call, likewise.
    pub read: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { connect: Duration::from_secs(2), create: Duration::from_secs(8), read: Duration::from_secs(5) }
    }
}
