//! The entry points for a Rust program, whose input is a tree or a type.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::check_text::check_input;
use super::input::{Cursor, Input};
use super::{Checked, RequestRules, Subject, UrlReader};
use crate::json::{JsonType, MAX_DEPTH, NotJson, Value, View, parse, write};
use crate::model::DataSessionRequest;

/// A URL reader that refuses every text. A page's checks start from text, with the page's own reader.
#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
struct NoUrls;

#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
impl UrlReader for NoUrls {
    fn read(&self, _: &str) -> Option<String> {
        None
    }
}

#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
const URLS: &dyn UrlReader = &NoUrls;
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
const URLS: &dyn UrlReader = &super::NativeUrls;

/// The options for every value except a request.
const NO_EXTRAS: RequestRules<'static> =
    RequestRules { urls: URLS, extra_fields: &[], extra_permissions: &[], reference_id_optional: false };

/// Checks a request and returns its normal form.
pub fn check_data_session_request(request: &Value, rules: &RequestRules<'_>) -> Checked {
    as_tree(check_as_text(Subject::Request, request, rules))
}

/// Checks a request that is a type, [`DataSessionRequest`] or one of the caller, or a tree of `serde_json`. Returns the
/// normal form as a type.
pub fn check_request(request: &impl Serialize, rules: &RequestRules<'_>) -> Checked<DataSessionRequest> {
    let request = serde_json::to_value(request).map_or(Value::NotJson(NotJson::Exotic), Value::from);
    as_type(check_as_text(Subject::Request, &request, rules))
}

/// Checks a user, the member `externalUser` of a request. Paths start at the user.
pub fn check_external_user(user: &Value) -> Checked {
    as_tree(check_as_text(Subject::ExternalUser, user, &NO_EXTRAS))
}

/// Checks a list query: exactly one selector, in the same normal form as in a request.
///
/// A query without a selector is [`super::IssueCode::Required`], one with several is [`super::IssueCode::Conflict`], both
/// with an empty path.
pub fn check_list_query(query: &Value) -> Checked {
    as_tree(check_as_text(Subject::ListQuery, query, &NO_EXTRAS))
}

/// Returns the query that finds a user's past sessions: by `referenceId`, else by `email`, else by `phone`.
///
/// Checks the whole user. Paths start at the user. A user known by metadata alone is refused with
/// [`super::IssueCode::MetadataOnly`].
pub fn list_query_for(external_user: &Value) -> Checked {
    as_tree(check_as_text(Subject::ListQueryFor, external_user, &NO_EXTRAS))
}

/// Checks a tree. One that cannot be expressed as JSON text is refused as too large.
fn check_as_text(subject: Subject, value: &Value, rules: &RequestRules<'_>) -> Checked<String> {
    let tree = if is_readable(value, 0) { Tree::Value(value) } else { Tree::TooLarge };
    check_input(subject, tree, rules)
}

/// Converts the normal form into a tree.
fn as_tree(checked: Checked<String>) -> Checked {
    let Checked { value, issues, warnings } = checked;
    Checked { value: value.and_then(|text| parse(text.as_bytes()).ok()), issues, warnings }
}

/// Converts the normal form into a type.
fn as_type<T: DeserializeOwned>(checked: Checked<String>) -> Checked<T> {
    let Checked { value, issues, warnings } = checked;
    Checked { value: value.and_then(|text| serde_json::from_str(&text).ok()), issues, warnings }
}

/// Returns true if a value is nested no deeper than [`MAX_DEPTH`], and the text of each of its numbers is a JSON number.
/// `depth` is the number of objects and arrays around the value.
fn is_readable(value: &Value, depth: usize) -> bool {
    match value {
        Value::Number(text) => View::read(text).is_some_and(|view| view.json_type() == JsonType::Number),
        Value::Array(items) => depth < MAX_DEPTH && items.iter().all(|item| is_readable(item, depth + 1)),
        Value::Object(members) => depth < MAX_DEPTH && members.iter().all(|(_, member)| is_readable(member, depth + 1)),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::NotJson(_) => true,
    }
}

