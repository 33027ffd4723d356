//! Scanning of a list response, whole or in consecutive windows.

use super::entry::SessionEntry;
use super::predictor::FieldPredictor;
use super::scanner::Scanner;
use crate::json::SyntaxError;
use crate::json::lexer::{Failed, Lexer};
use crate::model::{DataSessionList, Defined};
use crate::rules::Issue;
use serde::Serialize;

/// The one field of the response.
#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const SESSIONS: &[u8] = DataSessionList::SHAPE.fields[0].name.as_bytes();

/// A checked list response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionList {
    /// The usable sessions, in the order of the response.
    pub sessions: Vec<SessionEntry>,
    /// The findings that made sessions unusable. `index` counts the sessions of the response.
    pub rejected: Vec<Finding>,
    /// The warnings about usable sessions. `index` counts in `sessions`.
    pub warnings: Vec<Finding>,
}

/// The issues of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The position of the session, counted from 0.
    pub index: u32,
    /// The issues: 1 to 32. Their paths start at the session.
    pub issues: Vec<Issue>,
}

/// Checks the response of a list, `{"dataSessions": […]}`, in one pass over its bytes.
///
/// # Errors
/// If the body is not JSON (see [`crate::json::parse`]) or not an object, if it has no `dataSessions`, two of them, or one
/// that is not an array, and if it is longer than 4 GiB. A malformed session is not an error: it is in `rejected`.
pub fn scan_list(body: &[u8]) -> Result<SessionList, SyntaxError> {
    check_length(body.len())?;
    let mut sessions = Vec::new();
    let mut parser = ListParser::default();
    parser.window(body, true, &mut |entry, _| sessions.push(*entry))?;
    Ok(SessionList { sessions, rejected: parser.progress.rejected, warnings: parser.progress.warnings })
}

/// Refuses a body whose offsets do not fit into `u32`.
pub(super) fn check_length(length: usize) -> Result<(), SyntaxError> {
    match u32::try_from(length) {
        Ok(_) => Ok(()),
        Err(_) => Err(SyntaxError { offset: 0, reason: "expected at most 4 gib" }),
    }
}

/// A callback for each usable session. It receives the entry, and the window that its offsets count in.
pub(super) type SessionVisitor<'k> = dyn FnMut(&SessionEntry, &[u8]) + 'k;

/// The token that a list response continues with. A step reads one of them. Its result counts only if more text follows,
/// since a token at the end of a window may be incomplete.
#[derive(Clone, Copy, Debug, Default)]
enum ParserState {
    /// The object's opening bracket.
    #[default]
    Object,
    /// A member, or the end of the object.
    FirstMember,
    Member,
    /// A comma, or the end of the object.
    AfterMember,
    /// A session, or the end of the array.
    FirstSession,
    Session,
    /// A comma, or the end of the array.
    AfterSession,
    /// The end of the text, after white space.
    Nothing,
}

/// An incremental parser of a list response. It reads windows of any size.
#[derive(Debug, Default)]
pub(super) struct ListParser {
    predictor: FieldPredictor,
    pub(super) progress: Progress,
}

