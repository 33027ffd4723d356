//! The answer of create and details: one session.

use super::entry::{Number, SessionBuilder, SessionEntry, Text};
use super::list::check_length;
use super::predictor::FieldPredictor;
use super::scanner::Scanner;
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
    /// `expiresAt`, in epoch seconds.
    pub expires_at: Option<Number>,
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
    let mut predictor = FieldPredictor::default();
    let Scanner { builder, problems, warnings, .. } = scan(body, "", &mut predictor)?;
    let SessionBuilder { entry, reference_id, redirect_url, expires_at } = builder;
    let session = problems.is_empty().then_some(entry);
    Ok(ScannedSession { session, reference_id, redirect_url, expires_at, issues: problems, warnings })
}

/// The `issues` and the `warnings` of [`scan_session`], for whoever needs no more: a page, which has JSON.parse. The session
/// is the body or, where `member` is not empty, that member of it; of a body without it there is nothing to say.
///
/// # Errors
/// The same; and where the body has to be an object and is none, or has the member twice.
pub fn check_session(body: &[u8], member: &str) -> Result<(Vec<Issue>, Vec<Issue>), SyntaxError> {
    let mut predictor = FieldPredictor::default();
    scan(body, member, &mut predictor).map(|scanner| (scanner.problems, scanner.warnings))
}

fn scan<'a>(body: &'a [u8], member: &str, predictor: &'a mut FieldPredictor) -> Result<Scanner<'a>, SyntaxError> {
    check_length(body.len())?;
    let mut scanner = Scanner::new(Lexer::new(body), predictor);
    let read = if member.is_empty() { scanner.session(0) } else { member_session(&mut scanner, member) };
    match read.and_then(|()| scanner.lexer.end()) {
        Ok(()) => Ok(scanner),
        Err(Failed) => Err(scanner.lexer.error()),
    }
}

/// Reads an object with a session as one of its members.
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
