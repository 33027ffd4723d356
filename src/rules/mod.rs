//! The rules of a valid request: one file for each rule, with its source. `role` is the table of rules, and
//! `check_value` applies it to a value.
//!
//! A check reports all issues at once, up to [`MAX_ISSUES`]. An issue never contains a value. The normal form that a check
//! returns is the text to send. Creating and listing identify a user in the same way, since both use the same rules. The
//! normal form of a normal form is itself.

pub mod bic;
mod check_state;
mod check_text;
mod check_tree;
mod check_value;
mod checked;
pub mod date;
pub mod email;
pub mod epoch;
mod external_user;
mod field_path;
mod field_values;
pub mod formatting;
mod free_form;
mod host_name;
pub mod iban;
mod iban_registry;
mod input;
mod issue;
mod list_query;
pub mod locale;
pub mod market;
mod mask_iban;
pub mod metadata;
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
mod native_urls;
mod permissions;
pub mod phone;
pub mod plain_url;
mod report;
mod request;
mod request_rules;
mod role;
pub mod suggest;
pub(crate) mod text;
pub mod url;

pub use check_state::MAX_ISSUES;
pub use check_text::{Subject, check_text};
pub use check_tree::{
    check_data_session_request, check_external_user, check_list_query, check_request, list_query_for,
};
pub use checked::Checked;
pub use issue::{Issue, IssueCode, Step};
pub use mask_iban::mask_iban;
#[cfg(any(not(target_arch = "wasm32"), feature = "server"))]
pub use native_urls::NativeUrls;
pub use request_rules::RequestRules;
pub use url::UrlReader;

pub(crate) use field_path::FieldPath;
pub(crate) use report::expected;
