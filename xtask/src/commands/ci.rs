//! `ci`: all checks that a change must pass.

use super::prepared::Prepared;
use super::{docs, size, test};
use crate::{paths, setup, shell};
use anyhow::Result;
use std::process::Command;

/// Checks format, lints (native and for WebAssembly), docs, types, dependencies, every test in every engine, and weight.
///
/// # Errors
/// When a check fails. The checks after it do not run.
pub(crate) fn run() -> Result<()> {
    setup::tools()?;
    let wasm = ["--package", "ivy-data-session", "--target", "wasm32-unknown-unknown"];
    let deny = ["--", "-D", "warnings"];
    check("format", &["fmt", "--all", "--check"], "run `cargo fmt --all`")?;
    check("lints", &[&["clippy", "--quiet", "--workspace", "--all-targets"], &deny[..]].concat(), ABOVE)?;
    check(
        "lints for WebAssembly",
        &[&["clippy", "--quiet", "--lib", "--test", "browser"], &wasm[..], &deny[..]].concat(),
        ABOVE,
    )?;
    // A separate call: cargo unifies features, so that one call would compile the page's library with those of servers.
    let servers = ["--package", "ivy-proxy-js", "--package", "ivy-sandbox-js", "--target", "wasm32-unknown-unknown"];
    check("lints for the servers' WebAssembly", &[&["clippy", "--quiet"], &servers[..], &deny[..]].concat(), ABOVE)?;
    check("docs", &["doc", "--quiet", "--workspace", "--no-deps"], ABOVE)?;
    let mut prepared = Prepared::default();
    docs::run(&mut prepared)?;
    types()?;
    dependencies()?;
    test::run(&test::Options::everything(), &mut prepared)?;
    size::run(&mut prepared)
}

/// Checks the types of the package's sources, those for pages and those for servers. [`docs::run`] has built the package, and
/// so the types of the generated glue.
fn types() -> Result<()> {
    for config in ["tsconfig.json", "tsconfig.proxy.json"] {
        shell::say(&format!("types (pkg/{config})"));
        let mut tsc = Command::new(paths::node_program("tsc"));
        tsc.arg("--project").arg(paths::package().join(config)).current_dir(paths::root());
        shell::run(&mut tsc, ABOVE)?;
    }
    Ok(())
}

/// Checks licences, bans and sources of all dependencies by `deny.toml`, also those of the fuzz targets.
fn dependencies() -> Result<()> {
    shell::say("dependencies");
    let deny = setup::cargo_deny()?;
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let mut check = Command::new(&deny);
        check.args(["--workspace", "--locked", "--config", "deny.toml", "--manifest-path"]);
        check.arg(paths::in_root(manifest));
        check.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]).current_dir(paths::root());
        let hint = "look at cargo-deny's messages above; deny.toml lists what is allowed, and \
                    `cargo fetch --manifest-path` with its Cargo.toml updates a lock file";
        shell::run(&mut check, hint)?;
    }
    Ok(())
}

const ABOVE: &str = "look at its messages above";

/// Runs cargo for the check of this name.
fn check(name: &str, arguments: &[&str], hint: &str) -> Result<()> {
    shell::say(name);
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).env("RUSTDOCFLAGS", "-D warnings").current_dir(paths::root());
    shell::run(&mut cargo, hint)
}
