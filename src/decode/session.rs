//! Scanning of the response to a create or a details call: one session.

use super::entry::{Number, SessionBuilder, SessionEntry, Text};
use super::list::check_length;
use super::predictor::FieldPredictor;
use super::scanner::Scanner;
use crate::json::SyntaxError;
use crate::json::lexer::{Failed, Lexer};
use crate::rules::{Issue, Step};

/// A checked session.
#[derive(Clone, Debug, PartialEq)]
pub struct ScannedSession {
    /// The session; `None` if there are issues.
    pub session: Option<SessionEntry>,
    /// `id`, also of a malformed session; `None` if it is missing, given twice, or not a string.
    pub id: Option<Text>,
    /// `referenceId`
    pub reference_id: Option<Text>,
    /// `redirectUrl`, the page of the bank login, which only the response to a create has. Its host is not checked yet.
    pub redirect_url: Option<Text>,
    /// `expiresAt`, as it was written. It is a date if [`crate::rules::epoch::is_plausible`].
    pub expires_at: Option<Number>,
    /// The issues that make the session malformed. Their paths start at the session.
    pub issues: Vec<Issue>,
    /// The warnings: issues that leave the session usable.
    pub warnings: Vec<Issue>,
}

/// Checks the response to a create or a details call, which is a session, in one pass over its bytes.
///
/// # Errors
/// If the body is not JSON (see [`crate::json::parse`]) or longer than 4 GiB. JSON that is not a session is not an error: it
/// is reported in `issues`.
pub fn scan_session(body: &[u8]) -> Result<ScannedSession, SyntaxError> {
    let mut predictor = FieldPredictor::default();
    let Scanner { builder, problems, warnings, .. } = scan(body, "", &mut predictor)?;
    let SessionBuilder { entry, reference_id, redirect_url, expires_at } = builder;
    let session = problems.is_empty().then_some(entry);
    let is_about_id = |issue: &Issue| matches!(&*issue.path, [Step::Field(name)] if name == "id");
    let has_id = entry.id != Text::default() && !problems.iter().any(is_about_id);
    Ok(ScannedSession {
        session,
        id: has_id.then_some(entry.id),
        reference_id,
        redirect_url,
        expires_at,
        issues: problems,
        warnings,
    })
}

/// Returns the `issues` and the `warnings` of [`scan_session`], for a page, which parses the session itself. The session is
/// the member `member` of the body, or the body itself if `member` is empty. A body without the member has no findings.
///
/// # Errors
/// The same as for [`scan_session`]. If `member` is not empty, also if the body is not an object or has the member twice.
pub fn check_session(body: &[u8], member: &str) -> Result<(Vec<Issue>, Vec<Issue>), SyntaxError> {
    let mut predictor = FieldPredictor::default();
    scan(body, member, &mut predictor).map(|scanner| (scanner.problems, scanner.warnings))
}

/// Scans the session in `member` of the body, or the body itself if `member` is empty.
fn scan<'a>(body: &'a [u8], member: &str, predictor: &'a mut FieldPredictor) -> Result<Scanner<'a>, SyntaxError> {
    check_length(body.len())?;
    let mut scanner = Scanner::new(Lexer::new(body), predictor);
    let read = if member.is_empty() { scanner.session(0) } else { member_session(&mut scanner, member) };
    match read.and_then(|()| scanner.lexer.end()) {
        Ok(()) => Ok(scanner),
        Err(Failed) => Err(scanner.lexer.error()),
    }
}

/// Reads an object, and the session in one of its members.
fn member_session(scanner: &mut Scanner<'_>, member: &str) -> Result<(), Failed> {
    if scanner.lexer.token() != b'{' {
        return Err(scanner.lexer.fail("expected an object"));
    }
    let mut is_read = false;
    let mut more = scanner.lexer.enter(b'}');
    while more {
        let key = scanner.lexer.key()?;
        if *scanner.bytes(key) != *member.as_bytes() {
            scanner.lexer.skip(1)?;
        } else if is_read {
            return Err(scanner.lexer.fail("expected the session once"));
        } else {
            is_read = true;
            scanner.session(1)?;
        }
        more = scanner.lexer.more(b'}')?;
    }
    Ok(())
}
