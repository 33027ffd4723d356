//! Builds that several checks of one run need.

use crate::commands::build;
use crate::{paths, shell};
use anyhow::Result;
use std::process::Command;

/// The builds that were made in this run.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    package: bool,
    servers: bool,
}

impl Prepared {
    /// Builds the npm package, once.
    pub(crate) fn package(&mut self) -> Result<()> {
        if !self.package {
            build::run()?;
            self.package = true;
        }
        Ok(())
    }

    /// Builds the programs of shop and sandbox, once, with the features that the workspace's tests have, so that nothing is
    /// compiled twice.
    pub(crate) fn servers(&mut self) -> Result<()> {
        if !self.servers {
            shell::say("building the shop and the sandbox (minutes the first time)");
            let mut cargo = Command::new("cargo");
            cargo
                .args([
                    "build",
                    "--quiet",
                    "--workspace",
                    "--bin",
                    "ivy-shop",
                    "--bin",
                    "ivy-sandbox",
                    "--test",
                    "contract",
                ])
                .current_dir(paths::root());
            shell::run(&mut cargo, "look at the compiler's message above")?;
            self.servers = true;
        }
        Ok(())
    }
}
