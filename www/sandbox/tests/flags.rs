//! The names of the deviations: flags of the binary, members of `/sandbox/deviations` and rows of the README.

use clap::{Args, Command};
use ivy_sandbox::Deviations;
use std::collections::BTreeSet;

/// Returns the member for a flag: `--ignore-selectors` becomes `ignoreSelectors`.
fn member(flag: &str) -> String {
    let mut words = flag.split('-');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

#[test]
fn flags_members_and_the_readme_have_the_same_names() {
    let command = Deviations::augment_args(Command::new("test"));
    let flags: BTreeSet<String> = command.get_arguments().map(|flag| flag.get_long().unwrap().to_owned()).collect();
    let members: BTreeSet<String> =
        serde_json::to_value(Deviations::default()).unwrap().as_object().unwrap().keys().cloned().collect();
    assert_eq!(flags.iter().map(|flag| member(flag)).collect::<BTreeSet<_>>(), members);

    let readme = include_str!("../README.md");
    let (_, section) = readme.split_once("\n# Deviations\n").unwrap();
    let rows: BTreeSet<String> = section
        .split("\n# ")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("| `--"))
        .map(|row| row.split(['`', '[', ' ']).next().unwrap().to_owned())
        .collect();
    assert_eq!(rows, flags);
    for member in members {
        assert!(section.contains(&format!("`{member}`")), "{member}");
    }
}
