//! Random paths of the model as data, with the rows that the real hosts must have after each step.
//!
//! # Replay
//!
//! `tests/contract` includes the model, of which it needs only a part, and `fastrand` as a development dependency:
//!
//! ```ignore
//! #[path = "../../www/proxy/core/tests/release/model/mod.rs"]
//! #[expect(dead_code, reason = "the model checker uses the rest")]
//! mod model;
//! ```
//!
//! Each trace begins with an empty table, with no cookies except those of [`Device`](super::browser::Device)'s sign-ins, and
//! with a sandbox in which a cancelled login can be completed and success comes before "complete". Sessions are numbered in
//! the order of their creation. A host makes each [`Action`]:
//!
//! | step | replay |
//! |---|---|
//! | `Create` | create in this browser; if nobody is signed in, as a guest. `expiresAt` is 30 minutes later |
//! | `Open`, `Cancel`, `Reopen` | the link at the sandbox; a cancelled login is opened again |
//! | `Complete`, `Finish` | finish the login, which stays pending; later it becomes "complete", without a callback |
//! | `Present` | `POST /result` with the nonce |
//! | `Poll` | `POST /result` with the reference |
//! | `Fetch` | details |
//! | `SignIn`, `SignOut` | the merchant's sign-in of this browser, without `endGuest` |
//! | `Callback` | a signed callback with this status and the data of the person who finished the login |
//! | `Forget` | forget this session for its owner |
//! | `Restart` | restart the host on the same database |
//! | `LoseRow` | delete the row |
//! | `Wait` | subtract [`Step::waited`] from every time in the table |
//!
//! The rule's verdicts become responses: `Release` is 200 with a session; `Pending`, `Failed` and `Expired` are 200 without
//! one, or 404 to `Fetch`; `SignIn` is 401; `NotFound`, `Foreign` and `EndGuest` are 404.
//!
//! Lists are left out, since a list calls Ivy for all sessions at once. So are slow responses and an unavailable sign-in.

use super::actions::{Action, Kind, RequestMode};
use super::effects;
use super::mutations::Rule;
use super::possible::possible;
use super::row::SmallRow;
use super::scenario::Scenario;
use super::scenarios::replayed;
use super::world::{Moment, World};
use ivy_proxy_core::release::Verdict;

/// The seed of the traces.
pub(crate) const SEED: u64 = 20_261_130;

/// The number of traces.
pub(crate) const COUNT: usize = 1_000;

/// The number of steps of a trace.
const STEPS: std::ops::RangeInclusive<usize> = 12..=32;

/// A path from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    pub(crate) steps: Vec<Step>,
}

/// A step of a path, and the state afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) action: Action,
    /// The proxy's verdict, if the step is a request.
    pub(crate) verdict: Option<Verdict>,
    /// The seconds that passed in this step; 0 unless it is [`Action::Wait`].
    pub(crate) waited: i64,
    /// The time afterwards.
    pub(crate) now: Moment,
    /// The rows afterwards, in the order of the creation of their sessions.
    pub(crate) rows: [Option<SmallRow>; 2],
}

impl Step {
    /// Returns the age of a row's time in the replay, in seconds.
    pub(crate) const fn age(&self, time: Moment) -> i64 {
        self.now.replayed_seconds() - time.replayed_seconds()
    }
}

/// Generates the traces. The result is always the same.
pub(crate) fn traces() -> Vec<Trace> {
    let scenario = replayed();
    let mut random = fastrand::Rng::with_seed(SEED);
    (0..COUNT).map(|_| trace(&scenario, &mut random)).collect()
}

fn trace(scenario: &Scenario, random: &mut fastrand::Rng) -> Trace {
    let mut world = World::start(scenario);
    let mut steps = Vec::new();
    for _ in 0..random.usize(STEPS) {
        let Some(action) = choose(&world, scenario, random) else { break };
        let taken = effects::take(&world, scenario, Rule::Real, action);
        let waited = taken.world.moment.replayed_seconds() - world.moment.replayed_seconds();
        let rows = taken.world.sessions.map(|session| session.row);
        steps.push(Step { action, verdict: taken.verdict, waited, now: taken.world.moment, rows });
        world = taken.world;
    }
    Trace { steps }
}

/// Chooses a kind among the possible steps, then one step of that kind. Otherwise most steps would be requests.
fn choose(world: &World, scenario: &Scenario, random: &mut fastrand::Rng) -> Option<Action> {
    let mut steps = Vec::new();
    possible(world, scenario, &mut steps);
    steps.retain(|action| is_replayable(*action));
    let kinds = Kind::ALL.into_iter().filter(|kind| steps.iter().any(|action| action.kind() == *kind));
    let kinds: Vec<Kind> = kinds.flat_map(|kind| std::iter::repeat_n(kind, weight(kind))).collect();
    let kind = random.choice(kinds)?;
    steps.retain(|action| action.kind() == kind);
    let owners: Vec<Action> = steps.iter().copied().filter(|action| is_owners(*action, world)).collect();
    let is_by_owner = random.u8(0..4) > 0 && !owners.is_empty();
    random.choice(if is_by_owner { owners } else { steps })
}

/// Returns true if the person who began the session makes the step. Most steps are such, so that many logins end in
/// release.
fn is_owners(action: Action, world: &World) -> bool {
    match action {
        Action::Open { device, session }
        | Action::Complete { device, session }
        | Action::Present { device, session, .. }
        | Action::Poll { device, session, .. }
        | Action::Fetch { device, session, .. } => device.keeper() == Some(world.sessions[session].person),
        _ => false,
    }
}

/// Returns the weight of a kind of step, relative to the rarest. The rarest kinds end a session.
const fn weight(kind: Kind) -> usize {
    match kind {
        Kind::Forget | Kind::LoseRow | Kind::Restart => 1,
        Kind::Cancel | Kind::Wait | Kind::Poll | Kind::Fetch | Kind::Callback => 3,
        Kind::Present | Kind::Complete | Kind::SignIn | Kind::SignOut => 8,
        _ => 5,
    }
}

/// Returns true if a test of the real hosts can make the step.
fn is_replayable(action: Action) -> bool {
    match action {
        Action::List { .. } => false,
        Action::Present { mode, .. } | Action::Poll { mode, .. } | Action::Fetch { mode, .. } => {
            mode == RequestMode::Fast
        }
        _ => true,
    }
}
