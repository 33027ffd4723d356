//! The scenarios, which together cover every bound.

use super::actions::Kind;
use super::browser::Device;
use super::cell::Cell;
use super::law::Law;
use super::scenario::{Assumptions, Scenario};
use super::world::{Bounds, Moment};
use ivy_proxy_core::release::Trust;

/// The browsers of all people: two for each customer, one for the guest and one for the stranger.
const EVERYBODY: &[Device] =
    &[Device::Ada, Device::AdaSecond, Device::Ben, Device::BenSecond, Device::Guest, Device::Stranger];

/// No step at all.
const NOTHING: Bounds = Bounds {
    creates: 0,
    opens: 0,
    cancels: 0,
    reopens: 0,
    completions: 0,
    presentations: 0,
    sign_ins: 0,
    callbacks: 0,
    forgets: 0,
    restarts: 0,
    lost_rows: 0,
    slow_calls: 0,
    passed_on: 0,
    waits: 0,
};

const PLAIN: Scenario = Scenario {
    name: "",
    devices: EVERYBODY,
    bounds: NOTHING,
    assumptions: Assumptions::ALL,
    has_expiry: true,
    is_pending: false,
    slow_creates: false,
    customers_as_guests: false,
    shop_ends_guests: false,
    requests_end_guests: false,
    trust: None,
    are_elsewhere: false,
    steps: &[],
    cells: &[],
    fails: &[],
};

/// The trust in sessions from elsewhere (SECURITY.md, 3).
const TRUST: Trust = Trust { since: Some(Moment::VERIFIED_SECONDS), before: Moment::TRUST_SECONDS };

/// The trust that covers the path itself, so that only the tag of a reference keeps a lost row's session from adoption.
const TRUST_IN_TAGS: Trust = Trust { since: None, before: 1 };

/// The bounds of one login with all steps on its link.
const ONE_LINK: Bounds =
    Bounds { creates: 1, opens: 3, cancels: 1, reopens: 1, completions: 1, presentations: 3, ..NOTHING };

/// The bounds of two logins.
const TWO_LINKS: Bounds = Bounds { creates: 2, opens: 3, completions: 2, presentations: 3, ..NOTHING };

/// Returns every scenario, small ones first, so that a fault of the rule shows early.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [watched(), adopting(), shared(), ruled(), broken()].concat()
}

/// Returns the scenario of the random paths: the steps that a test of the real hosts can make, in separate browsers.
pub(crate) fn replayed() -> Scenario {
    Scenario {
        name: "replayed",
        bounds: Bounds {
            cancels: 1,
            reopens: 1,
            sign_ins: 3,
            callbacks: 2,
            forgets: 1,
            restarts: 1,
            lost_rows: 1,
            waits: 3,
            ..TWO_LINKS
        },
        is_pending: true,
        customers_as_guests: true,
        requests_end_guests: true,
        ..PLAIN
    }
}

/// Returns scenarios of the rule, with each person in separate browsers.
fn ruled() -> Vec<Scenario> {
    vec![
        Scenario { name: "forwarded link", bounds: Bounds { sign_ins: 3, passed_on: 1, ..ONE_LINK }, ..PLAIN },
        Scenario { name: "forwarded link, later", bounds: Bounds { sign_ins: 2, waits: 3, ..ONE_LINK }, ..PLAIN },
        Scenario {
            name: "forwarded link, complete later",
            bounds: Bounds { callbacks: 2, passed_on: 1, waits: 3, ..ONE_LINK },
            is_pending: true,
            ..PLAIN
        },
        Scenario {
            name: "forwarded link, without an expiry",
            bounds: Bounds { sign_ins: 1, waits: 3, callbacks: 1, ..ONE_LINK },
            has_expiry: false,
            ..PLAIN
        },
        Scenario {
            name: "slow answers",
            bounds: Bounds {
                opens: 2,
                cancels: 0,
                reopens: 0,
                sign_ins: 1,
                callbacks: 2,
                slow_calls: 1,
                waits: 3,
                ..ONE_LINK
            },
            is_pending: true,
            ..PLAIN
        },
        Scenario {
            name: "one login, operated",
            bounds: Bounds {
                opens: 2,
                cancels: 0,
                reopens: 0,
                sign_ins: 1,
                callbacks: 1,
                forgets: 1,
                restarts: 1,
                lost_rows: 1,
                slow_calls: 1,
                ..ONE_LINK
            },
            slow_creates: true,
            trust: Some(TRUST_IN_TAGS),
            ..PLAIN
        },
        Scenario { name: "two logins", bounds: Bounds { sign_ins: 3, ..TWO_LINKS }, ..PLAIN },
        Scenario {
            name: "two logins, operated",
            bounds: Bounds { forgets: 1, restarts: 1, lost_rows: 1, ..TWO_LINKS },
            slow_creates: true,
            trust: Some(TRUST_IN_TAGS),
            ..PLAIN
        },
        Scenario { name: "two logins, cancelled", bounds: Bounds { cancels: 1, reopens: 1, ..TWO_LINKS }, ..PLAIN },
        Scenario { name: "guests", bounds: Bounds { sign_ins: 2, ..TWO_LINKS }, customers_as_guests: true, ..PLAIN },
    ]
}

