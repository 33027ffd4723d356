//! Faults in the release rule, adoption, handles, limits, keys, secrets and the rows of the table. cargo-mutants puts them in
//! one at a time, and the native tests must find each.

use crate::{paths, setup, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

const SOURCES: &str = "www/proxy/core/src/";

/// The files that get faults, relative to the sources of the core.
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

/// The suites, from the fastest to the slowest. Each runs only with the faults that the suites before it missed.
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

/// Faults without an observable effect, each with the reason.
const EQUIVALENT: [(&str, &str); 1] =
    [("secrets.rs: replace | with ^ in Signing::is_signed", "no signature fits two keys: equal secrets end the start")];

#[derive(Debug)]
struct Suite {
    name: &'static str,
    /// The package with the tests.
    package: &'static str,
    targets: &'static [&'static str],
    /// True if the core is optimised: it compiles slower, and runs ten times as fast.
    optimised: bool,
    /// The time limit for the tests of one fault.
    seconds: u32,
}

/// Runs the suites and returns the figures.
///
/// # Errors
/// When no suite finds a fault, or cargo-mutants cannot run.
pub(super) fn run() -> Result<String> {
    let program = setup::cargo_mutants()?;
    let output = paths::in_target("mutants");
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
        // After `--` these would only choose what runs: cargo would still compile every target for each fault.
        mutants.args(suite.targets.iter().map(|argument| format!("--cargo-arg={argument}")));
        mutants.arg("--output").arg(&output).current_dir(paths::root());
        // cargo-mutants copies the sources. Its compiled files are kept for the next run.
        mutants.env("CARGO_TARGET_DIR", output.join("target"));
        let status = mutants.status().context("cargo-mutants cannot be started")?;
        // 2: some faults were missed. 3: some ran into the time limit. Any other code means that the run failed.
        if !matches!(status.code(), Some(0 | 2 | 3)) {
            bail!("cargo-mutants ended with {status}; look at its messages above");
        }
    }
    let left = survivors(&results)?;
    let unexplained: Vec<_> = left.iter().filter(|fault| !is_equivalent(fault)).map(String::as_str).collect();
    if !unexplained.is_empty() {
        bail!("no test finds {} faults:\n{}", unexplained.len(), unexplained.join("\n"));
    }
    let found = count(&results, "caught.txt")? + count(&results, "previously_caught.txt")?;
    Ok(format!("found {found}, equivalent {}", left.len()))
}

/// Returns the missed faults, one a line, without line numbers.
fn survivors(results: &Path) -> Result<Vec<String>> {
    let lines = lines(results, "missed.txt")?;
    Ok(lines.iter().map(|line| fault(line)).collect())
}

fn count(results: &Path, file: &str) -> Result<usize> {
    Ok(lines(results, file)?.len())
}

/// Returns the lines of a result file; none if the file is missing.
fn lines(results: &Path, file: &str) -> Result<Vec<String>> {
    let path = results.join(file);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Removes the line numbers, which change with every edit: `www/proxy/core/src/account.rs:20:5: replace …` becomes
/// `account.rs: replace …`.
fn fault(line: &str) -> String {
    let (position, change) = line.split_once(": ").unwrap_or((line, ""));
    let file = position.split(':').next().unwrap_or_default();
    format!("{}: {change}", file.strip_prefix(SOURCES).unwrap_or(file))
}

fn is_equivalent(fault: &str) -> bool {
    EQUIVALENT.iter().any(|(known, _)| *known == fault)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_fault_is_named_by_its_file_and_change() {
        let line = "www/proxy/core/src/store/record/expiry.rs:20:5: replace < with <= in Record::sweep_at";
        assert_eq!(fault(line), "store/record/expiry.rs: replace < with <= in Record::sweep_at");
        assert_eq!(fault("other"), "other: ");
    }
}
