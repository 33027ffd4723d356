//! Ivy's responses.
//!
//! Each field has an audience (SECURITY.md, 15). Only `id` and `status` of a session are always present. Undocumented fields
//! are kept in `extra`, so that a proxy can forward a response without losing a field. A documented
//! field that is `null` counts as absent.
//!
//! G1 marks the fields that Ivy's document on recurring users shows, G2 those of the later API reference and SDKs. Both
//! are accepted in any mixture.

use super::macros::{MayBeAbsent, shapes};

shapes! {
    /// The response of "list data sessions".
    DataSessionList {
        /// The user's sessions.
        data_sessions "dataSessions": Required List(DataSession), for Page; // G1
    }

    /// A data session, as create, details and list return it. Only `id` and `status` are always present. Fields
    /// that Ivy does not document are kept.
    DataSession {
        /// Ivy's id of the session.
        id "id": Required Text as Id, for Page; // G1
        /// The merchant's own id of the session.
        reference_id "referenceId": Optional Text as ReferenceId, for Page; // G1
        /// The state of the session.
        status "status": Required Text as Status, for Page; // G1
        /// The data that the shopper shared, once the session is complete.
        data "data": Optional Object(SessionData), for Page; // G1
        /// The time at which the session was created, in epoch seconds. Ivy's lists have no dates; the reference proxy
        /// adds its own.
        created_at "createdAt": Optional Number as CreatedAt, for Page; // G2
        /// The time at which the session last changed, in epoch seconds.
        updated_at "updatedAt": Optional Number as UpdatedAt, for Page; // G2
        /// The time at which the session ends or ended, in epoch seconds.
        expires_at "expiresAt": Optional Number as ExpiresAt, for Page; // G2
        /// The page of the bank login, in the response to a create only. `openBankLogin` checks its host.
        redirect_url "redirectUrl": Optional Text as RedirectUrl, for PageOnCreate; // G1
        /// The countries whose banks can be chosen, in the response to a create only.
        available_markets "availableMarkets": Optional Texts, for Proxy; // G2
        /// The name of the session in Ivy's dashboard.
        display_id "displayId": Optional Text, for Proxy; // G2
        /// Ivy's id of the merchant.
        merchant_id "merchantId": Optional Text, for Proxy; // G2
        /// The country whose banks are listed first.
        market "market": Optional Text, for Page; // G1 in the request, G2 in the response
        /// The language of Ivy's pages.
        locale "locale": Optional Text, for Page; // G2
        /// The data that the shopper was asked to share.
        permissions "permissions": Optional Texts as Permissions, for Page; // G1 in the request
        /// The shopper, as the merchant named them.
        external_user "externalUser": Optional Object(SessionUser), for Proxy; // G1 in the request
        /// The merchant's own metadata.
        metadata "metadata": Optional AnyObject as Metadata, for PageIfNamed; // G2
        /// The initial values of the login form.
        prefill "prefill": Optional Object(Prefill), for Proxy; // G2
        /// True if only the prefilled bank is offered.
        disable_bank_selection "disableBankSelection": Optional Flag, for Proxy; // G2
        /// The URL to which the shopper returns after success.
        success_callback_url "successCallbackUrl": Optional Text, for Proxy; // G1 in the request, G2 in the response
        /// The URL to which the shopper returns after anything else.
        error_callback_url "errorCallbackUrl": Optional Text, for Proxy; // G1 in the request, G2 in the response
        /// The URL to which Ivy posts the result.
        result_callback_url "resultCallbackUrl": Optional Text, for Proxy; // G1 in the request
        /// The theme of Ivy's pages.
        theme_variant "themeVariant": Optional Text, for Proxy; // G2 in the request
        /// The balances of the accounts. Their form is not documented.
        balances "balances": Optional Any, for PageIfNamed; // the permission is G1
        /// The transactions of the accounts. Their form is not documented.
        transactions "transactions": Optional Any, for PageIfNamed; // the permission is G1
    }

    /// The data that the shopper shared.
    SessionData {
        /// The bank's name, for display.
        bank_name "bankName": Optional Text, for Page; // G1
        /// The shopper's identity.
        identity "identity": Optional Object(Identity) as Identity, for Page; // G1
        /// The shopper's accounts.
        accounts "accounts": Optional List(Account) as Accounts, for Page; // G1
        /// Ivy's id of the bank.
        bank_id "bankId": Optional Text, for Proxy; // G2 has it in each account
        /// The merchant's own metadata.
        metadata "metadata": Optional Any, for PageIfNamed;
        /// The balances of the accounts. Their form is not documented.
        balances "balances": Optional Any, for PageIfNamed;
        /// The transactions of the accounts. Their form is not documented.
        transactions "transactions": Optional Any, for PageIfNamed;
    }

    /// The shopper, as their bank names them.
    Identity {
        /// First and last name.
        name "name": Optional Text as PersonName, for Page; // G1
        /// A calendar date, `YYYY-MM-DD`.
        date_of_birth "dateOfBirth": Optional Text as BirthDate, for Page; // G1
    }

    /// One account of the shopper.
    Account {
        /// The account's name, for display.
        name "name": Optional Text, for Page; // G1
        /// The account's address.
        identifier "identifier": Optional Object(FinancialAddress), for Page; // G1
        /// The kind of account.
        kind "type": Optional Text as AccountType, for Page; // G1
        /// Ivy's id of the account.
        id "id": Optional Text, for Page; // G2
        /// Ivy's id of the account's bank.
        bank_id "bankId": Optional Text, for Page; // G2
        /// The name of the account's bank, for display.
        bank_name "bankName": Optional Text, for Page; // G2
        /// The currency, ISO 4217.
        currency "currency": Optional Text, for Page; // G2
        /// The account's addresses.
        financial_address "financialAddress": Optional List(FinancialAddress), for Page; // G2
        /// The account's name, for display.
        account_name "accountName": Optional Text, for Page; // G2
        /// Identifies this account to your server: post it with the session's id, and pass both to the proxy's
        /// `releaseAccount`. Only the proxy can read it. An account without a handle cannot be used for a payment.
        handle "handle": Optional Text as Handle, for Page; // made by the proxy
        /// The merchant's own metadata.
        metadata "metadata": Optional Any, for PageIfNamed;
        /// The balances of the account. Their form is not documented.
        balances "balances": Optional Any, for PageIfNamed;
        /// The transactions of the account. Their form is not documented.
        transactions "transactions": Optional Any, for PageIfNamed;
    }

    /// One address of an account. `type` names the field that contains it.
    FinancialAddress {
        /// The kind of address: `iban`, `sort_code`, `bank_code`, `bban`, `wallet`, or another.
        kind "type": Optional Text, for Page; // G2
        /// The account by its IBAN.
        iban "iban": Optional Object(Iban), for Page; // G1
        /// The account by its British sort code.
        sort_code "sortCode": Optional Object(SortCode), for Page; // G2
        /// The account by its bank's code.
        bank_code "bankCode": Optional Object(BankCode), for Page; // G2
        /// The account by its BBAN alone.
        bban "bban": Optional Object(Bban), for Page; // G2
        /// A wallet.
        wallet "wallet": Optional Object(Wallet), for Page; // G2
    }

    /// An account by its IBAN.
    Iban {
        /// The IBAN (ISO 13616).
        iban "iban": Optional Text as Iban, for Page; // G1
        /// The IBAN without country and check digits.
        bban "bban": Optional Text as Bban, for Page; // G1
        /// The bank (ISO 9362).
        bic "bic": Optional Text as Bic, for Page; // G1
        /// The name of the account's holder.
        account_holder_name "accountHolderName": Optional Text, for Page; // G2
    }

    /// A British account.
    SortCode {
        /// The sort code.
        sort_code "sortCode": Optional Text, for Page; // G2
        /// The account's number.
        account_number "accountNumber": Optional Text, for Page; // G2
        /// The name of the account's holder.
        account_holder_name "accountHolderName": Optional Text, for Page; // G2
    }

    /// An account by its bank's code.
    BankCode {
        /// The bank's code.
        code "code": Optional Text, for Page; // G2
        /// The account's number.
        account_number "accountNumber": Optional Text, for Page; // G2
        /// The name of the account's holder.
        account_holder_name "accountHolderName": Optional Text, for Page; // G2
    }

    /// An account by its BBAN, without an IBAN.
    Bban {
        /// The BBAN.
        bban "bban": Optional Text, for Page; // G2
        /// The bank (ISO 9362).
        bic "bic": Optional Text as Bic, for Page; // G2
        /// The name of the account's holder.
        account_holder_name "accountHolderName": Optional Text, for Page; // G2
    }

    /// A wallet.
    Wallet {
        /// The address.
        address "address": Optional Text, for Page; // G2
        /// The chain that the address belongs to.
        blockchain "blockchain": Optional Text, for Page; // G2
    }

    /// The shopper, as the merchant named them in the request. The reference proxy does not pass it on.
    SessionUser {
        /// The user's e-mail address.
        email "email": Optional Text, for Proxy; // G1 in the request
        /// The merchant's own id of the user.
        reference_id "referenceId": Optional Text, for Proxy; // G1 in the request
        /// The user's phone number.
        phone "phone": Optional Text, for Proxy; // G1 in the request
        /// The merchant's own metadata about the user.
        metadata "metadata": Optional AnyObject as Metadata, for Proxy; // G1 in the request
    }

    /// The initial values of the login form.
    Prefill {
        /// Ivy's id of the shopper's bank.
        bank_id "bankId": Optional Text, for Proxy; // G2
        /// The shopper's e-mail address.
        email "email": Optional Text, for Proxy; // G2
    }
}
