//! The effects of a step.

use super::actions::{Action, RequestMode};
use super::browser::Device;
use super::digests::Nonce;
use super::law::Broken;
use super::mutations::Rule;
use super::proxy::Proxy;
use super::scenario::Scenario;
use super::session::{Login, Session};
use super::world::{Bounds, Caller, LastStep, World};
use ivy_proxy_core::release::Verdict;

/// The outcome of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// The state afterwards.
    pub(crate) world: World,
    /// The proxy's verdict, if the step is a request.
    pub(crate) verdict: Option<Verdict>,
}

/// Takes a step.
pub(crate) fn take(world: &World, scenario: &Scenario, rule: Rule, action: Action) -> Taken {
    let mut next = World { broken: Broken::NONE, last_step: None, ..*world };
    spend(&mut next.left, action);
    let mut proxy = Proxy::new(&mut next, scenario, rule);
    let verdict = run(&mut proxy, scenario, action);
    if let Action::Create { device, .. }
    | Action::Present { device, .. }
    | Action::Poll { device, .. }
    | Action::Fetch { device, .. } = action
    {
        proxy.end_stale_guest(device);
    }
    let (broken, cell) = (proxy.broken, proxy.cell);
    drop_past(&mut next, scenario);
    next.broken = broken;
    if scenario.watches() {
        next.last_step = Some(LastStep { step: action.kind(), cell });
    }
    Taken { world: next, verdict }
}

/// Takes a step of an exhaustive search. Returns `None` if it changes nothing except the bounds: every path from the
/// new state also starts at the old one.
pub(crate) fn explore(world: &World, scenario: &Scenario, rule: Rule, action: Action) -> Option<World> {
    let next = take(world, scenario, rule, action).world;
    let is_new = World { left: world.left, last_step: world.last_step, broken: world.broken, ..next } != *world;
    (is_new || next.broken != Broken::NONE || scenario.watches()).then_some(next)
}

/// Makes a step, and returns the proxy's verdict on a request.
fn run(proxy: &mut Proxy<'_>, scenario: &Scenario, action: Action) -> Option<Verdict> {
    match action {
        Action::Create { device, is_slow } => {
            let session = usize::from(proxy.world.sessions[0].login != Login::Absent);
            proxy.create(device, session, is_slow);
        }
        Action::Opened { session } => proxy.opened(session),
        Action::Finish { session } => proxy.world.sessions[session].login = Login::Complete,
        Action::Open { device, session } => open(proxy.world, scenario, device, session),
        Action::Cancel { device, session } => cancel(proxy.world, device, session),
        Action::Reopen { device, session } => reopen(proxy.world, device, session),
        Action::Complete { device, session } => complete(proxy, scenario, device, session),
        Action::Present { device, session, nonce, mode } => {
            let caller = caller(proxy.world, device, mode);
            return Some(proxy.present(caller, session, nonce, mode == RequestMode::Slow));
        }
        Action::Poll { device, session, mode } => {
            let caller = caller(proxy.world, device, mode);
            return Some(proxy.poll(caller, session, mode == RequestMode::Slow));
        }
        Action::Fetch { device, session, mode } => {
            let caller = caller(proxy.world, device, mode);
            return Some(proxy.fetch(caller, session, mode == RequestMode::Slow));
        }
        Action::List { device, session, mode } => {
            let caller = caller(proxy.world, device, mode);
            return Some(proxy.list(caller, session, mode == RequestMode::Slow));
        }
        Action::IvyResponds { is_fresh } => return verdict(proxy, scenario, is_fresh),
        Action::SignIn { device, person } => proxy.sign_in(device, person),
        Action::SignOut { device } => proxy.sign_out(device),
        Action::Sit { person } => proxy.world.seat = person,
        Action::Callback { session, outcome } => proxy.callback(session, outcome),
        Action::Forget { session } => proxy.forget(session),
        Action::Restart => proxy.restart(),
        Action::LoseRow { session } => proxy.lose_row(session),
        Action::PassOn { session, nonce, to } => proxy.world.sessions[session].learn(to.bit(), nonce),
        Action::Wait => proxy.world.moment = proxy.world.moment.next(),
    }
    None
}

fn caller(world: &World, device: Device, mode: RequestMode) -> Caller {
    Caller { is_down: mode == RequestMode::Down, ..world.caller(device) }
}

