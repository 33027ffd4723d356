//! The steps of a path: which are possible, and their effects.

use super::browser::{Device, Person};
use super::digests::Nonce;
use super::law::Broken;
use super::mutations::Rule;
use super::proxy::Proxy;
use super::scenarios::Scenario;
use super::session::{Login, Session};
use super::world::{Bounds, Caller, LastStep, World};
use ivy_proxy_core::release::{Outcome, State, Verdict};

/// The way in which a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequestMode {
    /// Ivy answers within the step.
    Fast,
    /// Ivy's answer is a step of its own.
    Slow,
    /// The merchant's sign-in cannot be asked.
    Down,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// The browser creates a session.
    Create { device: Device, is_slow: bool },
    /// Ivy's response to a slow create arrives.
    Opened { session: usize },
    /// The browser opens the link.
    Open { device: Device, session: usize },
    /// The browser cancels the login and gets the error URL.
    Cancel { device: Device, session: usize },
    /// The browser opens the link of a cancelled login, which begins again.
    Reopen { device: Device, session: usize },
    /// The browser finishes the login and gets the success URL.
    Complete { device: Device, session: usize },
    /// Ivy's status becomes "complete".
    Finish { session: usize },
    /// The browser posts a nonce.
    Present { device: Device, session: usize, nonce: Nonce, mode: RequestMode },
    /// The browser asks by the reference.
    Poll { device: Device, session: usize, mode: RequestMode },
    /// The browser wants the details, or the shop's server wants the account for it.
    Fetch { device: Device, session: usize, mode: RequestMode },
    /// The browser lists, as far as this session is concerned.
    List { device: Device, session: usize, mode: RequestMode },
    /// Ivy's answer to a slow question arrives. A fresh one is given when it arrives, any other when it was asked for.
    IvyResponds { is_fresh: bool },
    /// A customer signs in.
    SignIn { device: Device, person: Person },
    /// The customer signs out, or the sign-in expires.
    SignOut { device: Device },
    /// Somebody else sits down at the shared browser, in which nobody is signed in.
    Sit { person: Person },
    /// Ivy's callback arrives.
    Callback { session: usize, outcome: Outcome },
    /// The session is forgotten.
    Forget { session: usize },
    /// The proxy restarts.
    Restart,
    /// The row vanishes from the table.
    LoseRow { session: usize },
    /// Somebody who knows a nonce that was presented already passes it on.
    PassOn { session: usize, nonce: Nonce, to: Person },
    /// Time passes.
    Wait,
}

/// The kind of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Create,
    Opened,
    Open,
    Cancel,
    Reopen,
    Complete,
    Finish,
    Present,
    Poll,
    Fetch,
    List,
    IvyResponds,
    SignIn,
    SignOut,
    Sit,
    Callback,
    Forget,
    Restart,
    LoseRow,
    PassOn,
    Wait,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 21] = [
        Self::Create,
        Self::Opened,
        Self::Open,
        Self::Cancel,
        Self::Reopen,
        Self::Complete,
        Self::Finish,
        Self::Present,
        Self::Poll,
        Self::Fetch,
        Self::List,
        Self::IvyResponds,
        Self::SignIn,
        Self::SignOut,
        Self::Sit,
        Self::Callback,
        Self::Forget,
        Self::Restart,
        Self::LoseRow,
        Self::PassOn,
        Self::Wait,
    ];
}

impl Action {
    /// Returns the step's kind.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Create { .. } => Kind::Create,
            Self::Opened { .. } => Kind::Opened,
            Self::Open { .. } => Kind::Open,
            Self::Cancel { .. } => Kind::Cancel,
            Self::Reopen { .. } => Kind::Reopen,
            Self::Complete { .. } => Kind::Complete,
            Self::Finish { .. } => Kind::Finish,
            Self::Present { .. } => Kind::Present,
            Self::Poll { .. } => Kind::Poll,
            Self::Fetch { .. } => Kind::Fetch,
            Self::List { .. } => Kind::List,
            Self::IvyResponds { .. } => Kind::IvyResponds,
            Self::SignIn { .. } => Kind::SignIn,
            Self::SignOut { .. } => Kind::SignOut,
            Self::Sit { .. } => Kind::Sit,
            Self::Callback { .. } => Kind::Callback,
            Self::Forget { .. } => Kind::Forget,
            Self::Restart => Kind::Restart,
            Self::LoseRow { .. } => Kind::LoseRow,
            Self::PassOn { .. } => Kind::PassOn,
            Self::Wait => Kind::Wait,
        }
    }
}

