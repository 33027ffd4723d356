//! The release rule.

use super::visitor::Relation;
use super::{Digest, Event, Identity, Outcome, Row, Seen, State, Verdict, Visitor};

/// Decides an event for a row at `now`, in epoch seconds. Returns the verdict, and the row after the event.
#[must_use]
pub fn decide(row: &Row, event: &Event, now: i64) -> (Verdict, Row) {
    let mut next = row.clone();
    let verdict = match event {
        Event::Opened { expires_at, is_known } => opened(&mut next, *expires_at, *is_known, now),
        Event::GaveUp => gave_up(&mut next),
        Event::Present { nonce, by } => present(&mut next, *nonce, by, now),
        Event::Poll { by } => poll(&mut next, by, now),
        Event::Use { by } => use_session(&next, by),
        Event::Callback { outcome, identity } => callback(&mut next, *outcome, identity, now),
        Event::Seen(seen) => see(&mut next, seen, now),
        Event::Forget => forget(&mut next),
        Event::Lock => lock(&mut next, now),
        Event::Reassign { to } => reassign(&mut next, *to),
    };
    (verdict, next)
}

fn opened(row: &mut Row, expires_at: Option<i64>, is_known: bool, now: i64) -> Verdict {
    // Forgotten or given up during the call to Ivy: the session stays an orphan.
    if row.state != State::Asking {
        return Verdict::NotFound;
    }
    row.state = State::Open;
    row.expires_at = expires_at;
    if is_known { lock(row, now) } else { Verdict::Done }
}

fn gave_up(row: &mut Row) -> Verdict {
    if row.state == State::Asking {
        row.state = State::Lost;
    }
    Verdict::Done
}

fn present(row: &mut Row, nonce: Digest, by: &Visitor, now: i64) -> Verdict {
    let is_success = row.success == Some(nonce);
    if !is_success && row.error != Some(nonce) {
        return Verdict::NotFound;
    }
    match by.relation(row) {
        Relation::Unknown => Verdict::Unavailable,
        Relation::FormerGuest => {
            row.forget();
            Verdict::EndGuest
        }
        Relation::Stranger => {
            lock(row, now);
            Verdict::Foreign
        }
        Relation::BeganHere => {
            if is_success && is_open(row) && now <= row.nonce_ends_at() {
                row.returned_at.get_or_insert(now);
            }
            Verdict::SignIn
        }
        Relation::Owner if !is_open(row) => Verdict::NotFound,
        Relation::Owner if row.released_at.is_some() => Verdict::CallIvy,
        Relation::Owner if now > row.nonce_ends_at() => Verdict::Expired,
        Relation::Owner if is_success => present_success(row, now),
        Relation::Owner => {
            row.cancelled_at.get_or_insert(now);
            Verdict::CallIvy
        }
    }
}

/// Records that the owner returned from the success of this login.
fn present_success(row: &mut Row, now: i64) -> Verdict {
    row.presented_at = Some(now);
    release_if_complete(row, now);
    Verdict::CallIvy
}

fn poll(row: &mut Row, by: &Visitor, now: i64) -> Verdict {
    match by.relation(row) {
        Relation::Unknown => return Verdict::Unavailable,
        Relation::Owner if is_open(row) => {}
        _ => return Verdict::NotFound,
    }
    let came_back_here = row.returned_at.is_some() && row.login.is_some() && by.login == row.login;
    if row.released_at.is_some() || row.is_waiting(now) {
        Verdict::CallIvy
    } else if came_back_here && now <= row.nonce_ends_at() {
        present_success(row, now)
    } else if row.presented_at.is_some() {
        status(row, now)
    } else if row.cancelled_at.is_some() {
        Verdict::CallIvy
    } else {
        Verdict::NotFound
    }
}

fn use_session(row: &Row, by: &Visitor) -> Verdict {
    match by.relation(row) {
        Relation::Unknown => Verdict::Unavailable,
        _ if by.may_see(row) => Verdict::CallIvy,
        _ => Verdict::NotFound,
    }
}

fn callback(row: &mut Row, outcome: Outcome, identity: &Identity, now: i64) -> Verdict {
    if matches!(row.state, State::Lost | State::Forgotten) {
        return Verdict::NotFound;
    }
    settle(row, Some(outcome), now);
    if release_if_complete(row, now) {
        row.identity = identity.clone();
    }
    Verdict::Done
}

fn see(row: &mut Row, seen: &Seen, now: i64) -> Verdict {
    let is_theirs = match row.state {
        State::Open => true,
        State::Adopted => seen.origin.is_trusted(seen.by.trust),
        State::Asking | State::Lost | State::Forgotten => false,
    };
    match seen.by.relation(row) {
        Relation::Unknown => return Verdict::Unavailable,
        Relation::Owner if is_theirs && row.locked_at.is_none() => {}
        _ => return Verdict::NotFound,
    }
    settle(row, seen.outcome, now);
    release_if_complete(row, now);
    if row.released_at.is_none() {
        return if row.presented_at.or(row.cancelled_at).is_some() { status(row, now) } else { Verdict::NotFound };
    }
    if row.identity.contradicts(&seen.identity) {
        return Verdict::SomebodyElse;
    }
    if row.identity.is_empty() {
        row.identity = seen.identity.clone();
    }
    Verdict::Release
}

fn forget(row: &mut Row) -> Verdict {
    row.forget();
    Verdict::Done
}

fn lock(row: &mut Row, now: i64) -> Verdict {
    row.locked_at.get_or_insert(now);
    Verdict::Done
}

fn reassign(row: &mut Row, to: Digest) -> Verdict {
    if row.state != State::Forgotten {
        row.owner = to;
    }
    Verdict::Done
}

/// Returns true if the login can still lead to a release: Ivy has it or is called for it, and it is not locked.
fn is_open(row: &Row) -> bool {
    matches!(row.state, State::Asking | State::Open) && row.locked_at.is_none()
}

/// Records the outcome. A later outcome replaces an earlier one, except that nothing replaces "complete".
fn settle(row: &mut Row, outcome: Option<Outcome>, now: i64) {
    if outcome.is_none() || row.outcome == Some(Outcome::Complete) {
        return;
    }
    row.outcome = outcome;
    if outcome == Some(Outcome::Complete) {
        row.completed_at = Some(now);
    }
}

/// Releases a completed login whose owner has presented the success nonce in time. Returns true if it was released now.
fn release_if_complete(row: &mut Row, now: i64) -> bool {
    let is_due = row.outcome == Some(Outcome::Complete) && row.is_waiting(now);
    if is_due {
        row.released_at = Some(now);
    }
    is_due
}

/// Returns the verdict on a login that is not released.
fn status(row: &Row, now: i64) -> Verdict {
    match row.outcome {
        Some(Outcome::Error) => Verdict::Failed,
        Some(Outcome::Expired) => Verdict::Expired,
        _ if row.presented_at.is_some() && !row.is_waiting(now) => Verdict::Expired,
        _ if now > row.ends_at() => Verdict::Expired,
        _ => Verdict::Pending,
    }
}
