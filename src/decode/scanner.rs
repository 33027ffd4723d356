//! Walks a session along its table.

use std::borrow::Cow;

use super::bban;
use super::facts::{Facts, Number, Status};
use crate::json::escape::unescape;
use crate::json::lexer::{Failed, Lexer, Raw};
use crate::model::{DataSession, Defined, Field, Kind, MAX_FIELDS, Role, Shape, response};
use crate::rules::{Issue, IssueCode, Place, bic, date, expected, iban};

/// How many problems, and how many warnings, are reported of one session: enough to see what is wrong, and a bound on
/// the memory that a body made of mistakes can take.
const MAX_FINDINGS: usize = 32;

/// The pass over the bytes, with what it gathers of the session at hand.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) facts: Facts,
    /// What sets the session at hand aside.
    pub(super) problems: Vec<Issue>,
    /// What is wrong with it and leaves it usable.
    pub(super) warnings: Vec<Issue>,
    guesses: &'a mut Guesses,
}

/// For each shape: which field came first the last time (column 0), and which after each field (column 1 + field). The
/// sessions of an answer look alike, so this is nearly always right, whatever order Ivy has chosen.
///
/// Written as the number of fields that are left out before it, so that the first guess is the table's own order.
#[derive(Debug)]
pub(super) struct Guesses([u8; COLUMNS * SHAPES]);

const COLUMNS: usize = MAX_FIELDS + 1;

/// The number of shapes that a response has.
const SHAPES: usize = response::ALL.len();

const SESSION: &Shape = DataSession::SHAPE;

/// One bit for each field that a session must have, at its position in [`SESSION`].
const REQUIRED: u32 = required(SESSION.fields);

const fn required(fields: &[Field]) -> u32 {
    match fields {
        [rest @ .., last] => required(rest) | (last.required() as u32) << rest.len(),
        [] => 0,
    }
}

impl Default for Guesses {
    fn default() -> Self {
        Self([0; COLUMNS * SHAPES])
    }
}

impl Guesses {
    #[inline(always)]
    fn get(&self, shape: &Shape, column: usize) -> usize {
        usize::from(self.0.get(shape.number * COLUMNS + column).copied().unwrap_or_default().wrapping_add(column as u8))
    }

    fn set(&mut self, shape: &Shape, column: usize, position: usize) {
        if let Some(left_out) = self.0.get_mut(shape.number * COLUMNS + column) {
            *left_out = (position as u8).wrapping_sub(column as u8);
        }
    }
}

impl<'a> Scanner<'a> {
    #[inline(never)]
    pub(super) fn new(lexer: Lexer<'a>, guesses: &'a mut Guesses) -> Self {
        Self { lexer, facts: Facts::default(), problems: Vec::new(), warnings: Vec::new(), guesses }
    }

    /// Reads one session, `depth` containers deep.
    pub(super) fn session(&mut self, depth: usize) -> Result<(), Failed> {
        self.facts = Facts::default();
        let byte = self.lexer.token();
        self.facts.session.start = self.lexer.at() as u32;
        if byte == b'{' {
            let seen = self.object(SESSION, &Place::Root, depth)?;
            if seen & REQUIRED != REQUIRED {
                self.missing_fields(seen);
            }
        } else {
            self.problem(&Place::Root, IssueCode::Type, "an object");
            self.lexer.skip(depth)?;
        }
        self.facts.session.end = self.lexer.at() as u32;
        Ok(())
    }

    /// Reports the fields that a session must have and that were not seen.
    #[cold]
    fn missing_fields(&mut self, seen: u32) {
        for (position, field) in SESSION.fields.iter().enumerate() {
            if REQUIRED & !seen & 1 << position != 0 {
                self.problem(&Place::Field(&Place::Root, field.name), IssueCode::Required, "a string");
            }
        }
    }