/// The progress of a [`ListParser`], and its findings.
#[derive(Debug, Default)]
pub(super) struct Progress {
    next: ParserState,
    /// The number of bytes before the window.
    before: usize,
    has_sessions: bool,
    /// The number of sessions read.
    read: u32,
    /// The number of them that are usable.
    usable: u32,
    pub(super) rejected: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

impl ListParser {
    /// Continues with `window`. Returns the number of bytes consumed: the next window has to start after them. It is 0 if
    /// the window is too small for the next step.
    ///
    /// If the text ends within a step, the step is undone and repeated with the next window. So a session is read again for
    /// each window that cuts it, and the code that reads it needs no state.
    pub(super) fn window(
        &mut self,
        window: &[u8],
        is_last: bool,
        visit: &mut SessionVisitor<'_>,
    ) -> Result<usize, SyntaxError> {
        let Self { predictor, progress } = self;
        let lexer = if progress.before == 0 { Lexer::new(window) } else { Lexer::inside(window) };
        let mut scanner = Scanner::new(lexer, predictor);
        let mut done = 0;
        loop {
            let is_end = matches!(progress.next, ParserState::Nothing);
            match progress.step(&mut scanner) {
                Ok(_) if is_end => {
                    done = window.len();
                    break;
                }
                Ok(next) if is_last || !scanner.lexer.rest().is_empty() => {
                    done = scanner.lexer.at();
                    progress.next = next;
                    match next {
                        ParserState::FirstSession => progress.has_sessions = true,
                        ParserState::AfterSession => progress.session(&mut scanner, window, visit),
                        _ => {}
                    }
                }
                Err(Failed) if is_last || !scanner.lexer.is_near_end() => {
                    let error = scanner.lexer.error();
                    return Err(SyntaxError { offset: progress.before + error.offset, ..error });
                }
                _ => break,
            }
        }
        progress.before += done;
        Ok(done)
    }
}

impl Progress {
    /// Reads the next token and returns the state after it.
    fn step(&self, scanner: &mut Scanner<'_>) -> Result<ParserState, Failed> {
        let byte = scanner.lexer.token();
        Ok(match self.next {
            ParserState::Object => {
                scanner.lexer.expect(b'{', "expected an object")?;
                ParserState::FirstMember
            }
            ParserState::FirstMember if byte == b'}' => {
                scanner.lexer.advance(1);
                ParserState::Nothing
            }
            ParserState::FirstMember | ParserState::Member => self.member(scanner)?,
            ParserState::FirstSession if byte == b']' => {
                scanner.lexer.advance(1);
                ParserState::AfterMember
            }
            ParserState::FirstSession | ParserState::Session => {
                scanner.session(2)?;
                ParserState::AfterSession
            }
            ParserState::AfterSession if scanner.lexer.more(b']')? => ParserState::Session,
            ParserState::AfterSession => ParserState::AfterMember,
            ParserState::AfterMember if scanner.lexer.more(b'}')? => ParserState::Member,
            ParserState::AfterMember => ParserState::Nothing,
            ParserState::Nothing => {
                scanner.lexer.end()?;
                if !self.has_sessions {
                    return Err(scanner.lexer.fail("expected dataSessions"));
                }
                ParserState::Nothing
            }
        })
    }

    /// Reads a member: the key and the opening bracket of `dataSessions`, or the whole of any other.
    fn member(&self, scanner: &mut Scanner<'_>) -> Result<ParserState, Failed> {
        let key = scanner.lexer.key()?;
        if *scanner.bytes(key) != *SESSIONS {
            scanner.lexer.skip(1)?;
            return Ok(ParserState::AfterMember);
        }
        if self.has_sessions {
            return Err(scanner.lexer.fail("expected dataSessions once"));
        }
        scanner.lexer.expect(b'[', "expected dataSessions to be an array")?;
        Ok(ParserState::FirstSession)
    }

    /// Records a session that was read, and visits it if it is usable.
    fn session(&mut self, scanner: &mut Scanner<'_>, window: &[u8], visit: &mut SessionVisitor<'_>) {
        let is_usable = scanner.problems.is_empty();
        if !is_usable || !scanner.warnings.is_empty() {
            self.findings(scanner);
        }
        if is_usable {
            visit(&scanner.builder.entry, window);
            self.usable += 1;
        }
        self.read += 1;
    }

    /// Moves the findings about a session into `rejected` or `warnings`.
    #[cold]
    #[inline(never)]
    fn findings(&mut self, scanner: &mut Scanner<'_>) {
        let problems = std::mem::take(&mut scanner.problems);
        let warnings = std::mem::take(&mut scanner.warnings);
        if problems.is_empty() {
            self.warnings.push(Finding { index: self.usable, issues: warnings });
        } else {
            self.rejected.push(Finding { index: self.read, issues: problems });
        }
    }
}
