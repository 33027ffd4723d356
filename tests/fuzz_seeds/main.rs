//! The fuzz targets' committed seeds, and every input that once broke something, as ordinary tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../properties/mod.rs"]
mod properties;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use properties::TARGETS;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn names(folder: PathBuf) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_seed_has_the_property_of_its_target() {
    for (target, property) in TARGETS {
        let mut seeds = 0;
        for seed in fs::read_dir(fuzz().join("seeds").join(target)).unwrap() {
            let path = seed.unwrap().path();
            println!("{}", path.display());
            property(&fs::read(path).unwrap());
            seeds += 1;
        }
        assert!(seeds > 0, "{target} has no seed");
    }
}

/// A target that is fuzzed and not run here, or the other way round, would be half a check. The proxy's own stands in its
/// crate.
#[test]
fn what_is_fuzzed_is_what_is_run_here() {
    let here = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    let all: BTreeSet<_> = here.chain(["proxy_body".to_owned()]).collect();
    assert_eq!(names(fuzz().join("fuzz_targets")), all);
    assert_eq!(names(fuzz().join("seeds")), all);
}
