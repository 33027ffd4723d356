//! The scan of one session by the tables of its shapes.

use std::borrow::Cow;

use super::bban;
use super::entry::{Number, SessionBuilder, Status};
use super::predictor::FieldPredictor;
use crate::json::escape::unescape;
use crate::json::lexer::{Failed, Lexer, RawString};
use crate::model::{DataSession, Defined, Field, Kind, Role, Shape};
use crate::rules::{FieldPath, Issue, IssueCode, bic, date, epoch, expected, iban};

/// The most problems, and the most warnings, that are reported of one session. The limit bounds the memory for a malicious
/// body.
const MAX_FINDINGS: usize = 32;

/// A scan over the bytes, with the findings about the current session.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) builder: SessionBuilder,
    /// The issues that make the current session unusable.
    pub(super) problems: Vec<Issue>,
    /// The issues that leave it usable.
    pub(super) warnings: Vec<Issue>,
    predictor: &'a mut FieldPredictor,
}

/// The shape of a session.
const SESSION: &Shape = DataSession::SHAPE;

/// The bits of the required fields of a session, each at its position in [`SESSION`].
const REQUIRED: u32 = required(SESSION.fields);

/// Returns the bits of the required fields, each at its position.
const fn required(fields: &[Field]) -> u32 {
    match fields {
        [rest @ .., last] => required(rest) | (last.is_required() as u32) << rest.len(),
        [] => 0,
    }
}

impl<'a> Scanner<'a> {
    /// Starts at the cursor of `lexer`.
    #[inline(never)]
    pub(super) fn new(lexer: Lexer<'a>, predictor: &'a mut FieldPredictor) -> Self {
        Self { lexer, builder: SessionBuilder::default(), problems: Vec::new(), warnings: Vec::new(), predictor }
    }

    /// Reads one session. `depth` is the number of containers around it. A damaged string is a problem of this session
    /// alone, since its end is certain (SECURITY.md, 20).
    pub(super) fn session(&mut self, depth: usize) -> Result<(), Failed> {
        self.builder = SessionBuilder::default();
        let byte = self.lexer.token();
        // A whole document that is no object is no session.
        if byte == b'{' || depth > 0 {
            self.lexer.tolerate_damage();
        }
        self.builder.entry.start = self.lexer.at() as u32;
        if byte == b'{' {
            let seen = self.object(SESSION, &FieldPath::Root, depth)?;
            if seen & REQUIRED != REQUIRED {
                self.missing_fields(seen);
            }
        } else {
            self.problem(&FieldPath::Root, IssueCode::Type, "an object");
            self.lexer.skip(depth)?;
        }
        self.builder.entry.end = self.lexer.at() as u32;
        if self.lexer.refuse_damage() {
            self.problem(&FieldPath::Root, IssueCode::NotJson, "a session without damaged strings");
        }
        Ok(())
    }

    /// Reports the required fields of a session whose bits are not in `seen`.
    #[cold]
    fn missing_fields(&mut self, seen: u32) {
        for (position, field) in SESSION.fields.iter().enumerate() {
            if REQUIRED & !seen & 1 << position != 0 {
                self.problem(&FieldPath::Field(&FieldPath::Root, field.name), IssueCode::Required, "a string");
            }
        }
    }

    /// Reads an object, whose opening bracket is at the cursor. Returns one bit for each field that is present. `depth`
    /// is the number of containers around it.
    fn object(&mut self, shape: &'static Shape, path: &FieldPath<'_>, depth: usize) -> Result<u32, Failed> {
        let mut parts = IbanParts::default();
        let mut seen = 0u32;
        let mut column = 0;
        let mut more = self.lexer.enter(b'}');
        while more {
            match self.field(shape, column)? {
                Some((position, field)) => {
                    column = position + 1;
                    let bit = 1 << position;
                    if seen & bit != 0 {
                        let here = FieldPath::Field(path, field.name);
                        self.problem(&here, IssueCode::Duplicate, "each field once");
                        self.lexer.skip(depth + 1)?;
                    } else {
                        seen |= bit;
                        self.value(field, path, depth + 1, &mut parts)?;
                    }
                }
                None => self.lexer.skip(depth + 1)?,
            }
            more = self.lexer.more(b'}')?;
        }
        self.check_parts(&parts, path);
        Ok(seen)
    }

