//! Starting and stopping the program, and what it says when it cannot start.

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

/// A shop with one flag of its own beside the usual ones.
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

/// Runs a shop that is not able to start; gives what it said.
fn refusal(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!has_secret(&said), "a secret is printed: {said}");
    said
}

#[test]
fn a_missing_variable_is_named_with_what_to_do() {
    let folder = TempDir::new().unwrap();
    for (name, _) in ENVIRONMENT {
        for missing in [shop(&folder).env_remove(name), shop(&folder).env(name, " ")] {
            let said = refusal(missing);
            assert!(said.contains(&format!("{name} is not set: set it to ")), "{said}");
        }
    }
}

#[test]
fn what_cannot_be_used_is_named() {
    let folder = TempDir::new().unwrap();
    for (flag, value, expected) in [
        ("--origin", "shop.example", "--origin needs an address such as https://shop.example"),
        ("--origin", "https://shop.example/shop", "--origin needs an address"),
        ("--page", "/nowhere", "name its folder with --page"),
        ("--database", "/nowhere/shop.sqlite", "database"),
    ] {
        let said = refusal(&mut shop_with(&folder, (flag, value)));
        assert!(said.contains(expected), "{flag} {value}: {said}");
    }
    let said = refusal(shop(&folder).env("IVY_LOGIN_ORIGINS", "http://127.0.0.1:9/init"));
    assert!(said.contains("IVY_LOGIN_ORIGINS needs an address"), "{said}");
}

#[cfg(unix)]
#[test]
fn it_says_where_it_is_and_ends_when_told() {
    let folder = TempDir::new().unwrap();
    let mut child = shop(&folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with("shop: listening on http://localhost:"), "{line}");

    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success(), "a shop that is told to end does so without an error");
    let mut logs = String::new();
    child.stderr.take().unwrap().read_to_string(&mut logs).unwrap();
    assert!(!has_secret(&logs), "a secret is logged: {logs}");
}
