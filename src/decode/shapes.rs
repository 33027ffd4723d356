//! The documented shapes, as tables.
//!
//! G1 marks what the user's document of the recurring-user answer shows; G2 what only the later API reference and SDKs
//! have. Both are accepted in any mixture. All fields but a session's `id` and `status` are optional.

use super::field::{Field, Meaning, Shape, any_object, boolean, list, number, object, text, texts};

/// A data session, as list, details and create answer with it.
pub(super) static SESSION: Shape = Shape {
    number: 0,
    fields: &[
        text("id").means(Meaning::Id),                   // G1
        text("referenceId").means(Meaning::ReferenceId), // G1
        text("status").means(Meaning::Status),           // G1
        object("data", &DATA),                           // G1
        number("createdAt").means(Meaning::CreatedAt),   // G2; the proxy adds it to a list where Ivy gave none
        number("updatedAt"),                             // G2
        number("expiresAt").means(Meaning::ExpiresAt),   // G2
        text("redirectUrl").means(Meaning::RedirectUrl), // G1, only in the answer to create
        texts("availableMarkets"),                       // G2, only in the answer to create
        text("displayId"),                               // G2
        text("merchantId"),                              // G2
        text("market"),                                  // G1 request, G2 answer
        text("locale"),                                  // G2
        texts("permissions"),                            // G1 request
        object("externalUser", &EXTERNAL_USER),          // G1 request
        any_object("metadata"),                          // G2
        object("prefill", &PREFILL),                     // G2
        boolean("disableBankSelection"),                 // G2
        text("successCallbackUrl"),                      // G1 request, G2 answer
        text("errorCallbackUrl"),                        // G1 request, G2 answer
        text("resultCallbackUrl"),                       // G1 request
        text("themeVariant"),                            // G2 request
    ],
};

/// One bit for each field that a session must have, at its place in [`SESSION`].
pub(super) const REQUIRED: u32 = required(SESSION.fields);

const fn required(fields: &[Field]) -> u32 {
    match fields {
        [rest @ .., last] => required(rest) | (last.required() as u32) << rest.len(),
        [] => 0,
    }
}

/// What a completed login brought, G1.
static DATA: Shape = Shape {
    number: 1,
    fields: &[
        text("bankName"),
        object("identity", &IDENTITY).means(Meaning::Identity),
        list("accounts", &ACCOUNT).means(Meaning::Accounts),
        text("bankId"), // G2 has it in each account
    ],
};

/// The person, G1.
static IDENTITY: Shape =
    Shape { number: 2, fields: &[text("name").means(Meaning::Name), text("dateOfBirth").means(Meaning::BirthDate)] };

/// One account.
static ACCOUNT: Shape = Shape {
    number: 3,
    fields: &[
        text("name"),                       // G1
        object("identifier", &IDENTIFIER),  // G1
        text("type"),                       // G1
        text("id"),                         // G2
        text("bankId"),                     // G2
        text("bankName"),                   // G2
        text("currency"),                   // G2
        list("financialAddress", &ADDRESS), // G2
        text("accountName"),                // G2
    ],
};

/// How an account is addressed, G1.
static IDENTIFIER: Shape = Shape { number: 4, fields: &[object("iban", &IBAN)] };

/// An IBAN with its parts: G1 `identifier.iban`, G2 `financialAddress[].iban`.
static IBAN: Shape = Shape {
    number: 5,
    fields: &[
        text("iban").means(Meaning::Iban), // G1
        text("bban").means(Meaning::Bban), // G1
        text("bic").means(Meaning::Bic),   // G1
        ACCOUNT_HOLDER_NAME,               // G2
    ],
};

const ACCOUNT_HOLDER_NAME: Field = text("accountHolderName");

/// One way to address an account, G2: `type` names the one field beside it that counts.
static ADDRESS: Shape = Shape {
    number: 6,
    fields: &[
        text("type"),
        object("iban", &IBAN),
        object("sortCode", &SORT_CODE),
        object("bankCode", &BANK_CODE),
        object("bban", &BBAN),
        object("wallet", &WALLET),
    ],
};

/// A British account, G2.
static SORT_CODE: Shape = Shape { number: 7, fields: &[text("sortCode"), text("accountNumber"), ACCOUNT_HOLDER_NAME] };

/// An account by bank code, G2.
static BANK_CODE: Shape = Shape { number: 8, fields: &[text("code"), text("accountNumber"), ACCOUNT_HOLDER_NAME] };

/// An account by BBAN alone, G2. There is no IBAN beside it to compare with.
static BBAN: Shape = Shape { number: 9, fields: &[text("bban"), text("bic").means(Meaning::Bic), ACCOUNT_HOLDER_NAME] };

/// A wallet, G2.
static WALLET: Shape = Shape { number: 10, fields: &[text("address"), text("blockchain")] };

/// Who the shopper is to the merchant, G1 request. The proxy does not pass it on; Ivy may.
static EXTERNAL_USER: Shape =
    Shape { number: 11, fields: &[text("email"), text("referenceId"), text("phone"), any_object("metadata")] };

/// What the login form starts with, G2.
static PREFILL: Shape = Shape { number: 12, fields: &[text("bankId"), text("email")] };
