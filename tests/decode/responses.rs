//! The decoder's results for responses: the user's example, every known field, every kind of mistake.

use ivy_data_session::decode::{Finding, SessionEntry, Status, check_session, scan_list, scan_session};
use ivy_data_session::rules::{Issue, IssueCode, Step};

use crate::decode_samples::{ALL_FIELDS, EXAMPLE};
use crate::reference::{self, tree};

/// A path joined by dots.
fn path(issue: &Issue) -> String {
    let steps = issue.path.iter().map(|step| match step {
        Step::Field(name) => name.to_string(),
        Step::Index(position) => position.to_string(),
    });
    steps.collect::<Vec<_>>().join(".")
}

fn short(issues: &[Issue]) -> Vec<(String, IssueCode)> {
    issues.iter().map(|issue| (path(issue), issue.code)).collect()
}

fn findings(findings: &[Finding]) -> Vec<(u32, Vec<(String, IssueCode)>)> {
    findings.iter().map(|finding| (finding.index, short(&finding.issues))).collect()
}

/// A list of one session, which has these members beside its id and status.
fn list_with(members: &str) -> Vec<u8> {
    format!(r#"{{"dataSessions":[{{"id":"a","status":"complete",{members}}}]}}"#).into_bytes()
}

#[test]
fn the_documented_example_gives_two_sessions_with_every_field_and_two_warnings() {
    let list = scan_list(EXAMPLE).unwrap();
    assert_eq!(list.rejected, []);
    let facts = |entry: &SessionEntry| {
        assert_eq!((entry.status, entry.created_at), (Status::Complete, None));
        assert!(entry.has_identity && entry.has_accounts);
        let [name, birth_date] = [entry.name, entry.birth_date].map(|text| text.unwrap().read(EXAMPLE).into_owned());
        (entry.id.read(EXAMPLE).into_owned(), name, birth_date)
    };
    let texts = |texts: [&str; 3]| (texts[0].to_owned(), texts[1].to_owned(), texts[2].to_owned());
    assert_eq!(
        list.sessions.iter().map(facts).collect::<Vec<_>>(),
        [texts(["abcdef1234567890", "John Doe", "1980-01-01"]), texts(["abcdef1234567123", "Doe John", "1980-04-01"])],
    );
    // The slices hold every field.
    let whole = tree(EXAMPLE).unwrap();
    let sessions = reference::sessions(&whole).unwrap();
    for (entry, session) in list.sessions.iter().zip(sessions) {
        let slice = &EXAMPLE[entry.start as usize..entry.end as usize];
        assert_eq!(tree(slice).as_ref(), Some(session));
    }
    let iban = "data.accounts.0.identifier.iban.iban".to_owned();
    let warning = vec![(iban, IssueCode::InvalidIban)];
    assert_eq!(findings(&list.warnings), [(0, warning.clone()), (1, warning)]);
}

#[test]
fn an_answer_with_every_known_field_has_no_findings() {
    let list = scan_list(ALL_FIELDS).unwrap();
    assert_eq!((findings(&list.rejected), findings(&list.warnings)), (vec![], vec![]));
    let [first, pending, expired] = list.sessions.as_slice() else { panic!("three sessions") };
    assert_eq!(first.created_at.unwrap().read(ALL_FIELDS), Some(1_763_856_000.0));
    assert_eq!(first.name.unwrap().read(ALL_FIELDS), "Ádá \"Quoted\" Παράδειγμα 例え 😀");
    assert_eq!((pending.status, pending.has_identity, pending.has_accounts), (Status::Pending, false, false));
    assert_eq!((expired.status, &*expired.id.read(ALL_FIELDS)), (Status::Expired, "a😀"));

    // Each session is also a valid response to a details call.
    let slice = &ALL_FIELDS[first.start as usize..first.end as usize];
    let session = scan_session(slice).unwrap();
    assert_eq!((short(&session.issues), short(&session.warnings)), (vec![], vec![]));
    let url = session.redirect_url.unwrap().read(slice).into_owned();
    assert_eq!(url, "https://account-check.sand.getivy.de/init?id=64d1e370c23b4b4c00cac352");
    assert_eq!(session.reference_id.unwrap().read(slice), "order-1-ünïcode");
    assert_eq!(session.expires_at.unwrap().read(slice), Some(1_763_859_600.0));
    assert_eq!(session.session.unwrap().id.read(slice), "64d1e370c23b4b4c00cac352");
}

#[test]
fn an_answer_without_its_envelope_is_refused() {
    for (body, reason) in [
        ("", "expected an object"),
        ("null", "expected an object"),
        ("[]", "expected an object"),
        ("\"dataSessions\"", "expected an object"),
        ("{}", "expected dataSessions"),
        (r#"{"datasessions":[]}"#, "expected dataSessions"),
        (r#"{"x":{"dataSessions":[]}}"#, "expected dataSessions"),
        (r#"{"dataSessions":null}"#, "expected dataSessions to be an array"),
        (r#"{"dataSessions":{}}"#, "expected dataSessions to be an array"),
        (r#"{"dataSessions":[],"dataSessions":[]}"#, "expected dataSessions once"),
        (r#"{"dataSessions":[],"data\u0053essions":[]}"#, "expected dataSessions once"),
        (r#"{"dataSessions":[]}{}"#, "expected nothing after the document"),
        (r#"{"dataSessions":[]"#, "expected a comma or the end of the object"),
        (r#"{"dataSessions":[{"id":"a","status":"open"}"#, "expected a comma or the end of the array"),
        (r#"{"dataSessions":[{"id":"a","status":"open",}]}"#, "expected a key in quotes"),
        (r#"{"dataSessions":[],}"#, "expected a key in quotes"),
    ] {
        assert_eq!(scan_list(body.as_bytes()).unwrap_err().reason, reason, "{body}");
    }
    for body in
        [" {\"dataSessions\" : [ ] } \n", "\u{feff}{\"dataSessions\":[]}", r#"{"x":[1],"data\u0053essions":[]}"#]
    {
        assert_eq!(scan_list(body.as_bytes()).unwrap().sessions, [], "{body}");
    }
    assert_eq!(
        scan_list("\u{feff}{\"dataSessions\":[{\"id\":\"a\",\"status\":\"open\"}]}".as_bytes()).unwrap().sessions[0]
            .start,
        20,
        "positions count from the body's start"
    );
}

#[test]
fn a_malformed_session_is_set_aside_and_the_others_live() {
    use IssueCode::{Duplicate, Required, Type};
    let good = r#"{"id":"good","status":"complete"}"#;
    for (bad, expected) in [
        ("null", vec![("", Type)]),
        ("[]", vec![("", Type)]),
        ("\"text\"", vec![("", Type)]),
        ("{}", vec![("id", Required), ("status", Required)]),
        (r#"{"id":1,"status":null}"#, vec![("id", Type), ("status", Type)]),
        (r#"{"id":null,"status":"complete"}"#, vec![("id", Type)]),
        (r#"{"id":"a","id":"b","status":"open"}"#, vec![("id", Duplicate)]),
        (r#"{"id":"a","\u0069d":"a","status":"open"}"#, vec![("id", Duplicate)]),
        (r#"{"id":"a","status":"open","data":null,"data":{}}"#, vec![("data", Duplicate)]),
        (r#"{"id":"a","status":"open","data":[]}"#, vec![("data", Type)]),
        (r#"{"id":"a","status":"open","createdAt":"2025-01-01"}"#, vec![("createdAt", Type)]),
        (r#"{"id":"a","status":"open","disableBankSelection":"no"}"#, vec![("disableBankSelection", Type)]),
        (
            r#"{"id":"a","status":"open","permissions":["identity",1,null]}"#,
            vec![("permissions.1", Type), ("permissions.2", Type)],
        ),
        (r#"{"id":"a","status":"open","metadata":"x"}"#, vec![("metadata", Type)]),
        (r#"{"id":"a","status":"open","data":{"accounts":{}}}"#, vec![("data.accounts", Type)]),
        (r#"{"id":"a","status":"open","data":{"accounts":[{},null]}}"#, vec![("data.accounts.1", Type)]),
        (
            r#"{"id":"a","status":"open","data":{"accounts":[{"identifier":{"iban":{"iban":"x","iban":7}}}]}}"#,
            vec![("data.accounts.0.identifier.iban.iban", Duplicate)],
        ),
        (
            r#"{"id":"a","status":"open","data":{"accounts":[{"identifier":{"iban":"DE89370400440532013000"}}]}}"#,
            vec![("data.accounts.0.identifier.iban", Type)],
        ),
    ] {
        let body = format!(r#"{{"dataSessions":[{good},{bad},{good}]}}"#);
        let list = scan_list(body.as_bytes()).unwrap();
        let expected: Vec<_> = expected.into_iter().map(|(path, code)| (path.to_owned(), code)).collect();
        assert_eq!(findings(&list.rejected), [(1, expected.clone())], "{bad}");
        assert_eq!(list.sessions.len(), 2, "{bad}");

        let alone = scan_session(bad.as_bytes()).unwrap();
        assert_eq!((short(&alone.issues), alone.session), (expected, None), "{bad}");
        let within = check_session(format!(r#"{{"a":[1],"session":{bad},"b":2}}"#).as_bytes(), "session").unwrap();
        assert_eq!(within, (alone.issues, alone.warnings), "{bad}");
    }
}

/// Strings that end and are no JSON: in escapes, in bytes that are not UTF-8, in control characters.
const DAMAGED: [&[u8]; 22] = [
    br"Ada \ud83d",
    br"\ud83d Example",
    br"\ude00",
    br"\ude00\ud83d",
    br"\ud83d\ud83d\ude00",
    br"\ud83d\u0041",
    br"\ud83d\n",
    br"\uD83Dx",
    br"\u12",
    br"\u00zz",
    br"\x41",
    br"\'",
    b"\\\xC3\xA9",
    b"Ada \xF0\x9F\x98",
    b"\xC3",
    b"\x80",
    b"\xC0\xAF",
    b"\xE0\x80\xAF",
    b"\xED\xA0\xBD",
    b"\xF4\x90\x80\x80",
    b"Ada\nExample",
    b"\0\x1F",
];

/// Puts a string in the place of `@` in a body.
fn with_string(body: &str, string: &[u8]) -> Vec<u8> {
    let (before, after) = body.split_once('@').unwrap();
    [before.as_bytes(), string, after.as_bytes()].concat()
}

#[test]
fn a_damaged_string_sets_its_session_aside_and_no_other() {
    let good = r#"{"id":"good","status":"complete","data":{"identity":{"name":"\ud83d\ude00 😀"}}}"#;
    for damaged in DAMAGED {
        for members in [
            r#""data":{"identity":{"name":"@"}}"#,
            r#""data":{"accounts":[{"identifier":{"iban":{"accountHolderName":"@"}}}]}"#,
            r#""referenceId":"@""#,
            r#""createdAt":1763856000,"x":{"y":["@"]}"#,
            r#""permissions":["@"]"#,
            r#""metadata":{"@":1}"#,
            r#""@":"x""#,
        ] {
            let bad = format!(r#"{{"id":"bad","status":"complete",{members}}}"#);
            let body = with_string(&format!(r#"{{"dataSessions":[{good},{bad},{good}]}}"#), damaged);
            let shown = String::from_utf8_lossy(&body).into_owned();
            let list = scan_list(&body).unwrap_or_else(|error| panic!("{error}: {shown}"));
            assert_eq!(list.sessions.len(), 2, "{shown}");
            assert_eq!(findings(&list.rejected), [(1, vec![(String::new(), IssueCode::NotJson)])], "{shown}");
            assert_eq!(list.rejected[0].issues[0].message, "expected a session without damaged strings");

            let alone = scan_session(&with_string(&bad, damaged)).unwrap();
            assert_eq!(
                (short(&alone.issues), alone.session),
                (vec![(String::new(), IssueCode::NotJson)], None),
                "{shown}"
            );
            let answer = with_string(&format!(r#"{{"status":"complete","session":{bad}}}"#), damaged);
            let (issues, _) = check_session(&answer, "session").unwrap();
            assert_eq!(short(&issues), [(String::new(), IssueCode::NotJson)], "{shown}");
        }
    }
    // Not a session at all, and damaged too.
    let list = scan_list(br#"{"dataSessions":["\ud83d",{"id":"good","status":"open"}]}"#).unwrap();
    assert_eq!((list.sessions.len(), list.rejected.len()), (1, 1));
}

#[test]
fn damage_outside_of_the_sessions_is_fatal() {
    for damaged in DAMAGED {
        for body in [
            r#"{"x":"@","dataSessions":[]}"#,
            r#"{"@":1,"dataSessions":[]}"#,
            r#"{"dataSessions":[],"x":{"y":"@"}}"#,
            r#"{"dataSessions":[{"id":"a","status":"open"}],"x":"@"}"#,
            r#"{"dataSessions@":[]}"#,
        ] {
            assert!(scan_list(&with_string(body, damaged)).is_err(), "{body} {damaged:?}");
        }
        assert!(check_session(&with_string(r#"{"x":"@","session":{}}"#, damaged), "session").is_err());
    }
    // Without the end of the string nobody knows where the session ends.
    for body in [
        r#"{"dataSessions":[{"id":"a","status":"open","x":"\ud83d}]}"#,
        r#"{"dataSessions":[{"id":"a","status":"open","x":"\"}]}"#,
        r#"{"dataSessions":[{"id":"a","status":"open","x":"\ud83d"]}"#,
        r#"{"dataSessions":[{"id":"a","status":"open","x":\ud83d}]}"#,
    ] {
        assert!(scan_list(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn a_date_that_is_not_plausible_epoch_seconds_is_a_warning() {
    for field in ["createdAt", "updatedAt", "expiresAt"] {
        for right in ["1763856000", "1763856000.0", "1.763856e9", "1000000000", "4102444799"] {
            let list = scan_list(&list_with(&format!(r#""{field}":{right}"#))).unwrap();
            assert_eq!((findings(&list.warnings), list.sessions.len()), (vec![], 1), "{field} {right}");
        }
        for wrong in [
            "1763856000000",
            "1763856000000000",
            "1763856000000000000",
            "29397600",
            "20415",
            "0",
            "-0",
            "1",
            "-1763856000",
            "1763856000.5",
            "999999999",
            "4102444800",
            "9007199254740993",
            "1e999",
        ] {
            let list = scan_list(&list_with(&format!(r#""{field}":{wrong}"#))).unwrap();
            let expected = [(0, vec![(field.to_owned(), IssueCode::OutOfRange)])];
            assert_eq!((findings(&list.warnings), list.sessions.len()), (expected.to_vec(), 1), "{field} {wrong}");
        }
        for text in [r#""1763856000""#, r#""2025-11-23T00:00:00Z""#, "true", "[1763856000]", "{}"] {
            let list = scan_list(&list_with(&format!(r#""{field}":{text}"#))).unwrap();
            assert_eq!(findings(&list.rejected), [(0, vec![(field.to_owned(), IssueCode::Type)])], "{field} {text}");
        }
    }
}

#[test]
fn a_session_within_an_answer_is_there_once_or_not_at_all() {
    for without in ["{}", r#"{"status":"pending"}"#, r#"{"a":{"session":7}}"#] {
        assert_eq!(check_session(without.as_bytes(), "session"), Ok((Vec::new(), Vec::new())), "{without}");
    }
    let session = r#""session":{"id":"a","status":"complete"}"#;
    for wrong in ["[]", "null", "{", &format!("{{{session},{session}}}"), &format!("{{{session}}} 1")] {
        assert!(check_session(wrong.as_bytes(), "session").is_err(), "{wrong}");
    }
}

#[test]
fn what_a_session_can_be_used_with_is_a_warning() {
    use IssueCode::{BbanMismatch, InvalidBic, InvalidDate, InvalidIban};
    let account = |members: &str| format!(r#""data":{{"accounts":[{{"identifier":{{"iban":{{{members}}}}}}}]}}"#);
    let address = |members: &str| format!(r#""data":{{"accounts":[{{"financialAddress":[{members}]}}]}}"#);
    let iban = "data.accounts.0.identifier.iban";
    let first = "data.accounts.0.financialAddress.0";
    for (members, expected) in [
        (account(r#""iban":"DE89370400440532013000","bban":"370400440532013000","bic":"COBADEFF""#), vec![]),
        (account(r#""bban":"3704 0044 0532 0130 00","iban":"de89 3704 0044 0532 0130 00""#), vec![]),
        (account(r#""iban":"DE893704004405320\u003130\u00300""#), vec![]),
        (account(r#""iban":"""#), vec![(format!("{iban}.iban"), InvalidIban)]),
        (account(r#""iban":"DE88370400440532013000""#), vec![(format!("{iban}.iban"), InvalidIban)]),
        (
            account(r#""iban":"DE89370400440532013000","bban":"370400440532013001""#),
            vec![(format!("{iban}.bban"), BbanMismatch)],
        ),
        (
            account(r#""bban":"532013000","iban":"DE89370400440532013000""#),
            vec![(format!("{iban}.bban"), BbanMismatch)],
        ),
        (account(r#""bban":"370400440532013001""#), vec![]),
        (account(r#""bic":"nonsense""#), vec![(format!("{iban}.bic"), InvalidBic)]),
        (
            address(r#"{"iban":{"iban":"x","bic":"y"}}"#),
            vec![(format!("{first}.iban.iban"), InvalidIban), (format!("{first}.iban.bic"), InvalidBic)],
        ),
        (address(r#"{"bban":{"bban":"x","bic":"y"}}"#), vec![(format!("{first}.bban.bic"), InvalidBic)]),
        (
            r#""data":{"identity":{"dateOfBirth":"1981-02-29"}}"#.into(),
            vec![("data.identity.dateOfBirth".into(), InvalidDate)],
        ),
        (r#""data":{"identity":{"dateOfBirth":null}}"#.into(), vec![]),
    ] {
        let list = scan_list(&list_with(&members)).unwrap();
        assert_eq!((list.sessions.len(), findings(&list.rejected)), (1, vec![]), "{members}");
        let warnings: Vec<_> = list.warnings.iter().flat_map(|finding| short(&finding.issues)).collect();
        assert_eq!(warnings, expected, "{members}");
    }
}

#[test]
fn a_warning_counts_in_the_sessions_and_a_rejection_in_the_answer() {
    let body = br#"{"dataSessions":[1,{"id":"a","status":"open"},2,{"id":"b","status":"new"}]}"#;
    let list = scan_list(body).unwrap();
    assert_eq!(list.rejected.iter().map(|finding| finding.index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(findings(&list.warnings), [(1, vec![("status".to_owned(), IssueCode::UnknownStatus)])]);
    assert_eq!(list.sessions[1].status, Status::Unknown);
}

#[test]
fn status_words_are_read_as_they_are_written() {
    for (word, status) in [
        ("complete", Status::Complete),
        ("completed", Status::Complete),
        ("c\\u006fmplete", Status::Complete),
        ("started", Status::Started),
        ("pending", Status::Pending),
        ("failed", Status::Failed),
        ("open", Status::Open),
        ("closed", Status::Closed),
        ("expired", Status::Expired),
        ("Complete", Status::Unknown),
        ("complete ", Status::Unknown),
        ("", Status::Unknown),
    ] {
        let session = scan_session(format!(r#"{{"id":"a","status":"{word}"}}"#).as_bytes()).unwrap();
        assert_eq!(session.session.unwrap().status, status, "{word}");
        assert_eq!(session.warnings.is_empty(), status != Status::Unknown, "{word}");
    }
}

#[test]
fn unknown_fields_pass_whatever_they_hold() {
    let members = r#""x":{"id":1,"id":2},"__proto__":[null],"Status":5,"data":{"iban":1,"identity":{"status":[]}}"#;
    let list = scan_list(&list_with(members)).unwrap();
    assert_eq!((list.sessions.len(), list.warnings, list.rejected), (1, vec![], vec![]));
}

#[test]
fn nesting_is_bounded_wherever_it_begins() {
    for (before, after, depth_before) in [
        (r#"{"dataSessions":[],"x":"#, "}", 1),
        (r#"{"dataSessions":["#, "]}", 2),
        (r#"{"dataSessions":[{"x":"#, "}]}", 3),
        (r#"{"dataSessions":[{"id":"#, "}]}", 3),
        (r#"{"dataSessions":[{"metadata":{"x":"#, "}}]}", 4),
        (r#"{"dataSessions":[{"data":{"accounts":["#, "]}}]}", 5),
        (r#"{"dataSessions":[{"data":{"accounts":[{"identifier":{"iban":{"iban":"#, "}}}]}}]}", 8),
    ] {
        let nested = |depth: usize| format!("{before}{}{}{after}", "[".repeat(depth), "]".repeat(depth));
        assert!(scan_list(nested(64 - depth_before).as_bytes()).is_ok(), "{before}");
        let error = scan_list(nested(65 - depth_before).as_bytes()).unwrap_err();
        assert_eq!(error.reason, "expected at most 64 levels of nesting", "{before}");
        assert!(scan_list(nested(1_000_000).as_bytes()).is_err(), "{before}");
    }
}

#[test]
fn findings_are_bounded_and_never_hold_a_value() {
    let secret = r#""SECRET","#.repeat(1000);
    let body =
        list_with(&format!(r#""data":{{"accounts":[{secret}1],"identity":{{"SECRET":1,"dateOfBirth":"SECRET"}}}}"#));
    let list = scan_list(&body).unwrap();
    assert_eq!(list.rejected[0].issues.len(), 32);
    let text = format!("{:?}", (&list.rejected, &list.warnings));
    assert!(!text.contains("SECRET"));
    assert_eq!(list.rejected[0].issues[0].message, "data.accounts[0]: expected an object");
}

#[test]
fn a_session_takes_no_more_memory_than_promised() {
    assert!(size_of::<SessionEntry>() <= 64);
}
