//! The settings of the program: what is accepted, and how each problem is named.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use ivy_proxy_program::Settings;
use tempfile::TempDir;

/// The settings without which the program does not start, for tests.
const REQUIRED: [(&str, &str); 7] = [
    ("IVY_API_KEY", "test-api-key-7f31c0"),
    ("IVY_API_URL", "http://127.0.0.1:9"),
    ("IVY_SIGNING_SECRET", "test-signing-secret-9b2d"),
    ("IVY_TABLE_SECRET", "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw="),
    ("IVY_DATABASE_URL", "ivy.sqlite"),
    ("IVY_ORIGINS", "https://shop.example"),
    ("IVY_CUSTOMER_KEY", "made-for-this-test-0123456789abcdef"),
];

/// Reads the required settings with changes; an empty value removes one.
fn read(changes: &[(&str, &str)], file: Option<&Path>) -> Result<Settings, String> {
    let mut environment: BTreeMap<&str, &str> = REQUIRED.into();
    environment.extend(changes.iter().copied());
    let environment = environment.into_iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Settings::read(environment, file).map_err(|problems| problems.to_string())
}

/// Returns the only problem of a change.
fn problem(name: &str, value: &str) -> String {
    let problem = read(&[(name, value)], None).expect_err(name);
    assert_eq!(problem.lines().count(), 1, "{name}: {problem}");
    problem
}

#[test]
fn the_required_settings_are_enough() {
    let settings = read(&[], None).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.base_path, "/api/ivy");
    assert_eq!(settings.config.callback_url, "https://shop.example/api/ivy/callback");
    assert_eq!(settings.config.return_url, "https://shop.example/return");
    let shown = format!("{settings:?}");
    assert!(REQUIRED.iter().all(|(_, value)| value.starts_with("http") || !shown.contains(value)), "{shown}");
}

#[test]
fn all_problems_are_named_at_once() {
    let nothing: Vec<(&str, &str)> = REQUIRED.iter().map(|(name, _)| (*name, " ")).collect();
    let wrong = [("IVY_LISTEN", "everywhere"), ("IVY_LIST_BY", "name"), ("IVY_LISTBY", "email")];
    let all: Vec<_> = nothing.into_iter().chain(wrong).collect();
    let problems = read(&all, None).unwrap_err();
    for (name, _) in REQUIRED {
        let name = name.trim_start_matches("IVY_").to_lowercase();
        assert!(problems.contains(&format!("ivy-proxy: {name}: missing; expected ")), "{name}: {problems}");
    }
    assert!(problems.contains("ivy-proxy: IVY_LISTBY: unknown; expected a known setting; did you mean IVY_LIST_BY?"));
    assert_eq!(problems.lines().count(), REQUIRED.len() + wrong.len(), "{problems}");

    // The core's own checks are made all at once, too.
    let wrong = [
        ("IVY_TABLE_SECRET", "short"),
        ("IVY_SIGNING_SECRET", "test-api-key-7f31c0"),
        ("IVY_CALLBACK_URL", "http://shop.example/callback"),
        ("IVY_TRUSTED_HOPS", "2"),
        ("IVY_REQUESTS_IN_FLIGHT", "7"),
        ("IVY_RETURN_URLS", "https://elsewhere.example/return"),
        ("IVY_ORIGINS", "https://shop.example,ftp://shop.example"),
    ];
    let problems = read(&wrong, None).unwrap_err();
    for name in [
        "IVY_TABLE_SECRET:",
        "IVY_SIGNING_SECRET:",
        "IVY_CALLBACK_URL:",
        "IVY_TRUSTED_HOPS:",
        "IVY_REQUESTS_IN_FLIGHT:",
        "IVY_ORIGINS[1]:",
    ] {
        assert_eq!(problems.matches(&format!("ivy-proxy: {name}")).count(), 1, "{name} in {problems}");
    }
}

