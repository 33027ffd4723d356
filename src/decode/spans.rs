//! Where the sessions of a list lie, found through a small window onto its body.

use super::entry::SessionEntry;
use super::list::{Finding, ListParser, Progress, check_length};
use crate::json::SyntaxError;

/// How much of a body is looked at at once, in bytes; more where one session is larger.
pub const WINDOW: usize = 1 << 16;

/// A body that lies elsewhere, such as in a page's memory, and of which parts can be had.
pub trait Body {
    /// How many bytes it has.
    fn length(&self) -> usize;

    /// Copies the bytes from a position on, as many as `part` has room for. They lie within the body.
    fn copy(&self, from: usize, part: &mut [u8]);
}

/// A list answer, checked, with no more of each session than its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionSpans {
    /// Start and end of each usable session in turn, in bytes of the body.
    pub spans: Vec<u32>,
    /// The sessions that were set aside; `index` counts in the answer.
    pub rejected: Vec<Finding>,
    /// What is wrong with usable sessions; `index` counts among them.
    pub warnings: Vec<Finding>,
}

/// Checks the answer of a list as [`super::scan_list`] does, with no more memory than a window of it and eight bytes for
/// each session. `window` is usually [`WINDOW`]; any size gives the same result. `visit` is shown every usable session
/// while its bytes are at hand: the entry, and the window that its positions count in.
///
/// # Errors
/// As [`super::scan_list`].
pub fn scan_spans(
    body: &dyn Body,
    window: usize,
    visit: &mut dyn FnMut(&SessionEntry, &[u8]),
) -> Result<SessionSpans, SyntaxError> {
    let length = body.length();
    check_length(length)?;
    let mut spans = Vec::new();
    let mut parser = ListParser::default();
    let mut size = window.max(1);
    let mut from = 0;
    loop {
        let left = length - from;
        let mut part = vec![0; size.min(left)];
        body.copy(from, &mut part);
        let before = from as u32;
        let done = parser.window(&part, size >= left, &mut |session, window| {
            spans.extend_from_slice(&[session.start + before, session.end + before]);
            visit(session, window);
        })?;
        if size >= left {
            let Progress { rejected, warnings, .. } = parser.state;
            return Ok(SessionSpans { spans, rejected, warnings });
        }
        if done == 0 {
            // Twice as much each time, so that however large a session is, its bytes are looked at twice on average.
            size *= 2;
        }
        from += done;
    }
}
