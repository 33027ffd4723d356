//! Builds that several parts of the tests need.

use crate::commands::build;
use crate::servers::demo;
use crate::shell;
use anyhow::Result;

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

    /// Builds the programs of shop and sandbox, once.
    pub(crate) fn servers(&mut self) -> Result<()> {
        if !self.servers {
            shell::say("building the shop and the sandbox (minutes the first time)");
            demo::build()?;
            self.servers = true;
        }
        Ok(())
    }
}
