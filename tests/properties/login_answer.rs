//! The answer to `/result`.

use ivy_data_session::decode::scan_session;
use ivy_data_session::launch::read_login_answer;

/// Whatever is read, a session comes out of a complete login alone, and well formed.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let Ok(answer) = read_login_answer(bytes) else { return };
    assert_eq!(answer.session.is_some(), answer.status == "complete");
    if let Some(session) = answer.session {
        assert!(scan_session(session.as_bytes()).unwrap().issues.is_empty());
        assert!(String::from_utf8_lossy(bytes).contains("\"session\""));
    }
}
