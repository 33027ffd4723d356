//! Tests of reading and writing rows, and of the times at which they are swept.

use super::expiry::SECONDS_A_DAY;
use super::{COLUMNS, NEVER, OwnerKind, RESPONSES_KEPT, Record, Repeat, reference_tombstone, session_tombstone};
use crate::config::Retention;
use crate::host::{Row, Value};
use crate::release::{self, Digest, Event, Identity, Outcome, State, decide};

const CREATED: i64 = 1_800_000_000;
const ENDS: i64 = CREATED + 50_000;
const LEASE: i64 = CREATED + 30;
const USED: i64 = CREATED + 7;
const RETENTION: Retention = Retention { abandoned_days: 7, guest_days: 2, customer_days: 180 };

fn repeat() -> Repeat {
    Repeat { key: "key".into(), body: "body".into(), sealed: Some("sealed".into()) }
}

/// Returns a row with a different value in every column.
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

/// Returns a login that has just begun.
fn open() -> Record {
    let release::Row { state, owner, success, error, login, created_at, expires_at, .. } = full().row;
    let row = release::Row { success, error, login, expires_at, ..release::Row::new(state, owner, created_at) };
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

/// Returns the record's row with another value in one column.
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
fn a_retry_gets_the_response_while_its_login_is_in_progress() {
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
    // The response was sealed for the previous owner.
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