/// Returns scenarios of one browser that people use in turn.
fn shared() -> Vec<Scenario> {
    let shared = Scenario { devices: &[Device::Shared], shop_ends_guests: true, ..PLAIN };
    vec![
        Scenario {
            name: "shared browser",
            bounds: Bounds { sign_ins: 3, cancels: 1, reopens: 1, ..TWO_LINKS },
            ..shared.clone()
        },
        Scenario {
            name: "shared browser, later",
            bounds: Bounds {
                sign_ins: 2,
                callbacks: 2,
                slow_calls: 1,
                waits: 3,
                opens: 2,
                cancels: 0,
                reopens: 0,
                ..ONE_LINK
            },
            is_pending: true,
            ..shared.clone()
        },
        Scenario {
            name: "shared browser, somebody else's tab",
            bounds: Bounds { sign_ins: 3, ..TWO_LINKS },
            assumptions: Assumptions { own_tabs: false, ..Assumptions::ALL },
            fails: &[Law::S1],
            ..shared
        },
    ]
}

/// Returns scenarios of adoption (SECURITY.md, 3).
fn adopting() -> Vec<Scenario> {
    vec![Scenario {
        name: "adoption",
        bounds: Bounds { sign_ins: 3, forgets: 1, slow_calls: 1, ..NOTHING },
        trust: Some(TRUST),
        are_elsewhere: true,
        ..PLAIN
    }]
}

/// Returns small scenarios that reach each step and each cell of the table (SECURITY.md, 2).
fn watched() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "cells of customers",
            devices: &[Device::Ada, Device::Ben],
            bounds: Bounds { opens: 2, presentations: 2, sign_ins: 2, passed_on: 1, ..ONE_LINK },
            steps: &[
                Kind::Create,
                Kind::Open,
                Kind::Cancel,
                Kind::Reopen,
                Kind::Complete,
                Kind::Present,
                Kind::Poll,
                Kind::Fetch,
                Kind::List,
                Kind::SignIn,
                Kind::SignOut,
                Kind::PassOn,
            ],
            cells: &[
                Cell::OwnerSuccessReleased,
                Cell::OwnerErrorTold,
                Cell::OwnerErrorThenSuccess,
                Cell::BeganHereSuccess,
                Cell::BeganHereError,
                Cell::BeganHereThenSignedIn,
                Cell::DownSuccess,
                Cell::DownError,
                Cell::StrangerSuccessBefore,
                Cell::StrangerSuccessAfter,
                Cell::StrangerErrorBefore,
                Cell::StrangerErrorAfter,
            ],
            ..PLAIN
        },
        Scenario {
            name: "cells of customers, later",
            devices: &[Device::Ada, Device::Ben],
            bounds: Bounds { opens: 2, cancels: 0, reopens: 0, presentations: 2, callbacks: 1, waits: 3, ..ONE_LINK },
            is_pending: true,
            steps: &[Kind::Finish, Kind::Callback, Kind::Wait],
            cells: &[
                Cell::OwnerSuccessPending,
                Cell::OwnerSuccessReleasedByCallback,
                Cell::OwnerSuccessReleasedByAsking,
                Cell::OwnerSuccessTooLate,
                Cell::OwnerNonceEnded,
                Cell::StrangerNonceEnded,
            ],
            ..PLAIN
        },
        Scenario {
            name: "cells of one id",
            devices: &[Device::Ada],
            bounds: Bounds { creates: 2, ..NOTHING },
            assumptions: Assumptions { unique_ids: false, ..Assumptions::ALL },
            cells: &[Cell::IdKnownTwice],
            ..PLAIN
        },
        Scenario {
            name: "cells of guests",
            devices: &[Device::Ada, Device::Stranger],
            bounds: Bounds { opens: 2, presentations: 2, sign_ins: 2, ..ONE_LINK },
            customers_as_guests: true,
            cells: &[Cell::FormerGuestSuccess, Cell::FormerGuestError],
            ..PLAIN
        },
        Scenario {
            name: "steps of the proxy",
            devices: &[Device::Ada],
            bounds: Bounds {
                opens: 1,
                presentations: 1,
                forgets: 1,
                restarts: 1,
                lost_rows: 1,
                slow_calls: 1,
                ..ONE_LINK
            },
            slow_creates: true,
            trust: Some(TRUST_IN_TAGS),
            steps: &[Kind::Opened, Kind::IvyResponds, Kind::Forget, Kind::Restart, Kind::LoseRow],
            ..PLAIN
        },
        Scenario {
            name: "steps at a shared browser",
            devices: &[Device::Shared],
            bounds: Bounds { sign_ins: 2, ..ONE_LINK },
            shop_ends_guests: true,
            steps: &[Kind::Sit],
            ..PLAIN
        },
    ]
}

/// Returns scenarios in which one assumption fails. Even then nothing is shown once the other browser has presented its
/// nonce.
fn broken() -> Vec<Scenario> {
    let one_login = Bounds { cancels: 0, reopens: 0, completions: 2, sign_ins: 1, slow_calls: 1, ..ONE_LINK };
    let without_ids = Scenario { assumptions: Assumptions { unique_ids: false, ..Assumptions::ALL }, ..PLAIN };
    vec![
        Scenario {
            name: "without A",
            bounds: one_login,
            assumptions: Assumptions { one_return: false, ..Assumptions::ALL },
            fails: &[Law::S1],
            ..PLAIN
        },
        Scenario {
            name: "without B",
            bounds: one_login,
            assumptions: Assumptions { one_completion: false, ..Assumptions::ALL },
            fails: &[Law::S1],
            ..PLAIN
        },
        Scenario {
            name: "without C",
            bounds: Bounds { lost_rows: 1, ..TWO_LINKS },
            fails: &[Law::S1],
            ..without_ids.clone()
        },
        Scenario {
            name: "without C, no row lost",
            bounds: Bounds { forgets: 1, callbacks: 1, ..TWO_LINKS },
            ..without_ids
        },
    ]
}

/// Finds the scenario of this name.
pub(crate) fn named(name: &str) -> Option<Scenario> {
    scenarios().into_iter().find(|scenario| scenario.name == name)
}
