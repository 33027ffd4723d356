//! Calendar dates.
//!
//! Source: ISO 8601 extended calendar date, RFC 3339 `full-date`: `YYYY-MM-DD`, Gregorian in every year.

/// Returns true if the text is a day of the calendar in the form `YYYY-MM-DD`. Takes UTF-8 bytes and does not allocate.
pub fn is_calendar_date(text: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return false };
    let (Some(century), Some(in_century), Some(month), Some(day)) =
        (two_digits(y1, y2), two_digits(y3, y4), two_digits(m1, m2), two_digits(d1, d2))
    else {
        return false;
    };
    // 1900 is no leap year, 2000 is one. 4 divides 100, so the last two digits decide about all other years.
    let leap = if in_century == 0 { century % 4 == 0 } else { in_century % 4 == 0 };
    let days = match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Returns the number of two ASCII digits.
#[inline(always)]
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}
