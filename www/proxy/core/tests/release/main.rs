//! The exhaustive exploration of the release rule: every path of a model of people, browsers, cookies, links and Ivy,
//! with the real rule in the middle. Rules with one fault each check the properties, which must find every fault.
//!
//! `model` is independent of the model checker. `checker` and `properties` connect them.

mod checker;
mod model;
mod properties;

use checker::Checked;
use ivy_proxy_core::release::{NONCE_GRACE_SECONDS, PENDING_SECONDS, Verdict};
use model::actions::Kind;
use model::cell::Cell;
use model::law::Law;
use model::mutations::{MUTATIONS, Mutation, Rule};
use model::scenario::Scenario;
use model::scenarios::{self, scenarios};
use model::traces::{COUNT, SEED, traces};
use model::world::{Moment, OPEN_SECONDS};
use stateright::{Checker, HasDiscoveries, Model};
use std::fs;
use std::io::{self, Write};
use std::time::Instant;

/// The number of the model checker's threads.
const THREADS: usize = 2;

/// The least number of states in all scenarios together.
const FEWEST_STATES: usize = 100_000;

/// The most memory, in KiB.
const MOST_MEMORY: u64 = 4 * 1_024 * 1_024;

/// The bounds that the scenarios must reach.
const DEMANDED: [(&str, u8); 13] = [
    ("creates", 2),
    ("opens", 3),
    ("cancels", 1),
    ("reopens", 1),
    ("completions", 2),
    ("presentations", 3),
    ("sign-ins or sign-outs", 3),
    ("callbacks", 2),
    ("forgets", 1),
    ("restarts", 1),
    ("lost rows", 1),
    ("slow questions", 1),
    ("waits", 3),
];

#[test]
fn the_rule_keeps_the_law_and_no_fault_does() {
    let started = Instant::now();
    let states: usize = scenarios().into_iter().map(explore).sum();
    let found = MUTATIONS.iter().filter(|mutation| is_found(mutation)).count();
    let seconds = started.elapsed().as_secs();
    let all = MUTATIONS.len();
    say(&format!("release model: {states} states, {found} of {all} mutations found, {seconds} s, {}", memory()));
    assert_eq!(found, all, "a fault that no property finds");
    assert!(states >= FEWEST_STATES, "the model has shrunk to {states} states");
    assert!(peak_memory().is_none_or(|peak| peak <= MOST_MEMORY), "too much memory");
}

#[test]
fn the_scenarios_reach_every_bound_step_and_cell() {
    let scenarios = scenarios();
    for (name, demanded) in DEMANDED {
        let bounds = scenarios.iter().filter(|scenario| scenario.fails.is_empty());
        let bounds = bounds.flat_map(|scenario| scenario.bounds.named()).filter(|(bound, _)| *bound == name);
        assert_eq!(bounds.map(|(_, bound)| bound).max(), Some(demanded), "{name}");
    }
    for kind in Kind::ALL {
        assert!(scenarios.iter().any(|scenario| scenario.steps.contains(&kind)), "{kind:?}");
    }
    for cell in Cell::ALL {
        assert!(scenarios.iter().any(|scenario| scenario.cells.contains(&cell)), "{cell:?}");
    }
}

#[test]
fn traces_are_repeatable_and_show_every_step_and_verdict() {
    let traces = traces();
    say(&format!("release model: {} traces of seed {SEED}", traces.len()));
    assert_eq!(traces.len(), COUNT);
    assert!(traces == model::traces::traces(), "the same seed yields other traces");
    let steps: Vec<_> = traces.iter().flat_map(|trace| &trace.steps).collect();
    let kinds = [
        Kind::Create,
        Kind::Open,
        Kind::Cancel,
        Kind::Reopen,
        Kind::Complete,
        Kind::Finish,
        Kind::Present,
        Kind::Poll,
        Kind::Fetch,
        Kind::SignIn,
        Kind::SignOut,
        Kind::Callback,
        Kind::Forget,
        Kind::Restart,
        Kind::LoseRow,
        Kind::Wait,
    ];
    for kind in kinds {
        assert!(steps.iter().any(|step| step.action.kind() == kind), "{kind:?}");
    }
    let verdicts = [
        Verdict::Release,
        Verdict::Pending,
        Verdict::Failed,
        Verdict::Expired,
        Verdict::NotFound,
        Verdict::Foreign,
        Verdict::EndGuest,
        Verdict::SignIn,
    ];
    for verdict in verdicts {
        assert!(steps.iter().any(|step| step.verdict == Some(verdict)), "{verdict:?}");
    }
    for step in steps {
        assert_eq!(step.waited > 0, step.action.kind() == Kind::Wait);
        assert!(step.rows.iter().flatten().all(|row| step.age(row.created_at) >= 0));
    }
}

