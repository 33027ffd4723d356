//! The results of the contract suite against a proxy behind a URL, read from the output of its test program.

use crate::commands::test::Tally;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::fmt;

/// The start of the message with which a case ends that needs more than a URL.
const LEFT_OUT: &str = "left out: ";

/// The results of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Results {
    pub(crate) passed: u64,
    /// The failed cases, each with its output.
    failed: BTreeMap<String, String>,
    /// The cases that were left out, by the reason.
    left_out: BTreeMap<String, Vec<String>>,
}

impl Results {
    /// Reads the output of the test program.
    ///
    /// # Errors
    /// When the program did not come to its summary.
    pub(super) fn read(output: &str) -> Result<Self> {
        let mut results = Self::default();
        let mut sections: BTreeMap<String, String> = BTreeMap::new();
        let mut current = None;
        for line in output.lines() {
            if let Some(name) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
                current = Some(name.to_owned());
            } else if line == "failures:" || line.starts_with("test result: ") {
                current = None;
            } else if let Some(name) = &current {
                let section = sections.entry(name.clone()).or_default();
                section.push_str(line);
                section.push('\n');
            }
        }
        let Some(tally) = output.lines().map(Tally::of_line).find(|tally| *tally != Tally::default()) else {
            bail!("the contract suite did not run; look at the error of the compiler above");
        };
        results.passed = tally.passed;
        for (name, section) in sections {
            match section.lines().find_map(|line| line.strip_prefix(LEFT_OUT)) {
                Some(reason) => results.left_out.entry(reason.to_owned()).or_default().push(name),
                None => drop(results.failed.insert(name, section)),
            }
        }
        let explained = results.failed.len() + results.left_out.values().map(Vec::len).sum::<usize>();
        if u64::try_from(explained) != Ok(tally.failed) {
            bail!("the output of the contract suite cannot be read: {explained} of {} cases found", tally.failed);
        }
        Ok(results)
    }

    /// Returns the numbers of passed and failed cases. A case that was left out is neither.
    pub(crate) fn tally(&self) -> Tally {
        Tally { passed: self.passed, failed: self.failed.len() as u64 }
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, section) in &self.failed {
            writeln!(f, "FAILED {name}\n{section}")?;
        }
        for (reason, names) in &self.left_out {
            writeln!(f, "left out, {reason}: {}", names.len())?;
            names.iter().try_for_each(|name| writeln!(f, "  {name}"))?;
        }
        let left_out: usize = self.left_out.values().map(Vec::len).sum();
        write!(f, "{} passed, {} failed, {left_out} left out", self.passed, self.failed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Results;

    const OUTPUT: &str = "\
running 3 tests
..F
failures:

---- owner::a stdout ----

thread 'owner::a' (7) panicked at tests/contract/support/host/running.rs:26:5:
left out: reads the proxy's log
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- csrf::b stdout ----

thread 'csrf::b' (8) panicked at tests/contract/csrf.rs:50:17:
assertion failed

failures:
    csrf::b
    owner::a

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
";

    #[test]
    fn a_case_that_was_left_out_is_no_failure_and_is_named_with_its_reason() {
        let results = Results::read(OUTPUT).unwrap();
        assert_eq!((results.tally().passed, results.tally().failed), (1, 1));
        let shown = results.to_string();
        assert!(shown.contains("FAILED csrf::b\n") && shown.contains("assertion failed"), "{shown}");
        assert!(
            shown.contains("left out, reads the proxy's log: 1\n  owner::a\n1 passed, 1 failed, 1 left out"),
            "{shown}"
        );
    }

    #[test]
    fn a_suite_that_did_not_run_passes_nothing() {
        assert!(Results::read("error: could not compile").is_err());
        assert!(Results::read(&OUTPUT.replace("---- csrf::b stdout ----", "")).is_err());
    }
}
