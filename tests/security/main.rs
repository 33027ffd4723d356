//! `SECURITY.md` and the source agree: a comment that cites a line of the law is in a file of that line's lists, and the
//! files and tests in the lists exist.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use ivy_data_session::model::assumed;

const LAW: &str = "SECURITY.md";

/// The lines of the law, by their numbers.
const LINES: std::ops::RangeInclusive<u32> = 1..=24;

/// The files of the repository by their paths: those that are text.
type Files = BTreeMap<String, String>;

/// The names in one line of the rules of `SECURITY.md`.
#[derive(Debug, Default, PartialEq)]
struct Lists {
    /// Paths of files, or of folders, which end with a slash.
    files: Vec<String>,
    /// Paths, each with the names of tests in it.
    tests: Vec<(String, Vec<String>)>,
}

impl Lists {
    fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.iter().chain(self.tests.iter().map(|(path, _)| path))
    }
}

/// Reads the lists of every line of the law.
fn law(text: &str) -> BTreeMap<u32, Lists> {
    let (_, law) = text.split_once("\n## The law\n").unwrap();
    let law = law.split("\n## ").next().unwrap();
    let mut lines = BTreeMap::new();
    for section in law.split("\n### ").skip(1) {
        let number =
            section.split('.').next().unwrap().parse().unwrap_or_else(|_| panic!("a heading without a number"));
        let mut lists = Lists::default();
        for paragraph in section.split("\n\n") {
            if let Some(list) = paragraph.strip_prefix("Files: ") {
                lists.files.extend(names(list));
            } else if let Some(list) = paragraph.strip_prefix("Tests: ") {
                add_tests(list, &mut lists.tests);
            }
        }
        assert!(lines.insert(number, lists).is_none(), "line {number} is there twice");
    }
    lines
}

/// Returns the texts in backticks or in double quotes.
fn names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = list;
    while let Some(start) = rest.find(['`', '"']) {
        let quote = &rest[start..=start];
        let Some((name, after)) = rest[start + 1..].split_once(quote) else { panic!("an open quote: {list}") };
        names.push(name.replace('\n', " "));
        rest = after;
    }
    names
}

/// Reads a path and the tests behind it, again and again.
fn add_tests(list: &str, tests: &mut Vec<(String, Vec<String>)>) {
    let paths: BTreeSet<_> = list.split('`').skip(1).step_by(2).filter(|name| name.contains('/')).collect();
    for name in names(list) {
        if paths.contains(name.as_str()) {
            tests.push((name, Vec::new()));
        } else {
            tests.last_mut().unwrap_or_else(|| panic!("a test before any file: {name}")).1.push(name);
        }
    }
}

/// A mention of `SECURITY.md` in a text, in any spelling: the numbers that it cites, or none.
fn citations(text: &str) -> Vec<Result<Vec<u32>, String>> {
    // A citation may go on in the next line of a comment.
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['/', '!', '*', '#']).trim());
    let text = lines.collect::<Vec<_>>().join(" ");
    let lower = text.to_ascii_lowercase();
    let mentions = lower.match_indices("security.md").map(|(start, word)| (start, start + word.len()));
    mentions.filter_map(|(start, end)| citation(&text[start..end], &text[end..]).transpose()).collect()
}

/// Reads the numbers behind one mention. `None` if it cites no line.
fn citation(name: &str, after: &str) -> Result<Option<Vec<u32>>, String> {
    let mut numbers = Vec::new();
    let mut rest = after;
    while let Some(next) =
        rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" and ").filter(|_| !numbers.is_empty()))
    {
        let digits = next.len() - next.trim_start_matches(|byte: char| byte.is_ascii_digit()).len();
        let Ok(number) = next[..digits].parse() else { break };
        numbers.push(number);
        rest = &next[digits..];
    }
    let near: String = after.split([')', '.', ';', '`']).next().unwrap_or_default().chars().take(8).collect();
    if name != LAW {
        Err(format!("written as {name}"))
    } else if numbers.is_empty() && near.contains(|letter: char| letter.is_ascii_digit()) {
        Err(format!("cited as {name}{near}"))
    } else {
        Ok(Some(numbers).filter(|numbers| !numbers.is_empty()))
    }
}

