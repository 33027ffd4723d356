//! What a field's value must be.

use super::checker::Fields;
use super::url::{self, UrlReader};
use super::{IssueCode, bic, email, external_user, iban, list_query, market, permissions, phone, request, text};
use crate::json::View;
use crate::model::locale;

/// What a value must be.
/// Those of objects are the last ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Rule {
    /// A session's reference: 1 to 200 characters, not blank.
    ReferenceId,
    /// A name that stands for something elsewhere: any length, not blank.
    Name,
    /// At most 200 characters.
    DisplayId,
    /// Any string.
    Text,
    /// One of [`locale::ALL`].
    Locale,
    /// `light` or `dark`.
    ThemeVariant,
    /// `iban`
    AddressType,
    /// See [`email`].
    Email,
    /// See [`phone`].
    Phone,
    /// See [`market`].
    Market,
    /// See [`iban`].
    Iban,
    /// See [`bic`].
    Bic,
    /// See [`url`]; an empty one is left out.
    Url,
    /// `true` or `false`.
    Flag,
    /// Epoch seconds, see [`whole_seconds`].
    Seconds,
    /// See [`permissions`].
    Permissions,
    /// See [`super::metadata`].
    Metadata,
    /// The same for a user.
    UserMetadata,
    /// See [`request`].
    Request,
    /// See [`request`].
    Prefill,
    /// See [`request`].
    MatchData,
    /// See [`request`].
    FinancialAddress,
    /// See [`request`].
    IbanAddress,
    /// See [`external_user`].
    ExternalUser,
    /// See [`list_query`].
    ListQuery,
}

/// The longest `referenceId` and `displayId`, in characters (Ivy's documentation).
const MAX_ID_CHARACTERS: usize = 200;

/// The largest number that JavaScript and JSON programs agree on (RFC 8259, 6): 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Appends a string's normal form, which needs no escapes, and says whether the string is valid.
type Write = fn(&[u8], &mut String) -> bool;

impl Rule {
    /// The JSON type, as [`View::kind`] has it.
    pub(super) fn kind(self) -> u8 {
        match self {
            Self::Flag => b't',
            Self::Seconds => b'0',
            Self::Permissions => b'[',
            _ if self >= Self::Metadata => b'{',
            _ => b'"',
        }
    }

    /// The documented fields of an object.
    pub(super) fn fields(self) -> &'static Fields {
        match self {
            Self::Prefill => &request::PREFILL,
            Self::MatchData => &request::MATCH_DATA,
            Self::FinancialAddress => &request::FINANCIAL_ADDRESS,
            Self::IbanAddress => &request::IBAN_ADDRESS,
            Self::ExternalUser => &external_user::FIELDS,
            Self::ListQuery => &list_query::FIELDS,
            _ => &request::REQUEST,
        }
    }

    /// The strings that a choice is made of.
    pub(super) fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Locale => &locale::ALL,
            Self::ThemeVariant => &["light", "dark"],
            Self::AddressType => &["iban"],
            _ => &[],
        }
    }

    /// Checks a value of the right type that has no parts and writes its normal form. Gives what is wrong.
    pub(super) fn check(self, value: View<'_>, urls: &dyn UrlReader, normal: &mut String) -> Option<IssueCode> {
        let text = value.string().unwrap_or_default();
        let text = &*text;
        if let Some((write, code)) = self.normal_form() {
            normal.push('"');
            let is_right = write(text.as_bytes(), normal);
            normal.push('"');
            return if is_right { None } else { Some(code) };
        }
        normal.push_str(value.text());
        let choices = self.choices();
        if !choices.is_empty() && !choices.contains(&text) {
            return Some(if self == Self::Locale { IssueCode::InvalidLocale } else { IssueCode::OutOfRange });
        }
        match self {
            Self::ReferenceId | Self::Name if text.trim_ascii().is_empty() => Some(IssueCode::Empty),
            Self::ReferenceId | Self::DisplayId if text::is_longer(text, MAX_ID_CHARACTERS) => Some(IssueCode::TooLong),
            Self::Url => url::check(text, urls).err(),
            Self::Seconds if whole_seconds(value).is_none() => Some(IssueCode::OutOfRange),
            _ => None,
        }
    }

    /// For strings with a normal form: what writes it, and what is said where there is none.
    fn normal_form(self) -> Option<(Write, IssueCode)> {
        Some(match self {
            Self::Email => (email::write, IssueCode::InvalidEmail),
            Self::Phone => (phone::write, IssueCode::InvalidPhone),
            Self::Market => (market::write, IssueCode::InvalidMarket),
            Self::Iban => (iban::write, IssueCode::InvalidIban),
            Self::Bic => (bic::write, IssueCode::InvalidBic),
            _ => return None,
        })
    }

    /// What is expected, in words that follow "expected".
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::ReferenceId => "a string of 1 to 200 characters",
            Self::Name => "a string that is not blank",
            Self::DisplayId => "a string of at most 200 characters",
            Self::Text | Self::Locale | Self::ThemeVariant | Self::AddressType => "a string",
            Self::Email => "an e-mail address of at most 254 bytes",
            Self::Phone => "a phone number with + and its country code (E.164)",
            Self::Market => "a country's two letters (ISO 3166-1) or XK",
            Self::Iban => iban::WORDS,
            Self::Bic => bic::WORDS,
            Self::Url => "an absolute https URL without user name, password, spaces and backslashes",
            Self::Flag => "true or false",
            Self::Seconds => "whole seconds since 1970",
            Self::Permissions => permissions::WORDS,
            Self::Metadata | Self::UserMetadata => "an object of keys and JSON values",
            _ => "an object",
        }
    }
}

/// A point in time that is a whole number of seconds, 0 to 2^53 - 1.
pub(super) fn whole_seconds(value: View<'_>) -> Option<f64> {
    value.as_f64().filter(|seconds| matches!(seconds, 0.0..=MAX_SAFE_INTEGER) && seconds.trunc() == *seconds)
}
