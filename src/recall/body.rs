//! The decision about the body of a list response, with the ranges of the sessions that can be reused.

use super::criteria::Criteria;
use super::decision::{Decision, DecisionBuilder};
use super::reason::Reason;
use crate::decode::{Body, SessionEntry, SyntaxError, WINDOW, scan_spans};

/// The decision about a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyDecision {
    /// A new bank login is required.
    Login {
        /// The number of usable sessions in the body.
        sessions: u32,
        /// The reason.
        reason: Reason,
    },
    /// A past session can be reused.
    Recalled {
        /// The number of usable sessions in the body.
        sessions: u32,
        /// The start and the end of each session that can be reused, in bytes of the body, in the order of
        /// [`Decision::Recalled`].
        spans: Vec<u32>,
        /// The positions in `spans` of the sessions whose `createdAt` is no date.
        undated: Vec<u32>,
        /// The position in `spans` of the session to offer.
        offered: Option<u32>,
        /// The age of the offered session in whole days.
        age_days: Option<u32>,
        /// True if the sessions name different people.
        identity_differs: bool,
    },
}

/// Checks the body of a list response and decides about its sessions, in one pass. `now` is the proxy's clock in epoch
/// seconds, `None` if it is unknown.
///
/// # Errors
/// If the body is not a list.
pub fn decide_body(body: &dyn Body, criteria: &Criteria, now: Option<f64>) -> Result<BodyDecision, SyntaxError> {
    let mut builder = DecisionBuilder::new(criteria, now);
    let (mut seen, mut wrong_dates) = (0, Vec::new());
    let visit = &mut |session: &SessionEntry, window: &[u8]| {
        if !builder.add(session, window) {
            wrong_dates.push(seen);
        }
        seen += 1;
    };
    let list = scan_spans(body, WINDOW, visit)?;
    // A list is at most 4 GiB, so its positions are 32 bits.
    let sessions = (list.spans.len() / 2) as u32;
    let (order, offered, age_days, identity_differs) = match builder.finish() {
        Decision::Login(reason) => return Ok(BodyDecision::Login { sessions, reason }),
        Decision::Recalled { order, offered, age_days, identity_differs } => {
            (order, offered, age_days, identity_differs)
        }
    };
    let (mut spans, mut undated) = (Vec::new(), Vec::new());
    for (at, position) in order.iter().enumerate() {
        if wrong_dates.binary_search(position).is_ok() {
            undated.push(at as u32);
        }
        spans.extend_from_slice(list.spans.get(2 * position..2 * position + 2).unwrap_or_default());
    }
    let offered =
        offered.and_then(|offered| order.iter().position(|position| *position == offered)).map(|at| at as u32);
    Ok(BodyDecision::Recalled { sessions, spans, undated, offered, age_days, identity_differs })
}
