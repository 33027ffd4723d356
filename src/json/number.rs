//! A number's text as a number, small enough for the page.

/// Reads a number that follows JSON's grammar; `None` where it is too large to hold.
///
/// Exact for whole numbers up to 2^53 and for up to 15 digits with up to 22 places, so for every amount of seconds.
/// Beyond that the last binary digits may be off: the library never computes with such numbers.
pub(crate) fn read_number(text: &[u8]) -> Option<f64> {
    let (mut mantissa, mut exponent) = (0u64, 0i64);
    // What a digit does to the exponent: nothing before the point, one less behind it.
    let mut place = 0;
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'0'..=b'9' if mantissa < 100_000_000_000_000_000 => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                exponent += place;
            }
            b'0'..=b'9' => exponent += place + 1,
            b'.' => place = -1,
            b'e' | b'E' => {
                exponent += read_exponent(after);
                break;
            }
            _ => {}
        }
    }
    let value = scale(mantissa as f64, exponent);
    let value = if text.starts_with(b"-") { -value } else { value };
    value.is_finite().then_some(value)
}

/// The digits after an `e`, with their sign; what is too large for any number stays too large.
fn read_exponent(text: &[u8]) -> i64 {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit());
    // Far beyond every number, and beyond what as many digits as a body can hold could make up for.
    let size = digits.fold(0, |size, digit| (size * 10 + i64::from(digit & 0x0F)).min(1 << 40));
    if text.starts_with(b"-") { -size } else { size }
}

/// `value` × 10^`exponent`.
fn scale(value: f64, exponent: i64) -> f64 {
    // 0 stays 0 however large the exponent; beyond ±400 every other number is infinite or 0.
    if value == 0.0 {
        return 0.0;
    }
    let size = exponent.unsigned_abs().min(400) as i32;
    // In two steps, since 10^400 is infinite; powers up to 10^22, which a double holds exactly, in one.
    let first = size.min(200);
    let (first, second) = (power(first), power(size - first));
    if exponent < 0 { value / first / second } else { value * first * second }
}

/// 10^`exponent`.
fn power(exponent: i32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}
