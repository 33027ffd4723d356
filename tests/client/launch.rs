//! What the proxy says of a login.

use ivy_data_session::launch::{LoginAnswer, read_login_answer};

#[test]
fn each_status_is_read_and_a_complete_login_has_its_session_as_it_was_written() {
    let session = r#"{"id":"s1","status":"complete","data":{"__proto__":1}}"#;
    let answer = |status: &str, session: Option<&str>| LoginAnswer {
        reference_id: "order-1".to_owned(),
        status: status.to_owned(),
        session: session.map(str::to_owned),
    };
    let complete = format!(r#"{{"referenceId":"order-1","status":"complete","session":{session}}}"#);
    assert_eq!(read_login_answer(complete.as_bytes()), Ok(answer("complete", Some(session))));
    for status in ["pending", "error", "expired", "odd"] {
        let body = format!(r#"{{"referenceId":"order-1","status":"{status}","session":{session}}}"#);
        assert_eq!(read_login_answer(body.as_bytes()), Ok(answer(status, None)));
    }
}

#[test]
fn what_is_no_answer_is_refused_and_a_broken_session_with_its_issues() {
    for body in ["{}", "[]", "{", r#"{"referenceId":"order-1"}"#, r#"{"referenceId":"order-1","status":"complete"}"#] {
        assert_eq!(read_login_answer(body.as_bytes()), Err(Vec::new()), "{body}");
    }
    let broken = r#"{"referenceId":"order-1","status":"complete","session":{"id":7,"status":"complete"}}"#;
    assert_eq!(read_login_answer(broken.as_bytes()).unwrap_err().len(), 1);
}
