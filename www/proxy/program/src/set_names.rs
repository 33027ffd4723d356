//! The names by which settings were set, for messages.

use std::collections::BTreeMap;

use ivy_proxy::ConfigError;

/// The settings that were set, each with its variable or its member of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetNames(pub(crate) BTreeMap<&'static str, String>);

/// The names of the core's options that differ from the settings'. The longer ones are first.
const CORE_NAMES: [(&str, &str); 14] = [
    ("limits.requests_in_flight", "requests_in_flight"),
    ("limits.buffered_bytes", "buffered_bytes"),
    ("limits.ivy_in_flight", "ivy_in_flight"),
    ("limits.breaker_failures", "breaker_failures"),
    ("limits.breaker_open", "breaker_open_ms"),
    ("plain_return_url:", "plain_return_urls:"),
    ("return_url:", "return_urls:"),
    ("signing_secrets", "signing_secret"),
    ("paths.create", "api_url"),
    ("paths.details", "api_url"),
    ("paths.list", "list_path"),
    ("ivy_url", "api_url"),
    ("database: sslmode", "database_url: sslmode"),
    ("database:", "database_url:"),
];

impl SetNames {
    /// Returns the sentence of an error of the proxy, with the variable or the member that the user has set.
    pub(crate) fn sentence(&self, error: &ConfigError) -> String {
        self.as_set(&setting_names(&error.to_string()))
    }

    /// Returns a sentence that begins with a setting, with the variable or the member that the user has set.
    pub(crate) fn as_set(&self, sentence: &str) -> String {
        let option = option_of(sentence);
        format!("{}{}", self.name(option), sentence.strip_prefix(option).unwrap_or_default())
    }

    /// Returns the variable or the member that has set a setting; the setting's own name if nobody has set it.
    pub(crate) fn name<'a>(&'a self, setting: &'a str) -> &'a str {
        self.0.get(setting).map_or(setting, String::as_str)
    }
}

/// Returns the option that a sentence begins with.
pub(crate) fn option_of(sentence: &str) -> &str {
    sentence.split([':', '[']).next().unwrap_or_default()
}

/// Returns a sentence of the core with the names of the settings.
pub(crate) fn setting_names(sentence: &str) -> String {
    let renamed =
        CORE_NAMES.into_iter().find_map(|(core, name)| Some(format!("{name}{}", sentence.strip_prefix(core)?)));
    renamed.unwrap_or_else(|| sentence.to_owned())
}
