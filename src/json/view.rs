//! A value inside a text, read where it lies.
//!
//! A page's request is checked, and its normal form written, without a tree.

use std::borrow::Cow;

use super::escape::{has_escape, unescape};
use super::lexer::Lexer;
use super::{JsonType, NotJson, read_number};

/// One value of a text that was read through before, so that nothing in it is out of place. Costs nothing to copy.
#[derive(Clone, Copy, Debug)]
pub struct View<'a>(&'a str);

impl<'a> View<'a> {
    /// Stands for a value that is too large to be read.
    pub const TOO_LARGE: View<'static> = View("!d");

    /// What stands where there is no value.
    pub(crate) const ABSENT: View<'static> = View("");

    /// Reads one JSON document through, by the rules of [`super::parse`]; `None` where it is not one.
    pub fn read(text: &'a str) -> Option<Self> {
        Self::document(text, Lexer::new(text.as_bytes()))
    }

    /// The same for the text of the page's walker, with the marks of [`super::parse_extended`].
    pub fn read_extended(text: &'a str) -> Option<Self> {
        Self::document(text, Lexer::extended(text.as_bytes()))
    }

    fn document(text: &'a str, mut lexer: Lexer<'_>) -> Option<Self> {
        let value = Self::next(text, &mut lexer)?;
        lexer.end().ok()?;
        Some(value)
    }

    /// Moves over a value and gives it.
    fn next(text: &'a str, lexer: &mut Lexer<'_>) -> Option<Self> {
        lexer.token();
        let start = lexer.at();
        lexer.skip(0).ok()?;
        text.get(start..lexer.at()).map(Self)
    }

    /// The value's text, from its first byte to its last.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// Whether there is no value.
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

    /// What a mark stands for; `None` for JSON.
    pub fn not_json(self) -> Option<NotJson> {
        match self.0.as_bytes() {
            [b'!', letter, ..] => NotJson::from_sentinel(*letter),
            _ => None,
        }
    }

    /// A string's content without escapes; `None` for everything else.
    pub fn string(self) -> Option<Cow<'a, str>> {
        let [b'"', content @ .., b'"'] = self.0.as_bytes() else { return None };
        if has_escape(content) {
            return Some(Cow::Owned(unescape(content)));
        }
        self.0.get(1..=content.len()).map(Cow::Borrowed)
    }

    /// Whether this is a string with this content.
    pub fn is(self, content: &str) -> bool {
        self.string().is_some_and(|string| string == content)
    }

    /// A number's value; `None` for what is not a number or too large for a double. As exact as [`super::Value::as_f64`].
    pub fn as_f64(self) -> Option<f64> {
        if self.json_type() == JsonType::Number { read_number(self.0.as_bytes()) } else { None }
    }

    /// The members of an object, each key as a string's view, or the items of an array, their keys empty; in their order,
    /// with keys that stand there twice. Nothing for everything else.
    #[inline(never)]
    pub fn entries(self) -> Entries<'a> {
        Entries {
            text: self.0,
            lexer: Lexer::extended(self.0.as_bytes()),
            of_object: self.json_type() == JsonType::Object,
        }
    }

    /// A member of an object by its key; the last one where the key stands there twice, as `JSON.parse` has it.
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

/// What [`View::entries`] gives. As a cursor it also goes into an entry, so that one pass reads every level.
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
    /// Moves to the next entry's value and gives its key, which is empty in an array. At the end it stays at the bracket that
    /// closes, and gives nothing.
    pub(crate) fn key(&mut self) -> Option<View<'a>> {
        // What is no object or array ends here, and an empty one where its first entry would be.
        let (b'{' | b'[' | b',') = self.lexer.token() else { return None };
        self.lexer.advance(1);
        if self.of_object {
            let raw = self.lexer.key().ok()?;
            return self.text.get(raw.start - 1..=raw.end).map(View);
        }
        if self.lexer.token() == b']' { None } else { Some(View::ABSENT) }
    }

    /// Moves over the value here and gives it.
    pub(crate) fn value(&mut self) -> Option<View<'a>> {
        View::next(self.text, &mut self.lexer)
    }

    /// Goes into the object or array here. Gives whether it is an object, and takes for which of both the entries are read
    /// from now on.
    pub(crate) fn enter(&mut self) -> Option<bool> {
        let open @ (b'{' | b'[') = self.lexer.token() else { return None };
        self.of_object = open == b'{';
        Some(self.of_object)
    }

    /// Leaves it, behind its last entry, for an object or an array.
    pub(crate) fn leave(&mut self, of_object: bool) {
        self.lexer.advance(1);
        self.of_object = of_object;
    }
}
