//! A session of Ivy's on its way to a page.

use ivy_data_session::json::{self, Value};

/// What a page must not see: the callback URLs hold the nonce, `externalUser` may hold another's identifiers.
/// `returnUrl` is what a later age of Ivy's API calls them.
const WITHHELD: [&str; 5] =
    ["successCallbackUrl", "errorCallbackUrl", "resultCallbackUrl", "returnUrl", "externalUser"];

/// A session as Ivy wrote it, field by field in its order and number by number as it stood there.
#[derive(Clone, Debug)]
pub(crate) struct Session(Vec<(String, Value)>);

impl Session {
    /// Reads the bytes of an object that has passed the decoder.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        match json::parse(bytes) {
            Ok(Value::Object(members)) => Some(Self(members)),
            _ => None,
        }
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::as_str)
    }

    fn get(&self, field: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value)
    }

    /// Adds a field where Ivy gave none; `null` counts as none.
    pub(crate) fn add(&mut self, field: &str, value: Value) {
        if matches!(self.get(field), None | Some(Value::Null)) {
            self.0.retain(|(name, _)| name != field);
            self.0.push((field.to_owned(), value));
        }
    }

    /// Adds the date that Ivy's answers lack.
    pub(crate) fn add_date(&mut self, date: Option<i64>) {
        if let Some(seconds) = date {
            self.add("createdAt", Value::Number(seconds.to_string()));
        }
    }

    /// The session for a page, as JSON text.
    pub(crate) fn write(mut self) -> String {
        self.0.retain(|(name, _)| !WITHHELD.contains(&name.as_str()));
        let mut text = String::new();
        json::write(&Value::Object(self.0), &mut text);
        text
    }
}
