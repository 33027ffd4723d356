//! The values that the rules check: text in a page, a tree in a Rust program.

use std::borrow::Cow;

use crate::json::{Entries, JsonType, NotJson, View};

/// A value that is checked where it lies.
pub(super) trait Input<'a>: Copy {
    /// Reads the entries of an object or array.
    type Cursor: Cursor<Self>;

    /// Stands for a value that is not there.
    const ABSENT: Self;

    /// Returns true if there is no value.
    fn is_absent(self) -> bool;

    /// Returns the value's type.
    fn json_type(self) -> JsonType;

    /// Returns the reason why the value is not JSON; `None` for JSON.
    fn not_json(self) -> Option<NotJson>;

    /// Returns a string's content; `None` for everything else.
    fn string(self) -> Option<Cow<'a, str>>;

    /// Returns a number's value; `None` for everything else, and for a number that is too large for a double.
    fn as_f64(self) -> Option<f64>;

    /// Returns true if this is `true`.
    fn is_true(self) -> bool;

    /// Returns the value as JSON text.
    fn text(self) -> Cow<'a, str>;

    /// Iterates over the members of an object, each key as a string, or over the items of an array, their keys absent.
    /// Yields nothing for everything else.
    fn entries(self) -> Self::Cursor;

    /// Returns true if this is a string with this content.
    fn is(self, content: &str) -> bool {
        self.string().is_some_and(|string| string == content)
    }

    /// Returns a member of an object by its key; the last one where the key is there twice, as `JSON.parse` has it.
    fn get(self, key: &str) -> Option<Self> {
        self.entries().filter(|(name, _)| name.is(key)).last().map(|(_, value)| value)
    }
}

/// An iterator over entries that also goes into them, so that one pass reads every level.
pub(super) trait Cursor<V>: Iterator<Item = (V, V)> {
    /// Goes into the object or array here. Returns true for an object, `None` if there is neither.
    fn enter(&mut self) -> Option<bool>;

    /// Moves to the next entry's value and returns its key. At the end it stays and returns `None`.
    fn key(&mut self) -> Option<V>;

    /// Moves over the value here and returns it.
    fn value(&mut self) -> Option<V>;

    /// Leaves an object or array behind its last entry, for an object or an array.
    fn leave(&mut self, to_object: bool);
}

impl<'a> Input<'a> for View<'a> {
    type Cursor = Entries<'a>;

    const ABSENT: Self = View::ABSENT;

    fn is_absent(self) -> bool {
        View::is_absent(self)
    }

    fn json_type(self) -> JsonType {
        View::json_type(self)
    }

    fn not_json(self) -> Option<NotJson> {
        View::not_json(self)
    }

    fn string(self) -> Option<Cow<'a, str>> {
        View::string(self)
    }

    fn as_f64(self) -> Option<f64> {
        View::as_f64(self)
    }

    fn is_true(self) -> bool {
        View::text(self) == "true"
    }

    fn text(self) -> Cow<'a, str> {
        Cow::Borrowed(View::text(self))
    }

    fn entries(self) -> Entries<'a> {
        View::entries(self)
    }
}

impl<'a> Cursor<View<'a>> for Entries<'a> {
    fn enter(&mut self) -> Option<bool> {
        Entries::enter(self)
    }

    fn key(&mut self) -> Option<View<'a>> {
        Entries::key(self)
    }

    fn value(&mut self) -> Option<View<'a>> {
        Entries::value(self)
    }

    fn leave(&mut self, to_object: bool) {
        Entries::leave(self, to_object);
    }
}
