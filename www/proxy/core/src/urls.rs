//! URLs: the checks of those in a [`Config`], and the callback URLs of a login.

use ivy_data_session::client::Environment;
use ivy_data_session::rules::url::is_loopback;
use url::Url;

use crate::config::{Config, ConfigError};
use crate::return_nonce::PARAMETER;

/// A later moment than any in seconds that is of use: a greater number counts milliseconds.
const LATEST_SECOND: i64 = 100_000_000_000;

/// Parses an absolute URL that is safe for bank data: https, or http on a loopback host, without user name and
/// password.
///
/// # Errors
/// Names the setting, not its value.
pub(crate) fn secure_url(setting: &str, text: &str) -> Result<Url, ConfigError> {
    let error = |what: &str| ConfigError(format!("{setting}: {what}"));
    let url =
        Url::parse(text).map_err(|_| error("not a URL; expected an absolute one, such as https://shop.example"))?;
    let host = url.host_str().unwrap_or_default();
    if !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(host)) {
        return Err(error("expected https, or http on a loopback host"));
    }
    if host.is_empty() || !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(error("expected a URL without user name, password and fragment"));
    }
    Ok(url)
}

/// Checks the options that depend on each other.
///
/// # Errors
/// The first of their [`problems`].
pub(crate) fn check(config: &Config) -> Result<(), ConfigError> {
    problems(config).into_iter().next().map_or(Ok(()), Err)
}

/// Returns the problems of the options that depend on each other: an invalid URL, a moment in another unit, a number of hops that contradicts the
/// address header, or local login pages for a remote API: any program on a shopper's machine could then show a login page.
pub(crate) fn problems(config: &Config) -> Vec<ConfigError> {
    let mut problems = Vec::new();
    problems.extend(secure_url("callback_url", &config.callback_url).err());
    match secure_url("ivy_url", &config.ivy_url) {
        Ok(api) => {
            let is_local = is_loopback(api.host_str().unwrap_or_default());
            if config.login_environment == Environment::Local && !is_local {
                problems.push(ConfigError(
                    "login_environment: local with an API that is not on this machine; expected production or sandbox"
                        .into(),
                ));
            }
        }
        Err(error) => problems.push(error),
    }
    if let Some(before) = config.trust_sessions_before
        && !(0..LATEST_SECOND).contains(&before)
    {
        let unit = if before < 0 { "before 1970" } else { "not in seconds" };
        problems.push(ConfigError(format!("trust_sessions_before: {unit}; expected seconds since 1970")));
    }
    if config.trusted_hops == 0 {
        problems.push(ConfigError("trusted_hops: 0; expected at least 1".into()));
    }
    if config.trusted_hops > 1 && config.address_header.is_none() {
        problems.push(ConfigError(
            "trusted_hops: more than 1 without an address header; expected the header that the hops add to".into(),
        ));
    }
    problems
}

/// Returns the URLs to which Ivy sends the shopper after success and after any other end. Each holds its own nonce, so
/// that a visitor of one cannot guess the other.
pub(crate) fn callback_urls(page: &Url, success_nonce: &str, error_nonce: &str) -> (String, String) {
    let mut success = page.clone();
    success.query_pairs_mut().append_pair(PARAMETER, success_nonce);
    let mut error = page.clone();
    error.query_pairs_mut().append_pair(PARAMETER, error_nonce).append_pair("ivy_outcome", "error");
    (success.into(), error.into())
}
