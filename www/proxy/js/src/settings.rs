//! The merchant's options, as JSON text under their JavaScript names.

use std::collections::BTreeMap;
use std::time::Duration;

use http::HeaderName;
use ivy_data_session::client::Environment;
use ivy_proxy_core::{Config, ConfigError, ListBy, PageField, Rate, Recall, Renew, ReturnUrls, Secret};
use serde::Deserialize;

/// The JavaScript names of a [`Config`]'s settings. A longer name stands before a name that it begins with.
const NAMES: [(&str, &str); 18] = [
    ("plain_return_url", "callbackUrls.plainReturn"),
    ("return_urls", "returnUrls"),
    ("return_url", "callbackUrls.return"),
    ("callback_url", "callbackUrls.result"),
    ("ivy_url", "apiUrl"),
    ("api_key", "apiKey"),
    ("signing_secrets", "webhookSecret"),
    ("login_environment", "loginEnvironment"),
    ("trusted_hops", "trustedHops"),
    ("address_header", "addressHeader"),
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
    #[serde(default)]
    return_urls: BTreeMap<String, OriginPages>,
    base_path: Option<String>,
    recall: Option<bool>,
    trust_sessions_before: Option<f64>,
    #[serde(default)]
    page_fields: Vec<PageFieldName>,
    #[serde(default)]
    retention_days: RetentionDays,
    list_by: Option<ListByName>,
    login_environment: Option<LoginEnvironment>,
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
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OriginPages {
    r#return: Option<String>,
    plain_return: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum PageFieldName {
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
enum ListByName {
    Auto,
    ReferenceId,
    Email,
    Phone,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum LoginEnvironment {
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
    per_owner: Option<RateLimit>,
    per_address: Option<RateLimit>,
    callbacks_per_address: Option<RateLimit>,
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
struct RateLimit {
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

/// Reads the options. JavaScript has already checked their types.
///
/// # Errors
/// If an option is invalid. The error names it by its JavaScript name.
pub(crate) fn read(text: &str) -> Result<Config, ConfigError> {
    let options: Settings = serde_json::from_str(text)
        .map_err(|_| ConfigError::new("options: expected those that are documented, each of its kind"))?;
    let origin = options.origins.first().map(String::as_str).unwrap_or_default();
    let mut table = options.table_secret.into_iter().map(Secret::new);
    let newest = table.next().unwrap_or_else(|| Secret::new(""));
    let mut config = Config::new(&options.api_url, Secret::new(options.api_key), Secret::new(""), newest, origin);
    config.signing_secrets = options.webhook_secret.into_iter().map(Secret::new).collect();
    config.table_secrets.extend(table);
    if let Some(base) = options.base_path {
        config.callback_url = format!("{origin}{base}/callback");
    }
    config.origins = options.origins;
    set(&mut config.return_url, options.callback_urls.r#return);
    set(&mut config.plain_return_url, options.callback_urls.plain_return);
    set(&mut config.callback_url, options.callback_urls.result);
    config.return_urls = options
        .return_urls
        .into_iter()
        .map(|(origin, pages)| {
            let mut urls = ReturnUrls::new(&origin);
            set(&mut urls.return_url, pages.r#return);
            set(&mut urls.plain_return_url, pages.plain_return);
            urls
        })
        .collect();
    if options.recall == Some(false) {
        config.recall = Recall::Off;
    }
    config.trust_sessions_before = options.trust_sessions_before.map(|seconds| seconds as i64);
    config.page_fields = options
        .page_fields
        .into_iter()
        .map(|field| match field {
            PageFieldName::Balances => PageField::Balances,
            PageFieldName::Transactions => PageField::Transactions,
            PageFieldName::Metadata => PageField::Metadata,
        })
        .collect();
    set(&mut config.retention.abandoned_days, options.retention_days.abandoned);
    set(&mut config.retention.guest_days, options.retention_days.guests);
    set(&mut config.retention.customer_days, options.retention_days.customers);
    set(
        &mut config.list_by,
        options.list_by.map(|list_by| match list_by {
            ListByName::Auto => ListBy::Auto,
            ListByName::ReferenceId => ListBy::ReferenceId,
            ListByName::Email => ListBy::Email,
            ListByName::Phone => ListBy::Phone,
        }),
    );
    set(
        &mut config.login_environment,
        options.login_environment.map(|environment| match environment {
            LoginEnvironment::Production => Environment::Production,
            LoginEnvironment::Sandbox => Environment::Sandbox,
            LoginEnvironment::Local => Environment::Local,
        }),
    );
    config.login_hosts = options.login_hosts;
    set(&mut config.paths.create, options.paths.create);
    set(&mut config.paths.details, options.paths.details);
    set(&mut config.paths.list, options.paths.list);
    let header = options.address_header.map(|name| HeaderName::from_bytes(name.as_bytes())).transpose();
    config.address_header = header.map_err(|_| ConfigError::new("addressHeader: expected the name of a header"))?;
    set(&mut config.trusted_hops, options.trusted_hops);
    limits(&mut config, options.limits);
    set(&mut config.deadlines.connect, options.deadlines.connect_ms.map(Duration::from_millis));
    set(&mut config.deadlines.create, options.deadlines.create_ms.map(Duration::from_millis));
    set(&mut config.deadlines.read, options.deadlines.read_ms.map(Duration::from_millis));
    config.extra_fields = options.extra_fields;
    config.extra_permissions = options.extra_permissions;
    Ok(config)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct NewSecrets {
    api_key: Option<String>,
    webhook_secret: Option<Vec<String>>,
    table_secret: Option<Vec<String>>,
}

/// Reads the secrets that replace those of a running proxy.
///
/// # Errors
/// If a secret is invalid. The error names it by its JavaScript name.
pub(crate) fn renew(text: &str) -> Result<Renew, ConfigError> {
    let options: NewSecrets = serde_json::from_str(text)
        .map_err(|_| ConfigError::new("renew: expected apiKey, webhookSecret or tableSecret, each of its kind"))?;
    let secrets = |texts: Vec<String>| texts.into_iter().map(Secret::new).collect();
    Ok(Renew {
        api_key: options.api_key.map(Secret::new),
        signing_secrets: options.webhook_secret.map(secrets),
        table_secrets: options.table_secret.map(secrets),
    })
}

fn limits(config: &mut Config, options: Limits) {
    let rate = |limit: RateLimit| Rate { burst: limit.burst, per_minute: limit.per_minute };
    set(&mut config.limits.page_body, options.page_body);
    set(&mut config.limits.callback_body, options.callback_body);
    set(&mut config.limits.answer, options.answer);
    set(&mut config.limits.body_deadline, options.body_deadline_ms.map(Duration::from_millis));
    set(&mut config.limits.per_owner, options.per_owner.map(rate));
    set(&mut config.limits.per_address, options.per_address.map(rate));
    set(&mut config.limits.callbacks_per_address, options.callbacks_per_address.map(rate));
    set(&mut config.limits.creates_per_owner, options.creates_per_owner);
    set(&mut config.limits.creates_per_address, options.creates_per_address);
    set(&mut config.limits.requests_in_flight, options.requests_in_flight);
    set(&mut config.limits.buffered_bytes, options.buffered_bytes);
    set(&mut config.limits.ivy_in_flight, options.ivy_in_flight);
    set(&mut config.limits.breaker_failures, options.breaker_failures);
    set(&mut config.limits.breaker_open, options.breaker_open_ms.map(Duration::from_millis));
}

fn set<T>(field: &mut T, options: Option<T>) {
    if let Some(value) = options {
        *field = value;
    }
}

/// Returns an error's text with the setting's JavaScript name.
pub(crate) fn sentence(error: &ConfigError) -> String {
    let text = error.to_string();
    let named = |(name, option): &(&str, &str)| text.strip_prefix(name).map(|rest| format!("{option}{rest}"));
    NAMES.iter().find_map(named).unwrap_or(text)
}
