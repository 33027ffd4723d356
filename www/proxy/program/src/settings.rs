//! The settings of the program: read, checked, and converted to the proxy's configuration.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;

use axum::http::HeaderName;
use ivy_data_session::client::Environment;
use ivy_proxy::{BASE_PATH, Config, ListBy, PageField, Recall, ReturnUrls, Secret};
use jsonwebtoken::Algorithm;
use url::Url;

use crate::customer_key::{ALGORITHMS, customer_keys};
use crate::problems::Problems;
use crate::reader::Reader;
use crate::set_names::{SetNames, option_of, setting_names};
use crate::token::TokenReader;
use crate::values::Values;

/// The longest time from `iat` to `exp` that can be set, in seconds.
const LONGEST_LIFETIME: u32 = 3600;

/// The settings of the program. `Debug` shows no secret.
#[derive(Debug)]
pub struct Settings {
    /// The address for pages and for Ivy's callbacks.
    pub listen: SocketAddr,
    /// The private address, for the back end, health and metrics.
    pub private_listen: SocketAddr,
    /// The path of the proxy's routes, without a slash at the end.
    pub base_path: String,
    pub(crate) database: Database,
    /// The configuration of the proxy.
    pub config: Config,
    pub(crate) tokens: TokenReader,
    /// The names by which the settings were set, for messages.
    pub(crate) names: SetNames,
}

/// The location of the database, which can hold a password.
#[derive(Clone)]
pub(crate) struct Database(pub(crate) String);

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Database(…)")
    }
}

impl Settings {
    /// Reads the environment and a file, and checks everything that needs neither network nor database.
    ///
    /// # Errors
    /// All problems at once.
    pub fn read(
        environment: impl Iterator<Item = (OsString, OsString)>,
        file: Option<&Path>,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let values = Values::read(environment, file, &mut problems);
        let names = values.names();
        let of_reading = problems.count();
        let mut reader = Reader { values, problems: &mut problems };
        let settings = reader.settings();
        problems.name_as_set(of_reading, &names);
        if problems.is_empty() { Ok(settings) } else { Err(problems) }
    }
}

