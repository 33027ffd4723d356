//! The decision about a list: recalled, or a login with its reason.

use super::criteria::Criteria;
use super::eligible::{Outcome, age_days, date, judge};
use super::people::People;
use super::reason::Reason;
use crate::decode::{SessionEntry, SessionList};

/// The outcome of a decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// A past session can be reused.
    Recalled {
        /// All eligible sessions, as positions in [`SessionList::sessions`]: newest first, then those without a date in the
        /// order of the response. Never empty.
        order: Vec<usize>,
        /// The session to offer, as a position in [`SessionList::sessions`]. `None` if several eligible sessions have no
        /// date, or if they name different people: then the shopper has to choose.
        offered: Option<usize>,
        /// The age of the offered session in whole days; `None` if none is offered or its date is unknown.
        age_days: Option<u32>,
        /// True if the eligible sessions name different people.
        identity_differs: bool,
    },
    /// A new bank login is required.
    Login(Reason),
}

/// Decides about a list. `body` is the body that `list` was scanned from. `now` is the proxy's clock in epoch seconds,
/// `None` if it is unknown.
///
/// If no session is eligible, the reason is that of the session that passed the most checks, in the order of [`Reason`]:
/// `no_past_session`, `not_complete`, `missing_data`, `age_unknown`, `too_old`. Rejected sessions count as absent.
pub fn decide(list: &SessionList, body: &[u8], criteria: &Criteria, now: Option<f64>) -> Decision {
    let mut builder = DecisionBuilder::new(criteria, now);
    for session in &list.sessions {
        builder.add(session, body);
    }
    builder.finish()
}

/// An accumulator for [`decide`], for deciding while a list is being scanned.
#[derive(Clone, Debug)]
pub struct DecisionBuilder<'a> {
    criteria: &'a Criteria,
    now: Option<f64>,
    /// The number of sessions so far.
    seen: u32,
    furthest: Outcome,
    eligible: Vec<Eligible>,
    people: People,
}

impl<'a> DecisionBuilder<'a> {
    /// Starts with no session.
    pub fn new(criteria: &'a Criteria, now: Option<f64>) -> Self {
        let (eligible, people) = Default::default();
        Self { criteria, now, seen: 0, furthest: Outcome::NoPastSession, eligible, people }
    }

    /// Adds the next session, which was scanned from `body`. Returns true if its `createdAt`, if it has one, is a date.
    pub fn add(&mut self, session: &SessionEntry, body: &[u8]) -> bool {
        let created_at = session.created_at.and_then(|seconds| date(seconds.read(body)?, self.now));
        let outcome = judge(session, body, self.criteria, created_at, self.now);
        self.furthest = self.furthest.max(outcome);
        if outcome == Outcome::Eligible {
            self.eligible.push(Eligible { position: self.seen, created_at: created_at.unwrap_or(NO_DATE) });
            self.people.add(session, body);
        }
        self.seen += 1;
        created_at.is_some() || session.created_at.is_none()
    }

    /// Returns the decision about the added sessions.
    pub fn finish(mut self) -> Decision {
        self.eligible.sort_unstable_by(|one, other| {
            other.created_at.total_cmp(&one.created_at).then(one.position.cmp(&other.position))
        });
        let Some(first) = self.eligible.first() else { return Decision::Login(self.furthest.reason()) };
        let identity_differs = self.people.differ;
        // Sessions without a date are sorted last.
        let several_undated = matches!(*self.eligible, [.., one, _] if one.created_at == NO_DATE);
        let is_offered = !several_undated && !identity_differs;
        let created_at = Some(first.created_at).filter(|seconds| is_offered && *seconds != NO_DATE);
        let mut order = Vec::new();
        self.eligible.iter().for_each(|session| order.push(session.position as usize));
        let offered = if is_offered { order.first().copied() } else { None };
        Decision::Recalled { order, offered, age_days: age_days(created_at, self.now), identity_differs }
    }
}

/// An eligible session: its position among all sessions, and its date in epoch seconds, which may be [`NO_DATE`].
#[derive(Clone, Copy, Debug)]
struct Eligible {
    position: u32,
    created_at: f64,
}

/// The date of a session without one. It sorts before every date.
const NO_DATE: f64 = f64::NEG_INFINITY;
