//! The tree of a JSON document.
//!
//! It can also hold values of a JavaScript caller that JSON cannot express: a function, a cycle, a getter that throws. They
//! become [`Value::NotJson`], so that the rules can report their path.

/// The reason why a value of a caller's input is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotJson {
    /// `undefined` in a position that needs a value: the whole input, or an item of an array.
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

/// The letter behind the `!` of each sentinel, see [`super::parse_extended`].
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
    /// Returns the value that the sentinel with this letter replaces.
    pub(super) fn from_sentinel(letter: u8) -> Option<Self> {
        SENTINELS.iter().find(|(own, _)| *own == letter).map(|(_, reason)| *reason)
    }
}

/// One value of a caller's input.
///
/// An object keeps the order of its members and keeps duplicates, so that a rule can refuse them. A number keeps its text,
/// so that it is sent exactly as it was passed in.
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
    /// The members of an object in their order, duplicate keys included.
    Object(Vec<(String, Value)>),
    /// A value that JSON cannot express.
    NotJson(NotJson),
}

impl Value {
    /// Returns a member of an object by its key; of duplicates the last one, as `JSON.parse` does. Returns `None` for
    /// everything that is not an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the content of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value of a number; `None` for other values and for a number that is too large for a double.
    ///
    /// The value is exact for whole numbers up to 2^53 (epoch seconds, counts). With many digits the last binary digit
    /// may be wrong.
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
