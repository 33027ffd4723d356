//! The decoder against its slow reference: the same verdict, the same sessions and the same findings for every body.

use ivy_data_session::decode::scan_list;
use proptest::prelude::*;

use crate::byte_changes::every_single_byte;
use crate::decode_samples::{self, changed_list, garbled_list};
use crate::properties::decode::{list_agrees_with_the_reference, session, window_agrees_with_the_whole};

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
        session(&bytes);
        if let Ok(list) = scan_list(&bytes)
            && let Some(entry) = list.sessions.get(at)
        {
            session(&bytes[entry.start as usize..entry.end as usize]);
        }
    }
}

#[test]
fn every_single_byte_of_a_list_removed_or_replaced() {
    for base in [decode_samples::EXAMPLE, decode_samples::ALL_FIELDS] {
        every_single_byte(base, list_agrees_with_the_reference);
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
    // A byte order mark is valid only at the start of the text.
    window_agrees_with_the_whole(b"{\xEF\xBB\xBF\"dataSessions\":[]}", 1);
}
