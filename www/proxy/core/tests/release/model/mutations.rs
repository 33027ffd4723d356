//! Rules with one fault each. A fault changes the input or the output of the real rule, so that the production code has
//! no switches.

use super::digests::identity;
use super::law::Law;
use ivy_proxy_core::release::{
    Digest, Event, Identity, Origin, Outcome, Row, Seen, SignIn, Trust, Verdict, Visitor, adopt, decide,
};

/// The rule of the model's proxy: the real one, or one with a fault of [`MUTATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    /// The real rule.
    Real,
    Owner,
    SuccessNonce,
    Complete,
    HalfHour,
    LockBefore,
    LockAfter,
    ErrorNonceLocks,
    LoginCookie,
    OnlyUnsigned,
    NonceEnd,
    RowLost,
    Forgotten,
    Orphan,
    AskedAgain,
    Digests,
    AdoptionDate,
    AdoptionIdentifier,
    AdoptionVerification,
    FormerGuest,
    GuestEnd,
    SameId,
    SignInDown,
    LockedShows,
    ReturnNoted,
    LaterSuccess,
    Renewal,
    BeganHere,
    FreshIds,
    LateWord,
    AskedForAll,
    LateCallback,
}

/// A fault, and the property that finds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) found_by: Law,
    /// The scenario in which the property must find it.
    pub(crate) scenario: &'static str,
}

const fn mutation(name: &'static str, rule: Rule, found_by: Law, scenario: &'static str) -> Mutation {
    Mutation { name, rule, found_by, scenario }
}

/// Every fault.
pub(crate) const MUTATIONS: [Mutation; 31] = [
    mutation("owner: whoever asks is the owner", Rule::Owner, Law::S1, "forwarded link"),
    mutation("success nonce: the owner's error nonce counts as success", Rule::SuccessNonce, Law::S1, "forwarded link"),
    mutation("complete: no status counts as complete", Rule::Complete, Law::C1, "forwarded link, complete later"),
    mutation("30 minutes: a presentation waits without end", Rule::HalfHour, Law::T1, "forwarded link, complete later"),
    mutation(
        "lock before: a stranger does not lock what was not presented",
        Rule::LockBefore,
        Law::K1,
        "forwarded link",
    ),
    mutation("lock after: a stranger does not lock what was released", Rule::LockAfter, Law::K1, "forwarded link"),
    mutation("error nonce locks: a stranger's error nonce does not", Rule::ErrorNonceLocks, Law::K1, "forwarded link"),
    mutation("login cookie: every browser counts as the login's", Rule::LoginCookie, Law::S1, "forwarded link"),
    mutation("only while unsigned: also with somebody else signed in", Rule::OnlyUnsigned, Law::K1, "shared browser"),
    mutation("end of nonce: it never ends", Rule::NonceEnd, Law::E1, "forwarded link, later"),
    mutation("lost: a lost row's session is adopted", Rule::RowLost, Law::S2, "one login, operated"),
    mutation("forgotten: forgetting does nothing", Rule::Forgotten, Law::S2, "one login, operated"),
    mutation("orphan: a create is never given up", Rule::Orphan, Law::S2, "one login, operated"),
    mutation(
        "asked again: the row is not read again after Ivy's answer",
        Rule::AskedAgain,
        Law::S2,
        "one login, operated",
    ),
    mutation("digests: a later answer's person is not compared", Rule::Digests, Law::D1, "without B"),
    mutation("date of adoption: a later session is adopted", Rule::AdoptionDate, Law::S1, "adoption"),
    mutation("identifier of adoption: the answer need not name it", Rule::AdoptionIdentifier, Law::S1, "adoption"),
    mutation("verification: what is older is adopted", Rule::AdoptionVerification, Law::S1, "adoption"),
    mutation("former guest: a customer keeps being the guest", Rule::FormerGuest, Law::S2, "guests"),
    mutation("end of guest: the shop's sign-in does not end it", Rule::GuestEnd, Law::S1, "shared browser"),
    mutation("same id: a known id locks nothing", Rule::SameId, Law::S1, "without C, no row lost"),
    mutation("sign-in down: counts as nobody", Rule::SignInDown, Law::U1, "cells of customers"),
    mutation("locked: a lock is forgotten at the next presentation", Rule::LockedShows, Law::P1, "forwarded link"),
    mutation("return: not noted for the next sign-in", Rule::ReturnNoted, Law::L1, "forwarded link"),
    mutation("later success: a cancelled login stays cancelled", Rule::LaterSuccess, Law::L1, "forwarded link"),
    mutation("renewal: the first presentation counts", Rule::Renewal, Law::L1, "forwarded link, complete later"),
    mutation("began here: an unsigned browser is always a stranger", Rule::BeganHere, Law::L1, "forwarded link"),
    mutation("fresh ids: every id counts as known", Rule::FreshIds, Law::L2, "forwarded link"),
    mutation(
        "late word: a late \"failed\" changes a completed login",
        Rule::LateWord,
        Law::W1,
        "forwarded link, complete later",
    ),
    mutation("asked for all: Ivy is asked about every id", Rule::AskedForAll, Law::Q1, "forwarded link"),
    mutation("late callback: it writes to a forgotten row", Rule::LateCallback, Law::F1, "one login, operated"),
];

