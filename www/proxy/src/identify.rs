//! The interface to the merchant's sign-in.

use std::future::Future;
use std::pin::Pin;

use axum::http::HeaderMap;
use ivy_proxy_core::{Customer, SignInUnavailable};

/// The future that [`Identify::customer`] returns.
pub type Identified<'a> = Pin<Box<dyn Future<Output = Result<Option<Customer>, SignInUnavailable>> + Send + 'a>>;

/// The merchant's sign-in: maps a request's headers (its cookie) to the customer, or to `None` for a guest.
///
/// It must look up the sign-in on the server. The proxy trusts the result: it decides whose bank data a browser may
/// see.
pub trait Identify: Send + Sync + 'static {
    /// Returns the customer who sent a request with these headers.
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a>;
}
