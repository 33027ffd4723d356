//! The start and the stop of the program, and the messages of a failed start.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const TABLE_SECRET: &str = "1f0e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";

const ENVIRONMENT: [(&str, &str); 5] = [
    ("IVY_API_KEY", "key-of-the-test"),
    ("IVY_API_URL", "http://127.0.0.1:9"),
    ("IVY_SIGNING_SECRET", "secret-of-the-test"),
    ("IVY_TABLE_SECRET", TABLE_SECRET),
    ("IVY_LOGIN_ORIGINS", "http://127.0.0.1:9"),
];

fn has_secret(text: &str) -> bool {
    text.contains("-of-the-test") || text.contains(TABLE_SECRET)
}

fn shop(folder: &TempDir) -> Command {
    shop_with(folder, ("--listen", "127.0.0.1:0"))
}

/// Returns the command of a shop with the usual flags and this one.
fn shop_with(folder: &TempDir, own: (&str, &str)) -> Command {
    let database = folder.path().join("shop.sqlite");
    let usual = [
        ("--listen", "127.0.0.1:0"),
        ("--page", concat!(env!("CARGO_MANIFEST_DIR"), "/page")),
        ("--package", "."),
        ("--database", database.to_str().unwrap()),
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_ivy-shop"));
    for (flag, value) in usual.into_iter().filter(|(flag, _)| *flag != own.0).chain([own]) {
        command.args([flag, value]);
    }
    command.env_clear().envs(ENVIRONMENT);
    command
}

/// Runs a shop that cannot start, and returns its message.
fn start_error(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(!has_secret(&message), "a secret is printed: {message}");
    message
}

#[test]
fn a_missing_variable_is_named_with_what_to_do() {
    let folder = TempDir::new().unwrap();
    for (name, _) in ENVIRONMENT {
        for missing in [shop(&folder).env_remove(name), shop(&folder).env(name, " ")] {
            let message = start_error(missing);
            assert!(message.contains(&format!("{name}: missing; expected ")), "{message}");
        }
    }
}

#[test]
fn an_unusable_setting_is_named() {
    let folder = TempDir::new().unwrap();
    for (flag, value, expected) in [
        ("--origin", "shop.example", "--origin: invalid; expected an origin such as https://shop.example"),
        ("--origin", "https://shop.example/shop", "--origin: invalid; expected an origin"),
        ("--page", "/nowhere", "--page: the checkout page cannot be read"),
        ("--database", "/nowhere/shop.sqlite", "database"),
    ] {
        let message = start_error(&mut shop_with(&folder, (flag, value)));
        assert!(message.contains(expected), "{flag} {value}: {message}");
    }
    let message = start_error(shop(&folder).env("IVY_LOGIN_ORIGINS", "http://127.0.0.1:9/init"));
    assert!(message.contains("IVY_LOGIN_ORIGINS: invalid; expected an origin"), "{message}");
}

#[cfg(unix)]
#[test]
fn it_prints_its_url_and_ends_in_order_on_a_signal() {
    let folder = TempDir::new().unwrap();
    let mut child = shop(&folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with("shop: listening on http://localhost:"), "{line}");

    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success(), "a shop that gets SIGTERM ends without an error");
    let mut logs = String::new();
    child.stderr.take().unwrap().read_to_string(&mut logs).unwrap();
    assert!(!has_secret(&logs), "a secret is logged: {logs}");
}