/// Adds the steps that are possible in a state.
pub(crate) fn possible(world: &World, scenario: &Scenario, actions: &mut Vec<Action>) {
    let left = &world.left;
    if left.waits > 0 {
        actions.push(Action::Wait);
    }
    if left.restarts > 0 {
        actions.push(Action::Restart);
    }
    if let Some(call) = &world.call {
        actions.push(Action::IvyResponds { is_fresh: false });
        let then = (call.outcome, call.data);
        if world.status(usize::from(call.session), scenario) != then {
            actions.push(Action::IvyResponds { is_fresh: true });
        }
    }
    for device in scenario.devices.iter().copied() {
        at_browser(world, scenario, device, actions);
        for session in 0..world.sessions.len() {
            if world.sessions[session].login != Login::Absent {
                at_bank(world, scenario, device, session, actions);
                at_proxy(world, scenario, device, session, actions);
            }
        }
    }
    for session in 0..world.sessions.len() {
        by_themselves(world, scenario, session, actions);
    }
}

/// Creates, sign-ins and sign-outs.
fn at_browser(world: &World, scenario: &Scenario, device: Device, actions: &mut Vec<Action>) {
    let cookies = world.cookies(device);
    let can_be_guest = scenario.customers_as_guests || matches!(device, Device::Guest | Device::Shared);
    let can_create = device != Device::Stranger && (cookies.signed_in.is_some() || can_be_guest);
    // Ada and Ben are alike, so that the first session need not be Ben's. All properties treat them alike, too.
    let is_mirror_image = world.left.creates == scenario.bounds.creates && world.person(device) == Person::Ben;
    if world.left.creates > 0 && can_create && !(is_mirror_image && device != Device::Shared) {
        actions.push(Action::Create { device, is_slow: false });
        if scenario.slow_creates {
            actions.push(Action::Create { device, is_slow: true });
        }
    }
    if world.left.sign_ins > 0 {
        match cookies.signed_in {
            Some(_) => actions.push(Action::SignOut { device }),
            None => {
                let people = device.customers().iter().copied();
                actions.extend(people.map(|person| Action::SignIn { device, person }));
            }
        }
    }
    // Two guests in turn, with the same cookie, are one guest for everybody.
    if device == Device::Shared && cookies.signed_in.is_none() && cookies.guest.is_none() {
        let people = [Person::Ada, Person::Ben, Person::Gus].into_iter();
        actions.extend(people.filter(|person| *person != world.seat).map(|person| Action::Sit { person }));
    }
}

/// Steps at Ivy and at the bank.
fn at_bank(world: &World, scenario: &Scenario, device: Device, session: usize, actions: &mut Vec<Action>) {
    if !device.is_first() {
        return;
    }
    let left = &world.left;
    let this = &world.sessions[session];
    let circle = world.circle(device);
    let has_opened = this.is_opened_by(circle);
    let assumed = scenario.assumptions;
    let is_finished_link = world.leads_on(session, assumed) && !this.knows(circle, Nonce::Success);
    if left.opens > 0 && (this.login == Login::Open && !has_opened || is_finished_link) {
        actions.push(Action::Open { device, session });
    }
    if left.cancels > 0 && this.login == Login::Open && has_opened {
        actions.push(Action::Cancel { device, session });
    }
    if left.reopens > 0 && this.login == Login::Cancelled {
        actions.push(Action::Reopen { device, session });
    }
    let can_finish_again =
        !assumed.one_completion && this.login == Login::Complete && this.data != Some(world.person(device));
    if left.completions > 0
        && has_opened
        && (this.login == Login::Open || can_finish_again)
        && is_own_tab(world, scenario, device, session)
    {
        actions.push(Action::Complete { device, session });
    }
}

