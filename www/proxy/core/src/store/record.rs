//! One row of `ivy_sessions`.

use crate::random::unkeyed_digest;
use crate::release::{self, Digest, Identity, Outcome, State};
use crate::{DatabaseFault, Retention, Row, Value, Who};

use super::RESPONSES_KEPT;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// Later than any sweep: the last second of the year 9999.
pub(super) const NEVER: i64 = 253_402_300_799;

/// The columns of a row, in the order of [`Record::values`].
pub(super) const COLUMNS: [&str; 28] = [
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

/// Which kind of owner a row has: guests' rows are kept for less long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnerKind {
    Customer,
    Guest,
    /// Of what was forgotten.
    Nobody,
}

impl OwnerKind {
    pub(super) const ALL: [Self; 3] = [Self::Customer, Self::Guest, Self::Nobody];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Guest => "guest",
            Self::Nobody => "nobody",
        }
    }

    pub(super) fn of(who: &Who) -> Self {
        match who {
            Who::Customer(_) => Self::Customer,
            Who::Guest(_) => Self::Guest,
        }
    }
}

/// What a repeat of a create is recognised and answered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// A digest of the owner and their idempotency key.
    pub(crate) key: String,
    /// A digest of the request.
    pub(crate) body: String,
    /// The sealed response; `None` until Ivy has answered, and after the session was forgotten.
    pub(crate) sealed: Option<String>,
}

/// A session that the table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) reference_id: String,
    /// Whether the reference carries this proxy's tag, also after it was forgotten.
    pub(crate) is_tagged: bool,
    pub(crate) session_id: Option<String>,
    pub(crate) version: i64,
    pub(crate) secret_id: String,
    pub(crate) owner_kind: OwnerKind,
    pub(crate) repeat: Option<Repeat>,
    /// Until when Ivy's response to the create can come.
    pub(crate) lease_until: i64,
    /// When it was last shown to its owner, or made.
    pub(crate) used_at: i64,
    pub(crate) row: release::Row,
}

/// Returns the name under which the table holds a forgotten session.
pub(super) fn session_tombstone(session_id: &str) -> String {
    format!("forgotten:{}", unkeyed_digest("forgotten session", &[session_id]))
}

/// Returns the name under which the table holds a forgotten reference.
pub(super) fn reference_tombstone(reference_id: &str) -> String {
    format!("forgotten:{}", unkeyed_digest("forgotten reference", &[reference_id]))
}

impl Record {
    /// Reads a row of the table.
    pub(super) fn read(row: &Row) -> Result<Self, DatabaseFault> {
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
                // A word that no version of the proxy wrote never releases anything.
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
    pub(super) fn values(&self, retention: &Retention) -> Vec<Value> {
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

    /// Takes the rule's new row, and drops what a repeat no longer gets: a login that has ended, or that anybody came
    /// back from, frees its idempotency key.
    pub(super) fn with(mut self, row: release::Row, now: i64) -> Self {
        if row.state == State::Forgotten && self.row.state != State::Forgotten {
            self.reference_id = reference_tombstone(&self.reference_id);
            self.session_id = self.session_id.as_deref().map(session_tombstone);
            self.owner_kind = OwnerKind::Nobody;
            // Nothing in it was made with the secret any more but the key, which is looked for under every secret.
            self.secret_id = String::new();
            // A repeat of its create has to be recognised and refused for a day.
            self.repeat = self.repeat.map(|repeat| Repeat { sealed: None, ..repeat });
        } else if !matches!(row.state, State::Asking | State::Forgotten) && !row.is_under_way(now) {
            self.repeat = None;
        } else if row.owner != self.row.owner {
            // Sealed for the owner before.
            self.repeat = None;
        }
        if row.released_at.is_some() && self.row.released_at.is_none() {
            self.used_at = now;
        }
        self.row = row;
        self
    }

    /// Whether it was shown so long ago that this has to be written down: not more than once a day.
    pub(super) fn is_use_due(&self, now: i64) -> bool {
        now - self.used_at >= SECONDS_A_DAY
    }

    /// Returns when the row next has something to lose.
    fn sweep_at(&self, retention: &Retention) -> i64 {
        let ends = self.ends_at(retention);
        match self.row.state {
            State::Asking => ends.min(self.lease_until + 1),
            _ if self.repeat.is_some() => ends.min(self.repeat_ends_at()),
            _ => ends,
        }
    }

    /// Returns when a repeat of its create gets nothing any more.
    pub(super) fn repeat_ends_at(&self) -> i64 {
        let kept = self.row.created_at + RESPONSES_KEPT;
        if self.row.state == State::Forgotten { kept } else { kept.min(self.row.ends_at() + 1) }
    }

    /// Returns when nothing of the row is needed any more (the merchant's retention). What a reference without this
    /// proxy's tag leaves behind stays: without it the session could be adopted again.
    pub(super) fn ends_at(&self, retention: &Retention) -> i64 {
        let days = |from: i64, days: u32| from + i64::from(days) * SECONDS_A_DAY;
        match (self.row.state, self.owner_kind) {
            (State::Forgotten, _) if self.is_tagged => self.row.created_at + RESPONSES_KEPT,
            (State::Forgotten, _) => NEVER,
            _ if self.row.released_at.is_none() || self.row.locked_at.is_some() => {
                days(self.used_at, retention.abandoned_days)
            }
            (_, OwnerKind::Guest) => days(self.used_at, retention.guest_days),
            _ => days(self.used_at, retention.customer_days),
        }
    }
}

/// Finds the item with this name.
fn named<T: Copy, const N: usize>(all: [T; N], name: impl Fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.into_iter().find(|item| name(*item) == wanted)
}
