//! The files beside the program: the container file and the example of settings. No container is built here.

use std::fs;
use std::path::{Path, PathBuf};

use ivy_proxy_program::Settings;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Returns the words of each instruction of this kind.
fn instructions<'a>(file: &'a str, kind: &str) -> Vec<Vec<&'a str>> {
    let lines = file.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.filter(|words| words.first() == Some(&kind)).collect()
}

#[test]
fn the_container_copies_what_is_there_and_all_that_the_workspace_needs() {
    let file = fs::read_to_string(root().join("www/proxy/Containerfile")).unwrap();
    let copies = instructions(&file, "COPY");
    let copied: Vec<&str> = copies
        .iter()
        .filter(|words| !words[1].starts_with("--from"))
        .flat_map(|words| words[1..words.len() - 1].to_vec())
        .collect();
    for path in &copied {
        assert!(root().join(path).exists(), "{path}");
    }
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    for member in manifest["workspace"]["members"].as_array().unwrap() {
        let folder = member.as_str().unwrap().split('/').next().unwrap();
        assert!(copied.contains(&folder), "{folder} of a member is not copied");
    }
    let rust = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    assert!(
        instructions(&file, "FROM")[0][1].starts_with(&format!("rust:{rust}-")),
        "another Rust than the workspace's"
    );
    assert!(file.contains(&format!("--package {}\n", env!("CARGO_PKG_NAME"))));
}

#[test]
fn the_container_runs_as_nobody_and_is_checked() {
    let file = fs::read_to_string(root().join("www/proxy/Containerfile")).unwrap();
    let [user] = &instructions(&file, "USER")[..] else { panic!("one user") };
    let numbers: Vec<u32> = user[1].split(':').map(|number| number.parse().unwrap()).collect();
    assert!(numbers.iter().all(|number| *number > 0), "root");
    let [stages @ .., last] = &instructions(&file, "COPY")[..] else { panic!("a program") };
    assert_eq!(last.last(), Some(&"/usr/local/bin/ivy-proxy"));
    assert!(stages.len() > 1);
    assert_eq!(instructions(&file, "ENTRYPOINT"), [["ENTRYPOINT", "[\"/usr/local/bin/ivy-proxy\"]"]]);
    assert!(instructions(&file, "HEALTHCHECK")[0].ends_with(&["CMD", "[\"/usr/local/bin/ivy-proxy\",", "\"health\"]"]));
    // No secret becomes part of the image.
    assert!(!["KEY", "SECRET", "DATABASE"].iter().any(|word| file.contains(word)));
}

#[test]
fn the_example_of_settings_is_accepted() {
    let folder = TempDir::new().unwrap();
    let secrets = [
        ("ivy-api-key", "test-api-key-7f31c0"),
        ("ivy-signing-secret", "test-signing-secret-9b2d"),
        ("ivy-table-secret", "nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw="),
        ("ivy-database-url", "postgres://shop@localhost/shop"),
        ("ivy-customer-key", "made-for-this-test-0123456789abcdef"),
    ];
    for (name, secret) in secrets {
        fs::write(folder.path().join(name), secret).unwrap();
    }
    let example = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml")).unwrap();
    let file = folder.path().join("example.toml");
    fs::write(&file, example.replace("/run/secrets", folder.path().to_str().unwrap())).unwrap();
    let settings = Settings::read(std::iter::empty(), Some(&file)).unwrap();
    assert_eq!(settings.config.return_urls[0].return_url, "https://www.shop.example/return");
}
