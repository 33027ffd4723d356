//! What a field's value must be.

use super::checker::Field;
use super::url::{self, UrlReader};
use super::{IssueCode, bic, email, iban, market, permissions, phone, text};
use crate::json::View;

/// What a value must be.
pub(super) enum Rule {
    /// A session's reference: 1 to 200 characters, not blank.
    ReferenceId,
    /// A name that stands for something elsewhere: any length, not blank.
    Name,
    /// At most 200 characters.
    DisplayId,
    /// Any string.
    Text,
    /// See [`email`].
    Email,
    /// See [`phone`].
    Phone,
    /// See [`market`].
    Market,
    /// See [`url`]; an empty one is left out.
    Url,
    /// See [`iban`].
    Iban,
    /// See [`bic`].
    Bic,
    /// One of these strings, else an issue with this code.
    Choice(IssueCode, &'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// Epoch seconds, see [`whole_seconds`].
    Seconds,
    /// See [`permissions`].
    Permissions,
    /// See [`super::metadata`]; says whether its limits hold.
    Metadata(bool),
    /// See [`super::external_user`].
    ExternalUser,
    /// An object with documented fields.
    Object(&'static [Field]),
}

/// The longest `referenceId` and `displayId`, in characters (Ivy's documentation).
const MAX_ID_CHARACTERS: usize = 200;

/// The largest number that JavaScript and JSON programs agree on (RFC 8259, 6): 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Appends a string's normal form, which needs no escapes, and says whether the string is valid.
type Write = fn(&[u8], &mut String) -> bool;

impl Rule {
    /// Checks a value that has no parts and writes its normal form.
    pub(super) fn check(&self, value: View<'_>, urls: &dyn UrlReader, normal: &mut String) -> Result<(), IssueCode> {
        let wrong = match (self, value.string()) {
            (Rule::Flag, None) if matches!(value.first(), b't' | b'f') => None,
            (Rule::Seconds, None) if value.is_number() => {
                if whole_seconds(value).is_none() {
                    Some(IssueCode::OutOfRange)
                } else {
                    None
                }
            }
            (Rule::Flag | Rule::Seconds, _) | (_, None) => Some(IssueCode::Type),
            (_, Some(text)) => {
                if let Some((write, code)) = self.normal_form() {
                    normal.push('"');
                    let right = write(text.as_bytes(), normal);
                    normal.push('"');
                    return if right { Ok(()) } else { Err(code) };
                }
                self.wrong_text(&text, urls)
            }
        };
        normal.push_str(value.text());
        wrong.map_or(Ok(()), Err)
    }

    /// For strings with a normal form: what writes it, and what is said where there is none.
    fn normal_form(&self) -> Option<(Write, IssueCode)> {
        Some(match self {
            Rule::Email => (email::write, IssueCode::InvalidEmail),
            Rule::Phone => (phone::write, IssueCode::InvalidPhone),
            Rule::Market => (market::write, IssueCode::InvalidMarket),
            Rule::Iban => (iban::write, IssueCode::InvalidIban),
            Rule::Bic => (bic::write, IssueCode::InvalidBic),
            _ => return None,
        })
    }

    /// What is wrong with a string that stays as it is.
    fn wrong_text(&self, text: &str, urls: &dyn UrlReader) -> Option<IssueCode> {
        match self {
            Rule::ReferenceId | Rule::Name if text.trim_ascii().is_empty() => Some(IssueCode::Empty),
            Rule::ReferenceId | Rule::DisplayId if text::is_longer(text, MAX_ID_CHARACTERS) => Some(IssueCode::TooLong),
            Rule::Url => url::check(text, urls).err(),
            Rule::Choice(code, choices) if !choices.contains(&text) => Some(*code),
            _ => None,
        }
    }

    /// What is expected, in words that follow "expected".
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::ReferenceId => "a string of 1 to 200 characters",
            Self::Name => "a string that is not blank",
            Self::DisplayId => "a string of at most 200 characters",
            Self::Text | Self::Choice(..) => "a string",
            Self::Email => "an e-mail address of at most 254 bytes",
            Self::Phone => "a phone number with + and its country code (E.164)",
            Self::Market => "a country's two letters (ISO 3166-1) or XK",
            Self::Url => "an absolute https URL without user name, password, spaces and backslashes",
            Self::Iban => iban::WORDS,
            Self::Bic => bic::WORDS,
            Self::Flag => "true or false",
            Self::Seconds => "whole seconds since 1970",
            Self::Permissions => permissions::WORDS,
            Self::Metadata(_) | Self::ExternalUser | Self::Object(_) => "an object",
        }
    }
}

/// A point in time that is a whole number of seconds, 0 to 2^53 - 1.
pub(super) fn whole_seconds(value: View<'_>) -> Option<f64> {
    value.as_f64().filter(|&seconds| (0.0..=MAX_SAFE_INTEGER).contains(&seconds) && seconds.trunc() == seconds)
}