    /// Reads an object of which the opening bracket is here, and gives one bit for each field that was there. `depth`:
    /// how many containers it lies in.
    fn object(&mut self, shape: &'static Shape, place: &Place<'_>, depth: usize) -> Result<u32, Failed> {
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
                        let here = Place::Field(place, field.name);
                        self.problem(&here, IssueCode::Duplicate, "each field once");
                        self.lexer.skip(depth + 1)?;
                    } else {
                        seen |= bit;
                        self.value(field, place, depth + 1, &mut parts)?;
                    }
                }
                None => self.lexer.skip(depth + 1)?,
            }
            more = self.lexer.more(b'}')?;
        }
        self.check_parts(&parts, place);
        Ok(seen)
    }

    /// Reads a key with its colon and finds its field; `None` for a key that is not documented.
    #[inline(always)]
    fn field(&mut self, shape: &'static Shape, column: usize) -> Result<Option<(usize, &'static Field)>, Failed> {
        let guess = self.guesses.get(shape, column);
        if let Some(field) = shape.fields.get(guess)
            && let Some(length) = field.stands_in(self.lexer.text(), self.lexer.at())
        {
            self.lexer.advance(length);
            return Ok(Some((guess, field)));
        }
        self.other_field(shape, column)
    }

    /// The same for a key that was not guessed.
    #[inline(never)]
    fn other_field(&mut self, shape: &'static Shape, column: usize) -> Result<Option<(usize, &'static Field)>, Failed> {
        let raw = self.lexer.key()?;
        let key = self.bytes(raw);
        let found = shape.fields.iter().enumerate().find(|(_, field)| *field.name.as_bytes() == *key);
        if let Some((position, _)) = found {
            self.guesses.set(shape, column, position);
        }
        Ok(found)
    }

    /// Reads the value of a documented field of the object at `place`.
    #[inline(always)]
    fn value(
        &mut self,
        field: &'static Field,
        place: &Place<'_>,
        depth: usize,
        parts: &mut IbanParts,
    ) -> Result<(), Failed> {
        match (self.lexer.token(), field.kind) {
            (b'"', Kind::Text) => {
                let raw = self.lexer.string()?;
                if is_read(field.role) {
                    self.text(field, raw, place, parts);
                }
                Ok(())
            }
            (b'{', Kind::Object(shape)) => {
                if field.role == Role::Identity {
                    self.facts.session.has_identity = true;
                }
                self.object(shape, &Place::Field(place, field.name), depth).map(drop)
            }
            (b'[', Kind::List(_) | Kind::Texts) => self.list(field, &Place::Field(place, field.name), depth),
            (b'-' | b'0'..=b'9', Kind::Number) => self.number(field.role),
            (b'{', Kind::AnyObject) | (b't' | b'f', Kind::Flag) => self.lexer.skip(depth),
            (_, Kind::Any) => self.lexer.skip(depth),
            (b'n', _) if !field.required() => self.lexer.literal(b"null"),
            _ => self.wrong_type(field.kind, &Place::Field(place, field.name), depth),
        }
    }

    /// Reads a list of which the opening bracket is here.
    fn list(&mut self, field: &'static Field, place: &Place<'_>, depth: usize) -> Result<(), Failed> {
        let mut more = self.lexer.enter(b']');
        if field.role == Role::Accounts {
            self.facts.session.has_accounts = more;
        }
        let mut position = 0;
        while more {
            let here = Place::Item(place, position);
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

    fn number(&mut self, role: Role) -> Result<(), Failed> {
        let start = self.lexer.at() as u32;
        self.lexer.number()?;
        let number = Some(Number { start, end: self.lexer.at() as u32 });
        match role {
            Role::CreatedAt => self.facts.session.created_at = number,
            Role::ExpiresAt => self.facts.expires_at = number,
            _ => {}
        }
        Ok(())
    }

    /// Checks and remembers a string that means something, a field of the object at `place`.
    #[inline(always)]
    fn text(&mut self, field: &'static Field, raw: Raw, place: &Place<'_>, parts: &mut IbanParts) {
        let facts = &mut self.facts;
        match field.role {
            Role::Id => return facts.session.id = raw.into(),
            Role::ReferenceId => return facts.reference_id = Some(raw.into()),
            Role::RedirectUrl => return facts.redirect_url = Some(raw.into()),
            Role::PersonName => return facts.session.name = Some(raw.into()),
            Role::Bban => return parts.bban = Some(raw),
            _ => {}
        }
        // Not a `Cow`, which is looked at once more where it is dropped.
        let unescaped;
        let mut bytes = self.lexer.slice(raw.start, raw.end);
        if raw.escaped {
            unescaped = unescape(bytes);
            bytes = unescaped.as_bytes();
        }
        let (is_right, code, words) = match field.role {
            Role::Status => {
                let status = Status::read(bytes);
                self.facts.session.status = status;
                (status != Status::Unknown, IssueCode::UnknownStatus, "a documented status")
            }
            Role::BirthDate => {
                self.facts.session.birth_date = Some(raw.into());
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
            self.warning(&Place::Field(place, field.name), code, words);
        }
    }

    /// Holds an object's `bban` against its `iban`, in whatever order they came.
    #[inline(always)]
    fn check_parts(&mut self, parts: &IbanParts, place: &Place<'_>) {
        if let (Some(iban), Some(bban)) = (parts.iban, parts.bban)
            && !bban::is_plain_tail(self.lexer.slice(iban.start, iban.end), self.lexer.slice(bban.start, bban.end))
            && !bban::is_tail(&self.bytes(iban), &self.bytes(bban))
        {
            self.warning(&Place::Field(place, "bban"), IssueCode::BbanMismatch, "the tail of the iban beside it");
        }
    }

    /// A string's bytes without escapes.
    #[inline(never)]
    pub(super) fn bytes(&self, raw: Raw) -> Cow<'a, [u8]> {
        let bytes = self.lexer.slice(raw.start, raw.end);
        if raw.escaped { Cow::Owned(unescape(bytes).into_bytes()) } else { Cow::Borrowed(bytes) }
    }

    /// Reports and skips a value of another type than documented.
    #[cold]
    fn wrong_type(&mut self, expected: Kind, place: &Place<'_>, depth: usize) -> Result<(), Failed> {
        self.problem(place, IssueCode::Type, expected.words());
        self.lexer.skip(depth)
    }

    fn problem(&mut self, place: &Place<'_>, code: IssueCode, words: &str) {
        report(&mut self.problems, place, code, words);
    }

    fn warning(&mut self, place: &Place<'_>, code: IssueCode, words: &str) {
        report(&mut self.warnings, place, code, words);
    }
}

/// Returns true if a string of this role is checked or remembered.
#[inline(always)]
fn is_read(role: Role) -> bool {
    !matches!(role, Role::Any | Role::AccountType | Role::Handle)
}

/// An object's IBAN and BBAN, to be compared when both have been read.
#[derive(Debug, Default)]
struct IbanParts {
    iban: Option<Raw>,
    bban: Option<Raw>,
}

/// Adds a finding.
#[cold]
#[inline(never)]
fn report(findings: &mut Vec<Issue>, place: &Place<'_>, code: IssueCode, words: &str) {
    if findings.len() < MAX_FINDINGS {
        findings.push(expected(place, code, words));
    }
}
