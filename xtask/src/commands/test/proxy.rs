//! The proxies from outside. One contract suite runs against the Rust and the JavaScript proxy, over both databases and in
//! turns. Other tests attack, kill and load processes of shop and sandbox.

use super::tally::Tally;
use super::{node, sandbox};
use crate::commands::prepared::Prepared;
use crate::servers::postgres::Postgres;
use crate::{paths, setup, shell};
use anyhow::Result;
use std::process::Command;

/// The tests of the suite that use a second proxy.
const WITH_ANOTHER: &[&str] = &[
    "databases::",
    "differential::",
    "together::",
    "restart::",
    "callbacks::a_callback_that_was_taken",
    "migration::",
    "creates::",
];

/// The tests of the suite that use a second proxy after the first one has stopped, for SQLite, which serves one process at a
/// time.
const AFTER_ANOTHER: &[&str] =
    &["databases::", "differential::", "restart::", "callbacks::a_callback_that_was_taken", "migration::", "creates::"];

/// The tests of lists, owner, release and forgetting, which also run with an Ivy that has no list.
const WITHOUT_LIST: &[&str] = &[
    "list_ways::",
    "owner::",
    "forgetting::",
    "returning::",
    "showing::",
    "guests::",
    "merging::",
    "retention::",
    "payment::",
    "restart::",
];

/// The number of tests of the suite that run in parallel. Half of the time they wait: for a process, or for a deadline.
const AT_ONCE: &str = "4";

/// The tests that read the files of the database. Over PostgreSQL these are the files of the whole server, so that each run
/// needs a new server.
const OF_FILES: &str = "at_rest::";

/// The tests of the suite that run on workerd: owner, release, idempotency and bounded cost.
const ON_WORKERD: &[&str] = &["owner::", "returning::", "idempotency::", "bounds::", "limits::"];

/// The runs of the suite: the proxy under test, the second proxy, the database, and the tests to run.
const RUNS: &[(&str, &str, Database, &[&str])] = &[
    // The Rust proxy over SQLite runs with the other Rust tests.
    ("rust", "rust", Database::Postgres, &[]),
    ("js", "js", Database::Sqlite, &["--skip", "together::"]),
    ("js", "js", Database::Postgres, &[]),
    ("workerd", "workerd", Database::Sqlite, ON_WORKERD),
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
    /// PostgreSQL on a server without other databases.
    NewPostgres,
}

/// Runs all tests of the proxies and counts them.
///
/// # Errors
/// When a tool or server cannot be installed, built or started.
pub(super) fn run(prepared: &mut Prepared) -> Result<Tally> {
    let schemathesis = setup::schemathesis()?;
    prepared.package()?;
    prepared.servers()?;
    shell::say("the sandbox on Node");
    let mut sum = sandbox::run()?;
    shell::say("starting PostgreSQL");
    let postgres = Postgres::start()?;
    for &(under_test, beside, database, only) in RUNS {
        shell::say(&format!("the contract: {under_test}, with {beside} as the second proxy, over {database:?}"));
        let mut cargo = Command::new("cargo");
        cargo
            .args(["test", "--quiet", "--workspace", "--test", "contract", "--"])
            .args(only)
            .envs([("IVY_PROXY_UNDER_TEST", under_test), ("IVY_PROXY_BESIDE", beside)])
            .env("RUST_TEST_THREADS", AT_ONCE)
            .env_remove("IVY_TEST_DATABASE_URL")
            .current_dir(paths::root());
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

    for under_test in ["rust", "js"] {
        shell::say(&format!("the contract: {under_test}, over Sqlite, with an Ivy that has no list"));
        let mut cargo = Command::new("cargo");
        cargo
            .args(["test", "--quiet", "--workspace", "--test", "contract", "--"])
            .args(WITHOUT_LIST)
            .envs([("IVY_PROXY_UNDER_TEST", under_test), ("IVY_PROXY_BESIDE", under_test), ("IVY_LIST_WAY", "table")])
            .env_remove("IVY_TEST_DATABASE_URL")
            .current_dir(paths::root());
        sum = sum + Tally::of(&mut cargo, "install Rust from https://rustup.rs")?;
    }

    let mut databases = Vec::new();
    for name in ["kill_rust", "kill_js", "load_rust", "load_js", "together"] {
        databases.push((format!("IVY_TEST_DATABASE_{}", name.to_uppercase()), postgres.database(name)?));
    }
    databases.push((node::STORE_DATABASE.to_owned(), postgres.database("face")?));
    let mut outside = node::command(&["tests/proxy", "tests/proxy-js"])?;
    outside.env("SCHEMATHESIS", &schemathesis).envs(databases);
    Ok(sum + node::tally(&mut outside)?)
}