/// A value in a tree.
#[derive(Clone, Copy)]
enum Tree<'a> {
    Absent,
    /// A value that is too large to be read.
    TooLarge,
    /// The key of an object's member.
    Key(&'a str),
    Value(&'a Value),
}

impl<'a> Input<'a> for Tree<'a> {
    type Cursor = TreeCursor<'a>;

    const ABSENT: Self = Tree::Absent;

    fn is_absent(self) -> bool {
        matches!(self, Tree::Absent)
    }

    fn json_type(self) -> JsonType {
        match self {
            Tree::Key(_) | Tree::Value(Value::String(_)) => JsonType::String,
            Tree::Value(Value::Null) => JsonType::Null,
            Tree::Value(Value::Bool(_)) => JsonType::Bool,
            Tree::Value(Value::Number(_)) => JsonType::Number,
            Tree::Value(Value::Array(_)) => JsonType::Array,
            Tree::Value(Value::Object(_)) => JsonType::Object,
            Tree::Value(Value::NotJson(_)) | Tree::Absent | Tree::TooLarge => JsonType::NotJson,
        }
    }

    fn not_json(self) -> Option<NotJson> {
        match self {
            Tree::TooLarge => Some(NotJson::TooLarge),
            Tree::Value(Value::NotJson(reason)) => Some(*reason),
            _ => None,
        }
    }

    fn string(self) -> Option<Cow<'a, str>> {
        match self {
            Tree::Key(text) => Some(Cow::Borrowed(text)),
            Tree::Value(value) => value.as_str().map(Cow::Borrowed),
            Tree::Absent | Tree::TooLarge => None,
        }
    }

    fn as_f64(self) -> Option<f64> {
        match self {
            Tree::Value(value) => value.as_f64(),
            _ => None,
        }
    }

    fn is_true(self) -> bool {
        matches!(self, Tree::Value(Value::Bool(true)))
    }

    fn text(self) -> Cow<'a, str> {
        let mut text = String::new();
        match self {
            Tree::Key(key) => write(&Value::String(key.to_owned()), &mut text),
            Tree::Value(value) => write(value, &mut text),
            Tree::Absent | Tree::TooLarge => {}
        }
        Cow::Owned(text)
    }

    fn entries(self) -> TreeCursor<'a> {
        TreeCursor { levels: Vec::new(), here: Some(self) }
    }
}

/// The remaining entries of an object or array.
enum Level<'a> {
    Object(std::slice::Iter<'a, (String, Value)>),
    Array(std::slice::Iter<'a, Value>),
}

/// A cursor over the entries of a tree.
struct TreeCursor<'a> {
    /// The objects and arrays around the cursor, the outermost first.
    levels: Vec<Level<'a>>,
    /// The next value.
    here: Option<Tree<'a>>,
}

impl<'a> Iterator for TreeCursor<'a> {
    type Item = (Tree<'a>, Tree<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.levels.is_empty() {
            self.enter()?;
        }
        Some((self.key()?, self.value()?))
    }
}

impl<'a> Cursor<Tree<'a>> for TreeCursor<'a> {
    fn enter(&mut self) -> Option<bool> {
        let level = match self.here {
            Some(Tree::Value(Value::Object(members))) => Level::Object(members.iter()),
            Some(Tree::Value(Value::Array(items))) => Level::Array(items.iter()),
            _ => return None,
        };
        let is_object = matches!(level, Level::Object(_));
        self.levels.push(level);
        Some(is_object)
    }

    fn key(&mut self) -> Option<Tree<'a>> {
        let (key, value) = match self.levels.last_mut()? {
            Level::Object(members) => {
                // Skip members that are `undefined`, as `JSON.stringify` does.
                let (key, value) = members.find(|(_, value)| !matches!(value, Value::NotJson(NotJson::Undefined)))?;
                (Tree::Key(key), value)
            }
            Level::Array(items) => (Tree::Absent, items.next()?),
        };
        self.here = Some(Tree::Value(value));
        Some(key)
    }

    fn value(&mut self) -> Option<Tree<'a>> {
        self.here.take()
    }

    fn leave(&mut self, _: bool) {
        self.levels.pop();
    }
}
