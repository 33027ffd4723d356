//! The table of rules: for each [`Role`] the rule that its values obey, beyond their type.

use super::check_state::CheckState;
use super::field_path::FieldPath;
use super::field_values::FieldValues;
use super::input::Input;
use super::url::{self, UrlReader};
use super::{
    IssueCode, bic, email, epoch, external_user, formatting, free_form, iban, list_query, market, metadata,
    permissions, phone, request, text,
};
use crate::model::{Kind, Role, assumed, choice, locale};

/// The longest `referenceId` and `displayId`, in characters (Ivy's documentation).
const MAX_ID_CHARACTERS: usize = 200;

/// The function that appends a string's normal form, which needs no escapes. It returns true if the string is valid.
enum Write {
    Text(fn(&str, &mut String) -> bool),
    /// [`email::write`], which needs a URL reader.
    Email,
}

impl Role {
    /// Checks the fields of an object against each other.
    pub(super) fn check_fields<'v>(
        self,
        fields: &FieldValues<impl Input<'v>>,
        path: &FieldPath<'_>,
        state: &mut CheckState<'_>,
    ) {
        match self {
            Self::Request => request::check(fields, state),
            Self::ExternalUser => external_user::check(fields, path, state),
            Self::ListQuery => list_query::check(fields, state),
            _ => {}
        }
    }

    /// Checks a list, or an object whose keys are the caller's own, and writes its normal form.
    pub(super) fn check_entries<'v>(self, value: impl Input<'v>, path: &FieldPath<'_>, state: &mut CheckState<'_>) {
        match self {
            Self::Permissions => permissions::check(value, path, state),
            Self::Metadata | Self::UserMetadata => {
                let is_limited = self == Self::Metadata || assumed::EXTERNAL_USER_METADATA_IS_LIMITED;
                metadata::check(value, path, is_limited, state);
            }
            _ => {
                free_form::check(value, path, state);
                state.normal.push_str(&value.text());
            }
        }
    }

    /// Checks a string, a number or a flag, and writes its normal form.
    pub(super) fn check_scalar<'v>(
        self,
        kind: Kind,
        value: impl Input<'v>,
        path: &FieldPath<'_>,
        state: &mut CheckState<'_>,
    ) {
        let Some(code) = self.write_scalar(value, state.allowed.urls, &mut state.normal) else { return };
        let choices = self.choices();
        if code == IssueCode::InsecureUrl {
            state.expected(path, code, "https, as http is for loopback hosts only");
        } else if choices.is_empty() {
            state.expected(path, code, self.words(kind));
        } else {
            state.report(path, code, "expected one of ", &text::joined(&mut choices.iter().copied(), ", "));
        }
    }

    /// Returns the only allowed strings; an empty list if the rule is another one.
    fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Locale => &locale::ALL,
            Self::ThemeVariant => &choice::THEME_VARIANTS,
            Self::AddressType => &choice::MATCH_ADDRESS_TYPES,
            _ => &[],
        }
    }

    /// Writes the normal form of a string, a number or a flag. Returns the code of its issue, if there is one.
    fn write_scalar<'v>(self, value: impl Input<'v>, urls: &dyn UrlReader, normal: &mut String) -> Option<IssueCode> {
        let text = value.string().unwrap_or_default();
        let text = &*text;
        if let Some((write, code)) = self.normal_form() {
            normal.push('"');
            let is_right = match write {
                Write::Text(write) => write(text, normal),
                Write::Email => email::write(text, urls, normal),
            };
            normal.push('"');
            return if is_right { None } else { Some(code) };
        }
        normal.push_str(&value.text());
        let choices = self.choices();
        if !choices.is_empty() && !choices.contains(&text) {
            return Some(if self == Self::Locale { IssueCode::InvalidLocale } else { IssueCode::OutOfRange });
        }
        match self {
            Self::ReferenceId | Self::NotBlank | Self::BankId if formatting::is_blank(text) => Some(IssueCode::Empty),
            Self::ReferenceId | Self::NotBlank | Self::BankId if formatting::is_ambiguous(text) => {
                Some(IssueCode::OutOfRange)
            }
            Self::ReferenceId | Self::DisplayId if text::is_longer(text, MAX_ID_CHARACTERS) => Some(IssueCode::TooLong),
            Self::CallbackUrl => url::check(text, urls).err(),
            Self::Seconds if epoch::whole_seconds(value).is_none() => Some(IssueCode::OutOfRange),
            _ => None,
        }
    }

    /// Returns the function that writes a string's normal form, and the code of its issue; `None` if the normal form is the
    /// string itself.
    fn normal_form(self) -> Option<(Write, IssueCode)> {
        Some(match self {
            Self::Email => (Write::Email, IssueCode::InvalidEmail),
            Self::Phone => (Write::Text(phone::write), IssueCode::InvalidPhone),
            Self::Market => (Write::Text(market::write), IssueCode::InvalidMarket),
            Self::Iban => (Write::Text(iban::write), IssueCode::InvalidIban),
            Self::Bic => (Write::Text(bic::write), IssueCode::InvalidBic),
            _ => return None,
        })
    }

    /// Returns the expected value, in words that follow "expected".
    pub(super) fn words(self, kind: Kind) -> &'static str {
        match self {
            Self::ReferenceId => "a string of 1 to 200 characters without invisible ones",
            Self::NotBlank | Self::BankId => "a string that is not blank, without invisible characters",
            Self::DisplayId => "a string of at most 200 characters",
            Self::Email => email::WORDS,
            Self::Phone => phone::WORDS,
            Self::Market => "ISO 3166-1 alpha-2",
            Self::Iban => iban::WORDS,
            Self::Bic => bic::WORDS,
            Self::CallbackUrl => "an absolute https URL without user name, password, spaces and backslashes",
            Self::Seconds => epoch::WORDS,
            Self::Permissions => permissions::WORDS,
            Self::Metadata | Self::UserMetadata => "an object of keys and JSON values",
            _ => kind.words(),
        }
    }
}
