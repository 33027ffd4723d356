//! The fields that a scan extracts from a session.

use std::borrow::Cow;

use crate::json::escape::unescaped;
use crate::json::lexer::RawString;
use crate::json::read_number;
use crate::model::{assumed, status};

/// The range of a string's content in the body, between its quotes and still escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The offset of the first byte.
    pub start: u32,
    /// The offset of the closing quote.
    pub end: u32,
}

impl Text {
    /// Reads the string from the scanned body. Returns an empty string for another body that is too short.
    pub fn read<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        match self.bytes(body) {
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
            Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
        }
    }

    /// Reads the string from the scanned body as UTF-8 bytes.
    pub(crate) fn bytes<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        unescaped(body.get(self.start as usize..self.end as usize).unwrap_or_default())
    }
}

impl From<RawString> for Text {
    /// Converts the range. A scanned body is never longer than `u32` can count.
    fn from(raw: RawString) -> Self {
        Self { start: raw.start as u32, end: raw.end as u32 }
    }
}

/// The range of a number in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte.
    pub end: u32,
}

impl Number {
    /// Reads the number from the scanned body. Returns `None` if it is too large for a double. The result is exact for every
    /// count of whole seconds.
    pub fn read(&self, body: &[u8]) -> Option<f64> {
        read_number(body.get(self.start as usize..self.end as usize)?)
    }
}

/// The state of a data session, by the words of all three generations of Ivy's API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// `complete` in the user's document. `completed` counts as the same: one source of the API is cut off after `comple`.
    Complete,
    /// `started`
    Started,
    /// `pending`
    Pending,
    /// `failed`
    Failed,
    /// `open`
    Open,
    /// `closed`
    Closed,
    /// `expired`
    Expired,
    /// Any other word; reported as `unknown_status`.
    #[default]
    Unknown,
}

impl Status {
    /// Parses a status. The comparison is case-sensitive.
    pub(super) fn read(text: &[u8]) -> Self {
        const WORDS: [(&str, Status); 8] = [
            (status::COMPLETE, Status::Complete),
            (assumed::COMPLETED, Status::Complete),
            (status::STARTED, Status::Started),
            (status::PENDING, Status::Pending),
            (status::FAILED, Status::Failed),
            (status::OPEN, Status::Open),
            (status::CLOSED, Status::Closed),
            (status::EXPIRED, Status::Expired),
        ];
        WORDS.iter().find(|(word, _)| word.as_bytes() == text).map_or(Self::Unknown, |(_, status)| *status)
    }
}

/// One session of a response: its range in the body, and the fields that a decision needs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SessionEntry {
    /// The offset of the object's opening bracket, in bytes of the body.
    pub start: u32,
    /// The offset after its closing bracket.
    pub end: u32,
    /// The state of the session.
    pub status: Status,
    /// True if `data.identity` is present.
    pub has_identity: bool,
    /// True if `data.accounts` has an account.
    pub has_accounts: bool,
    /// `createdAt`, as it was written. It is a date if [`crate::rules::epoch::is_plausible`].
    pub created_at: Option<Number>,
    /// `id`
    pub id: Text,
    /// `data.identity.name`
    pub name: Option<Text>,
    /// `data.identity.dateOfBirth`
    pub birth_date: Option<Text>,
}

/// A partially decoded session.
#[derive(Debug, Default)]
pub(super) struct SessionBuilder {
    /// The entry so far. It stays incomplete if the session is malformed.
    pub(super) entry: SessionEntry,
    pub(super) reference_id: Option<Text>,
    pub(super) redirect_url: Option<Text>,
    pub(super) expires_at: Option<Number>,
}
