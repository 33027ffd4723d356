//! The scenarios, which together cover every bound.

use super::actions::Kind;
use super::browser::Device;
use super::law::{Cell, Law};
use super::scenario::{Assumptions, Scenario};
use super::world::{Bounds, Moment};
use ivy_proxy_core::release::Trust;

/// Two browsers for each customer, a guest's and a stranger's.
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

/// SECURITY.md, 3: trust in the sessions from elsewhere.
const TRUST: Trust = Trust { since: Some(Moment::VERIFIED_SECONDS), before: Moment::TRUST_SECONDS };

/// Trust that covers the path itself, so that only the tag of a reference keeps a lost row's session from adoption.
const TRUST_IN_TAGS: Trust = Trust { since: None, before: 1 };

/// One login, and everything that can be done to its link.
const ONE_LINK: Bounds =
    Bounds { creates: 1, opens: 3, cancels: 1, reopens: 1, completions: 1, presentations: 3, ..NOTHING };

/// Two logins.
const TWO_LINKS: Bounds = Bounds { creates: 2, opens: 3, completions: 2, presentations: 3, ..NOTHING };

/// Every scenario, the small ones first: a fault of the rule shows early.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [watched(), adopting(), shared(), ruled(), broken()].concat()
}

/// The world of the random paths: what a test of the real hosts can do, in browsers of everybody's own.
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

/// The rule, with each person in browsers of their own.
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

/// The smaller model: one browser, in turn.
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

/// SECURITY.md, 3: adoption.
fn adopting() -> Vec<Scenario> {
    vec![Scenario {
        name: "adoption",
        bounds: Bounds { sign_ins: 3, forgets: 1, slow_calls: 1, ..NOTHING },
        trust: Some(TRUST),
        are_elsewhere: true,
        ..PLAIN
    }]
}

/// Small worlds that show each step and each cell of the table (SECURITY.md, 2).
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

/// Each assumption fails. From the moment the other browser has presented its nonce, nothing is shown all the same.
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
