//! A number's text as a number, small enough for the page.

/// Reads a number that follows JSON's grammar; `None` where it is too large to hold.
///
/// Exact for whole numbers up to 2^53 and for up to 15 digits with up to 22 places, so for every amount of seconds.
/// Beyond that the last binary digits may be off: the library never computes with such numbers.
pub(crate) fn read_number(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, text),
    };
    let mut mantissa = 0u64;
    let mut exponent = 0i32;
    let mut after_point = false;
    let mut rest = digits;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'0'..=b'9' => {
                if mantissa < 100_000_000_000_000_000 {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    exponent -= i32::from(after_point);
                } else {
                    exponent = exponent.saturating_add(i32::from(!after_point));
                }
            }
            b'.' => after_point = true,
            _ => {
                exponent = exponent.saturating_add(read_exponent(after));
                break;
            }
        }
    }
    let size = scale(mantissa as f64, exponent);
    let value = if negative { -size } else { size };
    value.is_finite().then_some(value)
}

/// The digits after an `e`, with their sign; what is too large for any number stays too large.
fn read_exponent(text: &[u8]) -> i32 {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    let size = digits.iter().fold(0i32, |size, digit| size.saturating_mul(10).saturating_add(i32::from(digit & 0x0F)));
    if negative { -size } else { size }
}

/// `value` × 10^`exponent`, in steps of 10^22, the largest power of ten that a double holds exactly.
fn scale(mut value: f64, exponent: i32) -> f64 {
    // 0 stays 0 however large the exponent; beyond ±400 every other number is infinite or 0.
    if value == 0.0 {
        return 0.0;
    }
    let mut left = exponent.clamp(-400, 400);
    while left != 0 {
        let step = left.clamp(-22, 22);
        let mut power = 1.0;
        for _ in 0..step.abs() {
            power *= 10.0;
        }
        value = if step < 0 { value / power } else { value * power };
        left -= step;
    }
    value
}
