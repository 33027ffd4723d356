//! Points in time, as Ivy writes them: seconds since 1970-01-01T00:00:00Z.
//!
//! Source: Ivy's API reference. The bounds are this library's: a number in milliseconds, minutes or days is outside of them.

/// The start of 2010: before any data session.
const EARLIEST: f64 = 1_262_304_000.0;

/// The start of 2100. Milliseconds of today are far behind it.
const LATEST: f64 = 4_102_444_800.0;

/// Returns true if a number can be a date in epoch seconds.
pub fn is_plausible(seconds: f64) -> bool {
    (EARLIEST..LATEST).contains(&seconds)
}
