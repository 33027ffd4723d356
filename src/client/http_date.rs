//! Parsing of dates in HTTP headers (RFC 9110, section 5.6.7).

use std::borrow::Cow;
use std::time::UNIX_EPOCH;

/// Reads the date of a `Date` or `Retry-After` header as epoch seconds.
///
/// Accepts the three forms that RFC 9110 requires of a recipient: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
pub fn read_http_date(text: &str) -> Option<f64> {
    // `httpdate` refuses a leap second, `:60`. Parse the second before it and add one.
    let (text, leap) = match text.split_once(":60 ") {
        Some((before, after)) => ([before, ":59 ", after].concat().into(), 1.0),
        None => (Cow::Borrowed(text), 0.0),
    };
    let date = httpdate::parse_http_date(&text).ok()?;
    Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs_f64() + leap)
}