impl Reader<'_> {
    fn settings(&mut self) -> Settings {
        let base_path = self.base_path();
        let config = self.config(&base_path);
        Settings {
            listen: self.address("listen", ([127, 0, 0, 1], 8080)),
            private_listen: self.address("private_listen", ([127, 0, 0, 1], 9464)),
            database: Database(self.required("database_url")),
            tokens: self.tokens(&config),
            base_path,
            config,
            names: self.values.names(),
        }
    }

    fn address(&mut self, name: &str, default: ([u8; 4], u16)) -> SocketAddr {
        let parsed = self.parsed(name, "an address with a port, such as 0.0.0.0:8080", |text| text.parse().ok());
        parsed.unwrap_or_else(|| default.into())
    }

    fn base_path(&mut self) -> String {
        let expected = "a path such as /api/ivy, without a slash at the end";
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
        let parsed = self.parsed("base_path", expected, |text| {
            let is_path = text.starts_with('/') && !text.ends_with('/') && !text.contains("//");
            (is_path && text.chars().all(is_plain)).then(|| text.to_owned())
        });
        parsed.unwrap_or_else(|| BASE_PATH.to_owned())
    }

    fn config(&mut self, base_path: &str) -> Config {
        let (key, api_url) = (Secret::new(self.required("api_key")), self.required("api_url"));
        let [signing, table] = ["signing_secret", "table_secret"].map(|name| self.required_list(name));
        let origins = self.required_list("origins");
        let origin = origins.first().map(String::as_str).unwrap_or_default();
        let none = || Secret::new("");
        let mut config = Config::new(&api_url, key, none(), none(), origin);
        config.signing_secrets = signing.iter().map(|text| Secret::new(text.as_str())).collect();
        config.table_secrets = table.iter().map(|text| Secret::new(text.as_str())).collect();
        config.callback_url = self.text("callback_url").unwrap_or_else(|| format!("{origin}{base_path}/callback"));
        config.origins = origins;
        self.return_urls(&mut config);
        self.choices_of(&mut config);
        self.numbers_of(&mut config);
        self.problems_of(&config);
        config
    }

    /// Notes what the core finds, except about settings that have a problem already, and about defaults that follow from a
    /// wrong setting.
    fn problems_of(&mut self, config: &Config) {
        let is_right_so_far = self.problems.is_empty();
        for error in config.problems() {
            let sentence = setting_names(&error.to_string());
            let option = option_of(&sentence);
            let is_set = !self.values.texts(option).is_empty();
            if !self.problems.is_about(option) && (is_right_so_far || is_set) {
                self.problems.add_sentence(sentence);
            }
        }
    }

    /// Sets the return pages. Each is for the origin that it is on; those on the first origin are the default.
    fn return_urls(&mut self, config: &mut Config) {
        for (name, is_plain) in [("return_urls", false), ("plain_return_urls", true)] {
            for text in self.list(name) {
                let Some(origin) = Url::parse(&text).ok().map(|url| url.origin().ascii_serialization()) else {
                    self.problems.add(name, "expected absolute URLs");
                    continue;
                };
                let is_first = config.origins.first() == Some(&origin);
                let page = if is_first {
                    if is_plain { &mut config.plain_return_url } else { &mut config.return_url }
                } else {
                    let position = config.return_urls.iter().position(|urls| urls.origin == origin);
                    let position = position.unwrap_or_else(|| {
                        config.return_urls.push(ReturnUrls::new(&origin));
                        config.return_urls.len() - 1
                    });
                    let urls = &mut config.return_urls[position];
                    if is_plain { &mut urls.plain_return_url } else { &mut urls.return_url }
                };
                *page = text;
            }
        }
    }

    fn choices_of(&mut self, config: &mut Config) {
        let environments = ["production", "sandbox", "local"].map(|name| (name, Environment::from_name(name)));
        config.login_environment =
            self.choice("login_environment", &environments).flatten().unwrap_or(config.login_environment);
        let selectors = [
            ("auto", ListBy::Auto),
            ("reference_id", ListBy::ReferenceId),
            ("email", ListBy::Email),
            ("phone", ListBy::Phone),
        ];
        config.list_by = self.choice("list_by", &selectors).unwrap_or(config.list_by);
        if self.choice("recall", &[("on", true), ("off", false)]) == Some(false) {
            config.recall = Recall::Off;
        }
        config.page_fields = self.choices("page_fields", &PageField::ALL.map(|field| (field.name(), field)));
        config.login_hosts = self.list("login_hosts");
        config.extra_fields = self.list("extra_fields");
        config.extra_permissions = self.list("extra_permissions");
        config.paths.list = self.text("list_path").unwrap_or_else(|| config.paths.list.clone());
        config.address_header =
            self.parsed("address_header", "the name of a header", |text| HeaderName::try_from(text).ok());
        config.trust_sessions_before =
            self.parsed("trust_sessions_before", "whole epoch seconds", |text| text.parse().ok());
    }

    fn numbers_of(&mut self, config: &mut Config) {
        self.count("trusted_hops", &mut config.trusted_hops);
        let retention = &mut config.retention;
        self.count("abandoned_days", &mut retention.abandoned_days);
        self.count("guest_days", &mut retention.guest_days);
        self.count("customer_days", &mut retention.customer_days);
        let limits = &mut config.limits;
        self.count("owner_burst", &mut limits.per_owner.burst);
        self.count("owner_per_minute", &mut limits.per_owner.per_minute);
        self.count("address_burst", &mut limits.per_address.burst);
        self.count("address_per_minute", &mut limits.per_address.per_minute);
        self.count("callback_burst", &mut limits.callbacks_per_address.burst);
        self.count("callback_per_minute", &mut limits.callbacks_per_address.per_minute);
        self.count("creates_per_owner", &mut limits.creates_per_owner);
        self.count("creates_per_address", &mut limits.creates_per_address);
        self.count("requests_in_flight", &mut limits.requests_in_flight);
        self.count("buffered_bytes", &mut limits.buffered_bytes);
        self.count("answer_bytes", &mut limits.answer);
        self.count("ivy_in_flight", &mut limits.ivy_in_flight);
        self.count("breaker_failures", &mut limits.breaker_failures);
        self.milliseconds("body_deadline_ms", &mut limits.body_deadline);
        self.milliseconds("breaker_open_ms", &mut limits.breaker_open);
        self.milliseconds("connect_ms", &mut config.deadlines.connect);
        self.milliseconds("create_ms", &mut config.deadlines.create);
        self.milliseconds("read_ms", &mut config.deadlines.read);
    }

    fn tokens(&mut self, config: &Config) -> TokenReader {
        let algorithm = self.choice("customer_algorithm", &ALGORITHMS).unwrap_or(Algorithm::HS256);
        let texts = self.required_list("customer_key");
        let others: Vec<String> =
            ["api_key", "signing_secret", "table_secret"].into_iter().flat_map(|name| self.list(name)).collect();
        let keys = customer_keys(algorithm, &texts, &others, self.problems);
        let origin = config.origins.first().cloned().unwrap_or_default();
        let audience = self.text("customer_audience").unwrap_or(origin);
        let mut lifetime = 300;
        self.count("customer_lifetime_seconds", &mut lifetime);
        if lifetime > LONGEST_LIFETIME {
            self.problems.add("customer_lifetime_seconds", "too long; expected at most 3600");
        }
        TokenReader::new(self.customer_header(), algorithm, keys, &audience, lifetime)
    }

    fn customer_header(&mut self) -> HeaderName {
        // Browsers or the proxy's own checks give these another meaning.
        const TAKEN: [&str; 8] = [
            "cookie",
            "origin",
            "host",
            "ivy-client",
            "content-type",
            "content-length",
            "idempotency-key",
            "sec-fetch-site",
        ];
        let default = HeaderName::from_static("ivy-customer");
        let parsed = self.parsed("customer_header", "the name of a header that has no other meaning", |text| {
            HeaderName::try_from(text).ok().filter(|name| !TAKEN.contains(&name.as_str()))
        });
        let header = parsed.unwrap_or(default);
        if self.text("address_header").is_some_and(|name| name.eq_ignore_ascii_case(header.as_str())) {
            self.problems.add("customer_header", "the same as address_header; expected a header of its own");
        }
        header
    }
}
