//! The checks of bodies and the decision inside WebAssembly, in a browser.

use ivy_data_session::decode::{SyntaxError, WINDOW, check_session};
use ivy_data_session::recall::Decision;
use ivy_data_session::wasm::{decide, scan_list, scan_session};
use js_sys::{Array, Uint8Array};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::byte_changes::every_single_byte;
use crate::page_values::{array, member, spans, text, tree, unreadable};
use crate::recall_table::{ADA, DAY, NOW, answer, cases};
use crate::{decode, json_vectors};

const EXAMPLE: &[u8] = include_bytes!("../data/ivy_list_example.json");
const ALL_FIELDS: &[u8] = include_bytes!("../data/list_all_fields.json");

/// Checks a list through the exports: the decoder agrees with the reference, and the exports return the decoder's findings.
fn list(bytes: &[u8]) {
    decode::list_agrees_with_the_reference(bytes);
    let body = String::from_utf8_lossy(bytes);
    let found = scan_list(&Uint8Array::from(bytes));
    match ivy_data_session::decode::scan_list(bytes) {
        Err(SyntaxError { reason, .. }) => assert_eq!(unreadable(&found).as_deref(), Some(reason), "{body}"),
        Ok(list) => {
            assert_eq!(unreadable(&found), None, "{body}");
            let entries: Vec<_> = list.sessions.iter().map(|entry| (entry.start, entry.end)).collect();
            assert_eq!(spans(&found), entries, "{body}");
            for (name, findings) in [("rejected", &list.rejected), ("warnings", &list.warnings)] {
                assert_eq!(tree(&member(&found, name)), json!(findings), "{body}");
            }
        }
    }
}

/// The same for one session.
fn session(bytes: &[u8]) {
    decode::session(bytes);
    let body = String::from_utf8_lossy(bytes);
    for (answer, member) in [(bytes.to_vec(), None), ([br#"{"a":1,"session":"#, bytes, b"}"].concat(), Some("session"))]
    {
        let found = scan_session(&answer, member.map(str::to_owned));
        match check_session(&answer, member.unwrap_or_default()) {
            Err(SyntaxError { reason, .. }) => assert_eq!(unreadable(&found).as_deref(), Some(reason), "{body}"),
            Ok((issues, warnings)) => {
                assert_eq!(tree(&found), json!({"issues": issues, "warnings": warnings}), "{body}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn the_samples_agree_with_the_reference() {
    for sample in [EXAMPLE, ALL_FIELDS] {
        list(sample);
        let found = scan_list(&Uint8Array::from(sample));
        assert!(!spans(&found).is_empty());
        spans(&found).iter().for_each(|(start, end)| session(&sample[*start as usize..*end as usize]));
    }
}

#[wasm_bindgen_test]
fn every_single_byte_of_a_list_removed_or_replaced() {
    every_single_byte(EXAMPLE, list);
}

#[wasm_bindgen_test]
fn every_single_byte_of_a_session_removed_or_replaced() {
    let (start, end) = spans(&scan_list(&Uint8Array::from(ALL_FIELDS)))[1];
    every_single_byte(&ALL_FIELDS[start as usize..end as usize], session);
}

#[wasm_bindgen_test]
fn a_list_of_several_windows_keeps_its_offsets() {
    let (start, end) = spans(&scan_list(&Uint8Array::from(EXAMPLE)))[0];
    let one = &EXAMPLE[start as usize..end as usize];
    let count = 3 * WINDOW / one.len();
    let body = [br#"{"dataSessions":["#, vec![one; count].join(&b","[..]).as_slice(), b"]}"].concat();
    let found = scan_list(&Uint8Array::from(body.as_slice()));
    assert_eq!(spans(&found).len(), count);
    spans(&found).iter().for_each(|(start, end)| assert_eq!(&body[*start as usize..*end as usize], one));
}

#[wasm_bindgen_test]
fn every_json_vector_gets_its_verdict() {
    json_vectors::every_vector(|name, bytes, expected| {
        assert_eq!(unreadable(&scan_session(bytes, None)).is_none(), expected, "scan: {name}");
        let list = [br#"{"dataSessions":[],"x":"#, bytes, b"}"].concat();
        // A byte order mark within an object is invalid, and so are two values.
        if expected && !bytes.starts_with(b"\xEF\xBB\xBF") {
            assert_eq!(unreadable(&scan_list(&Uint8Array::from(list.as_slice()))), None, "list: {name}");
        }
    });
}

#[wasm_bindgen_test]
fn the_table_of_decisions() {
    for (name, past, required, max_age_days, expected) in cases() {
        let body = Uint8Array::from(answer(&past).as_slice());
        let all = spans(&scan_list(&body));
        let found = decide(&body, &array(required), max_age_days, Some(NOW));
        assert_eq!(member(&found, "sessions").as_f64(), Some(past.len() as f64), "{name}");
        match expected {
            Decision::Login(reason) => {
                assert_eq!(member(&found, "login").as_string().as_deref(), Some(reason.name()), "{name}");
                assert!(member(&found, "spans").is_undefined(), "{name}");
            }
            Decision::Recalled { order, offered, age_days, identity_differs } => {
                assert!(member(&found, "login").is_undefined(), "{name}");
                let eligible: Vec<_> = order.iter().map(|position| all[*position]).collect();
                assert_eq!(spans(&found), eligible, "{name}");
                let position = member(&found, "offered").as_f64().map(|position| order[position as usize]);
                assert_eq!(position, offered, "{name}");
                assert_eq!(member(&found, "ageDays").as_f64(), age_days.map(f64::from), "{name}");
                assert_eq!(member(&found, "identityDiffers").as_bool(), Some(identity_differs), "{name}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn sessions_whose_date_is_none_are_named() {
    let milliseconds = ADA.aged(-NOW * 999.0 / DAY);
    let past = [milliseconds.clone(), ADA.aged(1.0), ADA.status("open"), ADA, ADA.aged(-2.0)];
    let found = decide(&Uint8Array::from(answer(&past).as_slice()), &Array::new_typed(), None, Some(NOW));
    // Newest first: the second one, then those without a date in the order of the list. The fourth one has none at all.
    assert_eq!(text(&member(&found, "undated")), "[1,3]");
    let found =
        decide(&Uint8Array::from(answer(&[milliseconds]).as_slice()), &Array::new_typed(), Some(9.0), Some(NOW));
    assert_eq!(member(&found, "login").as_string().as_deref(), Some("age_unknown"));
}

#[wasm_bindgen_test]
fn a_list_to_decide_by_that_cannot_be_read_says_why() {
    let found = decide(&Uint8Array::from(&b"{}"[..]), &Array::new_typed(), None, None);
    assert_eq!(text(&found), r#"{"unreadable":"expected dataSessions"}"#);
}

#[wasm_bindgen_test]
fn without_a_clock_every_age_is_unknown() {
    let body = Uint8Array::from(answer(&[ADA.aged(1.0)]).as_slice());
    assert_eq!(
        member(&decide(&body, &Array::new_typed(), Some(9.0), None), "login").as_string().as_deref(),
        Some("age_unknown")
    );
    let found = decide(&body, &Array::new_typed(), None, None);
    assert!(member(&found, "ageDays").is_undefined());
    assert_eq!(member(&found, "offered").as_f64(), Some(0.0));
}