#[test]
fn a_wrong_value_is_named_and_never_shown() {
    let rows = [
        ("IVY_TRUST_SESSIONS_BEFORE", "-1", "IVY_TRUST_SESSIONS_BEFORE: before 1970; expected seconds since 1970"),
        ("IVY_LISTEN", "localhost:8080", "IVY_LISTEN: invalid; expected an address with a port, such as 0.0.0.0:8080"),
        ("IVY_LIST_BY", "referenceId", "IVY_LIST_BY: unknown; expected one of auto, reference_id, email, phone"),
        ("IVY_RECALL", "no", "IVY_RECALL: unknown; expected one of on, off"),
        (
            "IVY_PAGE_FIELDS",
            "balances,iban",
            "IVY_PAGE_FIELDS: unknown; expected one of balances, transactions, metadata",
        ),
        ("IVY_OWNER_BURST", "0", "IVY_OWNER_BURST: invalid; expected a whole number of at least 1"),
        ("IVY_OWNER_BURST", "-1", "IVY_OWNER_BURST: invalid; expected a whole number of at least 1"),
        ("IVY_OWNER_BURST", "4294967296", "IVY_OWNER_BURST: invalid; expected a whole number of at least 1"),
        ("IVY_READ_MS", "5s", "IVY_READ_MS: invalid; expected milliseconds, from 1 to a day"),
        (
            "IVY_BASE_PATH",
            "api/ivy",
            "IVY_BASE_PATH: invalid; expected a path such as /api/ivy, without a slash at the end",
        ),
        (
            "IVY_BASE_PATH",
            "/api/{ivy}",
            "IVY_BASE_PATH: invalid; expected a path such as /api/ivy, without a slash at the end",
        ),
        (
            "IVY_CUSTOMER_HEADER",
            "cookie",
            "IVY_CUSTOMER_HEADER: invalid; expected the name of a header that has no other meaning",
        ),
        (
            "IVY_CUSTOMER_ALGORITHM",
            "none",
            "IVY_CUSTOMER_ALGORITHM: unknown; expected one of HS256, ES256, RS256, EdDSA",
        ),
        ("IVY_CUSTOMER_LIFETIME_SECONDS", "3601", "IVY_CUSTOMER_LIFETIME_SECONDS: too long; expected at most 3600"),
        (
            "IVY_CUSTOMER_KEY",
            "secret",
            "IVY_CUSTOMER_KEY: too weak; expected at least 32 random characters; make it with `openssl rand -hex 32`",
        ),
        (
            "IVY_CUSTOMER_KEY",
            "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=",
            "IVY_CUSTOMER_KEY: the same as another secret; expected one of its own; make it with `openssl rand -hex 32`",
        ),
        (
            "IVY_CUSTOMER_KEY",
            "-----BEGIN PUBLIC KEY-----",
            "IVY_CUSTOMER_KEY: a public key with HS256, with which anybody could sign; expected a secret; or set customer_algorithm",
        ),
        (
            "IVY_LOGIN_ENVIRONMENT",
            "Production",
            "IVY_LOGIN_ENVIRONMENT: unknown; expected one of production, sandbox, local",
        ),
        (
            "IVY_API_KEY_FILE",
            "/nowhere/at/all",
            "IVY_API_KEY_FILE: the file cannot be read (entity not found); expected its path",
        ),
    ];
    for (name, value, expected) in rows {
        assert_eq!(problem(name, value), format!("ivy-proxy: {expected}"), "{name}={value}");
    }
    assert!(problem("IVY_API_KEYS", "x").ends_with("did you mean IVY_API_KEY?"));
    assert!(problem("IVY_LIST_BY_FILE", "x").contains("IVY_LIST_BY_FILE: unknown"));
}

#[test]
fn each_message_is_that_of_the_table() {
    let table: serde_json::Value = serde_json::from_str(include_str!("../../../../tests/data/messages.json")).unwrap();
    let rows = table["program"].as_object().unwrap();
    assert!(!rows.is_empty());
    for (case, expected) in rows {
        let (name, value) = case.split_once('=').unwrap();
        assert_eq!(problem(name, value), format!("ivy-proxy: {}", expected.as_str().unwrap()), "{case}");
    }
}

#[test]
fn variables_of_others_are_not_the_programs() {
    let others = [
        ("IVY_PROXY_SERVICE_HOST", "10.0.0.1"),
        ("IVY_PROXY_PORT", "tcp://10.0.0.1:8080"),
        ("IVY_PROXY_PORT_8080_TCP_ADDR", "10.0.0.1"),
        ("IVY_CONFIG", "ivy.toml"),
        ("PATH", "/bin"),
    ];
    read(&others, None).unwrap();
}