impl Rule {
    /// Decides like the real rule, except for the fault.
    pub(crate) fn decide(self, row: &Row, event: &Event, now: i64) -> (Verdict, Row) {
        match (self, event) {
            (Self::SuccessNonce, Event::Present { nonce, by }) if is_owner(by, row) && row.error == Some(*nonce) => {
                let nonce = row.success.unwrap_or(*nonce);
                decide(row, &Event::Present { nonce, by: *by }, now)
            }
            (Self::Complete, Event::Seen(seen)) => {
                let outcome = seen.outcome.or(Some(Outcome::Complete));
                decide(row, &Event::Seen(Seen { outcome, ..seen.clone() }), now)
            }
            (Self::HalfHour, _) => {
                let presented_at = row.presented_at.map(|_| now);
                decide(&Row { presented_at, ..row.clone() }, event, now)
            }
            (Self::LockBefore, Event::Present { .. }) if row.presented_at.is_none() => without_lock(row, event, now),
            (Self::LockAfter, Event::Present { .. }) if row.released_at.is_some() => without_lock(row, event, now),
            (Self::ErrorNonceLocks, Event::Present { nonce, .. }) if row.error == Some(*nonce) => {
                without_lock(row, event, now)
            }
            (Self::NonceEnd, _) => decide(row, event, now.min(row.nonce_ends_at())),
            (Self::Forgotten, Event::Forget) | (Self::Orphan, Event::GaveUp) => (Verdict::Done, row.clone()),
            (Self::Digests, Event::Seen(seen)) => {
                let seen = Seen { identity: identity(None), ..seen.clone() };
                decide(row, &Event::Seen(seen), now)
            }
            (Self::AdoptionIdentifier, Event::Seen(seen)) => {
                let origin = Origin { names_customer: true, ..seen.origin };
                decide(row, &Event::Seen(Seen { origin, ..seen.clone() }), now)
            }
            (Self::LockedShows, Event::Present { by, .. }) if is_owner(by, row) => {
                decide(&Row { locked_at: None, ..row.clone() }, event, now)
            }
            (Self::ReturnNoted, _) => {
                let (verdict, next) = decide(row, event, now);
                (verdict, Row { returned_at: None, ..next })
            }
            (Self::LateWord, Event::Callback { outcome: Outcome::Error, .. }) => {
                let (verdict, next) = decide(row, event, now);
                (verdict, Row { outcome: Some(Outcome::Error), ..next })
            }
            (Self::LateCallback, Event::Callback { outcome, .. }) => {
                let (verdict, next) = decide(row, event, now);
                (verdict, Row { outcome: next.outcome.or(Some(*outcome)), ..next })
            }
            (Self::AskedForAll, Event::Use { .. }) => (Verdict::CallIvy, row.clone()),
            (Self::LaterSuccess, Event::Present { by, .. }) if row.cancelled_at.is_some() && is_owner(by, row) => {
                (Verdict::Failed, row.clone())
            }
            (Self::Renewal, _) => {
                let (verdict, next) = decide(row, event, now);
                let first = row.presented_at.or(next.presented_at);
                (verdict, Row { presented_at: next.presented_at.and(first), ..next })
            }
            _ => decide(row, &self.with_visitor(row, event), now),
        }
    }

