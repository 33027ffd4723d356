//! What is remembered of a session.

use std::borrow::Cow;

use crate::json::escape::unescaped;
use crate::json::lexer::RawString;
use crate::json::read_number;
use crate::model::{assumed, status};

/// Where a string's content lies in the body, between its quotes and still escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Of its first byte.
    pub start: u32,
    /// Of its closing quote.
    pub end: u32,
}

impl Text {
    /// The string, read from the body that was scanned. Empty for another body that is too short.
    pub fn read<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        match self.bytes(body) {
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
            Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
        }
    }

    /// The same as the bytes of its UTF-8.
    pub(crate) fn bytes<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        unescaped(body.get(self.start as usize..self.end as usize).unwrap_or_default())
    }
}

impl From<RawString> for Text {
    /// A scanned body is never longer than `u32` can count.
    fn from(raw: RawString) -> Self {
        Self { start: raw.start as u32, end: raw.end as u32 }
    }
}

/// Where a number lies in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Of its first byte.
    pub start: u32,
    /// Of the byte after its last one.
    pub end: u32,
}

impl Number {
    /// The number, read from the body that was scanned; `None` where it is too large to hold. It is exact for every amount
    /// of whole seconds.
    pub fn read(&self, body: &[u8]) -> Option<f64> {
        read_number(body.get(self.start as usize..self.end as usize)?)
    }
}

/// What has become of a data session. Three generations of Ivy's API have their own words for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// `complete` in the user's document. `completed` is read as the same: one source of the API is cut after `comple`.
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
    /// Reads a status word, which is compared as it is written.
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

/// One session of an answer: where it lies, and what a decision needs to know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SessionEntry {
    /// Position in bytes of the object's opening bracket in the body.
    pub start: u32,
    /// Position after its closing bracket.
    pub end: u32,
    /// What has become of it.
    pub status: Status,
    /// Whether `data.identity` is there.
    pub has_identity: bool,
    /// Whether `data.accounts` has one account or more.
    pub has_accounts: bool,
    /// `createdAt`, in epoch seconds.
    pub created_at: Option<Number>,
    /// `id`
    pub id: Text,
    /// `data.identity.name`
    pub name: Option<Text>,
    /// `data.identity.dateOfBirth`
    pub birth_date: Option<Text>,
}

/// What a scan gathers of one session.
#[derive(Debug, Default)]
pub(super) struct SessionBuilder {
    /// Half filled where the session is malformed.
    pub(super) entry: SessionEntry,
    pub(super) reference_id: Option<Text>,
    pub(super) redirect_url: Option<Text>,
    pub(super) expires_at: Option<Number>,
}
