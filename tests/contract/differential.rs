//! Differential test of two proxies: for the same requests they return the same responses, byte for byte, send the same
//! requests to Ivy, and store the same rows. The proxies are the one under test and the one beside it, each with a
//! separate database and Ivy. The comparison ignores only random values (references, nonces, cookies, request ids) and
//! times.

mod odd;
mod pair;
mod steps;

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use pair::Pair;

/// The number of sequences of requests. Each begins with two new proxies.
const SEQUENCES: u32 = 12;

#[test]
fn both_respond_alike_to_every_request() {
    // A fixed seed: the statuses that the sequences produce are checked below and must not depend on chance.
    let rng_seed = RngSeed::Fixed(1);
    let config =
        Config { cases: SEQUENCES, max_shrink_iters: 40, failure_persistence: None, rng_seed, ..Config::default() };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let met = RefCell::new(BTreeSet::new());
    let run = TestRunner::new(config).run(&steps::sequence(), |sequence| {
        runtime.block_on(async {
            let mut pair = Pair::new().await;
            for step in &sequence {
                let seen = pair.take(step).await;
                let seen = seen.map_err(|difference| TestCaseError::fail(format!("{step:?}: {difference}")))?;
                met.borrow_mut().extend(seen.iter().map(|seen| seen.status));
            }
            pair.agree().await.map_err(TestCaseError::fail)
        })
    });
    match run {
        Ok(()) => {
            let met = met.into_inner();
            assert!([200, 303, 403, 404, 405, 415, 422, 503].iter().all(|status| met.contains(status)), "{met:?}");
        }
        Err(TestError::Fail(difference, sequence)) => panic!("{difference}\nafter {sequence:?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
