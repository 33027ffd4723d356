//! Identification of the caller, by the merchant's sign-in and the proxy's cookies.

use http::HeaderMap;
use ivy_data_session::rules::formatting::{is_ambiguous, is_blank};

use crate::api_error::ApiError;
use crate::cookie;
use crate::customer::{Customer, SignInUnavailable};
use crate::keys::{KeyRing, Purpose, TableKeys};
use crate::release::{self, SignIn, Trust, Visitor};
use crate::who::{GuestId, LoginId, Who, customer_owner};

/// The longest customer id, in characters. Ivy accepts references of up to 200.
const LONGEST_CUSTOMER_ID: usize = 200;

/// The browser behind a request: its sign-in and its cookies.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The signed-in customer, `None` if nobody is signed in, or the reason why the sign-in failed.
    customer: Result<Option<Customer>, &'static str>,
    /// The guest cookie. A signed-in customer's browser may still send one.
    pub(crate) guest: Option<GuestId>,
    pub(crate) login: Option<LoginId>,
}

impl Caller {
    /// Reads a request's cookies, and validates the customer that the merchant's sign-in found.
    pub(crate) fn new(headers: &HeaderMap, found: Result<Option<Customer>, SignInUnavailable>, secure: bool) -> Self {
        let is_wrong = |id: &str| is_blank(id) || is_ambiguous(id) || id.chars().count() > LONGEST_CUSTOMER_ID;
        let customer = match found {
            Err(SignInUnavailable) => Err("sign-in"),
            Ok(Some(customer)) if is_wrong(&customer.id) => {
                Err("the sign-in gave a customer id that is blank, too long, or has invisible characters")
            }
            Ok(found) => Ok(found),
        };
        Self { customer, guest: cookie::read_guest(headers, secure), login: cookie::read_login(headers, secure) }
    }

    /// Returns the customer or guest.
    ///
    /// # Errors
    /// 503 if the sign-in is unavailable or returned an invalid id.
    pub(crate) fn who(&self) -> Result<Who, ApiError> {
        match &self.customer {
            Err(reason) => Err(ApiError::unavailable().because(reason)),
            Ok(Some(customer)) => Ok(Who::Customer(customer.clone())),
            Ok(None) => Ok(Who::Guest(self.guest.clone())),
        }
    }

    /// Returns the guest cookie of a browser in which a customer is signed in. That guest must end.
    pub(crate) fn stale_guest(&self) -> Option<&GuestId> {
        self.guest.as_ref().filter(|_| matches!(self.customer, Ok(Some(_))))
    }

    /// Returns the browser's digests under these keys, for comparison with a row.
    pub(crate) fn visitor(&self, keys: &TableKeys, trust: Option<Trust>) -> Visitor {
        let owner = |name: &str| keys.digest(Purpose::Owner, &[name]);
        Visitor {
            sign_in: match &self.customer {
                Err(_) => SignIn::Unavailable,
                Ok(Some(customer)) => SignIn::Customer(owner(&customer_owner(&customer.id))),
                Ok(None) => SignIn::Nobody,
            },
            guest: self.guest.as_ref().map(|guest| owner(&guest.owner())),
            login: self.login.as_ref().map(|login| login_digest(keys, login)),
            trust,
        }
    }
}

impl Who {
    /// Returns the owner's digests under these keys, for comparison with a row, if only the owner is known.
    pub(crate) fn visitor(&self, keys: &TableKeys, trust: Option<Trust>) -> Visitor {
        let digest = self.owner().map(|name| keys.digest(Purpose::Owner, &[&name]));
        let (sign_in, guest) = match (self, digest) {
            (Who::Customer(_), Some(owner)) => (SignIn::Customer(owner), None),
            (_, guest) => (SignIn::Nobody, guest),
        };
        Visitor { sign_in, guest, login: None, trust }
    }
}

impl Who {
    /// Returns the owner tag: an opaque text by which a page notices that another owner is served. A guest without a cookie
    /// has the tag of nobody. A new table secret gives everybody a new tag.
    pub(crate) fn tag(&self, keys: &KeyRing) -> String {
        let owner = self.owner();
        let texts: Vec<&str> = owner.as_deref().into_iter().collect();
        keys.newest().map(|keys| keys.digest(Purpose::OwnerTag, &texts).text()).unwrap_or_default()
    }
}

/// Returns a login cookie's digest, in the form that rows hold.
pub(crate) fn login_digest(keys: &TableKeys, LoginId(value): &LoginId) -> release::Digest {
    keys.digest(Purpose::LoginCookie, &[value])
}
