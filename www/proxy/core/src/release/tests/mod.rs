//! Tests of the rule at each of its limits, to the second. The model in `tests/release` explores the paths between
//! them.

mod adoption;
mod outcomes;
mod presenting;
mod row;
mod showing;

use super::{
    Digest, Event, Identity, NONCE_GRACE_SECONDS, Origin, Outcome, Row, Seen, SignIn, State, Verdict, Visitor, decide,
};

const ADA: Digest = Digest::new([1; 16]);
const BEN: Digest = Digest::new([2; 16]);
const GUEST: Digest = Digest::new([3; 16]);
const SUCCESS: Digest = Digest::new([4; 16]);
const ERROR: Digest = Digest::new([5; 16]);
const COOKIE: Digest = Digest::new([6; 16]);
const OTHER: Digest = Digest::new([7; 16]);

const CREATED: i64 = 1_800_000_000;
const ENDS: i64 = CREATED + 50_000;
const NONCE_ENDS: i64 = ENDS + NONCE_GRACE_SECONDS;

/// Returns a login that Ada has just begun.
fn open() -> Row {
    Row {
        success: Some(SUCCESS),
        error: Some(ERROR),
        login: Some(COOKIE),
        expires_at: Some(ENDS),
        ..Row::new(State::Open, ADA, CREATED)
    }
}

fn released() -> Row {
    Row {
        outcome: Some(Outcome::Complete),
        completed_at: Some(CREATED + 5),
        presented_at: Some(CREATED + 5),
        released_at: Some(CREATED + 5),
        ..open()
    }
}

fn adopted() -> Row {
    Row { state: State::Adopted, success: None, error: None, login: None, ..released() }
}

fn visitor(sign_in: SignIn) -> Visitor {
    Visitor { sign_in, guest: None, login: None, trust: None }
}

/// Returns Ada in another browser than the one where she began.
fn ada() -> Visitor {
    visitor(SignIn::Customer(ADA))
}

/// Returns the browser in which the login began, with nobody signed in.
fn nobody_here() -> Visitor {
    Visitor { login: Some(COOKIE), ..visitor(SignIn::Nobody) }
}

fn present(nonce: Digest, by: Visitor) -> Event {
    Event::Present { nonce, by }
}

fn callback(outcome: Outcome) -> Event {
    Event::Callback { outcome, identity: Identity::default() }
}

const ORIGIN: Origin = Origin { created_at: None, names_customer: false, is_tagged: false };

fn seen(by: Visitor, outcome: Option<Outcome>) -> Event {
    Event::Seen(Seen { by, outcome, identity: Identity::default(), origin: ORIGIN })
}

fn verdict(row: &Row, event: &Event, now: i64) -> Verdict {
    decide(row, event, now).0
}
