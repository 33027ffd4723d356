//! From a list to "recalled" or "login, because".

use super::criteria::Criteria;
use super::eligible::{Outcome, age_days, date, judge};
use super::people::People;
use super::reason::Reason;
use crate::decode::{SessionEntry, SessionList};

/// Whether a bank login can be skipped.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// It can.
    Recalled {
        /// All eligible sessions, as positions in [`SessionList::sessions`]: newest first, then those without a date in
        /// the answer's order. Never empty.
        order: Vec<usize>,
        /// The one to offer, as a position in [`SessionList::sessions`]. `None` where several of the eligible have no
        /// date, or where they name different people: then the shopper has to choose.
        offered: Option<usize>,
        /// How old the offered session is, in whole days; `None` where nothing is offered or its date is not known.
        age_days: Option<u32>,
        /// Whether the eligible sessions name different people.
        identity_differs: bool,
    },
    /// It cannot.
    Login(Reason),
}

/// Decides by a list alone. `body` is what `list` was scanned from; `now` is the proxy's clock in epoch seconds, `None`
/// where it is not known.
///
/// Where no session is eligible, the reason is that of the session that got furthest in the order of [`Reason`]:
/// `no_past_session`, `not_complete`, `missing_data`, `age_unknown`, `too_old`. Sessions that the scan has set aside
/// count as absent.
pub fn decide(list: &SessionList, body: &[u8], criteria: &Criteria, now: Option<f64>) -> Decision {
    let mut builder = DecisionBuilder::new(criteria, now);
    list.sessions.iter().for_each(|session| builder.add(session, body));
    builder.finish()
}

/// The same, session by session: [`decide`] while a list is being scanned.
#[derive(Clone, Debug)]
pub struct DecisionBuilder<'a> {
    criteria: &'a Criteria,
    now: Option<f64>,
    /// How many sessions were looked at.
    seen: u32,
    furthest: Outcome,
    eligible: Vec<Eligible>,
    people: People,
}

impl<'a> DecisionBuilder<'a> {
    /// Begins with no session.
    pub fn new(criteria: &'a Criteria, now: Option<f64>) -> Self {
        let (eligible, people) = Default::default();
        Self { criteria, now, seen: 0, furthest: Outcome::NoPastSession, eligible, people }
    }

    /// Looks at the next session, which was scanned from `body`.
    pub fn add(&mut self, session: &SessionEntry, body: &[u8]) {
        let created_at = session.created_at.and_then(|seconds| date(seconds.read(body)?, self.now));
        let outcome = judge(session, body, self.criteria, created_at, self.now);
        self.furthest = self.furthest.max(outcome);
        if outcome == Outcome::Eligible {
            self.eligible.push(Eligible { position: self.seen, created_at: created_at.unwrap_or(NO_DATE) });
            self.people.add(session, body);
        }
        self.seen += 1;
    }

    /// Decides.
    pub fn finish(mut self) -> Decision {
        self.eligible.sort_unstable_by(|one, other| {
            other.created_at.total_cmp(&one.created_at).then(one.position.cmp(&other.position))
        });
        let Some(first) = self.eligible.first() else { return Decision::Login(self.furthest.reason()) };
        let identity_differs = self.people.differ;
        // Those without a date are the last ones.
        let several_undated = matches!(*self.eligible, [.., one, _] if one.created_at == NO_DATE);
        let is_offered = !several_undated && !identity_differs;
        let created_at = Some(first.created_at).filter(|seconds| is_offered && *seconds != NO_DATE);
        let mut order = Vec::new();
        self.eligible.iter().for_each(|session| order.push(session.position as usize));
        let offered = if is_offered { order.first().copied() } else { None };
        Decision::Recalled { order, offered, age_days: age_days(created_at, self.now), identity_differs }
    }
}

/// A session that will do: its position among all, and when it was created, in epoch seconds.
#[derive(Clone, Copy, Debug)]
struct Eligible {
    position: u32,
    created_at: f64,
}

/// Before any date.
const NO_DATE: f64 = f64::NEG_INFINITY;
