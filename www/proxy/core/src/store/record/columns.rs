//! The columns of a row: reading and writing.

use super::owner_kind::OwnerKind;
use super::{Record, Repeat};
use crate::config::Retention;
use crate::host::{DatabaseError, Row, Value};
use crate::release::{self, Digest, Identity, Outcome, State};

/// The columns of a row, in the order of [`Record::values`].
pub(in crate::store) const COLUMNS: [&str; 28] = [
    "reference_id",
    "tagged",
    "session_id",
    "version",
    "secret_id",
    "state",
    "owner",
    "owner_kind",
    "success_nonce",
    "error_nonce",
    "login_cookie",
    "key_digest",
    "body_digest",
    "sealed",
    "outcome",
    "birth",
    "accounts",
    "lease_until",
    "created_at",
    "expires_at",
    "completed_at",
    "returned_at",
    "cancelled_at",
    "presented_at",
    "released_at",
    "locked_at",
    "used_at",
    "sweep_at",
];

impl Record {
    /// Reads a row of the table.
    ///
    /// # Errors
    /// If a column is missing or has another type.
    pub(in crate::store) fn read(row: &Row) -> Result<Self, DatabaseError> {
        let digest = |column: &str| Ok(row.optional_text(column)?.as_deref().and_then(Digest::read));
        let accounts = row.optional_text("accounts")?.unwrap_or_default();
        let repeat = match (row.optional_text("key_digest")?, row.optional_text("body_digest")?) {
            (Some(key), Some(body)) => Some(Repeat { key, body, sealed: row.optional_text("sealed")? }),
            _ => None,
        };
        Ok(Self {
            reference_id: row.text("reference_id")?,
            is_tagged: row.integer("tagged")? == 1,
            session_id: row.optional_text("session_id")?,
            version: row.integer("version")?,
            secret_id: row.text("secret_id")?,
            owner_kind: named(OwnerKind::ALL, OwnerKind::name, &row.text("owner_kind")?).unwrap_or(OwnerKind::Nobody),
            repeat,
            lease_until: row.integer("lease_until")?,
            used_at: row.integer("used_at")?,
            row: release::Row {
                // An unknown state becomes "lost", which never releases a session.
                state: named(State::ALL, State::name, &row.text("state")?).unwrap_or(State::Lost),
                owner: digest("owner")?.unwrap_or(Digest::NOBODY),
                success: digest("success_nonce")?,
                error: digest("error_nonce")?,
                login: digest("login_cookie")?,
                created_at: row.integer("created_at")?,
                expires_at: row.optional_integer("expires_at")?,
                outcome: row.optional_text("outcome")?.and_then(|name| named(Outcome::ALL, Outcome::name, &name)),
                completed_at: row.optional_integer("completed_at")?,
                returned_at: row.optional_integer("returned_at")?,
                cancelled_at: row.optional_integer("cancelled_at")?,
                presented_at: row.optional_integer("presented_at")?,
                released_at: row.optional_integer("released_at")?,
                locked_at: row.optional_integer("locked_at")?,
                identity: Identity {
                    birth: digest("birth")?,
                    accounts: accounts.split(',').filter_map(Digest::read).collect(),
                },
            },
        })
    }

    /// Returns the values of all columns, in the order of [`COLUMNS`].
    pub(in crate::store) fn values(&self, retention: &Retention) -> Vec<Value> {
        let row = &self.row;
        let digest = |digest: Option<Digest>| Value::from(digest.map(Digest::text));
        let accounts: Vec<String> = row.identity.accounts.iter().map(|account| account.text()).collect();
        let repeat = self.repeat.as_ref();
        vec![
            self.reference_id.as_str().into(),
            i64::from(self.is_tagged).into(),
            self.session_id.as_deref().into(),
            self.version.into(),
            self.secret_id.as_str().into(),
            row.state.name().into(),
            row.owner.text().into(),
            self.owner_kind.name().into(),
            digest(row.success),
            digest(row.error),
            digest(row.login),
            repeat.map(|repeat| repeat.key.as_str()).into(),
            repeat.map(|repeat| repeat.body.as_str()).into(),
            repeat.and_then(|repeat| repeat.sealed.as_deref()).into(),
            row.outcome.map(Outcome::name).into(),
            digest(row.identity.birth),
            Some(accounts.join(",")).filter(|accounts| !accounts.is_empty()).into(),
            self.lease_until.into(),
            row.created_at.into(),
            row.expires_at.into(),
            row.completed_at.into(),
            row.returned_at.into(),
            row.cancelled_at.into(),
            row.presented_at.into(),
            row.released_at.into(),
            row.locked_at.into(),
            self.used_at.into(),
            self.sweep_at(retention).into(),
        ]
    }
}

/// Finds the item with this name.
fn named<T: Copy, const N: usize>(all: [T; N], name: impl Fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.into_iter().find(|item| name(*item) == wanted)
}
