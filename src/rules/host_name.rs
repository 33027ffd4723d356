//! Names of hosts in URLs and in e-mail addresses.
//!
//! Source: RFC 1034, 3.1, and RFC 1123, 2.1: labels of letters, digits and inner hyphens, with dots between them.

/// The longest label, in bytes (RFC 1034, 3.1).
const MAX_LABEL: usize = 63;

/// Returns the first byte of a name's last label; `None` if this is not a name.
pub(super) fn last_label(name: &[u8]) -> Option<u8> {
    let (mut first, mut length, mut before) = (0, 0, b'.');
    for &byte in name {
        if byte == b'.' && before.is_ascii_alphanumeric() {
            length = 0;
        } else if byte.is_ascii_alphanumeric() || (byte == b'-' && length > 0) {
            if length == 0 {
                first = byte;
            }
            length += 1;
        } else {
            return None;
        }
        if length > MAX_LABEL {
            return None;
        }
        before = byte;
    }
    before.is_ascii_alphanumeric().then_some(first)
}
