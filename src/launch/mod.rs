//! To the bank login and back: what the proxy says of a login.

mod result;

pub use result::{LoginAnswer, read_login_answer};
