//! The operations: one file for each.

mod call;
mod callback;
mod create;
mod details;
mod dispatch;
mod fetch;
mod forget;
mod list;
mod list_path;
mod listed;
mod outcome;
mod output;
mod payment;
mod recall;
mod released;
mod result;
mod selector;
mod show;
mod stamp;
mod start;
mod table;
mod trust;

pub use dispatch::PATHS;
pub use payment::ReleasedAccount;
pub use recall::{RecallList, RecallOptions, RecallOutcome, ServerRecall};
pub use result::{Login, LoginStatus};

pub(crate) use call::Call;
pub(crate) use callback::callback;
pub(crate) use dispatch::{at, perform};
pub(crate) use forget::forget_all;
pub(crate) use list_path::check_list_path;
pub(crate) use output::Output;
pub(crate) use payment::release_account;
pub(crate) use recall::recall;
pub(crate) use released::has_released;
pub(crate) use result::{login, present_nonce};
