//! An issue: a path, a code and a message, never the value.

use serde::Serialize;

use crate::model::codes;

/// One step of the path to the value that an issue is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A field, by its documented name, or as the caller spelled an unknown one.
    Field(std::borrow::Cow<'static, str>),
    /// An item of a list, counted from 0. Also an entry of metadata, whose key may be personal.
    Index(u32),
}

codes! {
    /// The kind of an issue. The strings are part of the public interface.
    IssueCode {
        /// A field is missing.
        Required = "required",
        /// A value is of another JSON type than documented.
        Type = "type",
        /// A string or list is empty, but must not be.
        Empty = "empty",
        /// A string is longer than allowed.
        TooLong = "too_long",
        /// A list or object has more entries than allowed.
        TooMany = "too_many",
        /// A field that Ivy does not document.
        UnknownField = "unknown_field",
        /// A duplicate key or list item.
        Duplicate = "duplicate",
        /// Two fields that exclude each other.
        Conflict = "conflict",
        /// A number outside its documented range, a string that is not one of the documented choices, an id with invisible
        /// characters, or a date that is not plausible epoch seconds.
        OutOfRange = "out_of_range",
        /// A value that JSON cannot express, or a damaged string in a response.
        NotJson = "not_json",
        /// A key that could change an object's prototype.
        ForbiddenKey = "forbidden_key",
        /// An invalid e-mail address.
        InvalidEmail = "invalid_email",
        /// An invalid phone number (E.164).
        InvalidPhone = "invalid_phone",
        /// A text other than an ISO 3166-1 alpha-2 country or `XK`.
        InvalidMarket = "invalid_market",
        /// A text other than Ivy's locales.
        InvalidLocale = "invalid_locale",
        /// A text other than an absolute URL that Ivy can redirect a shopper to.
        InvalidUrl = "invalid_url",
        /// A URL with `http:` that needs `https:`.
        InsecureUrl = "insecure_url",
        /// A permission that Ivy does not document.
        InvalidPermission = "invalid_permission",
        /// An IBAN that is invalid by the ISO 13616 registry.
        InvalidIban = "invalid_iban",
        /// An invalid business identifier code (ISO 9362).
        InvalidBic = "invalid_bic",
        /// An invalid calendar date.
        InvalidDate = "invalid_date",
        /// A BBAN that is not the tail of the IBAN beside it.
        BbanMismatch = "bban_mismatch",
        /// A session status that is not documented.
        UnknownStatus = "unknown_status",
        /// A user known by metadata alone, whom no list can find again.
        MetadataOnly = "metadata_only",
    }
}

/// One finding. It never contains the value that it is about, so it can be logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// The steps from the root to the value.
    pub path: Vec<Step>,
    /// The kind of the issue, for programs.
    pub code: IssueCode,
    /// The problem and the expected value, for people: lower case, no full stop, never the value itself.
    pub message: std::borrow::Cow<'static, str>,
}