/// Counts a step against its bound.
fn spend(left: &mut Bounds, action: Action) {
    let bound = match action {
        Action::Create { .. } => &mut left.creates,
        Action::Open { .. } => &mut left.opens,
        Action::Cancel { .. } => &mut left.cancels,
        Action::Reopen { .. } => &mut left.reopens,
        Action::Complete { .. } => &mut left.completions,
        Action::SignIn { .. } | Action::SignOut { .. } => &mut left.sign_ins,
        Action::Callback { .. } => &mut left.callbacks,
        Action::Forget { .. } => &mut left.forgets,
        Action::Restart => &mut left.restarts,
        Action::LoseRow { .. } => &mut left.lost_rows,
        Action::PassOn { .. } => &mut left.passed_on,
        Action::Wait => &mut left.waits,
        Action::Present { mode, .. } => {
            if mode == RequestMode::Slow {
                left.slow_calls -= 1;
            }
            if mode == RequestMode::Down {
                return;
            }
            &mut left.presentations
        }
        Action::Poll { mode: RequestMode::Slow, .. }
        | Action::Fetch { mode: RequestMode::Slow, .. }
        | Action::List { mode: RequestMode::Slow, .. } => &mut left.slow_calls,
        Action::Poll { .. } | Action::Fetch { .. } | Action::List { .. } => return,
        Action::Opened { .. } | Action::Finish { .. } | Action::IvyResponds { .. } | Action::Sit { .. } => return,
    };
    *bound -= 1;
}

/// Clears data that no longer makes a difference: bounds of steps at the bank after the last login, and the people who
/// opened the link of a finished one. Paths that differ in nothing else become one.
fn drop_past(world: &mut World, scenario: &Scenario) {
    if !(scenario.assumptions.one_return && scenario.assumptions.one_completion) {
        return;
    }
    let is_over = |session: &Session| !matches!(session.login, Login::Open | Login::Cancelled);
    for session in world.sessions.iter_mut().filter(|session| is_over(session)) {
        session.opened = 0;
    }
    if world.left.creates == 0 && world.sessions.iter().all(is_over) {
        world.left = Bounds { opens: 0, cancels: 0, reopens: 0, completions: 0, ..world.left };
    }
}

fn open(world: &mut World, scenario: &Scenario, device: Device, session: usize) {
    let circle = world.circle(device);
    let returns_as = world.returns_as(session);
    let is_finished = world.sessions[session].login == Login::Complete;
    world.sessions[session].opened |= circle;
    if is_finished && !scenario.assumptions.one_return {
        world.sessions[returns_as].learn(circle, Nonce::Success);
    }
}

fn cancel(world: &mut World, device: Device, session: usize) {
    let circle = world.circle(device);
    let returns_as = world.returns_as(session);
    let this = &mut world.sessions[session];
    this.login = Login::Cancelled;
    this.was_cancelled = true;
    world.sessions[returns_as].learn(circle, Nonce::Error);
}

fn reopen(world: &mut World, device: Device, session: usize) {
    let circle = world.circle(device);
    let this = &mut world.sessions[session];
    this.login = Login::Open;
    this.opened |= circle;
}

/// Finishes the login. Without assumption C Ivy has one record for both sessions: it holds the data of the latest
/// login, and returns to the URLs of the later create.
fn complete(proxy: &mut Proxy<'_>, scenario: &Scenario, device: Device, session: usize) {
    let world = &mut *proxy.world;
    let person = world.person(device);
    let circle = world.circle(device);
    let returns_as = world.returns_as(session);
    let is_pending = scenario.is_pending && world.sessions[session].login == Login::Open;
    let is_double = world.sessions[1].is_double;
    let this = &mut world.sessions[session];
    this.login = if is_pending { Login::Finishing } else { Login::Complete };
    this.data = Some(person);
    if is_double {
        world.sessions.iter_mut().for_each(|session: &mut Session| session.data = Some(person));
    }
    world.sessions[returns_as].learn(circle, Nonce::Success);
    let is_foreign_tab = device == Device::Shared && world.sessions[session].person != person;
    if is_foreign_tab && scenario.assumptions.own_tabs {
        world.left.presentations -= 1;
        let caller = world.caller(device);
        proxy.present(caller, session, Nonce::Success, false);
    }
}

fn verdict(proxy: &mut Proxy<'_>, scenario: &Scenario, is_fresh: bool) -> Option<Verdict> {
    let mut call = proxy.world.call.take()?;
    if is_fresh {
        (call.outcome, call.data) = proxy.world.status(usize::from(call.session), scenario);
    }
    Some(proxy.ivy_responded(&call))
}
