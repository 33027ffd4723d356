//! The roles of fields: what a value means, beyond its JSON type.

/// The rule for a field's value, beyond its JSON type. In a request a value that breaks it is refused; in a response it is
/// a warning. Some roles have no rule and make the decoder record the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Any value of its type.
    Any,
    /// Ivy's id of a session.
    Id,
    /// A session's reference: 1 to 200 characters, not blank.
    ReferenceId,
    /// One of [`super::status::KNOWN`].
    Status,
    /// The page of a bank login.
    RedirectUrl,
    /// The time at which a session was created, in epoch seconds.
    CreatedAt,
    /// The time at which a session last changed, in epoch seconds.
    UpdatedAt,
    /// The time at which a session ends, in epoch seconds.
    ExpiresAt,
    /// The shopper's identity. The decoder records its presence.
    Identity,
    /// A person's name.
    PersonName,
    /// A calendar date, see [`crate::rules::date`].
    BirthDate,
    /// The shopper's accounts. The decoder records the presence of at least one.
    Accounts,
    /// An IBAN, see [`crate::rules::iban`].
    Iban,
    /// A BBAN: the tail of the IBAN in the same object.
    Bban,
    /// A BIC, see [`crate::rules::bic`].
    Bic,
    /// A string of any length that is not blank.
    NotBlank,
    /// An id of Ivy's list of banks: not blank.
    BankId,
    /// A string of at most 200 characters.
    DisplayId,
    /// One of [`super::locale::ALL`].
    Locale,
    /// One of [`super::choice::THEME_VARIANTS`].
    ThemeVariant,
    /// One of [`super::choice::MATCH_ADDRESS_TYPES`].
    AddressType,
    /// One of [`super::choice::ACCOUNT_TYPES`], or another.
    AccountType,
    /// The proxy's name for an account.
    Handle,
    /// An e-mail address, see [`crate::rules::email`].
    Email,
    /// A phone number, see [`crate::rules::phone`].
    Phone,
    /// A country, see [`crate::rules::market`].
    Market,
    /// A URL to which Ivy redirects a shopper or posts a result, see [`crate::rules::url`]. An empty one is not sent.
    CallbackUrl,
    /// Whole seconds since 1970.
    Seconds,
    /// Names of [`super::permission`].
    Permissions,
    /// The merchant's metadata, see [`crate::rules::metadata`].
    Metadata,
    /// The merchant's metadata about a user.
    UserMetadata,
    /// The body of "create a data session".
    Request,
    /// A user as the merchant knows them.
    ExternalUser,
    /// The body of "list data sessions".
    ListQuery,
}
