//! The decoder against its slow reference and the typed models: the same verdict, the same sessions, the same findings.
#![allow(dead_code, reason = "a page's test uses its part")]

use ivy_data_session::decode::{
    Body, SessionEntry, SessionSpans, Text, check_session, scan_list, scan_session, scan_spans,
};
use ivy_data_session::model::DataSession;
use ivy_data_session::rules::{Issue, Step};

use super::reference::{self, Checked, Tree};

/// A body as a list, in one piece and through windows: of every size where it is short, else of the smallest and of one that
/// the bytes choose, so that a fuzzer comes to all of them and gets on.
pub(crate) fn list(bytes: &[u8]) {
    list_agrees_with_the_reference(bytes);
    let longest = bytes.len() + 1;
    let chosen = bytes.iter().fold(0_usize, |mix, byte| mix.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let sizes = if bytes.len() <= 64 { (1..=longest).collect() } else { vec![1, 1 + chosen % longest] };
    for size in sizes {
        window_agrees_with_the_whole(bytes, size);
    }
}

/// A body as one session.
pub(crate) fn session(bytes: &[u8]) {
    let body = String::from_utf8_lossy(bytes);
    let ours = scan_session(bytes);
    let repaired = reference::repaired(bytes);
    // A whole document that is no object is no session, so that nothing in it is set aside.
    let is_object = matches!(reference::tree(&repaired), Some(Tree::Object(_)) | None);
    let accepted = reference::accepts(if is_object { &repaired } else { bytes });
    assert_eq!(ours.is_ok(), accepted, "{body}");
    let found = ours.as_ref().map(|ours| (ours.issues.clone(), ours.warnings.clone()));
    let found = found.map_err(Clone::clone);
    assert_eq!(check_session(bytes, ""), found, "{body}");
    if found.is_ok() {
        // One level deeper, which may be one too many.
        let answer = [br#"{"a":1,"session":"#, bytes, b"}"].concat();
        let within = check_session(&answer, "session");
        assert_eq!(within.is_ok(), reference::accepts(&reference::repaired(&answer)), "{body}");
        assert!(within.is_err() || within.ok() == found.ok(), "{body}");
    }
    if let (Ok(ours), Some(tree)) = (ours, reference::tree(&repaired)) {
        let Checked { problems, warnings } = reference::check(&tree);
        assert_same_findings(&ours.issues, &problems, &body);
        assert_same_findings(&ours.warnings, &warnings, &body);
        assert_eq!(ours.session.is_some(), problems.is_empty(), "{body}");
        assert_eq!(ours.session.is_some(), ours.issues.is_empty(), "{body}");
        if let Some(entry) = ours.session {
            assert_same_facts(&entry, &tree, bytes);
            let read = |text: Option<Text>| text.map(|text| text.read(bytes).into_owned());
            assert_eq!(read(ours.reference_id), reference::string(&tree, &["referenceId"]));
            assert_eq!(read(ours.redirect_url), reference::string(&tree, &["redirectUrl"]));
            assert_same_number(
                ours.expires_at.and_then(|number| number.read(bytes)),
                reference::member(&tree, "expiresAt"),
            );
        }
    }
}

/// A body as a list, in one piece.
pub(crate) fn list_agrees_with_the_reference(bytes: &[u8]) {
    let body = String::from_utf8_lossy(bytes);
    let ours = scan_list(bytes);
    let repaired = reference::repaired(bytes);
    if !reference::accepts(&repaired) {
        assert!(ours.is_err(), "{body}");
        return;
    }
    // A number beyond any double: the tree cannot say more.
    let Some(answer) = reference::tree(&repaired) else { return };
    let Some(sessions) = reference::sessions(&answer).filter(|_| !reference::is_envelope_damaged(&answer)) else {
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

/// A list through a window of `size` bytes, against the same list in one piece: the same spans and findings, and the
/// same reason at the same position where it cannot be read.
pub(crate) fn window_agrees_with_the_whole(bytes: &[u8], size: usize) {
    let whole = scan_list(bytes).map(|list| SessionSpans {
        spans: list.sessions.iter().flat_map(|entry| [entry.start, entry.end]).collect(),
        rejected: list.rejected,
        warnings: list.warnings,
    });
    assert_eq!(
        scan_spans(&Elsewhere(bytes), size, &mut |_, _| {}),
        whole,
        "{size}: {}",
        String::from_utf8_lossy(bytes)
    );
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

/// The facts of a usable session against its tree, and its bytes against the typed model.
fn assert_same_facts(entry: &SessionEntry, session: &Tree, bytes: &[u8]) {
    let read = |text: Option<Text>| text.map(|text| text.read(bytes).into_owned());
    let slice = &bytes[entry.start as usize..entry.end as usize];
    assert_eq!(reference::tree(slice).as_ref(), Some(session));
    assert_eq!(read(Some(entry.id)), reference::string(session, &["id"]));
    assert_eq!(read(entry.name), reference::string(session, &["data", "identity", "name"]));
    assert_eq!(read(entry.birth_date), reference::string(session, &["data", "identity", "dateOfBirth"]));
    let in_data = |key: &str| reference::member(session, "data").and_then(|data| reference::member(data, key));
    assert_eq!(entry.has_identity, matches!(in_data("identity"), Some(Tree::Object(_))));
    assert_eq!(entry.has_accounts, matches!(in_data("accounts"), Some(Tree::Array(items)) if !items.is_empty()));
    assert_same_number(entry.created_at.and_then(|number| number.read(bytes)), reference::member(session, "createdAt"));
    let model: DataSession = serde_json::from_slice(slice).unwrap_or_else(|error| panic!("no model: {error}"));
    assert_eq!(read(Some(entry.id)), Some(model.id));
}

/// Ours is exact for whole seconds; with many digits its last binary digits may be off.
fn assert_same_number(ours: Option<f64>, theirs: Option<&Tree>) {
    match (ours, theirs) {
        (Some(ours), Some(Tree::Number(theirs))) => {
            assert!((ours - theirs).abs() <= theirs.abs() * 1e-14 + f64::MIN_POSITIVE, "{ours} {theirs}");
        }
        (None, None | Some(Tree::Null)) => {}
        (ours, theirs) => panic!("{ours:?} {theirs:?}"),
    }
}

/// Findings as the reference writes them.
fn plain(issues: &[Issue]) -> Vec<(String, String)> {
    let path = |issue: &Issue| {
        let steps = issue.path.iter().map(|step| match step {
            Step::Field(name) => name.to_string(),
            Step::Index(position) => position.to_string(),
        });
        steps.collect::<Vec<_>>().join(".")
    };
    let mut plain: Vec<_> = issues.iter().map(|issue| (path(issue), issue.code.name().to_owned())).collect();
    plain.sort();
    plain
}

/// Above the decoder's bound of 32 only the number of findings is compared.
fn assert_same_findings(ours: &[Issue], theirs: &reference::Findings, body: &str) {
    let theirs: Vec<_> = theirs.iter().map(|(path, code)| (path.clone(), (*code).to_owned())).collect();
    if theirs.len() > 32 {
        assert_eq!(ours.len(), 32, "{body}");
    } else {
        assert_eq!(plain(ours), theirs, "{body}");
    }
}
