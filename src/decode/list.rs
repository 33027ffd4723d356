//! The answer of a list.

use super::facts::SessionEntry;
use super::scanner::Scanner;
use crate::json::SyntaxError;
use crate::json::lexer::Failed;
use crate::rules::Issue;

/// The one field of a list answer.
const SESSIONS: &[u8] = b"dataSessions";

/// A list answer, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionList {
    /// The usable sessions, in the answer's order.
    pub sessions: Vec<SessionEntry>,
    /// The sessions that were set aside; `index` counts in the answer.
    pub rejected: Vec<Finding>,
    /// What is wrong with usable sessions; `index` counts in `sessions`.
    pub warnings: Vec<Finding>,
}

/// What is wrong with one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which session, counted from 0.
    pub index: u32,
    /// At least one, and at most 32; paths start at the session.
    pub issues: Vec<Issue>,
}

/// Checks the answer of a list, `{"dataSessions": […]}`, in one pass over its bytes.
///
/// # Errors
/// Where the body is not JSON (see [`crate::json::parse`]), is not an object, or has no `dataSessions`, two of them, or
/// one that is not an array; also beyond 4 GiB. A bad session is not an error: it is in `rejected`.
pub fn scan_list(body: &[u8]) -> Result<SessionList, SyntaxError> {
    let mut scanner = Scanner::new(body);
    list(&mut scanner, body).map_err(|Failed| scanner.lexer.error())
}

fn list(scanner: &mut Scanner<'_>, body: &[u8]) -> Result<SessionList, Failed> {
    check_length(scanner, body)?;
    let mut sessions = None;
    scanner.lexer.expect(b'{', "expected an object")?;
    if scanner.lexer.token() != Some(b'}') {
        loop {
            let key = scanner.lexer.key()?;
            if *scanner.bytes(key) != *SESSIONS {
                scanner.lexer.skip(1)?;
            } else if sessions.is_none() {
                sessions = Some(items(scanner)?);
            } else {
                return Err(scanner.lexer.fail("expected dataSessions once"));
            }
            match scanner.lexer.token() {
                Some(b',') => scanner.lexer.advance(1),
                Some(b'}') => break,
                _ => return Err(scanner.lexer.fail("expected a comma or the end of the object")),
            }
        }
    }
    scanner.lexer.advance(1);
    scanner.lexer.end()?;
    sessions.ok_or_else(|| scanner.lexer.fail("expected dataSessions"))
}

/// Refuses a body whose positions would not fit in `u32`.
pub(super) fn check_length(scanner: &mut Scanner<'_>, body: &[u8]) -> Result<(), Failed> {
    match u32::try_from(body.len()) {
        Ok(_) => Ok(()),
        Err(_) => Err(scanner.lexer.fail("expected at most 4 gib")),
    }
}

/// Reads the array of sessions.
fn items(scanner: &mut Scanner<'_>) -> Result<SessionList, Failed> {
    let mut found = SessionList::default();
    scanner.lexer.expect(b'[', "expected dataSessions to be an array")?;
    if scanner.lexer.token() != Some(b']') {
        let mut index = 0;
        loop {
            let (start, end) = scanner.session(2)?;
            match scanner.facts.entry(start, end) {
                Some(entry) if scanner.problems.is_empty() => {
                    if !scanner.warnings.is_empty() {
                        let index = found.sessions.len() as u32;
                        found.warnings.push(Finding { index, issues: std::mem::take(&mut scanner.warnings) });
                    }
                    found.sessions.push(entry);
                }
                _ => {
                    scanner.warnings.clear();
                    found.rejected.push(Finding { index, issues: std::mem::take(&mut scanner.problems) });
                }
            }
            index += 1;
            match scanner.lexer.token() {
                Some(b',') => scanner.lexer.advance(1),
                Some(b']') => break,
                _ => return Err(scanner.lexer.fail("expected a comma or the end of the array")),
            }
        }
    }
    scanner.lexer.advance(1);
    Ok(found)
}
