//! The URL of a PostgreSQL database. A connection to another machine uses verified TLS (SECURITY.md, 16).

use ivy_data_session::rules::url::is_loopback;
use ivy_proxy_core::ConfigError;
use url::Url;

/// The modes in a URL, and the driver's names for them. Modes of libpq that may silently mean less than verified TLS
/// are treated as `verify-full`.
const MODES: [(&str, &str); 7] = [
    ("verify-full", "verify-full"),
    ("require", "verify-full"),
    ("prefer", "verify-full"),
    ("allow", "verify-full"),
    ("verify-ca", "verify-ca"),
    ("no-verify", "require"),
    ("disable", "disable"),
];

/// Returns the URL for the driver. For another machine `PGSSLMODE` is ignored: a mode weaker than `verify-full` must be
/// in the URL.
pub(crate) fn verified(location: &str, environment_host: Option<&str>) -> Result<String, ConfigError> {
    let mut url = Url::parse(location).map_err(|_| {
        ConfigError::new("database: the URL cannot be read; expected the form postgres://USER:PASSWORD@HOST/DATABASE")
    })?;
    if hosts(&url, environment_host).iter().all(|host| is_local(host)) {
        return Ok(location.to_owned());
    }
    let is_mode = |name: &str| matches!(name, "sslmode" | "ssl-mode");
    let (modes, others): (Vec<_>, Vec<_>) = url.query_pairs().into_owned().partition(|(name, _)| is_mode(name));
    // The driver uses the last of several modes.
    let mode = modes.last().map_or("verify-full", |(_, mode)| mode);
    let (_, driver_mode) = MODES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(mode)).ok_or_else(|| {
        ConfigError::new("database: sslmode: unknown; expected one of verify-full, verify-ca, no-verify, disable")
    })?;
    url.query_pairs_mut().clear().extend_pairs(others).append_pair("sslmode", driver_mode);
    Ok(url.into())
}

/// Returns all hosts that the driver may connect to.
fn hosts(url: &Url, environment_host: Option<&str>) -> Vec<String> {
    let parameters = url.query_pairs().filter(|(name, _)| matches!(&**name, "host" | "hostaddr"));
    let mut hosts: Vec<String> = parameters.map(|(_, host)| host.into_owned()).collect();
    hosts.extend(url.host_str().filter(|host| !host.is_empty()).map(str::to_owned));
    if hosts.is_empty() {
        hosts.extend(environment_host.map(str::to_owned));
    }
    hosts
}

/// Returns true for this machine: loopback, or a folder with a socket.
fn is_local(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.is_empty() || host.starts_with('/') || host.starts_with("%2f") || host == "::1" || is_loopback(&host)
}

#[cfg(test)]
mod tests {
    use super::verified;

    #[test]
    fn this_machine_needs_no_tls() {
        let stays = [
            "postgres://shop@localhost/shop",
            "postgres://shop@LOCALHOST:5433/shop?sslmode=prefer",
            "postgres://shop@127.0.0.1/shop",
            "postgres://shop@127.8.9.10/shop",
            "postgres://shop@[::1]:5432/shop",
            "postgres://shop@%2Fvar%2Frun%2Fpostgresql/shop",
            "postgres:///shop?host=/var/run/postgresql",
            "postgres:///shop",
        ];
        for url in stays {
            assert_eq!(verified(url, None).unwrap(), url);
        }
        assert_eq!(verified("postgres:///shop", Some("/var/run/postgresql")).unwrap(), "postgres:///shop");
    }

    fn mode(url: &str, environment_host: Option<&str>) -> String {
        let after = url::Url::parse(&verified(url, environment_host).unwrap()).unwrap();
        let modes: Vec<_> = after.query_pairs().into_owned().filter(|(name, _)| name.starts_with("ssl")).collect();
        assert_eq!(modes.len(), 1, "{after}");
        assert_eq!(modes[0].0, "sslmode");
        modes[0].1.clone()
    }

    #[test]
    fn another_machine_is_verified() {
        let urls = [
            "postgres://shop@db.shop.example/shop",
            "postgresql://shop:p%40ss@db.shop.example:5433/shop",
            "postgres://shop@10.0.0.7/shop",
            "postgres://shop@0.0.0.0/shop",
            "postgres://shop@127.0.0.1.shop.example/shop",
            "postgres://shop@localhost.shop.example/shop",
            "postgres://shop@[::2]/shop",
            "postgres://shop@[::ffff:10.0.0.7]/shop",
            "postgres://shop@localhost/shop?host=db.shop.example",
            "postgres://shop@localhost/shop?hostaddr=10.0.0.7",
            "postgres://shop@db.shop.example/shop?host=/var/run/postgresql",
            "postgres://localhost@db.shop.example/shop#sslmode=disable",
            "postgres://shop@db.shop.example/shop?sslmode=prefer",
            "postgres://shop@db.shop.example/shop?sslmode=allow",
            "postgres://shop@db.shop.example/shop?sslmode=Require",
            "postgres://shop@db.shop.example/shop?ssl-mode=require",
            "postgres://shop@db.shop.example/shop?sslmode=disable&sslmode=verify-full",
        ];
        for url in urls {
            assert_eq!(mode(url, None), "verify-full", "{url}");
        }
        assert_eq!(mode("postgres:///shop", Some("db.shop.example")), "verify-full");
    }

    #[test]
    fn a_url_can_ask_for_less_and_keeps_its_other_parameters() {
        let asked =
            [("verify-ca", "verify-ca"), ("no-verify", "require"), ("disable", "disable"), ("DISABLE", "disable")];
        for (word, driver_mode) in asked {
            assert_eq!(mode(&format!("postgres://shop@db.shop.example/shop?sslmode={word}"), None), driver_mode);
        }
        let url = "postgres://shop:p%40ss@db.shop.example:5433/shop?application_name=a%20b&sslmode=no-verify";
        assert_eq!(
            verified(url, None).unwrap(),
            "postgres://shop:p%40ss@db.shop.example:5433/shop?application_name=a+b&sslmode=require"
        );
    }

    #[test]
    fn a_mode_that_is_none_is_refused_by_a_sentence() {
        for mode in ["secret", "", "verify-full,disable", "disable&sslmode=off"] {
            let error =
                verified(&format!("postgres://shop:secret@db.shop.example/shop?sslmode={mode}"), None).unwrap_err();
            assert_eq!(
                error.to_string(),
                "database: sslmode: unknown; expected one of verify-full, verify-ca, no-verify, disable"
            );
        }
        let error = verified("postgres://shop:secret@db.shop.example:port/shop", None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "database: the URL cannot be read; expected the form postgres://USER:PASSWORD@HOST/DATABASE"
        );
    }
}
