//! SECURITY.md, 2: a check of the release rule's model against the proxy under test. Random paths of the model are replayed,
//! and after each step the table must have the rows that the model expects.
//!
//! | compared | how |
//! |---|---|
//! | the response to a request | status, code, the login's status, and the person whose data it shows |
//! | the rows and their names | forgotten rows under the digests of their names |
//! | state, outcome, kind of owner | by equality |
//! | owner, nonces, login cookie, person | by digests: equal for equal items, different for different ones |
//! | times | which ones are set, and their order |
//! | idempotency key, stored response | freed once the rule ends the login |

#[path = "../../www/proxy/core/tests/release/model/mod.rs"]
#[expect(dead_code, reason = "the model checker needs the rest of it")]
mod model;
mod rows;
mod stage;

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use ivy_proxy_core::release::{Outcome, State};
use model::browser::{Device, Person};
use model::digests::Owner;
use model::row::SmallRow;
use model::traces::{COUNT, Trace, traces};
use rows::Expected;
use stage::Stage;

/// The number of traces that are replayed at a time, each in a separate environment.
const STAGES: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_paths_of_the_model_are_those_of_the_proxy() {
    let started = Instant::now();
    let traces: Arc<[Trace]> = traces().into();
    let stages: Vec<_> = (0..STAGES)
        .map(|first| {
            let traces = Arc::clone(&traces);
            tokio::spawn(async move {
                let mut stage = Stage::new().await;
                for (number, trace) in traces.iter().enumerate().skip(first).step_by(STAGES) {
                    stage = stage.replay(number, trace).await;
                }
                stage.seen
            })
        })
        .collect();
    let mut seen = stage::Seen::default();
    for stage in stages {
        seen = seen + stage.await.expect("a trace whose steps go as in the model");
    }
    let seconds = started.elapsed().as_secs();
    let line = format!("traces: {} replayed, {} steps, {seconds} s", seen.traces, seen.steps);
    // Written directly, since the test harness shows only the output of failed tests.
    writeln!(std::io::stderr(), "{line}").expect("standard error");
    assert_eq!(seen.traces, COUNT);
    assert_eq!(seen.steps, traces.iter().map(|trace| trace.steps.len()).sum::<usize>());
    assert!(seen.restarts > 0 && seen.releases > 0 && seen.locks > 0 && seen.forgets > 0, "{seen:?}");
}

/// Checks the comparison itself: it finds each difference.
#[tokio::test]
async fn a_row_that_differs_from_the_model_is_found() {
    let traces = traces();
    let is_whole = |row: &SmallRow| row.released_at.is_some() && row.cancelled_at.is_some();
    let released = |trace: &Trace| {
        let end = trace.steps.iter().position(|step| step.rows[0].as_ref().is_some_and(is_whole))?;
        Some(Trace { steps: trace.steps[..=end].to_vec() })
    };
    let (number, trace) = traces
        .iter()
        .enumerate()
        .find_map(|(number, trace)| Some((number, released(trace)?)))
        .expect("a login that was released after it was cancelled");
    let stage = Stage::new().await.replay(number, &trace).await;
    let last = trace.steps.last().expect("a step");
    let expected = last.rows[0].expect("a row");
    let known = stage.known.clone();
    let table = stage.row(0).await;
    let differences = |row: SmallRow, holds_key: bool| {
        let expected = Expected { session: 0, row: &row, step: last, names: stage.names(0), holds_key };
        rows::differences(&expected, &table, &mut known.clone())
    };
    assert_eq!(differences(expected, false), [""; 0]);
    assert_eq!(differences(expected, true), ["key_digest", "sealed"]);
    let owner = |person| Owner::Customer(person);
    let other = if expected.owner == owner(Person::Ada) { Person::Ben } else { Person::Ada };
    let device = if expected.login == Some(Device::Stranger) { Device::Guest } else { Device::Stranger };
    type Change = fn(&mut SmallRow, Person, Device);
    let changes: [(&str, Change); 13] = [
        ("state", |row, _, _| row.state = State::Lost),
        ("owner", |row, other, _| row.owner = Owner::Customer(other)),
        ("nonces", |row, _, _| row.nonces = false),
        ("login_cookie", |row, _, device| row.login = Some(device)),
        ("expires_at", |row, _, _| row.is_dated = false),
        ("outcome", |row, _, _| row.outcome = Some(Outcome::Error)),
        ("completed_at", |row, _, _| row.completed_at = None),
        ("returned_at", |row, _, _| row.returned_at = Some(row.created_at)),
        ("cancelled_at", |row, _, _| row.cancelled_at = None),
        ("presented_at", |row, _, _| row.presented_at = None),
        ("released_at", |row, _, _| row.released_at = None),
        ("locked_at", |row, _, _| row.locked_at = Some(row.created_at)),
        ("identity", |row, other, _| row.identity = Some(other)),
    ];
    for (column, change) in changes {
        let mut row = expected;
        change(&mut row, other, device);
        assert!(differences(row, false).contains(&column), "{column}: {:?}", differences(row, false));
    }
    let mut row = expected;
    row.created_at = row.created_at.next();
    assert!(differences(row, false).contains(&"created_at"));
}
