//! The binary: its output, its secrets, its flags and its end.

#![cfg(unix)]

mod common;

use common::client;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Returns the command of a sandbox with a database in a folder.
fn binary(folder: &tempfile::TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ivy-sandbox"));
    command.env_remove("IVY_SANDBOX_API_KEY").env_remove("IVY_SANDBOX_SIGNING_SECRET").current_dir(folder.path());
    command.args(["--listen", "127.0.0.1:0", "--database", "sandbox.sqlite"]);
    command
}

/// Starts the sandbox and reads its URL from the line that it prints.
fn started(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let origin = line.trim().strip_prefix("sandbox: listening on ").unwrap().to_owned();
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");
    (child, origin)
}

/// Ends the sandbox with a signal.
fn end(mut child: Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success(), "{signal} ends it in order");
}

#[tokio::test]
async fn it_prints_its_url_and_ends_in_order_and_keeps_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let http = client();
    let create = |origin: &str| {
        let body = json!({ "referenceId": "order-1", "permissions": ["identity"] });
        let url = format!("{origin}/api/service/data/session/create");
        http.post(url).header("X-Ivy-Api-Key", "from-env").json(&body).send()
    };
    let mut command = binary(&folder);
    command.env("IVY_SANDBOX_API_KEY", "from-env").env("IVY_SANDBOX_SIGNING_SECRET", "s");
    for (signal, status) in [("-TERM", 200), ("-INT", 409)] {
        let (child, origin) = started(&mut command);
        assert_eq!(create(&origin).await.unwrap().status(), status);
        end(child, signal);
    }
}

#[tokio::test]
async fn secrets_come_from_files_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), "from-file\n").unwrap();
    std::fs::write(folder.path().join("secret"), "s\n").unwrap();
    let (child, origin) = started(binary(&folder).args(["--api-key-file", "key", "--signing-secret-file", "secret"]));
    let list = |key: &'static str| {
        let url = format!("{origin}/api/service/data/session/list");
        client().post(url).header("X-Ivy-Api-Key", key).json(&json!({ "externalUserPhone": "+491" })).send()
    };
    assert_eq!(list("from-file").await.unwrap().status(), 200);
    assert_eq!(list("other").await.unwrap().status(), 401);
    end(child, "-TERM");
}

#[tokio::test]
async fn every_deviation_has_a_flag() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = binary(&folder);
    command.env("IVY_SANDBOX_API_KEY", "k").env("IVY_SANDBOX_SIGNING_SECRET", "s");
    let (child, origin) = started(&mut command);
    let read = async |origin: String| -> serde_json::Map<String, Value> {
        client().get(format!("{origin}/sandbox/deviations")).send().await.unwrap().json().await.unwrap()
    };
    let off = read(origin).await;
    assert!(off.values().all(|value| *value == json!(false) || value.is_null()), "{off:?}");
    end(child, "-TERM");

    let flag = |member: &String| {
        let word = |c: char| if c.is_uppercase() { format!("-{}", c.to_lowercase()) } else { c.to_string() };
        format!("--{}", member.chars().map(word).collect::<String>())
    };
    for member in off.keys() {
        command.arg(flag(member));
        if member == "completeAfter" {
            command.arg("7");
        }
    }
    let (child, origin) = started(&mut command);
    for (member, value) in read(origin).await {
        let expected = match member.as_str() {
            "completeAfter" => json!(7),
            "reopenCancelled" => json!("failed"),
            "refuseSelectors" => json!("all"),
            _ => json!(true),
        };
        assert_eq!(value, expected, "{member}");
    }
    end(child, "-TERM");

    let (child, origin) = started(command.arg("--reopen-cancelled=open"));
    assert_eq!(read(origin).await["reopenCancelled"], "open");
    end(child, "-TERM");
    for wrong in ["--complete-after=0", "--complete-after=soon", "--reopen-cancelled=expired"] {
        let output = binary(&folder).arg(wrong).output().unwrap();
        assert!(String::from_utf8(output.stderr).unwrap().contains("invalid value"), "{wrong}");
    }
}

#[test]
fn a_missing_setting_is_named_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let both = [("IVY_SANDBOX_API_KEY", "k"), ("IVY_SANDBOX_SIGNING_SECRET", "s")];
    for (set, flags, expected) in [
        (&both[..0], &[][..], "IVY_SANDBOX_API_KEY: missing; expected"),
        (&both[..1], &[], "IVY_SANDBOX_SIGNING_SECRET: missing; expected"),
        (&both[..1], &["--signing-secret-file", "none"], "--signing-secret-file: none cannot be read"),
        (&both, &["--listen", "192.0.2.1:1"], "--listen: 192.0.2.1:1 cannot be listened on"),
    ] {
        let output = binary(&folder).envs(set.iter().copied()).args(flags).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && message.contains(expected), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let output = binary(&folder).envs(both).args(["--database", "no/such/folder.sqlite"]).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("database"));
}
