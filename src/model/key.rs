//! The key of a field as the decoder compares it.

/// The text `"name":` of a field's key in a response without white space, in words of eight bytes, so that it is compared in
/// two or three steps.
#[derive(Debug)]
pub(crate) struct Key {
    /// Words of eight bytes, each with a mask of the bits to compare.
    parts: ((u64, u64), (u64, u64), (u64, u64)),
    /// The length in bytes.
    length: usize,
}

impl Key {
    /// Builds the key of a field. The key of a name longer than 21 bytes matches no text, so that the decoder looks the
    /// field up by its name.
    #[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
    pub(super) const fn new(name: &str) -> Self {
        let name = name.as_bytes();
        let length = name.len() + 3;
        if length > 24 {
            return Self { parts: ((0, u64::MAX), (0, 0), (0, 0)), length: 0 };
        }
        let (mut words, mut masks) = ([0; 3], [0; 3]);
        let mut at = 0;
        while at < length {
            let byte = match at {
                0 => b'"',
                at if at <= name.len() => name[at - 1],
                at if at == name.len() + 1 => b'"',
                _ => b':',
            };
            words[at / 8] |= (byte as u64) << (at % 8 * 8);
            masks[at / 8] |= 0xFF << (at % 8 * 8);
            at += 1;
        }
        let parts = ((words[0], masks[0]), (words[1], masks[1]), (words[2], masks[2]));
        Self { parts, length }
    }

    /// Returns the length of the key with its colon if the text has it at a position, without white space or escapes.
    ///
    /// Near the end of the text this may be `None` for a key that is present. The decoder then looks it up by its name.
    #[inline(always)]
    pub(crate) fn length_at(&self, text: &[u8], at: usize) -> Option<usize> {
        let Self { parts, length } = self;
        let (first, rest) = text.get(at..)?.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let differs = |eight: &[u8; 8], (word, mask): (u64, u64)| (u64::from_le_bytes(*eight) ^ word) & mask;
        if differs(first, parts.0) | differs(second, parts.1) != 0
            || *length > 16 && differs(rest.first_chunk()?, parts.2) != 0
        {
            return None;
        }
        Some(*length)
    }
}
