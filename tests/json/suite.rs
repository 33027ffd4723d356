//! JSONTestSuite against both readers.

use ivy_data_session::decode::scan_session;
use ivy_data_session::json::parse;

use crate::json_vectors;

#[test]
fn every_vector_gets_its_verdict_from_both_readers() {
    json_vectors::every_vector(|name, bytes, expected| {
        assert_eq!(parse(bytes).is_ok(), expected, "parse: {name}");
        assert_eq!(scan_session(bytes).is_ok(), expected, "scan: {name}");
    });
}
