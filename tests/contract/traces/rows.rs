//! The rows of the table, and their comparison with those of the model.

use std::collections::HashMap;

use ivy_proxy_core::release::{Outcome, State};

use super::model::browser::{Device, Person};
use super::model::digests::{Nonce, Owner};
use super::model::row::SmallRow;
use super::model::traces::Step;
use super::model::world::{Moment, OPEN_SECONDS};
use crate::support::{SessionRow, now, tombstone};

/// The tolerance for times in a replay, in seconds. The replay's times are that far from every limit of the rule
/// (`a_replay_is_on_the_same_side_of_each_limit_and_far_from_it`).
const MARGIN: i64 = 300;

/// A session's names at Ivy.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) id: String,
    pub(super) reference: String,
}

impl Names {
    /// Returns the reference and the id under which the table holds the session.
    pub(super) fn in_table(&self, state: State) -> (String, String) {
        match state {
            State::Forgotten => {
                (tombstone("forgotten reference", &self.reference), tombstone("forgotten session", &self.id))
            }
            _ => (self.reference.clone(), self.id.clone()),
        }
    }
}

/// An item of the model that the table holds only as a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Owner(Owner),
    Login(Device),
    Nonce(usize, Nonce),
    Person(Person),
}

/// The digests that the table has used for the model's items, in one trace.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(HashMap<Named, String>);

impl Known {
    /// Returns true if the table has the right digest for an item: always the same one, and for no other item.
    fn agrees(&mut self, named: Option<Named>, text: Option<&str>) -> bool {
        let (named, text) = match (named, text) {
            (Some(named), Some(text)) => (named, text),
            (None, None) => return true,
            _ => return false,
        };
        if let Some(known) = self.0.get(&named) {
            return known == text;
        }
        if self.0.values().any(|known| known == text) {
            return false;
        }
        self.0.insert(named, text.to_owned());
        true
    }
}

/// The expected row after a step.
pub(super) struct Expected<'a> {
    pub(super) session: usize,
    pub(super) row: &'a SmallRow,
    pub(super) step: &'a Step,
    pub(super) names: &'a Names,
    /// True if a retry of its create is still recognised.
    pub(super) holds_key: bool,
}

/// Returns the columns in which a row of the table differs from the model's.
pub(super) fn differences(expected: &Expected<'_>, row: &SessionRow, known: &mut Known) -> Vec<&'static str> {
    let Expected { session, row: model, holds_key, .. } = *expected;
    let is_forgotten = model.state == State::Forgotten;
    let (reference, id) = expected.names.in_table(model.state);
    let kind = match model.owner {
        Owner::Nobody => "nobody",
        Owner::Customer(_) => "customer",
        Owner::Guest(..) => "guest",
    };
    let nonce = |nonce| model.nonces.then_some(Named::Nonce(session, nonce));
    let person = match (row.text("birth"), row.text("accounts")) {
        (Some(birth), Some(accounts)) => Some(format!("{birth},{accounts}")),
        (None, None) => None,
        _ => Some(String::new()),
    };
    let checks = [
        ("reference_id", row.text("reference_id") == Some(&reference)),
        ("session_id", row.text("session_id") == Some(&id)),
        ("state", row.text("state") == Some(model.state.name())),
        ("outcome", row.text("outcome") == model.outcome.map(Outcome::name)),
        ("owner_kind", row.text("owner_kind") == Some(kind)),
        ("owner", known.agrees(Some(Named::Owner(model.owner)), row.text("owner"))),
        (
            "nonces",
            known.agrees(nonce(Nonce::Success), row.text("success_nonce"))
                && known.agrees(nonce(Nonce::Error), row.text("error_nonce")),
        ),
        ("login_cookie", known.agrees(model.login.map(Named::Login), row.text("login_cookie"))),
        ("identity", known.agrees(model.identity.map(Named::Person), person.as_deref())),
        ("key_digest", row.text("key_digest").is_some() == holds_key),
        ("sealed", row.text("sealed").is_some() == (holds_key && !is_forgotten)),
    ];
    let texts = checks.into_iter().filter(|(_, is_same)| !is_same).map(|(column, _)| column);
    let expires_at = model.is_dated.then_some((model.created_at, OPEN_SECONDS));
    let at = |time: Option<Moment>| time.map(|moment| (moment, 0));
    let times = [
        ("created_at", at(Some(model.created_at))),
        ("expires_at", expires_at),
        ("completed_at", at(model.completed_at)),
        ("returned_at", at(model.returned_at)),
        ("cancelled_at", at(model.cancelled_at)),
        ("presented_at", at(model.presented_at)),
        ("released_at", at(model.released_at)),
        ("locked_at", at(model.locked_at)),
    ];
    let is_same = |(column, time): &(&str, Option<(Moment, i64)>)| match (*time, row.number(column)) {
        (Some((moment, after)), Some(time)) => {
            (0..MARGIN).contains(&(now() - expected.step.age(moment) + after - time))
        }
        (None, None) => true,
        _ => false,
    };
    texts.chain(times.into_iter().filter(|time| !is_same(time)).map(|(column, _)| column)).collect()
}
