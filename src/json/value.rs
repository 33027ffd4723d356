//! The tree in which a caller's input reaches the rules.
//!
//! It holds what JSON can say, and also what a JavaScript caller can hand in that JSON cannot: a function, a cycle, a
//! getter that throws. Those become [`Value::NotJson`], so that the rules can name the place instead of the page
//! failing somewhere in between.

/// Why a place in a caller's input is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotJson {
    /// `undefined` where JSON would need a value: the whole input, or an item of an array.
    Undefined,
    /// A function.
    Function,
    /// A symbol.
    Symbol,
    /// A `BigInt`.
    BigInt,
    /// `NaN`, `Infinity` or `-Infinity`.
    NotFinite,
    /// An object that contains itself.
    Cycle,
    /// A property whose getter threw.
    ThrowingGetter,
    /// A string with an unpaired surrogate, which UTF-8 cannot hold.
    LoneSurrogate,
    /// An object that is neither plain nor an array: a `Date`, a `Map`, an instance of a class.
    Exotic,
    /// Nested deeper than [`crate::json::MAX_DEPTH`], or more values than a request may have.
    TooLarge,
}

/// The letter behind the `!` of each mark, see [`super::parse_extended`].
const SENTINELS: [(u8, NotJson); 10] = [
    (b'u', NotJson::Undefined),
    (b'f', NotJson::Function),
    (b's', NotJson::Symbol),
    (b'b', NotJson::BigInt),
    (b'n', NotJson::NotFinite),
    (b'c', NotJson::Cycle),
    (b'g', NotJson::ThrowingGetter),
    (b'l', NotJson::LoneSurrogate),
    (b'x', NotJson::Exotic),
    (b'd', NotJson::TooLarge),
];

impl NotJson {
    /// What the mark with this letter stands for.
    pub(super) fn from_sentinel(letter: u8) -> Option<Self> {
        SENTINELS.iter().find(|(mark, _)| *mark == letter).map(|(_, what)| *what)
    }
}

/// One value of a caller's input.
///
/// An object keeps its members in their order and keeps duplicates, so that a rule can refuse them. A number keeps its
/// text: nothing is lost between what was handed in and what is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object's members in their order; a key may stand there twice.
    Object(Vec<(String, Value)>),
    /// Something that JSON cannot say.
    NotJson(NotJson),
}

impl Value {
    /// A member of an object by its key; the last one where the key stands there twice, as `JSON.parse` has it. `None`
    /// for everything that is not an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A string's text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A number's value; `None` for what is not a number or too large for a double.
    ///
    /// Exact for whole numbers up to 2^53 (epoch seconds, counts); with many digits the last binary digit may be off.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Number(text) => super::read_number(text.as_bytes()),
            _ => None,
        }
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(flag),
            serde_json::Value::Number(number) => Value::Number(number.to_string()),
            serde_json::Value::String(text) => Value::String(text),
            serde_json::Value::Array(items) => Value::Array(items.into_iter().map(Value::from).collect()),
            serde_json::Value::Object(members) => {
                Value::Object(members.into_iter().map(|(key, member)| (key, Value::from(member))).collect())
            }
        }
    }
}
