//! The floors of each crate: a lower one never imports a higher one, and no modules import each other in a circle.
//!
//! The documentation of a crate's root file holds the table of its floors, the lowest first. Each row names the modules of
//! one floor in backticks. A `pub use` is not an import: a path through it leads to the module that defines the item.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod faults;
mod graph;
mod source;

use std::path::Path;

use graph::Graph;
use source::Source;

/// Checks the crate with this root file, a path below the repository.
fn check(root: &str) {
    let source = Source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root));
    let faults = Graph::new(&source).faults(&source.floors());
    assert!(faults.is_empty(), "{root}:\n{}", faults.join("\n"));
}

#[test]
fn the_proxys_core_is_built_of_floors() {
    check("www/proxy/core/src/lib.rs");
}

#[test]
fn the_proxy_in_rust_is_built_of_floors() {
    check("www/proxy/src/lib.rs");
}

#[test]
fn the_proxy_for_javascript_is_built_of_floors() {
    check("www/proxy/js/src/lib.rs");
}

#[test]
fn the_proxy_as_a_program_is_built_of_floors() {
    check("www/proxy/program/src/lib.rs");
}

#[test]
fn the_sandboxs_core_is_built_of_floors() {
    check("www/sandbox/core/src/lib.rs");
}

#[test]
fn the_sandbox_in_rust_is_built_of_floors() {
    check("www/sandbox/src/lib.rs");
}

#[test]
fn the_sandbox_for_javascript_is_built_of_floors() {
    check("www/sandbox/js/src/lib.rs");
}

#[test]
fn the_library_is_built_of_floors() {
    check("src/lib.rs");
}
