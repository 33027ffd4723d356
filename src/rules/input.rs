//! The interface of the values that the rules check: views of text in a page, trees in a Rust program.

use std::borrow::Cow;

use crate::json::{Entries, JsonType, NotJson, View};

/// A borrowed value that the rules check.
pub(super) trait Input<'a>: Copy {
    /// Reads the entries of an object or array.
    type Cursor: Cursor<Self>;

    /// The value of an absent field.
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

    /// Returns a member of an object by its key; of duplicates the last one, as `JSON.parse` does.
    fn get(self, key: &str) -> Option<Self> {
        self.entries().filter(|(name, _)| name.is(key)).last().map(|(_, value)| value)
    }
}

/// An iterator over entries that can also enter their values, so that one pass reads every level.
pub(super) trait Cursor<V>: Iterator<Item = (V, V)> {
    /// Enters the object or array at the cursor. Returns true for an object, false for an array, `None` for another value.
    fn enter(&mut self) -> Option<bool>;

    /// Moves to the value of the next entry and returns its key. At the end it stays and returns `None`.
    fn key(&mut self) -> Option<V>;

    /// Consumes the value at the cursor and returns it.
    fn value(&mut self) -> Option<V>;

    /// Leaves a container behind its last entry. `to_object` is true if the container around it is an object.
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
