//! Programs of this machine, with Debian's packages for those that are missing.

use super::apt;
use super::choice::{Choice, Program, by_hand, choose};
use super::machine::Machine;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Returns the paths of the programs, in their order. Installs `packages` with apt if a program is missing. `look` looks for
/// the programs, and does so again after the installation.
///
/// # Errors
/// When a program is missing and apt cannot install it; the sentence names the variable to set.
pub(super) fn find_or_install<const N: usize>(
    look: impl Fn() -> [Program; N],
    packages: &[&str],
) -> Result<[PathBuf; N]> {
    let programs = look();
    match choose(&programs, &Machine::this()) {
        Choice::Use(paths) => return Ok(paths),
        Choice::Fail(sentence) => bail!(sentence),
        Choice::Install => apt::install(packages, &by_hand(&programs.each_ref()))?,
    }
    match choose(&look(), &Machine::this()) {
        Choice::Use(paths) => Ok(paths),
        Choice::Install => bail!("the packages are installed; {}", by_hand(&programs.each_ref())),
        Choice::Fail(sentence) => bail!(sentence),
    }
}