/// Checks the distance from each limit: a replay moves the times in the table while its own clock goes on.
#[test]
fn a_replay_is_on_the_same_side_of_each_limit_and_far_from_it() {
    const MARGIN: i64 = 300;
    let moments = Moment::of_path();
    let limits = [0, OPEN_SECONDS, PENDING_SECONDS, OPEN_SECONDS + NONCE_GRACE_SECONDS];
    for (earlier, later) in moments.iter().flat_map(|earlier| moments.iter().map(move |later| (earlier, later))) {
        for limit in limits {
            let exact = later.seconds() - earlier.seconds();
            let replayed = later.replayed_seconds() - earlier.replayed_seconds();
            assert_eq!(exact <= limit, replayed <= limit, "{earlier:?} to {later:?}, {limit} s");
            assert!(limit == 0 || (replayed - limit).abs() >= MARGIN, "{earlier:?} to {later:?}, {limit} s");
        }
    }
}

/// Explores a scenario under the real rule. Returns the number of states.
fn explore(scenario: Scenario) -> usize {
    let started = Instant::now();
    let Scenario { name, bounds, fails, .. } = scenario;
    let checked = Checked { scenario, rule: Rule::Real, laws: &Law::ALL, must_reach: true };
    let done = checked.checker().threads(THREADS).spawn_bfs().join();
    let states = done.unique_state_count();
    let seconds = started.elapsed().as_secs_f32();
    say(&format!("  {name}: {states} states, {seconds:.1} s ({bounds})"));
    for law in Law::ALL {
        match done.discovery(law.name()) {
            Some(path) if !fails.contains(&law) => panic!("{name}: {}\n{:#?}", law.name(), path.into_actions()),
            None if fails.contains(&law) => panic!("{name}: {} holds all the same", law.name()),
            _ => {}
        }
    }
    if fails.is_empty() {
        done.assert_properties();
    }
    states
}

/// Returns true if the property that the mutation names finds it, in a scenario in which the real rule keeps the
/// property.
fn is_found(mutation: &Mutation) -> bool {
    let Mutation { name, rule, found_by, scenario } = *mutation;
    let started = Instant::now();
    let scenario = scenarios::named(scenario).expect("a scenario of this name");
    assert!(!scenario.fails.contains(&found_by), "{name}: without the fault the property fails, too");
    let place = scenario.name;
    let laws = found_by.alone();
    let checked = Checked { scenario, rule, laws, must_reach: false };
    let done = checked.checker().threads(THREADS).finish_when(HasDiscoveries::Any).spawn_bfs().join();
    let path = done.discovery(found_by.name());
    let seconds = started.elapsed().as_secs_f32();
    let found = path.as_ref().map_or_else(
        || format!("NOT FOUND by {found_by:?}"),
        |path| format!("{found_by:?} after {} steps", path.clone().into_actions().len()),
    );
    say(&format!("  {name}: {found}, {seconds:.1} s ({place})"));
    path.is_some()
}

/// Prints a line directly to the terminal, since the test harness shows only the output of failed tests.
fn say(line: &str) {
    writeln!(io::stderr(), "{line}").expect("standard error");
}

fn memory() -> String {
    peak_memory().map_or_else(|| "memory unknown".to_owned(), |peak| format!("{} MiB", peak / 1_024))
}

/// Returns the process's peak memory in KiB, if the system reports it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
