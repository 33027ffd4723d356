//! The answer of create and details: one session.

use super::facts::{Facts, SessionEntry, Text};
use super::list::check_length;
use super::scanner::{Guesses, Scanner};
use crate::json::SyntaxError;
use crate::json::lexer::{Failed, Lexer};
use crate::rules::Issue;

/// One session, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ScannedSession {
    /// The session; `None` where `issues` has something.
    pub session: Option<SessionEntry>,
    /// `referenceId`
    pub reference_id: Option<Text>,
    /// `redirectUrl`, which only the answer to create has: where the shopper logs in to the bank. Not checked yet.
    pub redirect_url: Option<Text>,
    /// `expiresAt` in epoch seconds.
    pub expires_at: Option<f64>,
    /// What makes the session malformed; paths start at the session.
    pub issues: Vec<Issue>,
    /// What is wrong with it and leaves it usable.
    pub warnings: Vec<Issue>,
}

/// Checks the answer of create or details, which is a session, in one pass over its bytes.
///
/// # Errors
/// Where the body is not JSON (see [`crate::json::parse`]), or beyond 4 GiB. JSON that is not a session is not an error:
/// `issues` says what is wrong with it.
pub fn scan_session(body: &[u8]) -> Result<ScannedSession, SyntaxError> {
    check_length(body.len())?;
    let mut guesses = Guesses::default();
    let mut scanner = Scanner::new(Lexer::new(body), &mut guesses);
    session(&mut scanner).map_err(|Failed| scanner.lexer.error())
}

fn session(scanner: &mut Scanner<'_>) -> Result<ScannedSession, Failed> {
    scanner.session(0)?;
    scanner.lexer.end()?;
    let (issues, warnings) = (std::mem::take(&mut scanner.problems), std::mem::take(&mut scanner.warnings));
    let Facts { session, reference_id, redirect_url, expires_at } = scanner.facts;
    let session = issues.is_empty().then_some(session);
    Ok(ScannedSession { session, reference_id, redirect_url, expires_at, issues, warnings })
}
