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
    /// Remembered.
    CreatedAt,
    /// Remembered.
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

/// `"name":`, as answers without white space have it, in words of eight bytes: for comparing it in two steps or three.
#[derive(Debug)]
pub(super) struct Key {
    /// Eight bytes each, with a mask of the bits that count.
    parts: ((u64, u64), (u64, u64), (u64, u64)),
    /// In bytes.
    length: usize,
}

impl Key {
    #[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
    const fn new(name: &str) -> Self {
        let name = name.as_bytes();
        let length = name.len() + 3;
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

    /// Whether `text` has this field's key and colon at a position, without white space or escapes; gives their length.
    ///
    /// Near the end of the text the answer may be no where it is yes: the key is then read as any other.
    #[inline(always)]
    pub(super) fn stands_in(&self, text: &[u8], at: usize) -> Option<usize> {
        let Key { parts, length } = &self.key;
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
