//! The tokenizer of JSON: white space, strings, numbers, literals, and skipping a whole value.
//!
//! A [`Lexer`] is a cursor over a byte slice. Each method consumes one token and returns what it read. On invalid JSON it
//! records the reason and returns [`Failed`], a zero-sized type that keeps results cheap.

use super::{MAX_DEPTH, NotJson, SyntaxError, escape};

/// The error of a lexer's methods. [`Lexer::error`] returns the reason.
#[derive(Debug)]
pub(crate) struct Failed;

/// The range of a string's content in the text, between its quotes and still escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawString {
    /// The offset of the first byte after the opening quote.
    pub(crate) start: usize,
    /// The offset of the closing quote.
    pub(crate) end: usize,
    /// True if there is a backslash between the quotes.
    pub(crate) escaped: bool,
}

/// A cursor over a text.
#[derive(Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    reason: &'static str,
    /// True if sentinels for values that JSON cannot express are accepted, see [`super::parse_extended`].
    allows_sentinels: bool,
    /// True if a damaged string is skipped like any other, see [`Self::tolerate_damage`].
    tolerates_damage: bool,
    is_damaged: bool,
}

/// The longest token that one step reads behind the cursor, in bytes: the two escapes of a surrogate pair.
const LOOK_AHEAD: usize = 12;

/// Sentinel returned at the end of input. Valid JSON never contains this byte unescaped.
pub(crate) const END: u8 = 0;