/// Whether the person may finish this login. In a shared browser somebody else's can only be finished by a customer who
/// is signed in, and whose return page posts the nonce at once.
fn is_own_tab(world: &World, scenario: &Scenario, device: Device, session: usize) -> bool {
    let this = &world.sessions[session];
    let is_own = device != Device::Shared || this.person == world.seat || !scenario.assumptions.own_tabs;
    is_own || world.cookies(device).signed_in.is_some() && world.left.presentations > 0
}

/// Requests to the proxy.
fn at_proxy(world: &World, scenario: &Scenario, device: Device, session: usize, actions: &mut Vec<Action>) {
    let this = &world.sessions[session];
    let circle = world.circle(device);
    let mut ways = vec![RequestMode::Fast];
    if world.left.slow_calls > 0 && world.call.is_none() {
        ways.push(RequestMode::Slow);
    }
    if scenario.watches() {
        ways.push(RequestMode::Down);
    }
    for mode in ways {
        let nonces = Nonce::ALL.into_iter().filter(|nonce| world.left.presentations > 0 && this.knows(circle, *nonce));
        actions.extend(nonces.map(|nonce| Action::Present { device, session, nonce, mode }));
        if this.row.is_some() {
            actions.push(Action::Poll { device, session, mode });
            actions.push(Action::Fetch { device, session, mode });
        }
        if mode != RequestMode::Down {
            actions.push(Action::List { device, session, mode });
        }
    }
}

/// Steps that nobody makes in a browser.
fn by_themselves(world: &World, scenario: &Scenario, session: usize, actions: &mut Vec<Action>) {
    let left = &world.left;
    let this = &world.sessions[session];
    if this.is_in_flight {
        actions.push(Action::Opened { session });
    }
    if this.login == Login::Finishing {
        actions.push(Action::Finish { session });
    }
    if left.callbacks > 0 && this.elsewhere.is_none() {
        if this.login == Login::Complete {
            actions.push(Action::Callback { session, outcome: Outcome::Complete });
        }
        if this.was_cancelled {
            actions.push(Action::Callback { session, outcome: Outcome::Error });
        }
    }
    if left.forgets > 0 && this.row.is_some_and(|row| row.state != State::Forgotten) {
        actions.push(Action::Forget { session });
    }
    // No tag protects a session from elsewhere whose row is lost: it is adopted again.
    if left.lost_rows > 0 && this.row.is_some() && this.elsewhere.is_none() {
        actions.push(Action::LoseRow { session });
    }
    if left.passed_on > 0 {
        for nonce in Nonce::ALL.into_iter().filter(|nonce| world.can_be_passed_on(session, *nonce)) {
            let people = scenario.devices.iter().filter(|device| device.is_first()).map(|device| world.person(*device));
            let people = people.filter(|person| !this.knows(person.bit(), nonce));
            actions.extend(people.map(|to| Action::PassOn { session, nonce, to }));
        }
    }
}

/// The outcome of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// The state afterwards.
    pub(crate) world: World,
    /// The proxy's answer, if the step is a request.
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

/// Takes a step of an exhaustive search. Returns `None` if it changes nothing, apart from having been taken: every path
/// that goes on from there also goes on from here.
pub(crate) fn explore(world: &World, scenario: &Scenario, rule: Rule, action: Action) -> Option<World> {
    let next = take(world, scenario, rule, action).world;
    let is_new = World { left: world.left, last_step: world.last_step, broken: world.broken, ..next } != *world;
    (is_new || next.broken != Broken::NONE || scenario.watches()).then_some(next)
}

/// Makes a step, and returns the proxy's answer to a request.
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
            return Some(proxy.ask(caller, session, mode == RequestMode::Slow));
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

/// Clears what can make no difference any more: bounds of steps at the bank after the last login, and who opened the
/// link of a finished one. Paths that differ in nothing else become one.
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

/// Finishes the login. Without assumption C Ivy's record is one for both sessions: it holds the data of the latest
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
