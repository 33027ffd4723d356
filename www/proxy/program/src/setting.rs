//! The table of settings: their names, defaults and descriptions. `--help`, the environment and the file follow from it.

/// The prefix of the environment variables.
pub(crate) const PREFIX: &str = "IVY_";

/// The ending of the variable or member that names a file with the value of a secret.
pub(crate) const FILE_ENDING: &str = "_file";

/// One setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The name in the file. The environment has it in upper case after [`PREFIX`].
    pub(crate) name: &'static str,
    /// True if the value can come from a separate file, named by `{name}_file`.
    pub(crate) is_secret: bool,
    /// True if there can be several values: an array in the file, separated by commas in the environment.
    pub(crate) is_list: bool,
    pub(crate) help: &'static str,
}

const fn text(name: &'static str, help: &'static str) -> Setting {
    Setting { name, is_secret: false, is_list: false, help }
}

const fn list(name: &'static str, help: &'static str) -> Setting {
    Setting { name, is_secret: false, is_list: true, help }
}

const fn secret(name: &'static str, help: &'static str) -> Setting {
    Setting { name, is_secret: true, is_list: false, help }
}

const fn secrets(name: &'static str, help: &'static str) -> Setting {
    Setting { name, is_secret: true, is_list: true, help }
}

/// All settings.
pub(crate) const SETTINGS: &[Setting] = &[
    secret("api_key", "the API key from Ivy's dashboard"),
    text("api_url", "Ivy's API, such as https://api.sand.getivy.de"),
    secrets("signing_secret", "the webhook signing secret from Ivy's dashboard; two while one is replaced"),
    secrets("table_secret", "32 random bytes as hex, kept as long as the database; the newest first"),
    secret("database_url", "a postgres:// URL, or the path of an SQLite file for one process"),
    list("origins", "the origins of the shop's pages, such as https://shop.example"),
    secrets("customer_key", "the key of the customer token: at least 32 characters (HS256), or public keys as PEM"),
    text("customer_algorithm", "HS256, ES256, RS256 or EdDSA [HS256]"),
    text("customer_header", "the header in which the back end puts the customer token [ivy-customer]"),
    text("customer_audience", "the `aud` of the customer token [the first origin]"),
    text("customer_lifetime_seconds", "the longest time from `iat` to `exp`, at most 3600 [300]"),
    text("listen", "the address for pages and for Ivy's callbacks [127.0.0.1:8080]"),
    text("private_listen", "the address for the back end, /health and /metrics; never public [127.0.0.1:9464]"),
    text("base_path", "the path of the routes [/api/ivy]"),
    list("return_urls", "the pages that run resumeBankLogin, one an origin [/return on the first origin]"),
    list("plain_return_urls", "the return pages of the no-JS form [/plain/return on the first origin]"),
    text("callback_url", "the public URL of /callback [on the first origin]"),
    text("address_header", "the load balancer's header with the shopper's address, such as x-forwarded-for"),
    text("trusted_hops", "the position in that header, from the right [1]"),
    text("login_environment", "the login pages of the no-JS form: production, sandbox or local [by api_url]"),
    list("login_hosts", "additional hosts of login pages"),
    text("list_by", "the identifier for Ivy's list: auto, reference_id, email or phone [auto]"),
    text("list_path", "the path of Ivy's list"),
    text("recall", "off: no past session is offered [on]"),
    text("trust_sessions_before", "the epoch second before which sessions from elsewhere are trusted"),
    list("page_fields", "the optional fields for pages: balances, transactions, metadata"),
    list("extra_fields", "undocumented fields that a request may have"),
    list("extra_permissions", "undocumented permissions that a request may have"),
    text("abandoned_days", "the retention of sessions that were never released [7]"),
    text("guest_days", "the retention of guests' sessions after their last use [2]"),
    text("customer_days", "the retention of customers' sessions after their last use [180]"),
    text("owner_burst", "the requests of one customer or guest at once [60]"),
    text("owner_per_minute", "the requests of one customer or guest in a minute [120]"),
    text("address_burst", "the requests of one address at once [120]"),
    text("address_per_minute", "the requests of one address in a minute [600]"),
    text("callback_burst", "the callbacks of one address at once [240]"),
    text("callback_per_minute", "the callbacks of one address in a minute [1200]"),
    text("creates_per_owner", "the creates of one customer or guest in 10 minutes [10]"),
    text("creates_per_address", "the creates of one address in 10 minutes [60]"),
    text("requests_in_flight", "the requests at once, of which one address gets an eighth [1024]"),
    text("buffered_bytes", "the bytes of request bodies at once [8388608]"),
    text("answer_bytes", "the longest response of Ivy in bytes [4194304]"),
    text("body_deadline_ms", "the time for a request body [10000]"),
    text("ivy_in_flight", "the calls to Ivy at once [256]"),
    text("breaker_failures", "the failures in a row that open a circuit breaker [10]"),
    text("breaker_open_ms", "the time for which it stays open [10000]"),
    text("connect_ms", "the time to connect to Ivy [2000]"),
    text("create_ms", "the time of a create [8000]"),
    text("read_ms", "the time of a list or details call [5000]"),
];

impl Setting {
    /// Returns the setting of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// Returns the name of the environment variable.
    pub(crate) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_ascii_uppercase())
    }

    /// Returns the name of the member or variable that names a file, in the file's spelling.
    pub(crate) fn file_member(&self) -> String {
        format!("{}{FILE_ENDING}", self.name)
    }
}

/// Returns the list of settings for `--help`.
pub(crate) fn help() -> String {
    let lines = SETTINGS.iter().map(|setting| format!("  {:<30} {}\n", setting.variable(), setting.help));
    format!(
        "Settings, from the environment or, in lower case and without {PREFIX}, from a TOML file \
         ([…] is the default; a variable overrules the file):\n{}\n\
         Of the first five and of the key, {PREFIX}…_FILE can name a file with the value. Lists are separated by commas.",
        lines.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::{SETTINGS, help};

    #[test]
    fn each_setting_has_its_own_name_and_stands_in_the_help() {
        let mut names: Vec<_> = SETTINGS.iter().map(|setting| setting.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SETTINGS.len());
        assert!(SETTINGS.iter().all(|setting| help().contains(&setting.variable())));
        assert!(names.iter().all(|name| !name.ends_with(super::FILE_ENDING)));
        let read = include_str!("settings.rs");
        let unread: Vec<_> = names.iter().filter(|name| !read.contains(&format!("\"{name}\""))).collect();
        assert!(unread.is_empty(), "{unread:?}");
    }
}
