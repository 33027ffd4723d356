//! The operations: one file for each.

mod call;
mod callback;
mod create;
mod details;
mod dispatch;
mod fetch;
mod forget;
mod list;
mod outcome;
mod output;
mod payment;
mod released;
mod result;
mod show;
mod stamp;
mod start;
mod trust;

pub use dispatch::PATHS;
pub use payment::ReleasedAccount;
pub use result::{Login, LoginStatus};

pub(crate) use call::Call;
pub(crate) use callback::callback;
pub(crate) use dispatch::{at, perform};
pub(crate) use forget::forget_all;
pub(crate) use output::Output;
pub(crate) use payment::release_account;
pub(crate) use released::has_released;
pub(crate) use result::{login, present_nonce};
pub(crate) use trust::check_list_path;
