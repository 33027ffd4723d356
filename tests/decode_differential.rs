//! The decoder against its slow reference: the same verdict, the same sessions, the same findings, whatever the body.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod decode_samples;

use decode_samples::reference::{self, Checked, Tree};
use decode_samples::{changed_list, garbled_list};
use ivy_data_session::decode::{Body, SessionEntry, SessionPlaces, scan_list, scan_places, scan_session};
use ivy_data_session::rules::{Issue, Step};
use proptest::prelude::*;

/// Findings as the reference writes them. Above the decoder's bound of 32 only their number is compared.
fn plain(issues: &[Issue]) -> Vec<(String, String)> {
    let path = |issue: &Issue| {
        let steps = issue.path.iter().map(|step| match step {
            Step::Field(name) => name.to_string(),
            Step::Index(position) => position.to_string(),
        });
        steps.collect::<Vec<_>>().join(".")
    };
    let code = |issue: &Issue| serde_json::to_value(issue.code).unwrap().as_str().unwrap().to_owned();
    let mut plain: Vec<_> = issues.iter().map(|issue| (path(issue), code(issue))).collect();
    plain.sort();
    plain
}

fn assert_same_findings(ours: &[Issue], theirs: &reference::Findings, body: &str) {
    let theirs: Vec<_> = theirs.iter().map(|(path, code)| (path.clone(), (*code).to_owned())).collect();
    if theirs.len() > 32 {
        assert_eq!(ours.len(), 32, "{body}");
    } else {
        assert_eq!(plain(ours), theirs, "{body}");
    }
}

/// The facts of an entry against the session's tree.
fn assert_same_facts(entry: &SessionEntry, session: &Tree, bytes: &[u8]) {
    let read = |text: Option<ivy_data_session::decode::Text>| text.map(|text| text.read(bytes).into_owned());
    assert_eq!(reference::tree(&bytes[entry.start as usize..entry.end as usize]).as_ref(), Some(session));
    assert_eq!(read(Some(entry.id)), reference::string(session, &["id"]));
    assert_eq!(read(entry.name), reference::string(session, &["data", "identity", "name"]));
    assert_eq!(read(entry.birth_date), reference::string(session, &["data", "identity", "dateOfBirth"]));
    let in_data = |key: &str| reference::member(session, "data").and_then(|data| reference::member(data, key));
    assert_eq!(entry.has_identity, matches!(in_data("identity"), Some(Tree::Object(_))));
    assert_eq!(entry.has_accounts, matches!(in_data("accounts"), Some(Tree::Array(items)) if !items.is_empty()));
    match (entry.created_at, reference::member(session, "createdAt")) {
        (Some(ours), Some(Tree::Number(theirs))) => assert!((ours - theirs).abs() <= theirs.abs() * 1e-14),
        (None, None | Some(Tree::Null)) => {}
        (ours, theirs) => panic!("{ours:?} {theirs:?}"),
    }
}

fn list_agrees_with_the_reference(bytes: &[u8]) {
    let body = String::from_utf8_lossy(bytes);
    let ours = scan_list(bytes);
    if !reference::accepts(bytes) {
        assert!(ours.is_err(), "{body}");
        return;
    }
    // A number beyond any double: the tree cannot say more.
    let Some(answer) = reference::tree(bytes) else { return };
    let Some(sessions) = reference::sessions(&answer) else {
        assert!(ours.is_err(), "{body}");
        return;
    };
    let ours = ours.unwrap();
    let (mut usable, mut rejected) = (ours.sessions.iter().enumerate(), ours.rejected.iter());
    let mut warned = 0;
    for (index, session) in sessions.iter().enumerate() {
        let Checked { problems, warnings } = reference::check(session);
        if problems.is_empty() {
            let (position, entry) = usable.next().unwrap_or_else(|| panic!("session {index} is missing: {body}"));
            assert_same_facts(entry, session, bytes);
            let found = ours.warnings.iter().find(|finding| finding.index as usize == position);
            assert_eq!(found.is_some(), !warnings.is_empty(), "{body}");
            if let Some(found) = found {
                assert_same_findings(&found.issues, &warnings, &body);
                warned += 1;
            }
        } else {
            let found = rejected.next().unwrap_or_else(|| panic!("session {index} should be rejected: {body}"));
            assert_eq!(found.index as usize, index);
            assert_same_findings(&found.issues, &problems, &body);
        }
    }
    assert_eq!((usable.count(), rejected.count(), ours.warnings.len()), (0, 0, warned), "{body}");
}

