//! The bodies of requests to Ivy.
//!
//! G1 marks the fields of Ivy's document on recurring users and of the permissions it belongs to, G2 those that are known
//! from Ivy's later API only. The types contain unchecked values; [`crate::rules`] checks them.

use super::macros::{MayBeAbsent, shapes};

shapes! {
    /// The body of "create a data session".
    DataSessionRequest {
        /// The merchant's own id of this session: 1 to 200 characters, never used before.
        reference_id "referenceId": UnlessPage Text as ReferenceId, for Proxy; // G1
        /// The data that the shopper is asked to share: at least one permission, none twice.
        permissions "permissions": Required Texts as Permissions, for Page; // G1
        /// The country whose banks are listed first: ISO 3166-1 alpha-2, or `XK`.
        market "market": Optional Text as Market, for Page; // G1
        /// The language of Ivy's pages.
        locale "locale": Optional Text as Locale, for Page; // G1
        /// The shopper, so that this session can be found again.
        external_user "externalUser": Optional Object(ExternalUser) as ExternalUser, for Proxy; // G1
        /// The URL to which the shopper returns after success: absolute, `https:` (`http:` for loopback hosts). `""` means
        /// not set.
        success_callback_url "successCallbackUrl": Optional Text as CallbackUrl, for Proxy; // G1
        /// The URL to which the shopper returns after anything else.
        error_callback_url "errorCallbackUrl": Optional Text as CallbackUrl, for Proxy; // G1
        /// The URL to which Ivy posts the result.
        result_callback_url "resultCallbackUrl": Optional Text as CallbackUrl, for Proxy; // G1
        /// The name of the session in Ivy's dashboard: at most 200 characters.
        display_id "displayId": Optional Text as DisplayId, for Page; // G2
        /// Metadata of the merchant, returned with results.
        metadata "metadata": Optional AnyObject as Metadata, for Page; // G1
        /// The initial values of the login form.
        prefill "prefill": Optional Object(PrefillRequest), for Page; // G1
        /// True if only the prefilled bank is offered; needs `prefill.bankId`.
        disable_bank_selection "disableBankSelection": Optional Flag, for Page; // G2
        /// Epoch seconds; needed with `expiresAt`.
        created_at "createdAt": Optional Number as Seconds, for Proxy; // G2
        /// Epoch seconds, 30 minutes to 24 hours after `createdAt`.
        expires_at "expiresAt": Optional Number as Seconds, for Proxy; // G2
        /// The theme of Ivy's pages.
        theme_variant "themeVariant": Optional Text as ThemeVariant, for Page; // G2
        /// The account that the permission `match_identity` compares. Required with it, refused without it.
        match_data "matchData": Optional Object(MatchData), for Page; // G1
    }

    /// A user as the merchant knows them: at least one field.
    ExternalUser {
        /// An e-mail address (HTML's valid e-mail address).
        email "email": Optional Text as Email, for Page; // G1
        /// A phone number, E.164, without `(0)`; spaces, hyphens, dots and round brackets are dropped.
        phone "phone": Optional Text as Phone, for Page; // G1
        /// The merchant's own id of the user, which never changes. The most reliable of the four for finding sessions.
        reference_id "referenceId": Optional Text as NotBlank, for Page; // G1
        /// Metadata of the merchant about the user. A list cannot be requested by metadata.
        metadata "metadata": Optional AnyObject as UserMetadata, for Page; // G1
    }

    /// The initial values of the login form.
    PrefillRequest {
        /// Ivy's id of the shopper's bank. Skips the choice of a bank.
        bank_id "bankId": Optional Text as BankId, for Page; // G2
        /// The shopper's e-mail address.
        email "email": Optional Text as Email, for Page; // G1
    }

    /// The account that the permission `match_identity` compares.
    MatchData {
        /// The account's address.
        financial_address "financialAddress": Required Object(MatchAddress), for Page; // G1
    }

    /// The address of an account. `type` names the field that contains it.
    MatchAddress {
        /// The kind of address. Ivy's sample sends no other.
        kind "type": Required Text as AddressType, for Page; // G1
        /// The account by its IBAN.
        iban "iban": Required Object(MatchIban), for Page; // G1
    }

    /// An account by its IBAN.
    MatchIban {
        /// The IBAN (ISO 13616).
        iban "iban": Required Text as Iban, for Page; // G1
        /// The bank (ISO 9362).
        bic "bic": Optional Text as Bic, for Page; // G1
        /// The name of the account's holder.
        account_holder_name "accountHolderName": Optional Text, for Page; // G1
    }

    /// The body of "list data sessions": exactly one field.
    ListQuery {
        /// The e-mail address of the user whose sessions are listed.
        external_user_email "externalUserEmail": Optional Text as Email, for Page; // G1
        /// The phone number of the user whose sessions are listed.
        external_user_phone "externalUserPhone": Optional Text as Phone, for Page; // assumed
        /// The merchant's own id of the user whose sessions are listed.
        external_user_reference_id "externalUserReferenceId": Optional Text as NotBlank, for Page; // assumed
    }

    /// The body of "data session details".
    SessionQuery {
        /// Ivy's id of the session.
        id "id": Required Text as Id, for Page; // G2
    }
}
