//! IBAN and BIC in electronic form: no spaces, upper case.

/// A code of at most `N` bytes in electronic form, on the stack.
pub(super) struct Electronic<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Electronic<N> {
    /// Drops spaces and upper-cases ASCII letters; `None` if more than `N` bytes are left.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut code = Self { bytes: [0; N], length: 0 };
        for byte in text.iter().filter(|&&b| b != b' ') {
            *code.bytes.get_mut(code.length)? = byte.to_ascii_uppercase();
            code.length += 1;
        }
        Some(code)
    }

    /// The code's bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// The code as text. Only for a code that was found to be ASCII: any other byte becomes another character.
    pub(super) fn to_text(&self) -> String {
        self.as_bytes().iter().copied().map(char::from).collect()
    }
}
