//! What is wrong, and where: a path, a code, a sentence. Never the value.

use serde::Serialize;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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
    /// A number outside its documented range.
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
