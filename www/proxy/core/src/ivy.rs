//! The client for Ivy's API: fixed endpoints at configured paths, with deadlines and size limits. Each failure becomes
//! an error of the proxy. Ivy's error bodies quote the request, so they are never passed on (SECURITY.md, 6 and 15).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use ivy_data_session::client::read_http_date;
use ivy_data_session::model::assumed::REFERENCE_ID_TAKEN;

use crate::alarm::{Alarm, Alarms};
use crate::api_error::{ApiError, Code};
use crate::breaker::{Breaker, BreakerState, is_failure};
use crate::config::{Config, ConfigError};
use crate::health::{Breakers, HealthMonitor};
use crate::host::{Host, Post, TransportError, UpstreamResponse};
use crate::metrics::Metrics;
use crate::urls;

const API_KEY_HEADER: HeaderName = HeaderName::from_static("x-ivy-api-key");

/// The default and the longest value of `Retry-After`, in seconds.
const WAIT: u64 = 5;
const LONGEST_WAIT: u64 = 3600;

/// An endpoint of Ivy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Endpoint {
    Create,
    Details,
    List,
}

impl Endpoint {
    const ALL: [Self; 3] = [Self::Create, Self::Details, Self::List];

    const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Details => "details",
            Self::List => "list",
        }
    }
}

/// The error of a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UpstreamError {
    /// Ivy rejected the call or was not called: nothing was created.
    Rejected(ApiError),
    /// The reference was used before.
    ReferenceTaken,
    /// The response was lost or is unreadable: it is unknown what Ivy did.
    Lost(ApiError),
}

impl From<UpstreamError> for ApiError {
    fn from(error: UpstreamError) -> Self {
        match error {
            UpstreamError::Rejected(error) | UpstreamError::Lost(error) => error,
            UpstreamError::ReferenceTaken => bad_gateway(Code::ProxyUnavailable).because("ivy answered 409"),
        }
    }
}

/// Ivy's API, or the sandbox in its place.
pub(crate) struct Ivy {
    create: String,
    details: String,
    list: String,
    longest_response: usize,
    connect_deadline: Duration,
    create_deadline: Duration,
    read_deadline: Duration,
    /// The breakers, in the order of [`Endpoint::ALL`].
    breakers: [Breaker; 3],
    most_in_flight: usize,
    in_flight: AtomicUsize,
    observers: Observers,
}

/// The recorders of Ivy's failures, latency and state.
#[derive(Clone, Debug)]
pub(crate) struct Observers {
    pub(crate) alarms: Arc<Alarms>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) monitor: Arc<HealthMonitor>,
}

/// A call in flight. Dropping it frees its slot.
struct Slot<'a>(&'a AtomicUsize);

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Ivy {
    pub(crate) fn new(config: &Config, observers: Observers) -> Result<Self, ConfigError> {
        urls::secure_url("ivy_url", &config.ivy_url)?;
        let base = config.ivy_url.trim_end_matches('/');
        let path = |setting: &str, path: &str| {
            urls::secure_url(setting, &format!("{base}{path}"))?;
            if path.starts_with('/') {
                Ok(format!("{base}{path}"))
            } else {
                Err(ConfigError(format!("{setting}: no path; expected one that begins with a slash")))
            }
        };
        if config.limits.ivy_in_flight == 0 {
            return Err(ConfigError("limits.ivy_in_flight: 0; expected at least 1".into()));
        }
        let breaker = || Breaker::new(config.limits.breaker_failures, config.limits.breaker_open);
        Ok(Self {
            create: path("paths.create", &config.paths.create)?,
            details: path("paths.details", &config.paths.details)?,
            list: path("paths.list", &config.paths.list)?,
            longest_response: config.limits.answer,
            connect_deadline: config.deadlines.connect,
            create_deadline: config.deadlines.create,
            read_deadline: config.deadlines.read,
            breakers: [breaker()?, breaker()?, breaker()?],
            most_in_flight: config.limits.ivy_in_flight,
            in_flight: AtomicUsize::new(0),
            observers,
        })
    }

    /// Posts `body` to an endpoint and returns the bytes of a JSON response, still undecoded. `key` is the header with
    /// the API key.
    pub(crate) async fn call(
        &self,
        host: &impl Host,
        key: HeaderValue,
        endpoint: Endpoint,
        body: String,
    ) -> Result<Vec<u8>, UpstreamError> {
        let (url, deadline) = match endpoint {
            Endpoint::Create => (&self.create, self.create_deadline),
            Endpoint::Details => (&self.details, self.read_deadline),
            Endpoint::List => (&self.list, self.read_deadline),
        };
        let json = HeaderValue::from_static("application/json");
        let post = Post {
            url: url.clone(),
            headers: vec![(API_KEY_HEADER, key), (header::CONTENT_TYPE, json.clone()), (header::ACCEPT, json)],
            body,
            connect: self.connect_deadline,
            deadline,
            longest: self.longest_response,
        };
        let response = self.post(host, endpoint, post).await?;
        if !(200..300).contains(&response.status) {
            return Err(status_error(endpoint, response.status, &response.headers, host.now_ms()));
        }
        if !is_json(&response.headers) {
            return Err(UpstreamError::Lost(bad_gateway(Code::Misconfigured).because("ivy's answer is not json")));
        }
        Ok(response.bytes)
    }

    /// Posts, unless too many calls are in flight or the breaker is open.
    async fn post(&self, host: &impl Host, endpoint: Endpoint, post: Post) -> Result<UpstreamResponse, UpstreamError> {
        let Observers { alarms, metrics, monitor } = &self.observers;
        let seconds = || (host.now_ms() / 1000) as i64;
        let Some(_slot) = self.slot() else {
            alarms.raise(Alarm::IvyCapacity, seconds());
            return Err(UpstreamError::Rejected(ApiError::unavailable().because("too many requests to ivy")));
        };
        let started = host.elapsed_ms();
        let pass = self.breaker(endpoint).enter(started).map_err(|wait| {
            let error = ApiError::unavailable().after(wait.div_ceil(1000).max(1));
            UpstreamError::Rejected(error.because("the circuit breaker is open"))
        })?;
        let result = host.post(post).await;
        let ended = host.elapsed_ms();
        let is_failure = is_failure(&result);
        metrics.upstream(endpoint.name(), ended.saturating_sub(started));
        monitor.ivy(!is_failure, host.now_ms());
        if pass.end(is_failure, ended) {
            alarms.raise(Alarm::BreakerOpened, seconds());
        }
        result.map_err(transport_error)
    }

    fn slot(&self) -> Option<Slot<'_>> {
        let one_more = |taken| (taken < self.most_in_flight).then_some(taken + 1);
        let taken = self.in_flight.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        taken.ok().map(|_| Slot(&self.in_flight))
    }

    fn breaker(&self, endpoint: Endpoint) -> &Breaker {
        let [create, details, list] = &self.breakers;
        match endpoint {
            Endpoint::Create => create,
            Endpoint::Details => details,
            Endpoint::List => list,
        }
    }

    /// Returns the number of calls in flight.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Returns the breakers' states, for the health.
    pub(crate) fn breakers(&self, now: u64) -> Breakers {
        let state = |endpoint| self.breaker(endpoint).state_at(now);
        Breakers { create: state(Endpoint::Create), details: state(Endpoint::Details), list: state(Endpoint::List) }
    }

    /// Returns the breakers' states with their names, for the metrics.
    pub(crate) fn named_breakers(&self, now: u64) -> [(&'static str, BreakerState); 3] {
        Endpoint::ALL.map(|endpoint| (endpoint.name(), self.breaker(endpoint).state_at(now)))
    }
}

