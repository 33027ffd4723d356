//! `ci`: everything that must hold before a change is taken.

use super::{docs, size, test};
use crate::{places, setup, shell};
use anyhow::Result;
use std::process::Command;

/// Format, lints natively and for WebAssembly, docs, types, dependencies, every test in every engine, weight.
///
/// # Errors
/// At the first of them that does not hold.
pub(crate) fn run() -> Result<()> {
    setup::tools()?;
    let wasm = ["--package", "ivy-data-session", "--target", "wasm32-unknown-unknown"];
    let deny = ["--", "-D", "warnings"];
    check("format", &["fmt", "--all", "--check"], "run `cargo fmt --all`")?;
    check("lints", &[&["clippy", "--quiet", "--workspace", "--all-targets"], &deny[..]].concat(), ABOVE)?;
    check(
        "lints for WebAssembly",
        &[&["clippy", "--quiet", "--lib", "--test", "browser*"], &wasm[..], &deny[..]].concat(),
        ABOVE,
    )?;
    // By itself: in one call with the page's library both would be compiled for servers.
    let proxy = ["--package", "ivy-proxy-js", "--target", "wasm32-unknown-unknown"];
    check("lints for the proxy's WebAssembly", &[&["clippy", "--quiet"], &proxy[..], &deny[..]].concat(), ABOVE)?;
    check("docs", &["doc", "--quiet", "--workspace", "--no-deps"], ABOVE)?;
    docs::run()?;
    types()?;
    dependencies()?;
    test::run(&test::Options::everything())?;
    size::run()
}

/// Checks the types of the package's sources, those for pages and those for servers. [`docs::run`] has built the package, and
/// so the types of the generated glue.
fn types() -> Result<()> {
    for config in ["tsconfig.json", "tsconfig.proxy.json"] {
        shell::say(&format!("types (pkg/{config})"));
        let mut tsc = Command::new(places::node_program("tsc"));
        tsc.arg("--project").arg(places::package().join(config)).current_dir(places::root());
        shell::run(&mut tsc, ABOVE)?;
    }
    Ok(())
}

/// Licences, bans and sources of everything that is depended on, by `deny.toml`; the fuzz targets' too.
fn dependencies() -> Result<()> {
    shell::say("dependencies");
    let deny = setup::cargo_deny()?;
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let mut check = Command::new(&deny);
        check.args(["--workspace", "--locked", "--config", "deny.toml", "--manifest-path", manifest]);
        check.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]).current_dir(places::root());
        let hint = "look at cargo-deny's messages above; what is allowed stands in deny.toml, and a lock file that does \
                    not fit is mended by `cargo fetch --manifest-path` and its Cargo.toml";
        shell::run(&mut check, hint)?;
    }
    Ok(())
}

const ABOVE: &str = "look at its messages above";

fn check(what: &str, arguments: &[&str], hint: &str) -> Result<()> {
    shell::say(what);
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).env("RUSTDOCFLAGS", "-D warnings").current_dir(places::root());
    shell::run(&mut cargo, hint)
}
