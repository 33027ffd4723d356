//! One row of `ivy_sessions`.

use crate::random::unkeyed_digest;
use crate::release::{self, Digest, Identity, Outcome, State};
use crate::{DatabaseError, Retention, Row, Value, Who};

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
    pub(super) fn read(row: &Row) -> Result<Self, DatabaseError> {
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

#[cfg(test)]
mod tests {
    use super::{
        COLUMNS, NEVER, OwnerKind, RESPONSES_KEPT, Record, Repeat, SECONDS_A_DAY, reference_tombstone,
        session_tombstone,
    };
    use crate::release::{self, Digest, Event, Identity, Outcome, State, decide};
    use crate::{Retention, Row, Value};

    const CREATED: i64 = 1_800_000_000;
    const ENDS: i64 = CREATED + 50_000;
    const LEASE: i64 = CREATED + 30;
    const USED: i64 = CREATED + 7;
    const RETENTION: Retention = Retention { abandoned_days: 7, guest_days: 2, customer_days: 180 };

    fn repeat() -> Repeat {
        Repeat { key: "key".into(), body: "body".into(), sealed: Some("sealed".into()) }
    }

    /// A row with something else in every column.
    fn full() -> Record {
        let digest = |byte| Digest::new([byte; 16]);
        Record {
            reference_id: "reference".into(),
            is_tagged: true,
            session_id: Some("session".into()),
            version: 3,
            secret_id: "secret".into(),
            owner_kind: OwnerKind::Customer,
            repeat: Some(repeat()),
            lease_until: LEASE,
            used_at: USED,
            row: release::Row {
                state: State::Open,
                owner: digest(1),
                success: Some(digest(2)),
                error: Some(digest(3)),
                login: Some(digest(4)),
                created_at: CREATED,
                expires_at: Some(ENDS),
                outcome: Some(Outcome::Complete),
                completed_at: Some(CREATED + 1),
                returned_at: Some(CREATED + 2),
                cancelled_at: Some(CREATED + 3),
                presented_at: Some(CREATED + 4),
                released_at: Some(CREATED + 5),
                locked_at: Some(CREATED + 6),
                identity: Identity { birth: Some(digest(5)), accounts: vec![digest(6), digest(7)] },
            },
        }
    }

    /// A login that has just begun.
    fn open() -> Record {
        let row = release::Row {
            outcome: None,
            completed_at: None,
            returned_at: None,
            cancelled_at: None,
            presented_at: None,
            released_at: None,
            locked_at: None,
            identity: Identity::default(),
            ..full().row
        };
        Record { row, ..full() }
    }

    fn bare() -> Record {
        let row = release::Row { success: None, error: None, login: None, expires_at: None, ..open().row };
        Record { is_tagged: false, session_id: None, repeat: None, row, ..open() }
    }

    fn written(record: &Record) -> Row {
        let names = COLUMNS.iter().map(|column| (*column).to_owned());
        Row::new(names.zip(record.values(&RETENTION)).collect())
    }

    /// The record's row with another value in a column.
    fn changed(column: &str, value: Value) -> Row {
        let values = full().values(&RETENTION).into_iter();
        let cells = COLUMNS.iter().zip(values).map(|(name, old)| {
            let value = if *name == column { value.clone() } else { old };
            ((*name).to_owned(), value)
        });
        Row::new(cells.collect())
    }

    fn in_state(state: State, record: Record) -> Record {
        Record { row: release::Row { state, ..record.row }, ..record }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for record in [full(), open(), bare()] {
            assert_eq!(Record::read(&written(&record)).unwrap(), record);
        }
        for owner_kind in OwnerKind::ALL {
            let record = Record { owner_kind, ..full() };
            assert_eq!(Record::read(&written(&record)).unwrap(), record);
        }
        for state in State::ALL {
            let record = in_state(state, full());
            assert_eq!(Record::read(&written(&record)).unwrap(), record);
        }
        assert_eq!(OwnerKind::ALL.map(OwnerKind::name), ["customer", "guest", "nobody"]);
        assert_eq!(written(&full()).text("accounts").unwrap().matches(',').count(), 1);
        assert_eq!(written(&open()).optional_text("accounts").unwrap(), None);
    }

    #[test]
    fn what_no_version_wrote_releases_nothing() {
        let read = |column, value| Record::read(&changed(column, value)).unwrap();
        assert_eq!(read("state", "released".into()).row.state, State::Lost);
        assert_eq!(read("owner_kind", "admin".into()).owner_kind, OwnerKind::Nobody);
        assert_eq!(read("owner", "ada".into()).row.owner, Digest::NOBODY);
        assert_eq!(read("outcome", "done".into()).row.outcome, None);
        assert_eq!(read("success_nonce", "nonce".into()).row.success, None);
        for tagged in [0_i64, 2, -1] {
            assert!(!read("tagged", tagged.into()).is_tagged, "{tagged}");
        }
        for column in ["key_digest", "body_digest"] {
            assert_eq!(read(column, Value::Text(None)).repeat, None, "{column}");
        }
        let one = read("accounts", format!("{},x,", Digest::new([6; 16]).text()).into());
        assert_eq!(one.row.identity.accounts, [Digest::new([6; 16])]);
        assert!(Record::read(&changed("created_at", "today".into())).is_err());
    }

    #[test]
    fn a_repeat_is_answered_while_its_login_is_under_way() {
        let after = |record: Record, event: &Event, now: i64| {
            let (_, row) = decide(&record.row, event, now);
            record.with(row, now)
        };
        let opened = Event::Opened { expires_at: Some(ENDS), is_known: false };
        assert_eq!(after(in_state(State::Asking, open()), &opened, CREATED).repeat, Some(repeat()));
        let unchanged = open().row;
        assert_eq!(open().with(unchanged.clone(), ENDS).repeat, Some(repeat()));
        assert_eq!(open().with(unchanged, ENDS + 1).repeat, None);
        assert_eq!(after(open(), &Event::Lock, CREATED).repeat, None);
        assert_eq!(after(in_state(State::Asking, open()), &Event::GaveUp, CREATED).repeat, None);
        let callback = Event::Callback { outcome: Outcome::Error, identity: Identity::default() };
        assert_eq!(after(open(), &callback, CREATED).repeat, None);
        assert_eq!(after(in_state(State::Asking, open()), &callback, CREATED).repeat, Some(repeat()));
        // It was sealed for the owner before.
        let to = Event::Reassign { to: Digest::new([9; 16]) };
        assert_eq!(after(open(), &to, CREATED).repeat, None);
        let to_the_same = Event::Reassign { to: open().row.owner };
        assert_eq!(after(open(), &to_the_same, CREATED).repeat, Some(repeat()));
    }

    #[test]
    fn what_is_forgotten_keeps_no_name() {
        for record in [open(), in_state(State::Asking, Record { session_id: None, ..open() })] {
            let (_, row) = decide(&record.row, &Event::Forget, CREATED);
            let session_id = record.session_id.as_deref().map(session_tombstone);
            let forgotten = record.with(row.clone(), CREATED);
            let expected = Record {
                reference_id: reference_tombstone("reference"),
                session_id,
                owner_kind: OwnerKind::Nobody,
                secret_id: String::new(),
                repeat: Some(Repeat { sealed: None, ..repeat() }),
                row: row.clone(),
                ..open()
            };
            assert_eq!(forgotten, expected);
            assert_eq!(forgotten.with(row, ENDS + 1), expected, "once");
        }
        assert_eq!(session_tombstone("session"), "forgotten:HZ8kzRNrAXPit2qivxM07zRbD7T2iS0gwj4NRgXlbAA");
        assert_eq!(reference_tombstone("reference"), "forgotten:5cX3oGAW-b6Alm6G6XF23aQD677c3e5oUKj9ikYFflQ");
    }

    #[test]
    fn a_release_is_a_use_and_further_ones_are_written_down_once_a_day() {
        let now = CREATED + 500;
        let released = release::Row { released_at: Some(now), ..open().row };
        assert_eq!(open().with(released.clone(), now).used_at, now);
        assert_eq!(open().with(open().row, now).used_at, USED);
        let shown = Record { row: released.clone(), ..open() };
        assert_eq!(shown.with(released, now + 9).used_at, USED, "it was released before");
        assert!(!open().is_use_due(USED + 86_399));
        assert!(open().is_use_due(USED + 86_400));
    }

    #[test]
    fn each_row_ends_by_the_merchants_retention() {
        let day = 86_400;
        assert_eq!((SECONDS_A_DAY, RESPONSES_KEPT), (day, day));
        let released = |owner_kind, locked_at| {
            let row = release::Row { released_at: Some(CREATED), locked_at, ..open().row };
            Record { owner_kind, row, ..open() }
        };
        let rows = [
            (open(), USED + 7 * day),
            (released(OwnerKind::Customer, None), USED + 180 * day),
            (released(OwnerKind::Guest, None), USED + 2 * day),
            (released(OwnerKind::Nobody, None), USED + 180 * day),
            (released(OwnerKind::Customer, Some(CREATED)), USED + 7 * day),
            (released(OwnerKind::Guest, Some(CREATED)), USED + 7 * day),
            (in_state(State::Forgotten, open()), CREATED + day),
            (in_state(State::Forgotten, Record { is_tagged: false, ..open() }), NEVER),
        ];
        for (record, ends) in rows {
            assert_eq!(record.ends_at(&RETENTION), ends, "{record:?}");
        }
    }

    #[test]
    fn a_row_is_swept_when_it_next_has_something_to_lose() {
        let day = 86_400;
        let without_repeat = |record| Record { repeat: None, ..record };
        let late = Record { row: release::Row { expires_at: Some(CREATED + 2 * day), ..open().row }, ..open() };
        let forgotten = in_state(State::Forgotten, open());
        let rows = [
            (in_state(State::Asking, open()), LEASE + 1),
            (open(), ENDS + 1),
            (late, CREATED + day),
            (without_repeat(open()), USED + 7 * day),
            (forgotten.clone(), CREATED + day),
            (Record { is_tagged: false, ..forgotten.clone() }, CREATED + day),
            (without_repeat(Record { is_tagged: false, ..forgotten }), NEVER),
        ];
        for (record, swept) in rows {
            assert_eq!(written(&record).integer("sweep_at").unwrap(), swept, "{record:?}");
        }
        let soon = Retention { abandoned_days: 0, ..RETENTION };
        assert_eq!(in_state(State::Asking, open()).sweep_at(&soon), USED);
        assert_eq!(open().sweep_at(&soon), USED);
        assert_eq!(in_state(State::Forgotten, open()).repeat_ends_at(), CREATED + day);
        assert_eq!(open().repeat_ends_at(), ENDS + 1);
    }
}
