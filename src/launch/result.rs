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
    let body = utf8_text(body).ok_or(Vec::new())?;
    let body = View::read(&body).ok_or(Vec::new())?;
    let text = |key: &str| body.get(key).and_then(|text| Some(text.string()?.into_owned())).ok_or(Vec::new());
    let mut answer = LoginAnswer { reference_id: text("referenceId")?, status: text("status")?, session: None };
    if answer.status == "complete" {
        let session = body.get("session").ok_or(Vec::new())?.text();
        let (issues, _) = check_session(session.as_bytes()).map_err(|_| Vec::new())?;
        if !issues.is_empty() {
            return Err(issues);
        }
        answer.session = Some(session.to_owned());
    }
    Ok(answer)
}