/// Returns true if a path of a list is this file, or the folder that it is in.
fn covers(listed: &str, path: &str) -> bool {
    if listed.ends_with('/') { path.starts_with(listed) } else { path == listed }
}

/// Returns true if a file has a test of this name: a Rust function with a test attribute, or a call in JavaScript whose first
/// argument is a text that holds the name.
fn has_test(path: &str, text: &str, name: &str) -> bool {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    if path.ends_with(".rs") {
        let function = format!("fn {name}(");
        return lines.iter().enumerate().any(|(at, line)| {
            line.contains(&function)
                && lines[at.saturating_sub(3)..at]
                    .iter()
                    .any(|line| line.ends_with("test]") || line.starts_with("#[tokio::test("))
        });
    }
    lines.iter().any(|line| {
        let call = line.split_once(['(']).filter(|(call, _)| {
            call.trim_start_matches("await ").bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        });
        call.is_some_and(|(_, text)| text.starts_with(['"', '\'', '`']) && text.contains(name))
    })
}

/// Returns all in which the law and the files disagree.
fn faults(law: &BTreeMap<u32, Lists>, files: &Files) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in files {
        for citation in citations(text) {
            let numbers = citation.unwrap_or_else(|fault| {
                faults.push(format!("{path}: {fault}"));
                Vec::new()
            });
            for number in numbers {
                match law.get(&number) {
                    None => faults.push(format!("{path}: cites line {number}, which is none")),
                    Some(lists) if !path.ends_with(".md") && !lists.paths().any(|listed| covers(listed, path)) => {
                        faults.push(format!("{path}: cites line {number}, whose lists do not name it"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    for (number, lists) in law {
        for listed in lists.paths().filter(|listed| !files.keys().any(|path| covers(listed, path))) {
            faults.push(format!("line {number}: {listed} is not there"));
        }
        for (listed, tests) in &lists.tests {
            if tests.is_empty() {
                faults.push(format!("line {number}: {listed} without a test"));
            }
            let within =
                |name: &str| files.iter().any(|(path, text)| covers(listed, path) && has_test(path, text, name));
            for name in tests.iter().filter(|name| !within(name)) {
                faults.push(format!("line {number}: {listed} has no test {name}"));
            }
        }
        if lists.files.is_empty() || lists.tests.is_empty() {
            faults.push(format!("line {number}: no file or no test"));
        }
    }
    faults
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Returns the tracked files, and new ones that are not ignored. Not the law, and not this file, which has wrong citations.
fn repository() -> Files {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let listed = String::from_utf8(git.output().unwrap().stdout).unwrap();
    let paths = listed.split('\0').filter(|path| !path.is_empty() && ![LAW, file!()].contains(path));
    paths.filter_map(|path| Some((path.to_owned(), fs::read_to_string(root().join(path)).ok()?))).collect()
}

#[test]
fn the_law_names_its_files_and_tests_and_the_source_cites_it_by_number() {
    let (law, files) = (law(&read(LAW)), repository());
    assert!(law.keys().copied().eq(LINES), "{:?}", law.keys());
    assert!(files.contains_key("src/lib.rs"), "the list of files has no source");
    let faults = faults(&law, &files);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn each_disagreement_is_found() {
    let text = "\n## The law\n\n### 1. One\n\nText.\n\nFiles: `src/a.rs`, `src/b/`.\n\nTests: `t/a.rs` `works`, `t/a.mjs`\n\
                \"it goes, or\nnot\".\n\n## After\n";
    let right = law(text);
    let lists = Lists {
        files: vec!["src/a.rs".into(), "src/b/".into()],
        tests: vec![("t/a.rs".into(), vec!["works".into()]), ("t/a.mjs".into(), vec!["it goes, or not".into()])],
    };
    assert_eq!(right, BTreeMap::from([(1, lists)]));
    let cites = "//! Text (SECURITY.md,\n//! 1). [SECURITY.md](../SECURITY.md), the law.";
    let script = "await t.test(`${it}: it goes, or not at all`, () => {});";
    let rust = "#[tokio::test]\nasync fn works() {}";
    let agreed = [("src/a.rs", cites), ("src/b/c.rs", cites), ("t/a.rs", rust), ("t/a.mjs", script)];
    let found = |changes: &[(&str, &str)]| {
        let files = agreed.iter().chain(changes).map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        faults(&right, &files.filter(|(_, text)| !text.is_empty()).collect())
    };
    assert_eq!(found(&[]), [""; 0]);
    let rows = [
        (("src/a.rs", "// SECURITY.md, 2"), "src/a.rs: cites line 2, which is none"),
        (("src/a.rs", "// SECURITY.md, 1 and 7."), "src/a.rs: cites line 7, which is none"),
        (("src/a.rs", "// security.md, 1"), "src/a.rs: written as security.md"),
        (("src/a.rs", "// SECURITY.md, line 1"), "src/a.rs: cited as SECURITY.md, line 1"),
        (("src/c.rs", "// SECURITY.md, 1"), "src/c.rs: cites line 1, whose lists do not name it"),
        (("t/a.rs", "fn works() {}"), "line 1: t/a.rs has no test works"),
        (("t/a.rs", "#[test]\nfn works_not() {}"), "line 1: t/a.rs has no test works"),
        (("t/a.mjs", "// test(\"it goes, or not\")"), "line 1: t/a.mjs has no test it goes, or not"),
    ];
    for (change, fault) in rows {
        assert_eq!(found(&[change]), [fault]);
    }
    let without_folder = agreed.iter().filter(|(path, _)| *path != "src/b/c.rs");
    let files = without_folder.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(faults(&right, &files), ["line 1: src/b/ is not there"]);
    let empty = BTreeMap::from([(1, Lists { files: Vec::new(), tests: vec![("t/a.rs".into(), Vec::new())] })]);
    let agreed = BTreeMap::from([("t/a.rs".to_owned(), rust.to_owned())]);
    assert_eq!(faults(&empty, &agreed), ["line 1: t/a.rs without a test", "line 1: no file or no test"]);
}

/// The names of the rule's faults in the model: the words before the colon.
#[test]
fn each_fault_of_the_model_is_in_the_table_of_properties() {
    let (law, source) = (read(LAW), read("www/proxy/core/tests/release/model/mutations.rs"));
    let (_, table) = source.split_once("MUTATIONS: [").unwrap();
    let (table, _) = table.split_once("];").unwrap();
    let mutations: Vec<_> = table.split("mutation(").skip(1).map(|rest| rest.split('"').nth(1).unwrap()).collect();
    assert!(!mutations.is_empty());
    let rows: BTreeMap<_, _> = law.lines().filter_map(property).collect();
    let listed: usize = rows.values().map(|names: &Vec<_>| names.len()).sum();
    assert_eq!(listed, mutations.len());
    for (mutation, call) in mutations.iter().zip(table.split("mutation(").skip(1)) {
        let (name, _) = mutation.split_once(':').unwrap();
        let found_by = call.split("Law::").nth(1).unwrap().split(',').next().unwrap();
        assert!(rows.get(found_by).is_some_and(|names| names.contains(&name)), "{name}, found by {found_by}");
    }
}

/// Reads a row such as `| S1: … | owner, success nonce |`.
fn property(row: &str) -> Option<(&str, Vec<&str>)> {
    let (property, mutations) = row.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
    let (name, _) = property.split_once(": ").filter(|(name, _)| name.len() == 2)?;
    Some((name, mutations.split(", ").collect()))
}

#[test]
fn the_documents_have_each_assumption() {
    let documents = ["www/docs/assumptions.md", LAW, "www/sandbox/README.md"].map(|path| (path, read(path)));
    for assumption in [assumed::ONE_RETURN, assumed::ONE_COMPLETION, assumed::UNIQUE_IDS] {
        for (path, text) in &documents {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(assumption), "{path}: {assumption}");
        }
    }
}