    /// Adopts like the real rule, except for the fault.
    pub(crate) fn adopt(
        self,
        owner: Digest,
        origin: Origin,
        identity: Identity,
        trust: Option<Trust>,
        now: i64,
    ) -> Option<Row> {
        let origin = match self {
            Self::RowLost => Origin { is_tagged: false, ..origin },
            Self::AdoptionIdentifier => Origin { names_customer: true, ..origin },
            _ => origin,
        };
        adopt(owner, origin, identity, self.with_trust(trust), now)
    }

    /// Returns true if the proxy applies the rule again after Ivy's response.
    pub(crate) fn checks_again(self) -> bool {
        self != Self::AskedAgain
    }

    /// Returns true if the shop's sign-in and sign-out end the guest.
    pub(crate) fn ends_guests(self) -> bool {
        self != Self::GuestEnd
    }

    /// Returns true if the table finds an id that it holds.
    pub(crate) fn finds_known(self, is_known: bool) -> bool {
        match self {
            Self::SameId => false,
            Self::FreshIds => true,
            _ => is_known,
        }
    }

    fn with_trust(self, trust: Option<Trust>) -> Option<Trust> {
        trust.map(|trust| match self {
            Self::AdoptionDate => Trust { before: i64::MAX, ..trust },
            Self::AdoptionVerification => Trust { since: None, ..trust },
            _ => trust,
        })
    }

    /// Changes an event's visitor, if the fault is in the comparison.
    fn with_visitor(self, row: &Row, event: &Event) -> Event {
        let changed = |by: &Visitor| self.visitor(row, by);
        match event {
            Event::Present { nonce, by } => Event::Present { nonce: *nonce, by: changed(by) },
            Event::Poll { by } => Event::Poll { by: changed(by) },
            Event::Use { by } => Event::Use { by: changed(by) },
            Event::Seen(seen) => Event::Seen(Seen { by: changed(&seen.by), ..seen.clone() }),
            other => other.clone(),
        }
    }

    fn visitor(self, row: &Row, by: &Visitor) -> Visitor {
        let is_other = matches!(by.sign_in, SignIn::Customer(customer) if customer != row.owner);
        match self {
            Self::Owner => Visitor { sign_in: SignIn::Customer(row.owner), ..*by },
            Self::LoginCookie => Visitor { login: row.login, ..*by },
            Self::OnlyUnsigned if is_other && by.login == row.login => Visitor { sign_in: SignIn::Nobody, ..*by },
            Self::FormerGuest if is_other && by.guest == Some(row.owner) => Visitor { sign_in: SignIn::Nobody, ..*by },
            Self::SignInDown if by.sign_in == SignIn::Unavailable => Visitor { sign_in: SignIn::Nobody, ..*by },
            Self::BeganHere if by.sign_in == SignIn::Nobody => Visitor { login: None, ..*by },
            _ => Visitor { trust: self.with_trust(by.trust), ..*by },
        }
    }
}

fn is_owner(by: &Visitor, row: &Row) -> bool {
    match by.sign_in {
        SignIn::Customer(customer) => customer == row.owner,
        SignIn::Nobody => by.guest == Some(row.owner),
        SignIn::Unavailable => false,
    }
}

/// Decides, but leaves a row unchanged if the rule locks it.
fn without_lock(row: &Row, event: &Event, now: i64) -> (Verdict, Row) {
    let (verdict, next) = decide(row, event, now);
    (verdict, if row.locked_at.is_none() && next.locked_at.is_some() { row.clone() } else { next })
}
