//! The proxy from outside: its tests over PostgreSQL, and real processes of shop and sandbox that are attacked, killed
//! and loaded.

use super::node;
use super::tally::Tally;
use crate::servers::postgres::Postgres;
use crate::{places, servers, setup, shell};
use anyhow::Result;
use std::process::Command;

pub(super) fn run() -> Result<Tally> {
    let schemathesis = setup::schemathesis()?;
    shell::say("starting a PostgreSQL of our own");
    let postgres = Postgres::start()?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--quiet", "--package", "ivy-proxy", "--test", "proxy"])
        .env("IVY_TEST_DATABASE_URL", &postgres.url)
        .current_dir(places::root());
    let rust = Tally::of(&mut cargo, "install Rust from https://rustup.rs")?;

    shell::say("building the shop and the sandbox (minutes the first time)");
    servers::build()?;
    let mut tests = node::command("tests/proxy")?;
    tests.env("SCHEMATHESIS", schemathesis);
    for use_ in ["kill", "load", "together"] {
        tests.env(format!("IVY_TEST_DATABASE_{}", use_.to_uppercase()), postgres.database(use_)?);
    }
    let mut face = node::command("tests/proxy-js")?;
    face.env("IVY_TEST_DATABASE_FACE", postgres.database("face")?);
    Ok(rust + node::tally(&mut tests)? + node::tally(&mut face)?)
}
