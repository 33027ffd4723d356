//! Conversion of Ivy's session to the form that pages get.

use ivy_data_session::json::{self, Value};

use crate::config::PageField;
use crate::keys::TableKeys;
use crate::release::{Digest, Identity};
use crate::{account, date, page_fields};

/// The fields that hold dates, in epoch seconds.
const DATES: [&str; 3] = ["createdAt", "updatedAt", "expiresAt"];

/// A session of Ivy's. Fields keep their order, numbers their spelling.
#[derive(Clone, Debug)]
pub(crate) struct Session(Vec<(String, Value)>);

impl Session {
    /// Parses the bytes of an object that the decoder has accepted.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        match json::parse(bytes) {
            Ok(Value::Object(members)) => Some(Self(members)),
            _ => None,
        }
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::as_str)
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value)
    }

    /// Returns Ivy's creation date, if it is plausible.
    pub(crate) fn created_at(&self, now: i64) -> Option<i64> {
        self.get("createdAt").and_then(Value::as_f64).and_then(|seconds| date::past(seconds, now))
    }

    /// Returns the digests of the person in its data.
    pub(crate) fn identity(&self, keys: &TableKeys) -> Identity {
        account::identity(keys, self.get("data"))
    }

    /// Returns the JSON text for a page. Adds the proxy's date if Ivy's is missing, adds the accounts' handles, and
    /// removes the fields that no page gets.
    pub(crate) fn for_page(mut self, page: &PageView<'_>) -> String {
        self.0.retain(|(name, value)| {
            let is_date = match name.as_str() {
                "createdAt" => value.as_f64().is_some_and(|seconds| date::past(seconds, page.now).is_some()),
                name if DATES.contains(&name) => value.as_f64().is_some_and(date::is_plausible),
                _ => true,
            };
            is_date || matches!(value, Value::Null) && name != "createdAt"
        });
        if let Some(seconds) = page.date.filter(|_| self.get("createdAt").is_none()) {
            self.0.push(("createdAt".to_owned(), Value::Number(seconds.to_string())));
        }
        let id = self.text("id").unwrap_or_default().to_owned();
        if let Some((_, Value::Object(data))) = self.0.iter_mut().find(|(name, _)| name == "data")
            && let Some((_, Value::Array(accounts))) = data.iter_mut().find(|(name, _)| name == "accounts")
        {
            accounts.iter_mut().for_each(|account| add_handle(account, page, &id));
        }
        page_fields::keep(&mut self.0, page.fields);
        let mut text = String::new();
        json::write(&Value::Object(self.0), &mut text);
        text
    }
}

/// The additions to a session for a page, and the selection of its fields.
pub(crate) struct PageView<'a> {
    pub(crate) keys: &'a TableKeys,
    /// The owner of the accounts.
    pub(crate) owner: Digest,
    /// The creation date if Ivy's response has none, in epoch seconds.
    pub(crate) date: Option<i64>,
    pub(crate) now: i64,
    /// The fields that the merchant names.
    pub(crate) fields: &'a [PageField],
}

fn add_handle(account: &mut Value, page: &PageView<'_>, session_id: &str) {
    let handle = account::handle(page.keys, page.owner, session_id, account);
    if let Value::Object(members) = account {
        members.retain(|(name, _)| name != "handle");
        members.extend(handle.map(|handle| ("handle".to_owned(), Value::String(handle))));
    }
}
