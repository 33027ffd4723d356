//! The merchant's options, as JSON text under the names that they have in JavaScript.

use std::time::Duration;

use http::HeaderName;
use ivy_data_session::client::Environment;
use ivy_proxy_core::{Config, ConfigError, ListBy, PageField, Rate, Renew, Secret};
use serde::Deserialize;

/// What the settings of a [`Config`] are called in JavaScript, longer names before those that they begin with.
const NAMES: [(&str, &str); 16] = [
    ("plain_return_url", "callbackUrls.plainReturn"),
    ("return_url", "callbackUrls.return"),
    ("callback_url", "callbackUrls.result"),
    ("ivy_url", "apiUrl"),
    ("api_key", "apiKey"),
    ("signing_secrets", "webhookSecret"),
    ("login_environment", "loginEnvironment"),
    ("trusted_hops", "trustedHops"),
    ("limits.requests_in_flight", "limits.requestsInFlight"),
    ("limits.buffered_bytes", "limits.bufferedBytes"),
    ("limits.ivy_in_flight", "limits.ivyInFlight"),
    ("limits.breaker_failures", "limits.breakerFailures"),
    ("limits.breaker_open", "limits.breakerOpenMs"),
    ("table_secret", "tableSecret"),
    ("database", "store"),
    ("trust_sessions_before", "trustSessionsBefore"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Settings {
    api_url: String,
    api_key: String,
    webhook_secret: Vec<String>,
    table_secret: Vec<String>,
    origins: Vec<String>,
    #[serde(default)]
    callback_urls: CallbackUrls,
    base_path: Option<String>,
    trust_sessions_before: Option<f64>,
    #[serde(default)]
    page_fields: Vec<Field>,
    #[serde(default)]
    retention_days: RetentionDays,
    list_by: Option<By>,
    login_environment: Option<Place>,
    #[serde(default)]
    login_hosts: Vec<String>,
    #[serde(default)]
    paths: Paths,
    address_header: Option<String>,
    trusted_hops: Option<usize>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    deadlines: Deadlines,
    #[serde(default)]
    extra_fields: Vec<String>,
    #[serde(default)]
    extra_permissions: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CallbackUrls {
    r#return: Option<String>,
    plain_return: Option<String>,
    result: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Field {
    Balances,
    Transactions,
    Metadata,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RetentionDays {
    abandoned: Option<u32>,
    guests: Option<u32>,
    customers: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum By {
    ReferenceId,
    Email,
    Phone,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Production,
    Sandbox,
    Local,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paths {
    create: Option<String>,
    details: Option<String>,
    list: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Limits {
    page_body: Option<usize>,
    callback_body: Option<usize>,
    answer: Option<usize>,
    body_deadline_ms: Option<u64>,
    per_owner: Option<Often>,
    per_address: Option<Often>,
    callbacks_per_address: Option<Often>,
    creates_per_owner: Option<u32>,
    creates_per_address: Option<u32>,
    requests_in_flight: Option<usize>,
    buffered_bytes: Option<usize>,
    ivy_in_flight: Option<usize>,
    breaker_failures: Option<u32>,
    breaker_open_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Often {
    burst: u32,
    per_minute: u32,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Deadlines {
    connect_ms: Option<u64>,
    create_ms: Option<u64>,
    read_ms: Option<u64>,
}

/// Reads the options. Their kinds were checked in JavaScript, where each one is named.
///
/// # Errors
/// A sentence that names what is wrong as it is called in JavaScript.
pub(crate) fn read(text: &str) -> Result<Config, ConfigError> {
    let given: Settings = serde_json::from_str(text)
        .map_err(|_| ConfigError::new("options: expected those that are documented, each of its kind"))?;
    let origin = given.origins.first().map(String::as_str).unwrap_or_default();
    let mut table = given.table_secret.into_iter().map(Secret::new);
    let newest = table.next().unwrap_or_else(|| Secret::new(""));
    let mut config = Config::new(&given.api_url, Secret::new(given.api_key), Secret::new(""), newest, origin);
    config.signing_secrets = given.webhook_secret.into_iter().map(Secret::new).collect();
    config.table_secrets.extend(table);
    if let Some(base) = given.base_path {
        config.callback_url = format!("{origin}{base}/callback");
    }
    config.origins = given.origins;
    set(&mut config.return_url, given.callback_urls.r#return);
    set(&mut config.plain_return_url, given.callback_urls.plain_return);
    set(&mut config.callback_url, given.callback_urls.result);
    config.trust_sessions_before = given.trust_sessions_before.map(|seconds| seconds as i64);
    config.page_fields = given
        .page_fields
        .into_iter()
        .map(|field| match field {
            Field::Balances => PageField::Balances,
            Field::Transactions => PageField::Transactions,
            Field::Metadata => PageField::Metadata,
        })
        .collect();
    set(&mut config.retention.abandoned_days, given.retention_days.abandoned);
    set(&mut config.retention.guest_days, given.retention_days.guests);
    set(&mut config.retention.customer_days, given.retention_days.customers);
    set(
        &mut config.list_by,
        given.list_by.map(|by| match by {
            By::ReferenceId => ListBy::ReferenceId,
            By::Email => ListBy::Email,
            By::Phone => ListBy::Phone,
        }),
    );
    set(
        &mut config.login_environment,
        given.login_environment.map(|place| match place {
            Place::Production => Environment::Production,
            Place::Sandbox => Environment::Sandbox,
            Place::Local => Environment::Local,
        }),
    );
    config.login_hosts = given.login_hosts;
    set(&mut config.paths.create, given.paths.create);
    set(&mut config.paths.details, given.paths.details);
    set(&mut config.paths.list, given.paths.list);
    let header = given.address_header.map(|name| HeaderName::from_bytes(name.as_bytes())).transpose();
    config.address_header = header.map_err(|_| ConfigError::new("addressHeader: expected the name of a header"))?;
    set(&mut config.trusted_hops, given.trusted_hops);
    limits(&mut config, given.limits);
    set(&mut config.deadlines.connect, given.deadlines.connect_ms.map(Duration::from_millis));
    set(&mut config.deadlines.create, given.deadlines.create_ms.map(Duration::from_millis));
    set(&mut config.deadlines.read, given.deadlines.read_ms.map(Duration::from_millis));
    config.extra_fields = given.extra_fields;
    config.extra_permissions = given.extra_permissions;
    Ok(config)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct NewSecrets {
    api_key: Option<String>,
    webhook_secret: Option<Vec<String>>,
    table_secret: Option<Vec<String>>,
}

/// Reads the secrets that a running proxy is to take.
///
/// # Errors
/// A sentence that names what is wrong as it is called in JavaScript.
pub(crate) fn renew(text: &str) -> Result<Renew, ConfigError> {
    let given: NewSecrets = serde_json::from_str(text)
        .map_err(|_| ConfigError::new("renew: expected apiKey, webhookSecret or tableSecret, each of its kind"))?;
    let secrets = |texts: Vec<String>| texts.into_iter().map(Secret::new).collect();
    Ok(Renew {
        api_key: given.api_key.map(Secret::new),
        signing_secrets: given.webhook_secret.map(secrets),
        table_secrets: given.table_secret.map(secrets),
    })
}

fn limits(config: &mut Config, given: Limits) {
    let rate = |often: Often| Rate { burst: often.burst, per_minute: often.per_minute };
    set(&mut config.limits.page_body, given.page_body);
    set(&mut config.limits.callback_body, given.callback_body);
    set(&mut config.limits.answer, given.answer);
    set(&mut config.limits.body_deadline, given.body_deadline_ms.map(Duration::from_millis));
    set(&mut config.limits.per_owner, given.per_owner.map(rate));
    set(&mut config.limits.per_address, given.per_address.map(rate));
    set(&mut config.limits.callbacks_per_address, given.callbacks_per_address.map(rate));
    set(&mut config.limits.creates_per_owner, given.creates_per_owner);
    set(&mut config.limits.creates_per_address, given.creates_per_address);
    set(&mut config.limits.requests_in_flight, given.requests_in_flight);
    set(&mut config.limits.buffered_bytes, given.buffered_bytes);
    set(&mut config.limits.ivy_in_flight, given.ivy_in_flight);
    set(&mut config.limits.breaker_failures, given.breaker_failures);
    set(&mut config.limits.breaker_open, given.breaker_open_ms.map(Duration::from_millis));
}

fn set<T>(field: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *field = value;
    }
}

/// The sentence of an error with the setting's name in JavaScript.
pub(crate) fn sentence(error: &ConfigError) -> String {
    let text = error.to_string();
    let named = |(name, option): &(&str, &str)| text.strip_prefix(name).map(|rest| format!("{option}{rest}"));
    NAMES.iter().find_map(named).unwrap_or(text)
}