    /// Reads a key with its colon and finds its field; `None` for a key that is not documented.
    #[inline(always)]
    fn field(&mut self, shape: &'static Shape, column: usize) -> Result<Option<(usize, &'static Field)>, Failed> {
        let guess = self.predictor.get(shape, column);
        if let Some(field) = shape.fields.get(guess)
            && let Some(length) = field.key.length_at(self.lexer.text(), self.lexer.at())
        {
            self.lexer.advance(length);
            return Ok(Some((guess, field)));
        }
        self.other_field(shape, column)
    }

    /// Reads a key that was not predicted, and finds its field.
    #[inline(never)]
    fn other_field(&mut self, shape: &'static Shape, column: usize) -> Result<Option<(usize, &'static Field)>, Failed> {
        let raw = self.lexer.key()?;
        let key = self.bytes(raw);
        let found = shape.fields.iter().enumerate().find(|(_, field)| *field.name.as_bytes() == *key);
        if let Some((position, _)) = found {
            self.predictor.set(shape, column, position);
        }
        Ok(found)
    }

    /// Reads the value of a documented field of the object at `path`.
    #[inline(always)]
    fn value(
        &mut self,
        field: &'static Field,
        path: &FieldPath<'_>,
        depth: usize,
        parts: &mut IbanParts,
    ) -> Result<(), Failed> {
        match (self.lexer.token(), field.kind) {
            (b'"', Kind::Text) => {
                let raw = self.lexer.string()?;
                if is_read(field.role) {
                    self.text(field, raw, path, parts);
                }
                Ok(())
            }
            (b'{', Kind::Object(shape)) => {
                if field.role == Role::Identity {
                    self.builder.entry.has_identity = true;
                }
                self.object(shape, &FieldPath::Field(path, field.name), depth).map(drop)
            }
            (b'[', Kind::List(_) | Kind::Texts) => self.list(field, &FieldPath::Field(path, field.name), depth),
            (b'-' | b'0'..=b'9', Kind::Number) => self.number(field, path),
            (b'{', Kind::AnyObject) | (b't' | b'f', Kind::Flag) => self.lexer.skip(depth),
            (_, Kind::Any) => self.lexer.skip(depth),
            (b'n', _) if !field.is_required() => self.lexer.literal(b"null"),
            _ => self.wrong_type(field.kind, &FieldPath::Field(path, field.name), depth),
        }
    }

    /// Reads a list, whose opening bracket is at the cursor.
    fn list(&mut self, field: &'static Field, path: &FieldPath<'_>, depth: usize) -> Result<(), Failed> {
        let mut more = self.lexer.enter(b']');
        if field.role == Role::Accounts {
            self.builder.entry.has_accounts = more;
        }
        let mut position = 0;
        while more {
            let here = FieldPath::Item(path, position);
            match (self.lexer.token(), field.kind) {
                (b'{', Kind::List(shape)) => self.object(shape, &here, depth + 1).map(drop)?,
                (b'"', Kind::Texts) => self.lexer.string().map(drop)?,
                (_, Kind::Texts) => self.wrong_type(Kind::Text, &here, depth + 1)?,
                _ => self.wrong_type(Kind::AnyObject, &here, depth + 1)?,
            }
            position += 1;
            more = self.lexer.more(b']')?;
        }
        Ok(())
    }

    /// Reads a number, a field of the object at `path`. Checks and records its range if its role is a date.
    fn number(&mut self, field: &'static Field, path: &FieldPath<'_>) -> Result<(), Failed> {
        let start = self.lexer.at() as u32;
        let whole = self.lexer.number()?;
        let number = Number { start, end: self.lexer.at() as u32 };
        match field.role {
            Role::CreatedAt => self.builder.entry.created_at = Some(number),
            Role::ExpiresAt => self.builder.expires_at = Some(number),
            Role::UpdatedAt => {}
            _ => return Ok(()),
        }
        let seconds = whole.map_or_else(|| number.read(self.lexer.text()), |whole| Some(whole as f64));
        if !seconds.is_some_and(epoch::is_plausible) {
            self.warning(&FieldPath::Field(path, field.name), IssueCode::OutOfRange, epoch::WORDS);
        }
        Ok(())
    }

