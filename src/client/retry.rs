//! When to try again, and after how long.

use super::{Answer, read_http_date};

/// The first pause, in milliseconds; each further one is twice as long.
const FIRST_PAUSE_MS: f64 = 250.0;

/// How long to wait before the next attempt, in milliseconds.
///
/// `attempt` is the one that failed, counted from 1. A proxy that names a time (`Retry-After`) is believed. `random`, a
/// number from 0 up to 1, spreads the pages that failed together over half of the pause.
pub(super) fn pause(attempt: u32, answer: Option<&Answer>, wall_clock: f64, random: f64) -> f64 {
    if let Some(wait) = answer.and_then(|answer| retry_after(answer, wall_clock)) {
        return wait;
    }
    let mut pause = FIRST_PAUSE_MS;
    for _ in 1..attempt.min(8) {
        pause *= 2.0;
    }
    pause * (0.5 + random / 2.0)
}

/// The `Retry-After` of an answer in milliseconds: whole seconds or a date, RFC 9110 section 10.2.3. The date is held
/// against the answer's own `Date`, since this machine's clock may be wrong.
fn retry_after(answer: &Answer, wall_clock: f64) -> Option<f64> {
    let text = answer.retry_after.as_deref()?.trim_ascii();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = text.bytes().fold(0.0, |seconds, byte| seconds * 10.0 + f64::from(byte - b'0'));
        return Some(seconds * 1000.0);
    }
    let sent = answer.date.as_deref().and_then(read_http_date).unwrap_or(wall_clock);
    Some((read_http_date(text)? - sent).max(0.0) * 1000.0)
}
