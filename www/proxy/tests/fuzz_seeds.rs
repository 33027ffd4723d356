//! The committed seeds of the fuzz target `proxy_body`, including every body that once failed, as an ordinary test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod properties;

use std::fs;
use std::path::Path;

#[test]
fn every_seed_has_the_property_of_its_target() {
    let mut seeds = 0;
    for seed in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/proxy_body")).unwrap() {
        let path = seed.unwrap().path();
        println!("{}", path.display());
        properties::any_bytes(&fs::read(path).unwrap());
        seeds += 1;
    }
    assert!(seeds > 0, "there is no seed");
}