/// Repeats a byte eight times, for comparing eight bytes at once.
const fn times_eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Finds the bytes that end a run of ordinary characters in a string: a quote, a backslash, a control character, anything
/// above ASCII.
///
/// The lowest set bit of the result is in the first such byte (bits above it may be wrong); 0 means none of the eight.
/// A subtraction sets a byte's top bit if it underflows: `x - 0x20` for control characters, `(x ^ c) - 1` for
/// `x == c`. It also does so for bytes above ASCII, which end a run anyway.
#[inline(always)]
fn run_ends(eight: u64) -> u64 {
    let control = eight.wrapping_sub(times_eight(0x20));
    let quote = (eight ^ times_eight(b'"')).wrapping_sub(times_eight(1));
    let backslash = (eight ^ times_eight(b'\\')).wrapping_sub(times_eight(1));
    (eight | control | quote | backslash) & times_eight(0x80)
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning of the text, after a byte order mark if there is one.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let at = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        Self { text, at, reason: "", allows_sentinels: false, tolerates_damage: false, is_damaged: false }
    }

    /// Starts at the beginning of a part of a text, without skipping a byte order mark.
    pub(crate) fn inside(text: &'a [u8]) -> Self {
        Self { at: 0, ..Self::new(text) }
    }

    /// Starts at the beginning of a text that may contain sentinels, see [`super::parse_extended`].
    pub(super) fn extended(text: &'a [u8]) -> Self {
        Self { allows_sentinels: true, ..Self::inside(text) }
    }

    /// Returns true if a [`Failed`] may be due to the end of the text, so that the step may succeed with more text.
    pub(crate) fn is_near_end(&self) -> bool {
        self.rest().len() < LOOK_AHEAD
    }

    /// Returns the offset of the cursor, in bytes from the start of the text.
    #[inline(always)]
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Returns the whole text.
    #[inline(always)]
    pub(crate) fn text(&self) -> &'a [u8] {
        self.text
    }

    /// Returns the text from the cursor on.
    #[inline(always)]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the bytes between two offsets.
    #[inline(always)]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Records the reason why the text is not JSON.
    #[cold]
    pub(crate) fn fail(&mut self, reason: &'static str) -> Failed {
        self.reason = reason;
        Failed
    }

    /// Begins to skip damaged strings: those that end, but contain an invalid escape, an unpaired surrogate, bytes that are
    /// not UTF-8, or an unescaped control character.
    pub(crate) fn tolerate_damage(&mut self) {
        (self.tolerates_damage, self.is_damaged) = (true, false);
    }

    /// Refuses damaged strings again. Returns true if one was skipped.
    pub(crate) fn refuse_damage(&mut self) -> bool {
        self.tolerates_damage = false;
        self.is_damaged
    }

    /// Skips the damage at the cursor, which is in a string, or fails with `reason`.
    #[cold]
    fn damage(&mut self, reason: &'static str) -> Result<(), Failed> {
        if !self.tolerates_damage {
            return Err(self.fail(reason));
        }
        self.is_damaged = true;
        self.at += escape::damaged_length(self.rest());
        Ok(())
    }

    /// Returns the reason of the last [`Failed`].
    pub(crate) fn error(&self) -> SyntaxError {
        SyntaxError { offset: self.at.min(self.text.len()), reason: self.reason }
    }

    /// Returns the byte at the cursor without moving, or [`END`] at the end of the text.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(END)
    }

    /// Skips bytes that the caller has read.
    #[inline(always)]
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Skips white space and returns the byte after it, as [`Self::peek`] does.
    #[inline(always)]
    pub(crate) fn token(&mut self) -> u8 {
        match self.peek() {
            byte @ b'!'.. => byte,
            _ => self.after_white_space(),
        }
    }

    /// Skips white space and returns the byte after it. Out of line, since responses seldom have white space.
    #[inline(never)]
    fn after_white_space(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    /// Skips white space, then consumes `byte` or fails with `reason`.
    pub(crate) fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), Failed> {
        if self.token() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(self.fail(reason))
        }
    }

    /// Consumes the token after an entry of an object or array: a comma, or the closing bracket `close`. Returns true if
    /// another entry follows.
    #[inline(always)]
    pub(crate) fn more(&mut self, close: u8) -> Result<bool, Failed> {
        let byte = self.token();
        if byte == b',' || byte == close {
            self.at += 1;
            Ok(byte == b',')
        } else {
            Err(self.fail_to_close(close))
        }
    }

    #[cold]
    #[inline(never)]
    fn fail_to_close(&mut self, close: u8) -> Failed {
        self.fail(if close == b'}' {
            "expected a comma or the end of the object"
        } else {
            "expected a comma or the end of the array"
        })
    }

    /// Consumes the bracket that opens an object or array, which is at the cursor. If the container is empty, also consumes
    /// the closing bracket `close`. Returns true if there is an entry.
    #[inline(always)]
    pub(crate) fn enter(&mut self, close: u8) -> bool {
        self.at += 1;
        let is_empty = self.token() == close;
        if is_empty {
            self.at += 1;
        }
        !is_empty
    }

    /// Checks that only white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        self.token();
        if self.rest().is_empty() { Ok(()) } else { Err(self.fail("expected nothing after the document")) }
    }

    /// Consumes `literal`. The caller has checked its first byte.
    pub(crate) fn literal(&mut self, literal: &'static [u8]) -> Result<(), Failed> {
        if self.rest().starts_with(literal) {
            self.at += literal.len();
            Ok(())
        } else {
            Err(self.fail("expected a value"))
        }
    }

    /// Consumes a string, whose opening quote is at the cursor.
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<RawString, Failed> {
        let start = self.at + 1;
        // The loop is a separate function whose result fits into a register, so that the range is never stored in memory.
        let escaped = self.string_content()?;
        Ok(RawString { start, end: self.at - 1, escaped })
    }

    /// Consumes a string, whose opening quote is at the cursor. Returns true if it has escapes.
    #[inline(never)]
    fn string_content(&mut self) -> Result<bool, Failed> {
        let mut at = self.at + 1;
        let mut escaped = false;
        loop {
            if let Some(eight) = self.text.get(at..).and_then(|rest| rest.first_chunk()) {
                let eight = u64::from_le_bytes(*eight);
                let ends = run_ends(eight);
                if ends == 0 {
                    at += 8;
                    continue;
                }
                let run = ends.trailing_zeros() / 8;
                at += run as usize;
                if (eight >> (8 * run)) as u8 == b'"' {
                    self.at = at + 1;
                    return Ok(escaped);
                }
            }
            self.at = at;
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(escaped);
                }
                b'\\' | 0x80.. => {
                    escaped |= self.characters()?;
                    at = self.at;
                }
                0x20.. => at += 1, // the last seven bytes of the text are read one by one
                _ if self.rest().is_empty() => return Err(self.fail("expected the string to end")),
                _ => {
                    self.damage("expected control characters in a string to be escaped")?;
                    at = self.at;
                }
            }
        }
    }

    /// Consumes a run of characters that are escaped or above ASCII. Returns true if there is an escape.
    #[inline(never)]
    fn characters(&mut self) -> Result<bool, Failed> {
        let mut escaped = false;
        while let byte @ (b'\\' | 0x80..) = self.peek() {
            escaped |= byte == b'\\';
            match escape::character(self.rest()) {
                Some((_, length)) => self.at += length,
                None => self.damage(escape::expected(self.rest()))?,
            }
        }
        Ok(escaped)
    }

    /// Consumes a number. Returns its value if it is written as at most 15 digits, as every count of seconds is.
    pub(crate) fn number(&mut self) -> Result<Option<u64>, Failed> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        let first_digit = self.at;
        let whole = if self.peek() == b'0' {
            self.at += 1;
            0
        } else {
            self.digits()?
        };
        let end = self.at;
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if let b'e' | b'E' = self.peek() {
            self.at += 1;
            if let b'+' | b'-' = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let is_digits = first_digit == start && end == self.at;
        Ok((is_digits && end - start <= 15).then_some(whole))
    }

    /// Consumes one or more digits. Returns their value, which is right for at most 19 of them.
    #[inline(never)]
    fn digits(&mut self) -> Result<u64, Failed> {
        let start = self.at;
        let mut value = 0u64;
        while let digit @ b'0'..=b'9' = self.peek() {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at == start { Err(self.fail("expected a digit")) } else { Ok(value) }
    }

    /// Skips a whole value of any type, and the white space before it. `depth` is the number of objects and arrays around
    /// the value.
    pub(crate) fn skip(&mut self, depth: usize) -> Result<(), Failed> {
        match self.token() {
            b'"' => self.string().map(drop),
            open @ (b'{' | b'[') => {
                if depth >= MAX_DEPTH {
                    return Err(self.fail("expected at most 64 levels of nesting"));
                }
                let close = open + 2; // as ASCII has it
                let mut more = self.enter(close);
                while more {
                    if open == b'{' {
                        self.key()?;
                    }
                    self.skip(depth + 1)?;
                    more = self.more(close)?;
                }
                Ok(())
            }
            b'-' | b'0'..=b'9' => self.number().map(drop),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => self.sentinel().map(drop),
        }
    }

    /// Consumes a sentinel, if they are accepted. Called when the input is no JSON value, so anything else is an error.
    #[cold]
    pub(super) fn sentinel(&mut self) -> Result<NotJson, Failed> {
        match self.rest() {
            [b'!', letter, ..] if self.allows_sentinels => {
                let what = NotJson::from_sentinel(*letter).ok_or_else(|| self.fail("expected a known sentinel"))?;
                self.at += 2;
                Ok(what)
            }
            _ => Err(self.fail("expected a value")),
        }
    }

    /// Consumes white space, a key and its colon. Returns the key.
    pub(crate) fn key(&mut self) -> Result<RawString, Failed> {
        if self.token() != b'"' {
            return Err(self.fail("expected a key in quotes"));
        }
        let key = self.string()?;
        self.expect(b':', "expected a colon after the key")?;
        Ok(key)
    }
}
