//! The rule for a field's value, beyond its type.

use super::input::Input;
use super::url::{self, UrlReader};
use super::{IssueCode, bic, email, iban, market, permissions, phone, text};
use crate::model::{Kind, Role, choice, locale};

/// The longest `referenceId` and `displayId`, in characters (Ivy's documentation).
const MAX_ID_CHARACTERS: usize = 200;

/// The largest number that JavaScript and JSON programs agree on (RFC 8259, 6): 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Appends a string's normal form, which needs no escapes, and says whether the string is valid.
type Write = fn(&[u8], &mut String) -> bool;

impl Role {
    /// Returns the strings of which the value must be one; none if there is another rule.
    pub(super) fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Locale => &locale::ALL,
            Self::ThemeVariant => &choice::THEME_VARIANTS,
            Self::AddressType => &choice::MATCH_ADDRESS_TYPES,
            _ => &[],
        }
    }

    /// Checks a value of the right type that has no parts and writes its normal form. Returns the code of what is wrong.
    pub(super) fn check<'v>(
        self,
        value: impl Input<'v>,
        urls: &dyn UrlReader,
        normal: &mut String,
    ) -> Option<IssueCode> {
        let text = value.string().unwrap_or_default();
        let text = &*text;
        if let Some((write, code)) = self.normal_form() {
            normal.push('"');
            let is_right = write(text.as_bytes(), normal);
            normal.push('"');
            return if is_right { None } else { Some(code) };
        }
        normal.push_str(&value.text());
        let choices = self.choices();
        if !choices.is_empty() && !choices.contains(&text) {
            return Some(if self == Self::Locale { IssueCode::InvalidLocale } else { IssueCode::OutOfRange });
        }
        match self {
            Self::ReferenceId | Self::NotBlank | Self::BankId if text.trim_ascii().is_empty() => Some(IssueCode::Empty),
            Self::ReferenceId | Self::DisplayId if text::is_longer(text, MAX_ID_CHARACTERS) => Some(IssueCode::TooLong),
            Self::CallbackUrl => url::check(text, urls).err(),
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

    /// Returns what is expected, in words that follow "expected".
    pub(super) fn words(self, kind: Kind) -> &'static str {
        match self {
            Self::ReferenceId => "a string of 1 to 200 characters",
            Self::NotBlank | Self::BankId => "a string that is not blank",
            Self::DisplayId => "a string of at most 200 characters",
            Self::Email => "an e-mail address of at most 254 bytes",
            Self::Phone => "a phone number with + and its country code (E.164)",
            Self::Market => "a country's two letters (ISO 3166-1) or XK",
            Self::Iban => iban::WORDS,
            Self::Bic => bic::WORDS,
            Self::CallbackUrl => "an absolute https URL without user name, password, spaces and backslashes",
            Self::Seconds => "whole seconds since 1970",
            Self::Permissions => permissions::WORDS,
            Self::Metadata | Self::UserMetadata => "an object of keys and JSON values",
            _ => kind.words(),
        }
    }
}

/// Returns a point in time that is a whole number of seconds, 0 to 2^53 - 1.
pub(super) fn whole_seconds<'v>(value: impl Input<'v>) -> Option<f64> {
    value.as_f64().filter(|seconds| matches!(seconds, 0.0..=MAX_SAFE_INTEGER) && seconds.trunc() == *seconds)
}
