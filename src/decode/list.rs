//! The answer of a list, whole or as a walk over one window of it after the other.

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    check_length(body.len())?;
    let mut sessions = Vec::new();
    let mut parser = ListParser::default();
    parser.window(body, true, &mut |entry, _| sessions.push(*entry))?;
    Ok(SessionList { sessions, rejected: parser.state.rejected, warnings: parser.state.warnings })
}

/// Refuses a body whose positions would not fit in `u32`.
pub(super) fn check_length(length: usize) -> Result<(), SyntaxError> {
    match u32::try_from(length) {
        Ok(_) => Ok(()),
        Err(_) => Err(SyntaxError { offset: 0, reason: "expected at most 4 gib" }),
    }
}

/// Is shown each usable session: the entry, and the window that its positions count in.
pub(super) type SessionVisitor<'k> = dyn FnMut(&SessionEntry, &[u8]) + 'k;

/// What comes next in a list answer. Each is read in one step, and a step counts only where more follows, which then cannot
/// change what it found.
#[derive(Clone, Copy, Debug, Default)]
enum ParserState {
    /// The object's opening bracket.
    #[default]
    Object,
    /// A member, or the object's end.
    FirstMember,
    Member,
    /// A comma, or the object's end.
    AfterMember,
    /// A session, or the array's end.
    FirstSession,
    Session,
    /// A comma, or the array's end.
    AfterSession,
    /// Nothing but white space.
    Nothing,
}

/// The way through a list answer, which can be gone in windows of any size.
#[derive(Debug, Default)]
pub(super) struct ListParser {
    predictor: FieldPredictor,
    pub(super) state: Progress,
}

/// How far a walk has come, and what it has found.
#[derive(Debug, Default)]
pub(super) struct Progress {
    next: ParserState,
    /// How many bytes lie before the window.
    before: usize,
    has_sessions: bool,
    /// How many sessions have been read, and how many of them are usable.
    read: u32,
    usable: u32,
    pub(super) rejected: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

impl ListParser {
    /// Goes on through `window`. Gives the number of bytes that are done with: the next window has to start after them. It
    /// is 0 where the window is too small for the step at hand.
    ///
    /// Where the text breaks off in the middle of a step, the step is undone and tried again with the next window. That
    /// costs a session once more for each window, and nothing in the code that reads it.
    pub(super) fn window(
        &mut self,
        window: &[u8],
        is_last: bool,
        visit: &mut SessionVisitor<'_>,
    ) -> Result<usize, SyntaxError> {
        let Self { predictor, state } = self;
        let lexer = if state.before == 0 { Lexer::new(window) } else { Lexer::inside(window) };
        let mut scanner = Scanner::new(lexer, predictor);
        let mut done = 0;
        loop {
            let is_end = matches!(state.next, ParserState::Nothing);
            match state.step(&mut scanner) {
                Ok(_) if is_end => {
                    done = window.len();
                    break;
                }
                Ok(next) if is_last || !scanner.lexer.rest().is_empty() => {
                    done = scanner.lexer.at();
                    state.next = next;
                    match next {
                        ParserState::FirstSession => state.has_sessions = true,
                        ParserState::AfterSession => state.session(&mut scanner, window, visit),
                        _ => {}
                    }
                }
                Err(Failed) if is_last || !scanner.lexer.is_near_end() => {
                    let error = scanner.lexer.error();
                    return Err(SyntaxError { offset: state.before + error.offset, ..error });
                }
                _ => break,
            }
        }
        state.before += done;
        Ok(done)
    }
}

impl Progress {
    /// Reads what comes next, and says what comes then.
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

    /// Takes what was found of a session.
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

    /// Takes what is wrong with a session.
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
