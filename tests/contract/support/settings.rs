//! The merchant's settings, independent of the host. An omitted setting has the proxy's default.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::Kind;

use super::{API_KEY, ORIGIN, SIGNING_SECRET, TABLE_SECRET};

/// The identifier by which Ivy's list is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ListBy {
    ReferenceId,
    Email,
    Phone,
}

/// The merchant's switch for recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Recall {
    Off,
    /// A function that returns false for each second list, beginning with the first.
    Alternating,
    /// A function that fails.
    Failing,
    /// A function that never ends.
    Hanging,
}

/// A rate limit: a bucket of requests, and the rate at which it refills.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rate {
    pub(crate) burst: u32,
    pub(crate) per_minute: u32,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Limits {
    /// The longest response of Ivy, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<usize>,
    /// The time limit for receiving a body.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub(crate) body_deadline: Option<Duration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_owner: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_address: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callbacks_per_address: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) creates_per_owner: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) creates_per_address: Option<u32>,
    pub(crate) requests_in_flight: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) buffered_bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ivy_in_flight: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) breaker_failures: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub(crate) breaker_open: Option<Duration>,
}

/// The timeouts of calls to Ivy.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deadlines {
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub(crate) connect: Option<Duration>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub(crate) create: Option<Duration>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub(crate) read: Option<Duration>,
}

/// The retention periods, in days.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct RetentionDays {
    pub(crate) abandoned: u32,
    pub(crate) guests: u32,
    pub(crate) customers: u32,
}

/// The return pages of one origin.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OriginPages {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#return: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) plain_return: Option<String>,
}

fn milliseconds<S: Serializer>(time: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.as_millis() as u64).serialize(to)
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) ivy_url: String,
    pub(crate) api_key: String,
    /// The webhook secrets, the newest first.
    pub(crate) signing_secrets: Vec<String>,
    /// The table secrets, the newest first.
    pub(crate) table_secrets: Vec<String>,
    pub(crate) origins: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) return_url: Option<String>,
    /// The return pages of further origins, each with its default.
    pub(crate) return_urls: BTreeMap<String, OriginPages>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) login_environment: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list_by: Option<ListBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recall: Option<Recall>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trust_sessions_before: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention_days: Option<RetentionDays>,
    pub(crate) page_fields: Vec<&'static str>,
    pub(crate) extra_fields: Vec<String>,
    pub(crate) extra_permissions: Vec<String>,
    /// The header whose value is the prefix of references.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference_header: Option<&'static str>,
    /// The header in which a load balancer puts the shopper's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address_header: Option<&'static str>,
    /// The item of the header that counts, from the right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trusted_hops: Option<usize>,
    pub(crate) limits: Limits,
    pub(crate) deadlines: Deadlines,
}

impl Settings {
    /// Returns the settings of most tests. The tests send requests faster than a shopper, and all from one address.
    pub(crate) fn new(ivy_url: &str) -> Self {
        // A running proxy gets the requests of all cases.
        let number = if Kind::under_test() == Kind::Url { 1_000_000 } else { 1000 };
        let often = Some(Rate { burst: number, per_minute: number });
        Self {
            ivy_url: ivy_url.into(),
            api_key: API_KEY.into(),
            signing_secrets: vec![SIGNING_SECRET.into()],
            table_secrets: vec![TABLE_SECRET.into()],
            origins: vec![ORIGIN.into()],
            return_url: None,
            return_urls: BTreeMap::new(),
            callback_url: None,
            list_path: None,
            login_environment: None,
            list_by: None,
            recall: None,
            trust_sessions_before: None,
            retention_days: None,
            page_fields: Vec::new(),
            extra_fields: Vec::new(),
            extra_permissions: Vec::new(),
            reference_header: None,
            address_header: None,
            trusted_hops: None,
            limits: Limits {
                per_owner: often,
                per_address: often,
                requests_in_flight: Some(8 * 1000),
                creates_per_owner: Some(number),
                creates_per_address: Some(number),
                ..Limits::default()
            },
            deadlines: Deadlines::default(),
        }
    }
}
