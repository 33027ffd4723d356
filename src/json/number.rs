//! Conversion of a JSON number to a double.

/// Converts a number that follows JSON's grammar. Returns `None` if it is too large for a double.
///
/// The result is exact for whole numbers up to 2^53, and for up to 15 digits of which up to 22 are decimal places. That
/// includes every count of seconds. For other numbers the last binary digits may be wrong; the library computes with none.
pub(crate) fn read_number(text: &[u8]) -> Option<f64> {
    let (mut mantissa, mut exponent) = (0u64, 0i64);
    // The change of the exponent by a digit: 0 before the point, -1 behind it.
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

/// Reads the signed exponent after an `e`, clamped to ±2^40.
fn read_exponent(text: &[u8]) -> i64 {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit());
    // A body is too short to hold as many digits as would compensate for an exponent of this size.
    let size = digits.fold(0, |size, digit| (size * 10 + i64::from(digit & 0x0F)).min(1 << 40));
    if text.starts_with(b"-") { -size } else { size }
}

/// Returns `value` × 10^`exponent`.
fn scale(value: f64, exponent: i64) -> f64 {
    // 0 stays 0 for every exponent. Beyond ±400 every other number is infinite or 0.
    if value == 0.0 {
        return 0.0;
    }
    let size = exponent.unsigned_abs().min(400) as i32;
    // Two steps, since 10^400 is infinite. Powers up to 10^22, which are exact in a double, take one step.
    let first = size.min(200);
    let (first, second) = (power(first), power(size - first));
    if exponent < 0 { value / first / second } else { value * first * second }
}

/// Returns 10^`exponent`.
fn power(exponent: i32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}
