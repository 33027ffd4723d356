//! The ranges of the sessions in a list, found through a small window onto its body.

use super::entry::SessionEntry;
use super::list::{Finding, ListParser, Progress, check_length};
use crate::json::SyntaxError;

/// The number of bytes of a body that are read at once. A larger session is read in larger windows.
pub const WINDOW: usize = 1 << 16;

/// A response body stored outside this module's memory (for example in a `Uint8Array`), read in chunks.
pub trait Body {
    /// Returns the length in bytes.
    fn length(&self) -> usize;

    /// Fills `part` with the bytes from offset `from` on. The range is always within the body.
    fn copy(&self, from: usize, part: &mut [u8]);
}

impl Body for &[u8] {
    fn length(&self) -> usize {
        self.len()
    }

    fn copy(&self, from: usize, part: &mut [u8]) {
        if let Some(bytes) = self.get(from..from + part.len()) {
            part.copy_from_slice(bytes);
        }
    }
}

/// A checked list response, with only the range of each session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionSpans {
    /// The start and the end of each usable session in turn, in bytes of the body.
    pub spans: Vec<u32>,
    /// The findings that made sessions unusable. `index` counts the sessions of the response.
    pub rejected: Vec<Finding>,
    /// The warnings about usable sessions. `index` counts the usable ones.
    pub warnings: Vec<Finding>,
}

/// Checks the response of a list as [`super::scan_list`] does. Allocates one window and eight bytes for each session.
/// `window` is its size, usually [`WINDOW`]; every size gives the same result. `visit` is called with each usable
/// session: the entry, and the window that its offsets count in.
///
/// # Errors
/// The same as for [`super::scan_list`].
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
            let Progress { rejected, warnings, .. } = parser.progress;
            return Ok(SessionSpans { spans, rejected, warnings });
        }
        if done == 0 {
            // Double the window, so that the bytes of a large session are read twice on average.
            size *= 2;
        }
        from += done;
    }
}
