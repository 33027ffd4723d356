//! The proxies from outside: one contract suite for the Rust and the JavaScript one, over both databases and in turns; and
//! real processes of shop and sandbox that are attacked, killed and loaded.

use super::tally::Tally;
use super::{Prepared, node};
use crate::servers::postgres::Postgres;
use crate::{places, setup, shell};
use anyhow::Result;
use std::process::Command;

/// The suite's tests in which a second proxy has a say.
const WITH_ANOTHER: &[&str] = &[
    "databases::",
    "differential::",
    "together::",
    "restart::",
    "callbacks::a_callback_that_was_taken",
    "migration::",
    "creates::",
];

/// The same over SQLite, which serves one process at a time.
const AFTER_ANOTHER: &[&str] =
    &["databases::", "differential::", "restart::", "callbacks::a_callback_that_was_taken", "migration::", "creates::"];

/// Those that read the database's own files. Over PostgreSQL these are the whole server's, so that it has to be a new one.
const OF_FILES: &str = "at_rest::";

/// Which proxy is under test, which one stands beside it, and over what.
const RUNS: &[(&str, &str, Database, &[&str])] = &[
    // The Rust one over SQLite runs with the other Rust tests.
    ("rust", "rust", Database::Postgres, &[]),
    ("js", "js", Database::Sqlite, &["--skip", "together::"]),
    ("js", "js", Database::Postgres, &[]),
    ("rust", "js", Database::Sqlite, AFTER_ANOTHER),
    ("rust", "js", Database::Postgres, WITH_ANOTHER),
    (
        "js",
        "rust",
        Database::Sqlite,
        &["databases::one", "restart::", "callbacks::a_callback_that_was_taken", "migration::", "creates::"],
    ),
    ("rust", "rust", Database::NewPostgres, &[OF_FILES]),
    ("js", "js", Database::NewPostgres, &[OF_FILES]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Database {
    Sqlite,
    Postgres,
    /// A server that holds nothing else.
    NewPostgres,
}

/// Runs them all.
///
/// # Errors
/// When something that they need cannot be installed, built or started.
pub(super) fn run(prepared: &mut Prepared) -> Result<Tally> {
    let schemathesis = setup::schemathesis()?;
    prepared.package()?;
    prepared.servers()?;
    shell::say("starting a PostgreSQL of our own");
    let postgres = Postgres::start()?;
    let mut sum = Tally::default();
    for &(under_test, beside, database, only) in RUNS {
        shell::say(&format!("the contract: {under_test}, beside it {beside}, over {database:?}"));
        let mut cargo = Command::new("cargo");
        cargo
            .args(["test", "--quiet", "--package", "ivy-proxy", "--test", "contract", "--"])
            .args(only)
            .envs([("IVY_PROXY_UNDER_TEST", under_test), ("IVY_PROXY_BESIDE", beside)])
            .env_remove("IVY_TEST_DATABASE_URL")
            .current_dir(places::root());
        let fresh = if database == Database::NewPostgres { Some(Postgres::start()?) } else { None };
        match (database, &fresh) {
            (Database::Postgres, _) => {
                cargo.args(["--skip", OF_FILES]).env("IVY_TEST_DATABASE_URL", &postgres.url);
            }
            (_, Some(fresh)) => {
                cargo.env("IVY_TEST_DATABASE_URL", &fresh.url).env("IVY_TEST_DATABASE_FOLDER", fresh.data());
            }
            _ => {}
        }
        sum = sum + Tally::of(&mut cargo, "install Rust from https://rustup.rs")?;
    }

    let mut tests = node::command("tests/proxy")?;
    tests.env("SCHEMATHESIS", schemathesis);
    for use_ in ["kill_rust", "kill_js", "load_rust", "load_js", "together"] {
        tests.env(format!("IVY_TEST_DATABASE_{}", use_.to_uppercase()), postgres.database(use_)?);
    }
    let mut face = node::command("tests/proxy-js")?;
    face.env("IVY_TEST_DATABASE_FACE", postgres.database("face")?);
    Ok(sum + node::tally(&mut tests)? + node::tally(&mut face)?)
}
