//! The HTML pages.
//!
//! | module | pages |
//! |---|---|
//! | `checkout` | the checkout page in two designs, from files |
//! | `no_js` | the pages of a checkout without JavaScript |
//! | `errors` | the pages for errors |
//! | `layout` | the frame of the last two |

pub(crate) mod checkout;
pub(crate) mod errors;
mod layout;
pub(crate) mod no_js;
