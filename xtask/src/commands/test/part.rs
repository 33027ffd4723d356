//! The parts of the tests, and the engines that each runs in.

use super::tally::Tally;
use super::{browser, native, node, proxy};
use crate::commands::prepared::Prepared;
use crate::rows::{self, Kind};
use crate::setup::{self, Engine};
use anyhow::Result;
use clap::ValueEnum;

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// The Rust tests of the workspace
    Native,
    /// The library inside WebAssembly, in each engine
    Browser,
    /// The package as it is published: Node, a bundler, strict CSP, types, every snippet
    Package,
    /// The rows of the matrix that the CI runs: bundlers, frameworks, test runners and back ends, installed from npm (minutes)
    Toolchains,
    /// Shop, proxy, sandbox and page, and the client against a proxy with faults, in each engine
    E2e,
    /// Both proxies against one contract; shop and sandbox as processes, checked against openapi.yaml, loaded and killed;
    /// the proxy in the package, its stores and its listener; the sandbox on Node
    Proxy,
}

/// The end-to-end tests that run in every engine. The others need Chromium features that WebDriver lacks.
const E2E_IN_EVERY_ENGINE: &[&str] = &["authorization", "no-webassembly", "not-connected", "outages", "recall"];

/// The other end-to-end tests whose result could depend on the proxy. They also run with the shop on Node; those above do so
/// in Firefox.
const E2E_ON_NODE: &[&str] = &["late-bank", "no-javascript", "redirect", "shared-browser"];

/// The fault tests that run in every engine. The others test the library's own pauses and keys.
const FAULTS_IN_EVERY_ENGINE: &[&str] = &["aborts", "connectivity", "creates", "faults", "sending", "traps"];

/// The tests of the packed package in a page.
const PACKAGE_IN_EVERY_ENGINE: &[&str] = &["browser"];

impl Part {
    /// Returns the name on the command line.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Returns the engines that the part runs in; none if it needs no browser.
    pub(super) fn engines(self) -> &'static [Engine] {
        match self {
            Self::Native | Self::Proxy => &[],
            Self::Toolchains => &[Engine::Chromium],
            Self::Browser | Self::Package | Self::E2e => Engine::value_variants(),
        }
    }

    /// Runs the part, in an engine if it needs a browser.
    pub(super) fn run(self, engine: Option<Engine>, prepared: &mut Prepared) -> Result<Tally> {
        let Some(engine) = engine else {
            return if self == Self::Native { native::run() } else { proxy::run(prepared) };
        };
        let browser = setup::browser(engine)?;
        if self == Self::Browser {
            return browser::run(&browser);
        }
        prepared.package()?;
        if matches!(self, Self::E2e | Self::Toolchains) {
            prepared.servers()?;
        }
        match (self, engine) {
            (Self::Toolchains, _) => {
                let run = |kind: Kind| node::run_some(kind.folder(), &rows::in_ci(kind), &browser);
                Ok(run(Kind::Toolchain)? + run(Kind::Host)?)
            }
            (Self::Package, Engine::Chromium) => {
                Ok(node::run("tests/package", &browser)? + node::run("tests/bench", &browser)?)
            }
            (Self::Package, _) => node::run_some("tests/package", PACKAGE_IN_EVERY_ENGINE, &browser),
            (_, Engine::Chromium) => {
                let on_node = node::run_on_node("tests/e2e", E2E_ON_NODE, &browser)?;
                Ok(node::run("tests/e2e", &browser)? + node::run("tests/faults", &browser)? + on_node)
            }
            _ => {
                let faults = node::run_some("tests/faults", FAULTS_IN_EVERY_ENGINE, &browser)?;
                let on_node = engine == Engine::Firefox;
                let run = if on_node { node::run_on_node } else { node::run_some };
                Ok(faults + run("tests/e2e", E2E_IN_EVERY_ENGINE, &browser)?)
            }
        }
    }
}
