//! The pages to which the logins of one origin return.

/// The pages to which logins return that began on a page of `origin`, for a proxy that serves several shop domains: a
/// shopper is signed in on the domain where the login began, and on no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrls {
    /// The origin of the page that begins the login, one of [`Config::origins`](crate::Config::origins).
    pub origin: String,
    /// The URL of the page that runs `resumeBankLogin`.
    pub return_url: String,
    /// The URL to which a login that began with the plain form returns.
    pub plain_return_url: String,
}

impl ReturnUrls {
    /// Returns the defaults for an origin: its pages `/return` and `/plain/return`.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            return_url: format!("{origin}/return"),
            plain_return_url: format!("{origin}/plain/return"),
        }
    }
}
