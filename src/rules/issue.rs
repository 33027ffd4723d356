//! What is wrong, and where: a path, a code, a sentence. Never the value.

use serde::{Serialize, Serializer};

/// One step of the way to the value that an issue is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A field, by its documented name, or as the caller spelled an unknown one.
    Field(std::borrow::Cow<'static, str>),
    /// An item of a list, counted from 0. A metadata entry stands in a path by position too, since its key may be
    /// personal.
    Index(u32),
}

/// The closed set of things that can be wrong. The strings are part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueCode {
    /// A field is missing.
    Required,
    /// A value is of another JSON type than documented.
    Type,
    /// A string or list is empty where it must not be.
    Empty,
    /// A string is longer than allowed.
    TooLong,
    /// A list or object has more entries than allowed.
    TooMany,
    /// A field that Ivy does not document.
    UnknownField,
    /// A key or list item that stands there twice.
    Duplicate,
    /// Two fields that exclude each other.
    Conflict,
    /// A number outside its documented range, or a string that is not one of the documented choices.
    OutOfRange,
    /// A value that JSON cannot say.
    NotJson,
    /// A key that could change an object's prototype.
    ForbiddenKey,
    /// Not a valid e-mail address.
    InvalidEmail,
    /// Not an E.164 phone number.
    InvalidPhone,
    /// Not an ISO 3166-1 alpha-2 country or `XK`.
    InvalidMarket,
    /// Not one of Ivy's locales.
    InvalidLocale,
    /// Not an absolute URL that Ivy can send a shopper to.
    InvalidUrl,
    /// `http:` where `https:` is needed.
    InsecureUrl,
    /// Not a permission that Ivy documents.
    InvalidPermission,
    /// Not an IBAN of the ISO 13616 registry.
    InvalidIban,
    /// Not an ISO 9362 business identifier code.
    InvalidBic,
    /// Not a calendar date.
    InvalidDate,
    /// A BBAN that is not the tail of the IBAN beside it.
    BbanMismatch,
    /// A session status that is not documented.
    UnknownStatus,
    /// A user known by metadata alone, whom no list can find again.
    MetadataOnly,
}

impl IssueCode {
    /// Every code.
    pub const ALL: [Self; 24] = [
        Self::Required,
        Self::Type,
        Self::Empty,
        Self::TooLong,
        Self::TooMany,
        Self::UnknownField,
        Self::Duplicate,
        Self::Conflict,
        Self::OutOfRange,
        Self::NotJson,
        Self::ForbiddenKey,
        Self::InvalidEmail,
        Self::InvalidPhone,
        Self::InvalidMarket,
        Self::InvalidLocale,
        Self::InvalidUrl,
        Self::InsecureUrl,
        Self::InvalidPermission,
        Self::InvalidIban,
        Self::InvalidBic,
        Self::InvalidDate,
        Self::BbanMismatch,
        Self::UnknownStatus,
        Self::MetadataOnly,
    ];

    /// The code as programs read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::UnknownField => "unknown_field",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::OutOfRange => "out_of_range",
            Self::NotJson => "not_json",
            Self::ForbiddenKey => "forbidden_key",
            Self::InvalidEmail => "invalid_email",
            Self::InvalidPhone => "invalid_phone",
            Self::InvalidMarket => "invalid_market",
            Self::InvalidLocale => "invalid_locale",
            Self::InvalidUrl => "invalid_url",
            Self::InsecureUrl => "insecure_url",
            Self::InvalidPermission => "invalid_permission",
            Self::InvalidIban => "invalid_iban",
            Self::InvalidBic => "invalid_bic",
            Self::InvalidDate => "invalid_date",
            Self::BbanMismatch => "bban_mismatch",
            Self::UnknownStatus => "unknown_status",
            Self::MetadataOnly => "metadata_only",
        }
    }

    /// The code of a name, as another side sent it; `None` for a name that is not one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

impl Serialize for IssueCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One finding. It never holds the value that it is about, so it can be logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// The way from the root to the value.
    pub path: Vec<Step>,
    /// What is wrong, for programs.
    pub code: IssueCode,
    /// What is wrong and what was expected, for people: lower case, no full stop, never the value.
    pub message: std::borrow::Cow<'static, str>,
}
