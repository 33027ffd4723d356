//! Dates in Ivy's responses (SECURITY.md, 6), as epoch seconds.

use ivy_data_session::rules::epoch::is_past;
pub(crate) use ivy_data_session::rules::epoch::is_plausible;

/// Returns a date in the past, in epoch seconds, or `None` if it is not plausible. An implausible date is never
/// replaced by the present time.
pub(crate) fn past(seconds: f64, now: i64) -> Option<i64> {
    is_past(seconds, now as f64).then_some(seconds as i64)
}

/// Returns the end of a login that begins at `now`, in epoch seconds, or `None` unless it is within the 24 hours that
/// Ivy documents, plus one hour.
pub(crate) fn login_end(seconds: f64, now: i64) -> Option<i64> {
    let end = seconds as i64;
    (is_plausible(seconds) && end > now && end <= now + 25 * 60 * 60).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{login_end, past};

    const NOW: i64 = 1_796_000_000;

    #[test]
    fn a_date_that_is_not_plausible_epoch_seconds_is_no_date() {
        for (seconds, date) in [
            (1_700_000_000.0, Some(1_700_000_000)),
            (NOW as f64 + 300.0, Some(NOW + 300)),
            // A part of a second, milliseconds, microseconds, nanoseconds, minutes, days, and other nonsense.
            (1_700_000_000.5, None),
            (NOW as f64 * 1e3, None),
            (NOW as f64 * 1e6, None),
            (NOW as f64 * 1e9, None),
            (NOW as f64 / 60.0, None),
            (NOW as f64 / 86_400.0, None),
            (NOW as f64 + 301.0, None),
            (0.0, None),
            (1.0, None),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(past(seconds, NOW), date, "{seconds}");
        }
    }

    #[test]
    fn a_login_ends_within_a_day() {
        for (seconds, end) in [
            (NOW + 1800, Some(NOW + 1800)),
            (NOW + 24 * 3600 + 5, Some(NOW + 24 * 3600 + 5)),
            (NOW + 26 * 3600, None),
            (NOW, None),
            (NOW - 1, None),
            (NOW * 1000, None),
        ] {
            assert_eq!(login_end(seconds as f64, NOW), end, "{seconds}");
        }
    }
}
