//! Counters for Prometheus. No label holds data of a request or response.

use std::sync::atomic::Ordering;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::alarm::{Alarm, Alarms};
use crate::api_error::Code;
use crate::breaker::BreakerState;
use crate::capacity::Load;

/// The upper bounds of the latency histogram's buckets, in seconds. Ivy's timeout is 8 seconds by default.
const LATENCIES: [f64; 11] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    operation: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Event {
    event: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: &'static str,
}

/// The counters, and the gauges that are set on each read.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    refusals: Family<Refusal, Counter>,
    alarms: Family<Event, Counter>,
    locks: Counter,
    latencies: Family<Operation, Histogram, fn() -> Histogram>,
    breakers: Family<Operation, Gauge>,
    in_flight: Gauge,
    buffered_bytes: Gauge,
    ivy_in_flight: Gauge,
}

/// The present values of the gauges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gauges<'a> {
    pub(crate) load: Load,
    pub(crate) ivy_in_flight: usize,
    pub(crate) breakers: &'a [(&'static str, BreakerState)],
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let latency: fn() -> Histogram = || Histogram::new(LATENCIES);
        let mut metrics = Self {
            registry: Registry::with_prefix("ivy_proxy"),
            requests: Family::default(),
            refusals: Family::default(),
            alarms: Family::default(),
            locks: Counter::default(),
            latencies: Family::new_with_constructor(latency),
            breakers: Family::default(),
            in_flight: Gauge::default(),
            buffered_bytes: Gauge::default(),
            ivy_in_flight: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests by operation and status", metrics.requests.clone());
        registry.register("refusals", "Refused requests by code", metrics.refusals.clone());
        registry.register("alarms", "Alarms by event, those included that the log counts", metrics.alarms.clone());
        registry.register("locks", "Sessions that were locked", metrics.locks.clone());
        registry.register_with_unit(
            "upstream_latency",
            "How long Ivy took, timeouts and lost connections included",
            Unit::Seconds,
            metrics.latencies.clone(),
        );
        registry.register("breaker_open", "1 while a circuit breaker is not closed", metrics.breakers.clone());
        registry.register("in_flight", "Requests in flight", metrics.in_flight.clone());
        registry.register("buffered_bytes", "Bytes reserved for requests' bodies", metrics.buffered_bytes.clone());
        registry.register("upstream_in_flight", "Requests to Ivy in flight", metrics.ivy_in_flight.clone());
        metrics
    }

    /// Counts a request and its result.
    pub(crate) fn request(&self, operation: &'static str, status: u16, code: Option<Code>) {
        self.requests.get_or_create(&Request { operation, status }).inc();
        if let Some(code) = code {
            self.refusals.get_or_create(&Refusal { code: code.name() }).inc();
        }
    }

    /// Records the latency of a call to Ivy.
    pub(crate) fn upstream(&self, operation: &'static str, took_ms: u64) {
        self.latencies.get_or_create(&Operation { operation }).observe(took_ms as f64 / 1000.0);
    }

    /// Writes all metrics in the OpenMetrics text format, which Prometheus reads.
    pub(crate) fn write(&self, alarms: &Alarms, gauges: Gauges<'_>) -> String {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        for alarm in Alarm::ALL {
            let counter = self.alarms.get_or_create_owned(&Event { event: alarm.name() });
            counter.inner().store(alarms.total(alarm), Ordering::Relaxed);
        }
        self.locks.inner().store(alarms.total(Alarm::SessionLocked), Ordering::Relaxed);
        for (operation, state) in gauges.breakers {
            let is_open = i64::from(*state != BreakerState::Closed);
            self.breakers.get_or_create(&Operation { operation }).set(is_open);
        }
        self.in_flight.set(whole(gauges.load.requests));
        self.buffered_bytes.set(whole(gauges.load.bytes));
        self.ivy_in_flight.set(whole(gauges.ivy_in_flight));
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Gauges, Metrics};
    use crate::alarm::{Alarm, Alarms};
    use crate::api_error::Code;
    use crate::breaker::BreakerState;
    use crate::capacity::Load;

    #[test]
    fn everything_is_counted_under_its_name() {
        let (metrics, alarms) = (Metrics::new(), Alarms::default());
        metrics.request("list", 200, None);
        metrics.request("list", 200, None);
        metrics.request("create", 422, Some(Code::ValidationFailed));
        metrics.upstream("details", 30);
        metrics.upstream("details", 2_600);
        alarms.raise(Alarm::SessionLocked, 0);
        alarms.raise(Alarm::Capacity, 0);
        alarms.raise(Alarm::Capacity, 0);
        let breakers =
            [("create", BreakerState::Closed), ("list", BreakerState::Open), ("details", BreakerState::HalfOpen)];
        let load = Load { requests: 7, bytes: 65_536 };
        let write = || metrics.write(&alarms, Gauges { load, ivy_in_flight: 3, breakers: &breakers });
        let text = write();
        let lines: Vec<_> = text.lines().collect();
        for expected in [
            "# TYPE ivy_proxy_requests counter",
            "ivy_proxy_requests_total{operation=\"list\",status=\"200\"} 2",
            "ivy_proxy_requests_total{operation=\"create\",status=\"422\"} 1",
            "ivy_proxy_refusals_total{code=\"validation_failed\"} 1",
            "ivy_proxy_alarms_total{event=\"capacity\"} 2",
            "ivy_proxy_alarms_total{event=\"bad_signature\"} 0",
            "ivy_proxy_locks_total 1",
            "# TYPE ivy_proxy_upstream_latency_seconds histogram",
            "ivy_proxy_upstream_latency_seconds_count{operation=\"details\"} 2",
            "ivy_proxy_upstream_latency_seconds_sum{operation=\"details\"} 2.63",
            "ivy_proxy_upstream_latency_seconds_bucket{le=\"0.05\",operation=\"details\"} 1",
            "ivy_proxy_upstream_latency_seconds_bucket{le=\"5.0\",operation=\"details\"} 2",
            "ivy_proxy_breaker_open{operation=\"create\"} 0",
            "ivy_proxy_breaker_open{operation=\"list\"} 1",
            "ivy_proxy_breaker_open{operation=\"details\"} 1",
            "ivy_proxy_in_flight 7",
            "ivy_proxy_buffered_bytes 65536",
            "ivy_proxy_upstream_in_flight 3",
            "# EOF",
        ] {
            assert!(lines.contains(&expected), "{expected} is not in\n{text}");
        }
        // Reading changes no metric.
        let sorted = |text: &str| {
            let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&write()), sorted(&text));
    }
}
