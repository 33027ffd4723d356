//! A body with single bytes removed and replaced.

/// Calls `check` with every variant of a body that is truncated at a byte, lacks a byte, or has another byte instead.
pub(crate) fn every_single_byte(base: &[u8], check: impl Fn(&[u8])) {
    for at in 0..base.len() {
        check(&base[..at]);
        let mut bytes = base.to_vec();
        bytes.remove(at);
        check(&bytes);
        for byte in *b"\"\\{],x\x80" {
            let mut bytes = base.to_vec();
            bytes[at] = byte;
            check(&bytes);
        }
    }
}
