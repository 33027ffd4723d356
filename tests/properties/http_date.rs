//! Dates of HTTP headers, against the `httpdate` crate.

use std::time::{Duration, UNIX_EPOCH};

use ivy_data_session::client::read_http_date;

/// The letters of each weekday after the first three, which RFC 850's form has.
const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "day"),
    ("Tue", "sday"),
    ("Wed", "nesday"),
    ("Thu", "rsday"),
    ("Fri", "day"),
    ("Sat", "urday"),
    ("Sun", "day"),
];

/// The first second of 2070, when two digits of a year are read as the past.
const TWO_DIGITS_END: u64 = 3_155_760_000;

/// The format has four digits for the year.
const END: u64 = 253_402_300_800;

/// The bytes are a header's text; eight bytes are also seconds, as a server writes them in each of the three forms.
pub(crate) fn any_bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert!(read_http_date(&text).is_none_or(f64::is_finite), "{text}");
    // `httpdate` accepts more than dates. A text that equals its own output is a date.
    let seconds = httpdate::parse_http_date(&text).ok().and_then(|date| date.duration_since(UNIX_EPOCH).ok());
    if let Some(seconds) = seconds
        && httpdate::fmt_http_date(UNIX_EPOCH + seconds) == text
    {
        assert_eq!(read_http_date(&text), Some(seconds.as_secs() as f64), "{text}");
    }
    if let Ok(seconds) = <[u8; 8]>::try_from(bytes) {
        let seconds = u64::from_le_bytes(seconds) % END;
        for text in written(seconds) {
            assert_eq!(read_http_date(&text), Some(seconds as f64), "{text}");
        }
    }
}

/// RFC 9110, section 5.6.7: the preferred form, asctime's, and RFC 850's, which has two digits for the year.
fn written(seconds: u64) -> Vec<String> {
    let preferred = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
    let words: Vec<_> = preferred.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [weekday, day, month, year, time, _] = words[..] else { panic!("{preferred}") };
    let mut written = vec![format!("{weekday} {month} {:>2} {time} {year}", day.trim_start_matches('0'))];
    if seconds < TWO_DIGITS_END {
        let (_, tail) = WEEKDAYS.iter().find(|(name, _)| *name == weekday).unwrap();
        written.push(format!("{weekday}{tail}, {day}-{month}-{} {time} GMT", &year[2..]));
    }
    written.push(preferred);
    written
}
