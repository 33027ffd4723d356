//! The answer of a list, whole or as a walk over one window of it after the other.

use super::facts::SessionEntry;
use super::scanner::{Guesses, Scanner};
use crate::json::SyntaxError;
use crate::json::lexer::{Failed, Lexer};
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
    check_length(body.len())?;
    let mut sessions = Vec::new();
    let mut walk = Walk::default();
    walk.window(body, true, &mut |entry, _, _| sessions.push(*entry))?;
    Ok(SessionList { sessions, rejected: walk.state.rejected, warnings: walk.state.warnings })
}

/// Refuses a body whose positions would not fit in `u32`.
pub(super) fn check_length(length: usize) -> Result<(), SyntaxError> {
    match u32::try_from(length) {
        Ok(_) => Ok(()),
        Err(_) => Err(SyntaxError { offset: 0, reason: "expected at most 4 gib" }),
    }
}

/// Is told of each usable session: the entry, the window that its positions count in, and how many bytes lie before that.
pub(crate) type Keep<'k> = dyn FnMut(&SessionEntry, &[u8], usize) + 'k;

/// What comes next in a list answer. Each is read in one step, and a step ends with a bracket or a comma, so that what
/// follows cannot change what it found.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    /// The object's opening bracket.
    #[default]
    Object,
    /// A member, or the object's end.
    FirstMember,
    Member,
    /// A session, or the array's end.
    FirstSession,
    Session,
    /// Nothing but white space.
    Nothing,
}

/// The way through a list answer, which can be gone in windows of any size.
#[derive(Debug, Default)]
pub(super) struct Walk {
    guesses: Guesses,
    pub(super) state: State,
}

/// How far a walk has come, and what it has found.
#[derive(Debug, Default)]
pub(crate) struct State {
    next: Next,
    /// How many bytes lie before the window.
    before: usize,
    has_sessions: bool,
    /// How many sessions have been read, and how many of them are usable.
    read: u32,
    usable: u32,
    pub(super) rejected: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

impl Walk {
    /// Goes on through `window`. Gives the number of bytes that are done with: the next window has to start after them. It
    /// is 0 where the window is too small for the step at hand.
    ///
    /// Where the text breaks off in the middle of a step, the step is undone and tried again with the next window. That
    /// costs a session once more for each window, and nothing in the code that reads it.
    pub(super) fn window(&mut self, window: &[u8], is_last: bool, keep: &mut Keep<'_>) -> Result<usize, SyntaxError> {
        let Self { guesses, state } = self;
        let lexer = if state.before == 0 { Lexer::new(window) } else { Lexer::inside(window) };
        let mut scanner = Scanner::new(lexer, guesses);
        let mut done = 0;
        loop {
            match state.step(&mut scanner, window, keep) {
                Ok(next) => {
                    done = scanner.lexer.at();
                    let Some(next) = next else { break };
                    state.next = next;
                }
                Err(Failed) if is_last || !scanner.lexer.is_near_end() => {
                    let error = scanner.lexer.error();
                    return Err(SyntaxError { offset: state.before + error.offset, ..error });
                }
                Err(Failed) => break,
            }
        }
        state.before += done;
        Ok(done)
    }
}

impl State {
    /// Reads what comes next, and says what comes then; `None` at the end.
    #[inline(always)]
    fn step(&mut self, scanner: &mut Scanner<'_>, window: &[u8], keep: &mut Keep<'_>) -> Result<Option<Next>, Failed> {
        let next = match self.next {
            Next::Object => {
                scanner.lexer.expect(b'{', "expected an object")?;
                Next::FirstMember
            }
            Next::FirstMember if scanner.lexer.token() == Some(b'}') => {
                scanner.lexer.advance(1);
                Next::Nothing
            }
            Next::FirstMember | Next::Member => self.member(scanner)?,
            Next::FirstSession if scanner.lexer.token() == Some(b']') => array_end(scanner)?,
            Next::FirstSession | Next::Session => self.session(scanner, window, keep)?,
            Next::Nothing => {
                scanner.lexer.end()?;
                if !self.has_sessions {
                    return Err(scanner.lexer.fail("expected dataSessions"));
                }
                return Ok(None);
            }
        };
        Ok(Some(next))
    }

    fn member(&mut self, scanner: &mut Scanner<'_>) -> Result<Next, Failed> {
        let key = scanner.lexer.key()?;
        if *scanner.bytes(key) != *SESSIONS {
            scanner.lexer.skip(1)?;
            return member_end(scanner);
        }
        if self.has_sessions {
            return Err(scanner.lexer.fail("expected dataSessions once"));
        }
        scanner.lexer.expect(b'[', "expected dataSessions to be an array")?;
        self.has_sessions = true;
        Ok(Next::FirstSession)
    }

    fn session(&mut self, scanner: &mut Scanner<'_>, window: &[u8], keep: &mut Keep<'_>) -> Result<Next, Failed> {
        scanner.session(2)?;
        let next = match scanner.lexer.token() {
            Some(b',') => {
                scanner.lexer.advance(1);
                Next::Session
            }
            Some(b']') => array_end(scanner)?,
            _ => return Err(scanner.lexer.fail("expected a comma or the end of the array")),
        };
        let (problems, warnings) = (&mut scanner.problems, &mut scanner.warnings);
        if problems.is_empty() {
            if !warnings.is_empty() {
                self.warnings.push(Finding { index: self.usable, issues: std::mem::take(warnings) });
            }
            self.usable += 1;
            keep(&scanner.facts.session, window, self.before);
        } else {
            warnings.clear();
            self.rejected.push(Finding { index: self.read, issues: std::mem::take(problems) });
        }
        self.read += 1;
        Ok(next)
    }
}

/// Moves over the bracket that ends the sessions, and over what follows.
fn array_end(scanner: &mut Scanner<'_>) -> Result<Next, Failed> {
    scanner.lexer.advance(1);
    member_end(scanner)
}

fn member_end(scanner: &mut Scanner<'_>) -> Result<Next, Failed> {
    let next = match scanner.lexer.token() {
        Some(b',') => Next::Member,
        Some(b'}') => Next::Nothing,
        _ => return Err(scanner.lexer.fail("expected a comma or the end of the object")),
    };
    scanner.lexer.advance(1);
    Ok(next)
}