/// Returns 502 for a response that contradicts Ivy's documentation.
pub(crate) fn undecodable(reason: &'static str) -> ApiError {
    bad_gateway(Code::DecodeFailed).because(reason)
}

/// The start of the reason for a key that Ivy rejects. Its status follows.
pub(crate) const REJECTED_KEY: &str = "Ivy rejected the API key";

fn bad_gateway(code: Code) -> ApiError {
    ApiError::new(StatusCode::BAD_GATEWAY, code)
}

fn transport_error(why: TransportError) -> UpstreamError {
    let timed_out = || ApiError::new(StatusCode::GATEWAY_TIMEOUT, Code::ProxyUnavailable);
    match why {
        TransportError::NotReached => {
            UpstreamError::Rejected(bad_gateway(Code::ProxyUnavailable).because("ivy cannot be reached"))
        }
        TransportError::NotReachedInTime => UpstreamError::Rejected(timed_out().because("ivy cannot be reached")),
        TransportError::TookTooLong => UpstreamError::Lost(timed_out().because("ivy took too long")),
        TransportError::BrokeOff => UpstreamError::Lost(bad_gateway(Code::ProxyUnavailable).because("ivy broke off")),
        TransportError::TooLong => {
            UpstreamError::Lost(bad_gateway(Code::ResponseTooLarge).because("ivy's answer is too long"))
        }
    }
}

/// Maps a status of Ivy to the proxy's error. `openapi.yaml` has the whole table.
fn status_error(endpoint: Endpoint, number: u16, headers: &HeaderMap, now_ms: u64) -> UpstreamError {
    let wait = |otherwise| wait(headers, otherwise, now_ms);
    UpstreamError::Rejected(match number {
        REFERENCE_ID_TAKEN if endpoint == Endpoint::Create => return UpstreamError::ReferenceTaken,
        400 | 413 | 422 => {
            ApiError::new(StatusCode::BAD_REQUEST, Code::ProxyRejected).because("ivy refused the request")
        }
        401 => bad_gateway(Code::Misconfigured).because("Ivy rejected the API key (401)"),
        403 => bad_gateway(Code::Misconfigured).because("Ivy rejected the API key (403)"),
        404 if endpoint == Endpoint::Details => ApiError::not_found().because("ivy no longer has the session"),
        // A wrong path must not look like a temporary failure, which would send every shopper to a new login.
        404 => ApiError::new(StatusCode::NOT_FOUND, Code::Misconfigured).because("ivy answered 404: wrong path"),
        423 => ApiError::unavailable().after(wait(1)).because("ivy answered 423"),
        429 => ApiError::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited)
            .after(wait(WAIT))
            .because("ivy answered 429"),
        503 => ApiError::unavailable().after(wait(WAIT)).because("ivy answered 503"),
        300..400 => bad_gateway(Code::Misconfigured).because("ivy answered with a redirect"),
        408 | 504 => {
            let error = ApiError::new(StatusCode::GATEWAY_TIMEOUT, Code::ProxyUnavailable);
            return UpstreamError::Lost(error.because("ivy timed out"));
        }
        500..600 => return UpstreamError::Lost(bad_gateway(Code::ProxyUnavailable).because("ivy answered 5xx")),
        _ => bad_gateway(Code::Misconfigured).because("ivy answered with an unexpected status"),
    })
}

/// Reads `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), clamped to the longest wait.
fn wait(headers: &HeaderMap, otherwise: u64, now_ms: u64) -> u64 {
    let text = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let date = || read_http_date(text).map(|date| (date as u64).saturating_sub(now_ms / 1000));
    text.parse().ok().or_else(date).unwrap_or(otherwise).clamp(1, LONGEST_WAIT)
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