struct Elsewhere<'a>(&'a [u8]);

impl Body for Elsewhere<'_> {
    fn length(&self) -> usize {
        self.0.len()
    }

    fn copy(&self, from: usize, part: &mut [u8]) {
        part.copy_from_slice(&self.0[from..from + part.len()]);
    }
}

/// A list through a window of `size` bytes, against the same list in one piece: the same places and findings, and the
/// same reason at the same position where it cannot be read.
fn window_agrees_with_the_whole(bytes: &[u8], size: usize) {
    let whole = scan_list(bytes).map(|list| SessionPlaces {
        places: list.sessions.iter().flat_map(|entry| [entry.start, entry.end]).collect(),
        rejected: list.rejected,
        warnings: list.warnings,
    });
    assert_eq!(scan_places(&Elsewhere(bytes), size), whole, "{size}: {}", String::from_utf8_lossy(bytes));
}

fn session_agrees_with_the_reference(bytes: &[u8]) {
    let body = String::from_utf8_lossy(bytes);
    let ours = scan_session(bytes);
    assert_eq!(ours.is_ok(), reference::accepts(bytes), "{body}");
    if let (Ok(ours), Some(tree)) = (ours, reference::tree(bytes)) {
        let Checked { problems, warnings } = reference::check(&tree);
        assert_same_findings(&ours.issues, &problems, &body);
        assert_same_findings(&ours.warnings, &warnings, &body);
        assert_eq!(ours.session.is_some(), problems.is_empty(), "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_lists(bytes in changed_list()) {
        list_agrees_with_the_reference(&bytes);
    }

    #[test]
    fn garbled_lists(bytes in garbled_list()) {
        list_agrees_with_the_reference(&bytes);
    }

    #[test]
    fn lists_through_windows(bytes in prop_oneof![changed_list(), garbled_list()], size in 1usize..2000) {
        window_agrees_with_the_whole(&bytes, size);
    }

    #[test]
    fn sessions_alone(bytes in garbled_list(), at in 0usize..3) {
        session_agrees_with_the_reference(&bytes);
        if let Ok(list) = scan_list(&bytes)
            && let Some(entry) = list.sessions.get(at)
        {
            session_agrees_with_the_reference(&bytes[entry.start as usize..entry.end as usize]);
        }
    }
}

#[test]
fn every_single_byte_of_a_list_removed_or_replaced() {
    for base in [decode_samples::EXAMPLE, decode_samples::ALL_FIELDS] {
        for at in 0..base.len() {
            list_agrees_with_the_reference(&base[..at]);
            let mut bytes = base.to_vec();
            bytes.remove(at);
            list_agrees_with_the_reference(&bytes);
            for byte in *b"\"\\{],x\x80" {
                let mut bytes = base.to_vec();
                bytes[at] = byte;
                list_agrees_with_the_reference(&bytes);
            }
        }
    }
}

#[test]
fn a_list_broken_off_at_every_byte() {
    let marked = [b"\xEF\xBB\xBF \n", decode_samples::EXAMPLE, b" "].concat();
    let inside = r#" {"a":[1e5,{"b":"\ud83d\ude00\u00e4\nä😀"}],"dataSessions" : [7 , {"id":"\u00e4","status":"odd"},null,
        {"status":"open","id":"1","createdAt":-1.5e-7,"x":[[],{},true]}], "z":false}  "#;
    let inside = inside.as_bytes();
    assert_eq!(scan_list(inside).unwrap().rejected.len(), 2);
    for body in
        [decode_samples::EXAMPLE, decode_samples::ALL_FIELDS, &marked, inside, b"{}", b"{\"dataSessions\":[]}", b""]
    {
        for size in 1..=body.len() + 1 {
            window_agrees_with_the_whole(body, size);
        }
        for end in 0..body.len() {
            for size in [1, 2, 3, 7, end] {
                window_agrees_with_the_whole(&body[..end], size);
            }
        }
    }
    // A mark is one at the very start alone.
    window_agrees_with_the_whole(b"{\xEF\xBB\xBF\"dataSessions\":[]}", 1);
}
