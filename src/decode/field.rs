//! What the tables in [`super::shapes`] are made of.

/// An object that Ivy documents: its fields, in the order in which they are expected.
#[derive(Debug)]
pub(super) struct Shape {
    /// The row of the scanner's guesses that belongs to this shape; each shape has its own, below [`SHAPES`].
    pub(super) number: usize,
    /// At most [`MAX_FIELDS`].
    pub(super) fields: &'static [Field],
}

/// How many shapes there are.
pub(super) const SHAPES: usize = 13;

/// How many fields a shape may have: one bit each for those that have been seen.
pub(super) const MAX_FIELDS: usize = 32;

/// One documented field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) key: Key,
    pub(super) kind: Kind,
    pub(super) meaning: Meaning,
}

/// The JSON type of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Number,
    Boolean,
    /// An object with any members.
    AnyObject,
    Object(&'static Shape),
    /// A list of strings.
    Texts,
    /// A list of objects.
    List(&'static Shape),
}

/// What a field's value is checked for or remembered for, beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    Plain,
    /// Must be there; remembered.
    Id,
    /// Must be there; one of the documented words, else a warning; remembered.
    Status,
    /// Remembered.
    ReferenceId,
    /// Remembered.
    RedirectUrl,
    /// Epoch seconds, remembered.
    CreatedAt,
    /// Epoch seconds, remembered.
    ExpiresAt,
    /// Remembered: that it is there.
    Identity,
    /// A person's name, remembered.
    Name,
    /// A calendar date, else a warning; remembered.
    BirthDate,
    /// Remembered: whether there is one or more.
    Accounts,
    /// An IBAN, else a warning.
    Iban,
    /// The tail of the IBAN beside it, else a warning.
    Bban,
    /// A BIC, else a warning.
    Bic,
}

/// The first 16 bytes of `"name":`, as answers without white space have it, for comparing them in two steps.
#[derive(Debug)]
pub(super) struct Key {
    words: [u64; 2],
    /// Set for the bits that count where the key is shorter.
    masks: [u64; 2],
}

impl Key {
    const fn new(name: &str) -> Self {
        let mut bytes = 0u128;
        let mut mask = 0u128;
        let mut shift = 0;
        let mut position = 0;
        let mut rest = name.as_bytes();
        while shift < 128 && position < name.len() + 3 {
            let byte = match rest {
                _ if position == 0 => b'"',
                [first, others @ ..] => {
                    rest = others;
                    *first
                }
                [] if position == name.len() + 1 => b'"',
                [] => b':',
            };
            bytes |= (byte as u128) << shift;
            mask |= 0xFF << shift;
            shift += 8;
            position += 1;
        }
        Self { words: [bytes as u64, (bytes >> 64) as u64], masks: [mask as u64, (mask >> 64) as u64] }
    }
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, key: Key::new(name), kind, meaning: Meaning::Plain }
    }

    /// Says what the field is checked or remembered for.
    pub(super) const fn means(self, meaning: Meaning) -> Self {
        Self { meaning, ..self }
    }

    /// Whether an object without this field is malformed.
    #[inline(always)]
    pub(super) const fn required(&self) -> bool {
        matches!(self.meaning, Meaning::Id | Meaning::Status)
    }

    /// Whether `text` starts with this field's key and colon, without white space or escapes; gives their length.
    ///
    /// Near the end of the text the answer may be no where it is yes: the key is then read as any other.
    #[inline(always)]
    pub(super) fn starts(&self, text: &[u8]) -> Option<usize> {
        let (low, rest) = text.split_first_chunk()?;
        let (high, rest) = rest.split_first_chunk()?;
        let [first, second] = self.key.words;
        let [first_mask, second_mask] = self.key.masks;
        let differs =
            (u64::from_le_bytes(*low) ^ first) & first_mask | (u64::from_le_bytes(*high) ^ second) & second_mask;
        let name = self.name.as_bytes();
        if differs != 0 {
            return None;
        }
        match name.get(15..) {
            // The two words hold the opening quote and 15 bytes of the name.
            Some(tail) => rest.strip_prefix(tail)?.starts_with(b"\":").then_some(name.len() + 3),
            None if name.len() == 14 => rest.starts_with(b":").then_some(17),
            None => Some(name.len() + 3),
        }
    }
}

pub(super) const fn text(name: &'static str) -> Field {
    Field::new(name, Kind::Text)
}

pub(super) const fn number(name: &'static str) -> Field {
    Field::new(name, Kind::Number)
}

pub(super) const fn boolean(name: &'static str) -> Field {
    Field::new(name, Kind::Boolean)
}

pub(super) const fn any_object(name: &'static str) -> Field {
    Field::new(name, Kind::AnyObject)
}

pub(super) const fn object(name: &'static str, shape: &'static Shape) -> Field {
    Field::new(name, Kind::Object(shape))
}

pub(super) const fn texts(name: &'static str) -> Field {
    Field::new(name, Kind::Texts)
}

pub(super) const fn list(name: &'static str, shape: &'static Shape) -> Field {
    Field::new(name, Kind::List(shape))
}
