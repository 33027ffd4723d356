//! Parsing of text into a [`Value`].

use super::escape::unescape;
use super::lexer::{Failed, Lexer, RawString};
use super::{MAX_DEPTH, SyntaxError, Value};

/// Parses one JSON document (RFC 8259) into a tree.
///
/// A byte order mark at the start is skipped. Members keep their order, and duplicate keys are kept.
///
/// # Errors
/// If the bytes are not UTF-8 or not JSON, contain an escape for an unpaired surrogate, nest deeper than [`MAX_DEPTH`], or
/// continue after the document.
pub fn parse(bytes: &[u8]) -> Result<Value, SyntaxError> {
    read(Lexer::new(bytes))
}

/// Parses extended JSON: the text that the package's encoder (`check/encode.ts`) makes of a JavaScript value. In it, a
/// sentinel of two characters replaces each value that JSON cannot express.
///
/// | sentinel | value |
/// |---|---|
/// | `!u` | `undefined` |
/// | `!f` | a function |
/// | `!s` | a symbol |
/// | `!b` | a `BigInt` |
/// | `!n` | `NaN` or an infinity |
/// | `!c` | an object inside itself |
/// | `!g` | a property whose getter threw |
/// | `!l` | a string with an unpaired surrogate |
/// | `!x` | an object that is neither plain nor an array |
/// | `!d` | nested too deep, or too many values |
///
/// # Errors
/// The same as for [`parse`]; an unknown sentinel is also an error.
pub fn parse_extended(text: &str) -> Result<Value, SyntaxError> {
    read(Lexer::extended(text.as_bytes()))
}

fn read(lexer: Lexer<'_>) -> Result<Value, SyntaxError> {
    let mut reader = Reader { lexer };
    reader.document().map_err(|Failed| reader.lexer.error())
}

struct Reader<'a> {
    lexer: Lexer<'a>,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Value, Failed> {
        let value = self.value(0)?;
        self.lexer.end()?;
        Ok(value)
    }

    /// Parses a value. `depth` is the number of objects and arrays around it.
    fn value(&mut self, depth: usize) -> Result<Value, Failed> {
        match self.lexer.token() {
            b'"' => {
                let raw = self.lexer.string()?;
                Ok(Value::String(self.text(raw)))
            }
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'-' | b'0'..=b'9' => {
                let start = self.lexer.at();
                self.lexer.number()?;
                let end = self.lexer.at();
                Ok(Value::Number(plain(self.lexer.slice(start, end))))
            }
            b't' => self.lexer.literal(b"true").map(|()| Value::Bool(true)),
            b'f' => self.lexer.literal(b"false").map(|()| Value::Bool(false)),
            b'n' => self.lexer.literal(b"null").map(|()| Value::Null),
            _ => self.lexer.sentinel().map(Value::NotJson),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Failed> {
        let mut members = Vec::new();
        let mut more = self.enter(depth, b'}')?;
        while more {
            let raw = self.lexer.key()?;
            let key = self.text(raw);
            members.push((key, self.value(depth + 1)?));
            more = self.lexer.more(b'}')?;
        }
        Ok(Value::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<Value, Failed> {
        let mut items = Vec::new();
        let mut more = self.enter(depth, b']')?;
        while more {
            items.push(self.value(depth + 1)?);
            more = self.lexer.more(b']')?;
        }
        Ok(Value::Array(items))
    }

    /// Enters a container that is nested in `depth` others. Returns true if it has an entry.
    fn enter(&mut self, depth: usize, close: u8) -> Result<bool, Failed> {
        if depth >= MAX_DEPTH {
            return Err(self.lexer.fail("expected at most 64 levels of nesting"));
        }
        Ok(self.lexer.enter(close))
    }

    fn text(&self, raw: RawString) -> String {
        let bytes = self.lexer.slice(raw.start, raw.end);
        if raw.escaped { unescape(bytes) } else { plain(bytes) }
    }
}

/// Copies bytes that the lexer has validated as UTF-8.
fn plain(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap_or_default()
}
