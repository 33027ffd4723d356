//! The merchant's sign-in, as a Rust shop gives it.

use std::future::Future;
use std::pin::Pin;

use axum::http::HeaderMap;

use crate::{Customer, SignInUnavailable};

/// What [`Identify::customer`] gives.
pub type Identified<'a> = Pin<Box<dyn Future<Output = Result<Option<Customer>, SignInUnavailable>> + Send + 'a>>;

/// The merchant's sign-in: from a request's headers (its cookie) to the customer, or `None` for a guest.
///
/// It has to look the sign-in up on the server. Whatever it returns is believed: it is the one place that decides whose
/// bank data a browser may see.
pub trait Identify: Send + Sync + 'static {
    /// Who sent a request with these headers.
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a>;
}