#[test]
fn the_file_and_the_files_of_secrets_are_read() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("key"), "from-a-file-0123456789abcdefghijkl\n").unwrap();
    let text = format!(
        "api_url = \"http://127.0.0.1:10\"\norigins = [\"https://a.example\", \"https://b.example\"]\n\
         return_urls = [\"https://b.example/back\", \"https://a.example/return\"]\n\
         customer_key_file = {:?}\ntrusted_hops = 1\nlisten = \"127.0.0.1:0\"\n",
        path("key")
    );
    fs::write(path("ivy.toml"), text).unwrap();
    let removed = [("IVY_API_URL", ""), ("IVY_ORIGINS", ""), ("IVY_CUSTOMER_KEY", "")];
    let settings = read(&removed, Some(&path("ivy.toml"))).unwrap();
    assert_eq!(settings.config.ivy_url, "http://127.0.0.1:10");
    assert_eq!(settings.config.origins, ["https://a.example", "https://b.example"]);
    assert_eq!(settings.config.return_urls[0].return_url, "https://b.example/back");
    assert_eq!(settings.config.return_urls[0].plain_return_url, "https://b.example/plain/return");

    // The environment overrules the file.
    let overruled = read(&[("IVY_LISTEN", "127.0.0.1:1"), ("IVY_ORIGINS", "")], Some(&path("ivy.toml"))).unwrap();
    assert_eq!((overruled.listen.port(), overruled.config.ivy_url.as_str()), (1, "http://127.0.0.1:9"));

    let key = path("key");
    let twice = read(&[("IVY_CUSTOMER_KEY_FILE", key.to_str().unwrap())], None).unwrap_err();
    assert!(twice.starts_with("ivy-proxy: IVY_CUSTOMER_KEY_FILE: set twice; "), "{twice}");
}

#[test]
fn a_wrong_file_is_refused_without_its_content() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ivy.toml");
    let rows = [
        ("list_bye = \"email\"", "list_bye: unknown; expected a known setting; did you mean list_by?"),
        ("listen = true", "listen: wrong kind; expected a text or a number"),
        ("origins = [1]", "origins: wrong kind; expected a text or a list of texts"),
        ("[limits]\nowner_burst = 3", "limits: unknown; expected a known setting; see `ivy-proxy --help`"),
        ("api_key_file = 3", "api_key_file: wrong kind; expected the path of a file"),
        ("IVY_LISTEN = \"x\"", "IVY_LISTEN: unknown; expected a known setting"),
    ];
    for (text, expected) in rows {
        fs::write(&path, text).unwrap();
        let problem = read(&[], Some(&path)).unwrap_err();
        assert!(problem.starts_with(&format!("ivy-proxy: {expected}")), "{text}: {problem}");
    }
    fs::write(&path, "listen = \"127.0.0.1:1\"\napi_key = hidden-text\n").unwrap();
    let problem = read(&[], Some(&path)).unwrap_err();
    assert!(problem.starts_with("ivy-proxy: config: line ") && !problem.contains("hidden"), "{problem}");
    let missing = read(&[], Some(&folder.path().join("none.toml"))).unwrap_err();
    assert!(missing.contains("none.toml cannot be read (entity not found); expected a TOML file"), "{missing}");
}

#[test]
fn public_keys_are_accepted_and_private_ones_refused() {
    // Made for this test.
    let es256 = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----";
    read(&[("IVY_CUSTOMER_KEY", es256), ("IVY_CUSTOMER_ALGORITHM", "ES256")], None).unwrap();
    for (algorithm, expected) in [("RS256", "an RSA public key"), ("EdDSA", "an Ed25519 public key")] {
        let changes = [("IVY_CUSTOMER_KEY", es256), ("IVY_CUSTOMER_ALGORITHM", algorithm)];
        let problem = read(&changes, None).unwrap_err();
        assert!(problem.contains(expected), "{algorithm}: {problem}");
    }
    let private = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    let problem = read(&[("IVY_CUSTOMER_KEY", private), ("IVY_CUSTOMER_ALGORITHM", "ES256")], None).unwrap_err();
    assert!(problem.starts_with("ivy-proxy: IVY_CUSTOMER_KEY: a private key; expected the public one"), "{problem}");
}
