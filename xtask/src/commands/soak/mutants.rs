//! Faults that are put into the release rule, adoption, handles, limits, keys, secrets and the table's rows, one at a time:
//! the native tests must find each.

use crate::{places, setup, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

const SOURCES: &str = "www/proxy/core/src/";

/// The files below the core's sources that get faults.
const FILES: [&str; 10] = [
    "release/*.rs",
    "operations/trust/*.rs",
    "list_check.rs",
    "account.rs",
    "limit.rs",
    "capacity.rs",
    "keys/*.rs",
    "secrets.rs",
    "hmac_key.rs",
    "store/record/*.rs",
];

/// The suites, from the quickest to the slowest. Each looks only for what the ones before have not found.
const SUITES: [Suite; 3] = [
    Suite { name: "unit tests", package: "ivy-proxy-core", targets: &["--lib"], optimised: false, seconds: 60 },
    Suite {
        name: "the model",
        package: "ivy-proxy-core",
        targets: &["--test", "release"],
        optimised: true,
        seconds: 900,
    },
    Suite {
        name: "the contract",
        package: "ivy-proxy",
        targets: &["--test", "contract"],
        optimised: true,
        seconds: 900,
    },
];

/// Faults that change nothing that can be observed, with the reason.
const EQUIVALENT: [(&str, &str); 0] = [];

#[derive(Debug)]
struct Suite {
    name: &'static str,
    /// The package whose tests run.
    package: &'static str,
    targets: &'static [&'static str],
    /// Whether the core is optimised: slower to compile, and ten times as fast.
    optimised: bool,
    /// How long the tests of one fault may take.
    seconds: u32,
}

/// Runs the suites. Returns the figures.
///
/// # Errors
/// When a fault was found by none, or the tool could not be run.
pub(super) fn run() -> Result<String> {
    let program = setup::cargo_mutants()?;
    let output = places::target().join("mutants");
    fs::create_dir_all(&output).with_context(|| format!("{} cannot be made", output.display()))?;
    let results = output.join("mutants.out");
    for (position, suite) in SUITES.iter().enumerate() {
        if position > 0 && survivors(&results)?.is_empty() {
            break;
        }
        shell::say(&format!("mutants: {}", suite.name));
        let mut mutants = Command::new(&program);
        mutants.args(["mutants", "--colors", "never", "--no-shuffle", "--package", "ivy-proxy-core"]);
        mutants.args(["--test-package", suite.package, "--timeout", &suite.seconds.to_string()]);
        for file in FILES {
            mutants.arg("--file").arg(format!("{SOURCES}{file}"));
        }
        if position > 0 {
            mutants.arg("--iterate");
        }
        if !suite.optimised {
            mutants.arg("--cargo-arg=--config=profile.dev.package.ivy-proxy-core.opt-level=0");
        }
        mutants.arg("--output").arg(&output).arg("--").args(suite.targets).current_dir(places::root());
        // It copies the sources; what it compiles is kept for the next run.
        mutants.env("CARGO_TARGET_DIR", output.join("target"));
        let status = mutants.status().context("cargo-mutants cannot be started")?;
        // 2: faults that were not found, 3: faults that ran into the time limit. All else is no run.
        if !matches!(status.code(), Some(0 | 2 | 3)) {
            bail!("cargo-mutants ended with {status}; its messages stand above");
        }
    }
    let left = survivors(&results)?;
    let unexplained: Vec<_> = left.iter().filter(|fault| !is_equivalent(fault)).map(String::as_str).collect();
    if !unexplained.is_empty() {
        bail!("{} faults that no test finds:\n{}", unexplained.len(), unexplained.join("\n"));
    }
    let found = count(&results, "caught.txt")? + count(&results, "previously_caught.txt")?;
    Ok(format!("found {found}, equivalent {}", left.len()))
}

/// The faults that no test has found, one a line, without the place in the file.
fn survivors(results: &Path) -> Result<Vec<String>> {
    let lines = lines(results, "missed.txt")?;
    Ok(lines.iter().map(|line| fault(line)).collect())
}

fn count(results: &Path, file: &str) -> Result<usize> {
    Ok(lines(results, file)?.len())
}

/// The lines of a result; none where there is no such file.
fn lines(results: &Path, file: &str) -> Result<Vec<String>> {
    let path = results.join(file);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// `www/proxy/core/src/account.rs:20:5: replace …` as `account.rs: replace …`: lines move.
fn fault(line: &str) -> String {
    let (place, change) = line.split_once(": ").unwrap_or((line, ""));
    let file = place.split(':').next().unwrap_or_default();
    format!("{}: {change}", file.strip_prefix(SOURCES).unwrap_or(file))
}

fn is_equivalent(fault: &str) -> bool {
    EQUIVALENT.iter().any(|(known, _)| *known == fault)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_fault_is_known_by_its_file_and_change() {
        let line = "www/proxy/core/src/store/record/expiry.rs:20:5: replace < with <= in Record::sweep_at";
        assert_eq!(fault(line), "store/record/expiry.rs: replace < with <= in Record::sweep_at");
        assert_eq!(fault("other"), "other: ");
    }
}
