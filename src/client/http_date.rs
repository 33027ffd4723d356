//! Dates in HTTP headers, RFC 9110 section 5.6.7.

const MONTHS: [&[u8; 3]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// Reads the date of a `Date` or `Retry-After` header as epoch seconds.
///
/// All three forms that RFC 9110 makes a recipient accept: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. They hold the same words in another order, so that
/// one pass over the words reads them all.
pub fn read_http_date(text: &str) -> Option<f64> {
    let (mut day, mut month, mut year, mut seconds) = (None, None, None, None);
    let between = |byte: &u8| matches!(byte, b' ' | b',' | b'-');
    for word in text.as_bytes().split(between).filter(|word| !word.is_empty()) {
        if word.contains(&b':') {
            seconds = Some(time_of_day(word)?);
        } else if let Some(number) = digits(word) {
            if day.is_none() {
                day = Some(number).filter(|day| (1..=31).contains(day));
            } else {
                year = Some(if word.len() == 2 { full_year(number) } else { number });
            }
        } else if month.is_none() {
            month = month_number(word);
        }
    }
    Some(days_before(year?, month?, day?) * 86_400.0 + seconds?)
}

/// `08:49:37` in seconds.
fn time_of_day(word: &[u8]) -> Option<f64> {
    let mut parts = word.split(|byte| *byte == b':').map(digits);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let valid = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    valid.then_some(f64::from(hour * 3600 + minute * 60 + second))
}

fn month_number(word: &[u8]) -> Option<u32> {
    let known = |month: &&[u8; 3]| word.eq_ignore_ascii_case(month.as_slice());
    MONTHS.iter().position(known).map(|position| position as u32 + 1)
}

/// Up to four digits.
fn digits(word: &[u8]) -> Option<u32> {
    let valid = (1..=4).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
    valid.then(|| word.iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0')))
}

/// Of two digits: RFC 9110 takes what lies more than 50 years ahead for the past. For a header about the present this
/// fixed window says the same until 2069.
const fn full_year(two_digits: u32) -> u32 {
    if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted in years that begin in March, so that a leap day
/// is the last day of its year.
fn days_before(year: u32, month: u32, day: u32) -> f64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    let leap_days = year / 4 + year / 400 - year / 100;
    f64::from(year * 365 + leap_days + (month * 153 + 2) / 5 + day) - 719_469.0
}
