//! Most URLs, read without a reader.

use super::url::ReadUrl;

/// Longer texts are left to a reader, which may have a limit of its own.
const MAX_LENGTH: usize = 2048;

/// The longest name of a host, and the longest of its labels (RFC 1035, 2.3.4).
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// Reads a URL that begins with `https://` and an ordinary host name in small letters, with no port and no user name; `None`
/// says nothing but that a [`super::UrlReader`] has to be asked.
///
/// By the URL standard such a host is its own normal form, and nothing after a host makes a URL invalid. What could be an
/// IPv4 address or an international name is not read here.
pub fn read(text: &str) -> Option<ReadUrl> {
    // The lengths of the host and of the label at hand, and the byte before.
    let (mut length, mut label, mut before) = (0, 0, b'.');
    let mut begins_with_letter = false;
    for byte in text.strip_prefix("https://")?.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {
                if label == 0 {
                    begins_with_letter = byte.is_ascii_lowercase();
                }
                label += 1;
            }
            // Inside a label. Two of them at its third place mark an encoded name.
            b'-' if label > 0 && (label != 3 || before != b'-') => label += 1,
            b'.' if before != b'.' && before != b'-' => label = 0,
            b'/' | b'?' | b'#' => break,
            _ => return None,
        }
        if label > MAX_LABEL {
            return None;
        }
        length += 1;
        before = byte;
    }
    let is_plain =
        begins_with_letter && before != b'.' && before != b'-' && length <= MAX_HOST && text.len() <= MAX_LENGTH;
    is_plain.then(|| ReadUrl::of_normal(text))
}
