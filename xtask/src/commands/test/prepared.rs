//! What several parts need, made once.

use crate::commands::build;
use crate::servers::demo;
use crate::shell;
use anyhow::Result;

/// What has been made so far.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    package: bool,
    servers: bool,
}

impl Prepared {
    /// The npm package.
    pub(super) fn package(&mut self) -> Result<()> {
        if !self.package {
            build::run()?;
            self.package = true;
        }
        Ok(())
    }

    /// The programs of shop and sandbox.
    pub(super) fn servers(&mut self) -> Result<()> {
        if !self.servers {
            shell::say("building the shop and the sandbox (minutes the first time)");
            demo::build()?;
            self.servers = true;
        }
        Ok(())
    }
}
