//! Serialisation of a [`Value`].

use super::{NotJson, Value};

/// Appends `value` to `out` as JSON, without white space.
///
/// Numbers are written as they were read. Members that are `undefined` are left out, as by `JSON.stringify`. Any other
/// [`Value::NotJson`] becomes `null`; the rules refuse such a value before it is written.
pub fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::NotJson(_) => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut before = '{';
            for (key, member) in members.iter().filter(|(_, member)| !is_undefined(member)) {
                out.push(before);
                write_string(key, out);
                out.push(':');
                write(member, out);
                before = ',';
            }
            if before == '{' {
                out.push('{');
            }
            out.push('}');
        }
    }
}

fn is_undefined(value: &Value) -> bool {
    matches!(value, Value::NotJson(NotJson::Undefined))
}

/// Appends a string in quotes. Escapes only the characters that RFC 8259 requires to be escaped.
fn write_string(text: &str, out: &mut String) {
    const HEX: [&str; 16] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"];
    out.push('"');
    let mut rest = text;
    // Append characters that need no escape in runs: one by one they would take most of the time of a check.
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (run, after) = rest.split_at_checked(at).unwrap_or_default();
        out.push_str(run);
        match after.bytes().next() {
            Some(b'"') => out.push_str("\\\""),
            Some(b'\\') => out.push_str("\\\\"),
            Some(b'\n') => out.push_str("\\n"),
            Some(b'\r') => out.push_str("\\r"),
            Some(b'\t') => out.push_str("\\t"),
            control => {
                let control = control.unwrap_or_default();
                out.push_str(if control < 0x10 { "\\u000" } else { "\\u001" });
                out.push_str(HEX.get(usize::from(control & 0x0F)).copied().unwrap_or_default());
            }
        }
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.push('"');
}
