//! Points in time, as Ivy writes them: seconds since 1970-01-01T00:00:00Z.
//!
//! Source: Ivy's API reference. The bounds are this library's: a number in milliseconds, minutes or days is outside of them.
//! A page and the merchant proxy have this one definition of a date in a response (SECURITY.md, 6).

use super::input::Input;

/// The largest number that JavaScript and JSON programs agree on (RFC 8259, 6): 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The first number of ten digits, in 2001: before any data session.
const EARLIEST: f64 = 1_000_000_000.0;

/// The start of 2100. Milliseconds of today are far behind it.
const LATEST: f64 = 4_102_444_800.0;

/// The greatest difference between the clocks of Ivy and of the proxy, in seconds.
const CLOCK_SKEW: f64 = 300.0;

/// The expected value, in words that follow "expected".
pub(crate) const WORDS: &str = "whole seconds since 1970";

/// Returns true if a number can be a date in epoch seconds: a whole number of ten digits, before 2100.
pub fn is_plausible(seconds: f64) -> bool {
    (EARLIEST..LATEST).contains(&seconds) && seconds.trunc() == seconds
}

/// Returns true if a number can be a date that has passed by the clock `now`. Clocks may differ by five minutes.
pub fn is_past(seconds: f64, now: f64) -> bool {
    is_plausible(seconds) && seconds <= now + CLOCK_SKEW
}

/// Returns a point in time of a request that is a whole number of seconds, 0 to 2^53 - 1.
pub(super) fn whole_seconds<'v>(value: impl Input<'v>) -> Option<f64> {
    value.as_f64().filter(|seconds| matches!(seconds, 0.0..=MAX_SAFE_INTEGER) && seconds.trunc() == *seconds)
}
