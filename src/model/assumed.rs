//! The assumptions of this library that no source of Ivy confirms. Each one is a constant here, and a row of the
//! table in `www/docs/assumptions.md`. The last three are about Ivy's hosted login. No program can test them against Ivy, so
//! they are texts, which `tests/security` compares with the documents.

use super::{Defined, ListQuery};

/// The path of "List Data Sessions". Ivy's document names the endpoint and not its path; this one follows the paths of
/// create and details.
pub const LIST_PATH: &str = "/api/service/data/session/list";

/// The list parameter for an e-mail. It is in Ivy's document; the other two follow its pattern.
pub const LIST_BY_EMAIL: &str = selector(0);

/// The list parameter for a phone number, by analogy with [`LIST_BY_EMAIL`].
pub const LIST_BY_PHONE: &str = selector(1);

/// The list parameter for the merchant's own id of the user, by analogy with [`LIST_BY_EMAIL`].
pub const LIST_BY_REFERENCE_ID: &str = selector(2);

/// Returns the name of a parameter of a list query.
#[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
const fn selector(at: usize) -> &'static str {
    ListQuery::SHAPE.fields[at].name
}

/// The parameters of a list query. Metadata has none, so a user known by metadata alone cannot be found again.
pub const LIST_SELECTORS: [&str; 3] = [LIST_BY_EMAIL, LIST_BY_PHONE, LIST_BY_REFERENCE_ID];

/// An empty callback URL means "not set", since Ivy's example request contains empty ones. It is not sent.
pub const EMPTY_CALLBACK_URL_IS_NOT_SET: bool = true;

/// The limits that Ivy documents for `metadata` apply to `externalUser.metadata` too.
pub const EXTERNAL_USER_METADATA_IS_LIMITED: bool = true;

/// Ivy signs the result that it posts to `resultCallbackUrl` as it signs webhooks: this header contains the lower-case hex
/// HMAC-SHA-256 of the raw body under the signing secret.
pub const RESULT_SIGNATURE_HEADER: &str = "X-Ivy-Signature";

/// The HTTP status with which Ivy refuses a `referenceId` that was used before.
pub const REFERENCE_ID_TAKEN: u16 = 409;

/// A second spelling of a finished session's status: in one version of Ivy's documentation the word is cut off after
/// "comple".
pub const COMPLETED: &str = super::status::COMPLETED;

/// Assumption A of `SECURITY.md`: a login redirects only one browser back. If it is wrong, anybody who opens the link of a
/// finished login can present its nonce.
pub const ONE_RETURN: &str =
    "only the browser that completed a login is sent to the success URL; a finished link opened again leads nowhere";

/// Assumption B of `SECURITY.md`: a session's data belongs to the same person after the owner has returned.
pub const ONE_COMPLETION: &str = "after the redirect to the success URL nobody else can complete the session";

/// Assumption C of `SECURITY.md`: Ivy's id identifies a session, since the proxy finds its owner by the id.
pub const UNIQUE_IDS: &str = "one id belongs to one session";