    /// Checks and records a string with a role, a field of the object at `path`.
    #[inline(always)]
    fn text(&mut self, field: &'static Field, raw: RawString, path: &FieldPath<'_>, parts: &mut IbanParts) {
        let builder = &mut self.builder;
        match field.role {
            Role::Id => return builder.entry.id = raw.into(),
            Role::ReferenceId => return builder.reference_id = Some(raw.into()),
            Role::RedirectUrl => return builder.redirect_url = Some(raw.into()),
            Role::PersonName => return builder.entry.name = Some(raw.into()),
            Role::Bban => return parts.bban = Some(raw),
            _ => {}
        }
        // A `Cow` would be matched once more when it is dropped.
        let unescaped;
        let mut bytes = self.lexer.slice(raw.start, raw.end);
        if raw.escaped {
            unescaped = unescape(bytes);
            bytes = unescaped.as_bytes();
        }
        let (is_right, code, words) = match field.role {
            Role::Status => {
                let status = Status::read(bytes);
                self.builder.entry.status = status;
                (status != Status::Unknown, IssueCode::UnknownStatus, "a documented status")
            }
            Role::BirthDate => {
                self.builder.entry.birth_date = Some(raw.into());
                (date::is_calendar_date(bytes), IssueCode::InvalidDate, "a calendar date as year-month-day")
            }
            Role::Iban => {
                parts.iban = Some(raw);
                (iban::is_valid(bytes), IssueCode::InvalidIban, iban::WORDS)
            }
            Role::Bic => (bic::is_valid(bytes), IssueCode::InvalidBic, bic::WORDS),
            _ => return,
        };
        if !is_right {
            self.warning(&FieldPath::Field(path, field.name), code, words);
        }
    }

    /// Compares the `bban` of an object with its `iban`. Either may come first.
    #[inline(always)]
    fn check_parts(&mut self, parts: &IbanParts, path: &FieldPath<'_>) {
        if let (Some(iban), Some(bban)) = (parts.iban, parts.bban)
            && !bban::is_plain_tail(self.lexer.slice(iban.start, iban.end), self.lexer.slice(bban.start, bban.end))
            && !bban::is_tail(&self.bytes(iban), &self.bytes(bban))
        {
            self.warning(&FieldPath::Field(path, "bban"), IssueCode::BbanMismatch, "the tail of the iban beside it");
        }
    }

    /// Returns the bytes of a string without escapes.
    #[inline(never)]
    pub(super) fn bytes(&self, raw: RawString) -> Cow<'a, [u8]> {
        let bytes = self.lexer.slice(raw.start, raw.end);
        if raw.escaped { Cow::Owned(unescape(bytes).into_bytes()) } else { Cow::Borrowed(bytes) }
    }

    /// Reports and skips a value of another type than documented.
    #[cold]
    fn wrong_type(&mut self, expected: Kind, path: &FieldPath<'_>, depth: usize) -> Result<(), Failed> {
        self.problem(path, IssueCode::Type, expected.words());
        self.lexer.skip(depth)
    }

    /// Reports a problem: the session becomes unusable.
    fn problem(&mut self, path: &FieldPath<'_>, code: IssueCode, words: &str) {
        report(&mut self.problems, path, code, words);
    }

    /// Reports a warning: the session stays usable.
    fn warning(&mut self, path: &FieldPath<'_>, code: IssueCode, words: &str) {
        report(&mut self.warnings, path, code, words);
    }
}

/// Returns true if a string of this role is checked or recorded.
#[inline(always)]
fn is_read(role: Role) -> bool {
    !matches!(role, Role::Any | Role::AccountType | Role::Handle)
}

/// The IBAN and the BBAN of an object, for comparing them when both have been read.
#[derive(Debug, Default)]
struct IbanParts {
    iban: Option<RawString>,
    bban: Option<RawString>,
}

/// Adds a finding, unless there are [`MAX_FINDINGS`].
#[cold]
#[inline(never)]
fn report(findings: &mut Vec<Issue>, path: &FieldPath<'_>, code: IssueCode, words: &str) {
    if findings.len() < MAX_FINDINGS {
        findings.push(expected(path, code, words));
    }
}
