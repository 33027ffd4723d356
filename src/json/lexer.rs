//! The building blocks of reading JSON: white space, strings, numbers, literals, and skipping a whole value.
//!
//! A [`Lexer`] is a place in a text. Its methods move it over one thing and say what they found; where the text is not
//! JSON they note the reason and give [`Failed`], which is empty, so that the many results on the way cost nothing.

use super::{MAX_DEPTH, NotJson, SyntaxError, escape};

/// The text is not JSON; the reason lies in the lexer.
#[derive(Debug)]
pub(crate) struct Failed;

/// What a string's quotes enclose, still escaped: byte positions in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawString {
    /// Of the first byte after the opening quote.
    pub(crate) start: usize,
    /// Of the closing quote.
    pub(crate) end: usize,
    /// Whether a backslash lies between them.
    pub(crate) escaped: bool,
}

/// A place in a text that is being read.
#[derive(Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    reason: &'static str,
    /// Whether marks for what JSON cannot say are values too.
    allows_sentinels: bool,
}

/// The most that is looked at from where a step fails, in bytes: the two escapes of a surrogate pair.
const LOOK_AHEAD: usize = 12;

/// What stands for a byte behind the text's last one. No JSON has it outside of a string's escapes.
pub(crate) const END: u8 = 0;

/// A byte repeated eight times, for looking at eight bytes at once.
const fn times_eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Finds the bytes in which a string's plain run ends: a quote, a backslash, a control character, anything above ASCII.
///
/// The lowest set bit of the result lies in the first such byte (bits above it may be wrong); 0 means none of the eight.
/// A subtraction sets a byte's top bit where it underflows: `x - 0x20` for control characters, `(x ^ c) - 1` for
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
        Self { text, at, reason: "", allows_sentinels: false }
    }

    /// Starts somewhere inside a text, of which this is a part.
    pub(crate) fn inside(text: &'a [u8]) -> Self {
        Self { text, at: 0, reason: "", allows_sentinels: false }
    }

    /// Starts at the beginning of a text that may hold marks, see [`super::parse_extended`].
    pub(super) fn extended(text: &'a [u8]) -> Self {
        Self { text, at: 0, reason: "", allows_sentinels: true }
    }

    /// Whether a [`Failed`] may have come from the text's end: with more text the same step might have succeeded.
    pub(crate) fn is_near_end(&self) -> bool {
        self.rest().len() < LOOK_AHEAD
    }

    /// The position in bytes from the start of the text.
    #[inline(always)]
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// All of the text.
    #[inline(always)]
    pub(crate) fn text(&self) -> &'a [u8] {
        self.text
    }

    /// What lies ahead.
    #[inline(always)]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A part of the text.
    #[inline(always)]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Notes why the text is not JSON.
    #[cold]
    pub(crate) fn fail(&mut self, reason: &'static str) -> Failed {
        self.reason = reason;
        Failed
    }

    /// What a [`Failed`] was about.
    pub(crate) fn error(&self) -> SyntaxError {
        SyntaxError { offset: self.at.min(self.text.len()), reason: self.reason }
    }

    /// The byte here, without moving; [`END`] behind the last one.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(END)
    }

    /// Moves over bytes that the caller has looked at.
    #[inline(always)]
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Moves over white space and gives the byte after it, as [`Self::peek`] does.
    #[inline(always)]
    pub(crate) fn token(&mut self) -> u8 {
        match self.peek() {
            byte @ b'!'.. => byte,
            _ => self.after_white_space(),
        }
    }

    /// The same where there may be some: answers seldom have any.
    #[inline(never)]
    fn after_white_space(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    /// Moves over white space and then over `byte`, which has to be there.
    pub(crate) fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), Failed> {
        if self.token() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(self.fail(reason))
        }
    }

    /// Moves over what follows an entry of an object or array: a comma, or the bracket that ends it. Says whether there is
    /// another entry.
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

    /// Moves over the bracket that opens an object or array, which is here, and over the one that closes it if nothing
    /// lies between them. Says whether there is an entry.
    #[inline(always)]
    pub(crate) fn enter(&mut self, close: u8) -> bool {
        self.at += 1;
        let is_empty = self.token() == close;
        if is_empty {
            self.at += 1;
        }
        !is_empty
    }

    /// Only white space may be left.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        self.token();
        if self.rest().is_empty() { Ok(()) } else { Err(self.fail("expected nothing after the document")) }
    }

    /// Moves over `literal`, of which the first byte is known to be here.
    pub(crate) fn literal(&mut self, literal: &'static [u8]) -> Result<(), Failed> {
        if self.rest().starts_with(literal) {
            self.at += literal.len();
            Ok(())
        } else {
            Err(self.fail("expected a value"))
        }
    }

    /// Moves over a string, of which the opening quote is here.
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<RawString, Failed> {
        let start = self.at + 1;
        // The result of the loop fits into a register, and what is made of it here never lies in memory.
        let escaped = self.string_content()?;
        Ok(RawString { start, end: self.at - 1, escaped })
    }

    /// The same, and says whether there are escapes.
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
                0x20.. => at += 1, // the text's last seven bytes are looked at one by one
                _ if self.rest().is_empty() => return Err(self.fail("expected the string to end")),
                _ => return Err(self.fail("expected control characters in a string to be escaped")),
            }
        }
    }

    /// Moves over a run of characters that are escaped or above ASCII, and says whether there is an escape.
    #[inline(never)]
    fn characters(&mut self) -> Result<bool, Failed> {
        let mut escaped = false;
        while let byte @ (b'\\' | 0x80..) = self.peek() {
            escaped |= byte == b'\\';
            match escape::character(self.rest()) {
                Some((_, length)) => self.at += length,
                None => return Err(self.fail(escape::expected(self.rest()))),
            }
        }
        Ok(escaped)
    }

    /// Moves over a number.
    pub(crate) fn number(&mut self) -> Result<(), Failed> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
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
        Ok(())
    }

    /// Moves over one digit or more.
    #[inline(never)]
    fn digits(&mut self) -> Result<(), Failed> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { Err(self.fail("expected a digit")) } else { Ok(()) }
    }

    /// Moves over a whole value of any kind, white space before it included. `depth` is how many objects and arrays it
    /// lies in.
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
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => self.sentinel().map(drop),
        }
    }

    /// Moves over a mark, where there may be one. It is the last thing that a value can be.
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

    /// Moves over white space, a key and its colon.
    pub(crate) fn key(&mut self) -> Result<RawString, Failed> {
        if self.token() != b'"' {
            return Err(self.fail("expected a key in quotes"));
        }
        let key = self.string()?;
        self.expect(b':', "expected a colon after the key")?;
        Ok(key)
    }
}
