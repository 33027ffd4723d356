//! The steps that are possible in a state.

use super::actions::{Action, RequestMode};
use super::browser::{Device, Person};
use super::digests::Nonce;
use super::scenario::Scenario;
use super::session::Login;
use super::world::World;
use ivy_proxy_core::release::{Outcome, State};

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

/// Adds creates, sign-ins and sign-outs.
fn at_browser(world: &World, scenario: &Scenario, device: Device, actions: &mut Vec<Action>) {
    let cookies = world.cookies(device);
    let can_be_guest = scenario.customers_as_guests || matches!(device, Device::Guest | Device::Shared);
    let can_create = device != Device::Stranger && (cookies.signed_in.is_some() || can_be_guest);
    // Ada and Ben are interchangeable, so Ben need not create the first session. All properties treat both alike.
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
    // Two guests who use the same cookie in turn look like one guest.
    if device == Device::Shared && cookies.signed_in.is_none() && cookies.guest.is_none() {
        let people = [Person::Ada, Person::Ben, Person::Gus].into_iter();
        actions.extend(people.filter(|person| *person != world.seat).map(|person| Action::Sit { person }));
    }
}

/// Adds steps at Ivy and at the bank.
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

/// Returns true if the person may finish this login. In a shared browser another person's login can only be finished by
/// a signed-in customer whose return page posts the nonce at once.
fn is_own_tab(world: &World, scenario: &Scenario, device: Device, session: usize) -> bool {
    let this = &world.sessions[session];
    let is_own = device != Device::Shared || this.person == world.seat || !scenario.assumptions.own_tabs;
    is_own || world.cookies(device).signed_in.is_some() && world.left.presentations > 0
}

/// Adds requests to the proxy.
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

/// Adds steps that happen outside the browsers.
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
