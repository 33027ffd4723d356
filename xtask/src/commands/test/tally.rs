//! The numbers of passed and failed tests, read from the output of the test programs.

use crate::shell;
use anyhow::Result;
use std::ops::Add;
use std::process::Command;

/// The numbers of passed and failed tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl Tally {
    /// The tally of a program that runs no test.
    pub(super) const NO_RESULT: Self = Self { passed: 0, failed: 1 };

    /// Runs a test program and counts its tests. A program that fails without a failed test counts as one failed test, and
    /// so does a program that runs no test ([`Self::NO_RESULT`]).
    pub(super) fn of(command: &mut Command, hint: &str) -> Result<Self> {
        let mut sum = Self::default();
        let succeeded = shell::watch(command, hint, |line| sum = sum + Self::of_line(line))?;
        if sum.failed == 0 && (!succeeded || sum.passed == 0) {
            sum.failed = 1;
        }
        Ok(sum)
    }

    /// Counts the tests of one line: a summary of Rust's tests (`test result: ok. 3 passed; 0 failed; …`) or of Node's (`ℹ pass 3`).
    pub(crate) fn of_line(line: &str) -> Self {
        let words: Vec<_> = line.split([' ', ';']).filter(|word| !word.is_empty()).collect();
        let before = |name| words.windows(2).find(|pair| pair[1] == name).and_then(|pair| pair[0].parse().ok());
        match words.as_slice() {
            ["test", "result:", ..] => {
                Self { passed: before("passed").unwrap_or(0), failed: before("failed").unwrap_or(0) }
            }
            ["ℹ", "pass", count] => Self { passed: count.parse().unwrap_or(0), failed: 0 },
            ["ℹ", "fail" | "cancelled", count] => Self { passed: 0, failed: count.parse().unwrap_or(1) },
            _ => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn closing_lines_are_counted_and_nothing_else() {
        let rows = [
            ("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s", 12, 0),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored", 3, 2),
            ("ℹ pass 7", 7, 0),
            ("ℹ fail 2", 0, 2),
            ("ℹ cancelled 1", 0, 1),
            ("✔ a shopper whose 3 passed", 0, 0),
            ("ℹ tests 7", 0, 0),
        ];
        for (line, passed, failed) in rows {
            assert_eq!(Tally::of_line(line), Tally { passed, failed }, "{line}");
        }
    }
}
