//! A borrowed value inside a JSON text.
//!
//! The rules check a page's request, and write its normal form, on views and without a tree.

use std::borrow::Cow;

use super::escape::{has_escape, unescape};
use super::lexer::Lexer;
use super::{JsonType, NotJson, read_number};

/// A borrowed view of one JSON value in already validated text. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct View<'a>(&'a str);

impl<'a> View<'a> {
    /// The sentinel of a value that is too large to be read.
    pub const TOO_LARGE: View<'static> = View("!d");

    /// The view of an absent value.
    pub(crate) const ABSENT: View<'static> = View("");

    /// Validates one JSON document, by the rules of [`super::parse`]. Returns `None` if it is invalid.
    pub fn read(text: &'a str) -> Option<Self> {
        Self::document(text, Lexer::new(text.as_bytes()))
    }

    /// Validates one document of extended JSON, by the rules of [`super::parse_extended`]. Returns `None` if it is invalid.
    pub fn read_extended(text: &'a str) -> Option<Self> {
        Self::document(text, Lexer::extended(text.as_bytes()))
    }

    fn document(text: &'a str, mut lexer: Lexer<'_>) -> Option<Self> {
        let value = Self::next(text, &mut lexer)?;
        lexer.end().ok()?;
        Some(value)
    }

    /// Consumes a value and returns its view.
    fn next(text: &'a str, lexer: &mut Lexer<'_>) -> Option<Self> {
        lexer.token();
        let start = lexer.at();
        lexer.skip(0).ok()?;
        text.get(start..lexer.at()).map(Self)
    }

    /// Returns the text of the value, from its first byte to its last.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// Returns true if there is no value.
    pub(crate) fn is_absent(self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value's type.
    pub fn json_type(self) -> JsonType {
        match self.0.as_bytes() {
            [b'{', ..] => JsonType::Object,
            [b'[', ..] => JsonType::Array,
            [b'"', ..] => JsonType::String,
            [b't' | b'f', ..] => JsonType::Bool,
            [b'n', ..] => JsonType::Null,
            [b'-' | b'0'..=b'9', ..] => JsonType::Number,
            _ => JsonType::NotJson,
        }
    }

    /// Returns the reason why the value is not JSON; `None` for JSON.
    pub fn not_json(self) -> Option<NotJson> {
        match self.0.as_bytes() {
            [b'!', letter, ..] => NotJson::from_sentinel(*letter),
            _ => None,
        }
    }

    /// Returns the content of a string without escapes; `None` for everything else.
    pub fn string(self) -> Option<Cow<'a, str>> {
        let [b'"', content @ .., b'"'] = self.0.as_bytes() else { return None };
        if has_escape(content) {
            return Some(Cow::Owned(unescape(content)));
        }
        self.0.get(1..=content.len()).map(Cow::Borrowed)
    }

    /// Returns true if this is a string with this content.
    pub fn is(self, content: &str) -> bool {
        self.string().is_some_and(|string| string == content)
    }

    /// Returns the value of a number; `None` for other values and for a number that is too large for a double. It is as
    /// exact as [`super::Value::as_f64`].
    pub fn as_f64(self) -> Option<f64> {
        if self.json_type() == JsonType::Number { read_number(self.0.as_bytes()) } else { None }
    }

    /// Iterates over the entries in their order: the members of an object, duplicate keys included, or the items of an array
    /// with absent keys. Yields nothing for everything else.
    #[inline(never)]
    pub fn entries(self) -> Entries<'a> {
        Entries {
            text: self.0,
            lexer: Lexer::extended(self.0.as_bytes()),
            of_object: self.json_type() == JsonType::Object,
        }
    }

    /// Returns a member of an object by its key; of duplicates the last one, as `JSON.parse` does.
    pub fn get(self, key: &str) -> Option<View<'a>> {
        let mut found = None;
        for (name, value) in self.entries() {
            if name.is(key) {
                found = Some(value);
            }
        }
        found
    }
}

/// The iterator of [`View::entries`]. As a cursor it also enters the value of an entry, so that one pass reads every level.
#[derive(Debug)]
pub struct Entries<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    of_object: bool,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (View<'a>, View<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.key()?, self.value()?))
    }
}

impl<'a> Entries<'a> {
    /// Moves to the value of the next entry and returns its key, which is absent in an array. At the end it stays before the
    /// closing bracket and returns `None`.
    pub(crate) fn key(&mut self) -> Option<View<'a>> {
        // A value that is no container fails here, and an empty container fails at its first entry.
        let (b'{' | b'[' | b',') = self.lexer.token() else { return None };
        self.lexer.advance(1);
        if self.of_object {
            let raw = self.lexer.key().ok()?;
            return self.text.get(raw.start - 1..=raw.end).map(View);
        }
        if self.lexer.token() == b']' { None } else { Some(View::ABSENT) }
    }

    /// Consumes the value at the cursor and returns its view.
    pub(crate) fn value(&mut self) -> Option<View<'a>> {
        View::next(self.text, &mut self.lexer)
    }

    /// Enters the object or array at the cursor and reads its entries from now on. Returns true for an object, false for an
    /// array, and `None` for another value.
    pub(crate) fn enter(&mut self) -> Option<bool> {
        let open @ (b'{' | b'[') = self.lexer.token() else { return None };
        self.of_object = open == b'{';
        Some(self.of_object)
    }

    /// Leaves a container behind its last entry. `of_object` is true if the container around it is an object.
    pub(crate) fn leave(&mut self, of_object: bool) {
        self.lexer.advance(1);
        self.of_object = of_object;
    }
}
