//! To the bank login and back: what the return page's URL says, and what became of the login.

mod result;
mod return_url;

pub use result::{LoginResult, NotConnected, Page, Proof, Resuming, resume_login};
pub use return_url::{ReturnUrl, read_return_url};
