//! The answer to `/result`.

use crate::decode::check_session;
use crate::json::View;
use crate::json::escape::utf8_text;
use crate::rules::Issue;

/// What the proxy says of a login.
#[derive(Clone, Debug, PartialEq)]
pub struct LoginAnswer {
    /// The login's reference.
    pub reference_id: String,
    /// `complete`, `pending`, `error` or `expired`; the page decides what another word means.
    pub status: String,
    /// With `complete`: one well-formed session, as JSON.
    pub session: Option<String>,
}

/// Reads `{"referenceId", "status", "session"?}`.
///
/// # Errors
/// What is wrong with the session; no issue at all where the body is not such an answer.
pub fn read_login_answer(body: &[u8]) -> Result<LoginAnswer, Vec<Issue>> {
    let mut issues = Vec::new();
    read(body, &mut issues).ok_or(issues)
}

fn read(body: &[u8], issues: &mut Vec<Issue>) -> Option<LoginAnswer> {
    let body = utf8_text(body)?;
    let body = View::read(&body)?;
    let text = |key: &str| Some(body.get(key)?.string()?.into_owned());
    let mut answer = LoginAnswer { reference_id: text("referenceId")?, status: text("status")?, session: None };
    if answer.status == "complete" {
        let session = body.get("session")?.text();
        *issues = check_session(session.as_bytes()).ok()?.0;
        if !issues.is_empty() {
            return None;
        }
        answer.session = Some(session.to_owned());
    }
    Some(answer)
}
