//! What is wrong, and where: a path, a code, a sentence. Never the value.

use serde::Serialize;

use crate::model::codes;

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

codes! {
    /// The closed set of things that can be wrong. The strings are part of the public interface.
    IssueCode {
        /// A field is missing.
        Required = "required",
        /// A value is of another JSON type than documented.
        Type = "type",
        /// A string or list is empty where it must not be.
        Empty = "empty",
        /// A string is longer than allowed.
        TooLong = "too_long",
        /// A list or object has more entries than allowed.
        TooMany = "too_many",
        /// A field that Ivy does not document.
        UnknownField = "unknown_field",
        /// A key or list item that stands there twice.
        Duplicate = "duplicate",
        /// Two fields that exclude each other.
        Conflict = "conflict",
        /// A number outside its documented range, or a string that is not one of the documented choices.
        OutOfRange = "out_of_range",
        /// A value that JSON cannot say.
        NotJson = "not_json",
        /// A key that could change an object's prototype.
        ForbiddenKey = "forbidden_key",
        /// Not a valid e-mail address.
        InvalidEmail = "invalid_email",
        /// Not an E.164 phone number.
        InvalidPhone = "invalid_phone",
        /// Not an ISO 3166-1 alpha-2 country or `XK`.
        InvalidMarket = "invalid_market",
        /// Not one of Ivy's locales.
        InvalidLocale = "invalid_locale",
        /// Not an absolute URL that Ivy can send a shopper to.
        InvalidUrl = "invalid_url",
        /// `http:` where `https:` is needed.
        InsecureUrl = "insecure_url",
        /// Not a permission that Ivy documents.
        InvalidPermission = "invalid_permission",
        /// Not an IBAN of the ISO 13616 registry.
        InvalidIban = "invalid_iban",
        /// Not an ISO 9362 business identifier code.
        InvalidBic = "invalid_bic",
        /// Not a calendar date.
        InvalidDate = "invalid_date",
        /// A BBAN that is not the tail of the IBAN beside it.
        BbanMismatch = "bban_mismatch",
        /// A session status that is not documented.
        UnknownStatus = "unknown_status",
        /// A user known by metadata alone, whom no list can find again.
        MetadataOnly = "metadata_only",
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
