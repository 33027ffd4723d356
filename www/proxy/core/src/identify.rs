//! Who is asking. The merchant's own sign-in says it, never a request's body.

use http::HeaderMap;

use crate::keys::{Purpose, TableKeys};
use crate::release::{self, SignIn, Trust, Visitor};
use crate::{ApiError, cookie, random};

/// An e-mail address or phone number that the merchant knows to belong to the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The address or number.
    pub value: String,
    /// When it was verified for this customer, in epoch seconds. Sessions from elsewhere that are older are not theirs.
    pub since: i64,
}

/// A signed-in customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The merchant's own id of the customer: never changed, never given to another.
    pub id: String,
    /// The e-mail address, only if it is verified.
    pub email: Option<Verified>,
    /// The phone number, only if it is verified.
    pub phone: Option<Verified>,
}

impl Customer {
    /// A customer of whom nothing but the id is known.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), email: None, phone: None }
    }
}

/// Whose request it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A customer that the shop knows.
    Customer(Customer),
    /// Somebody who is not signed in, known by the guest cookie; `None` if the browser sent none.
    Guest(Option<GuestId>),
}

impl Who {
    /// Returns the name from which the owner's digest is made; `None` for a guest without a cookie. The prefixes keep a
    /// customer whose id looks like a guest's apart from that guest.
    pub(crate) fn owner(&self) -> Option<String> {
        match self {
            Who::Customer(customer) => Some(customer_owner(&customer.id)),
            Who::Guest(Some(guest)) => Some(guest.owner()),
            Who::Guest(None) => None,
        }
    }
}

/// Returns a customer's name as an owner. The first version's table holds it as it is.
pub(crate) fn customer_owner(id: &str) -> String {
    format!("customer:{id}")
}

/// The value of a guest's cookie. It is as good as a sign-in for one guest's sessions, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct GuestId(pub(crate) String);

impl GuestId {
    /// Returns the guest's name as an owner, as the first version's table holds it: SHA-256 over purpose and cookie.
    pub(crate) fn owner(&self) -> String {
        format!("guest:{}", random::unkeyed_digest("guest", &[&self.0]))
    }
}

impl std::fmt::Debug for GuestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GuestId(…)")
    }
}

/// The value of a browser's login cookie, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginId(pub(crate) String);

impl std::fmt::Debug for LoginId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginId(…)")
    }
}

/// The sign-in could not be asked. The request is answered with 503 and can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInUnavailable;

/// The longest customer id: Ivy takes references of 200 characters.
const LONGEST_CUSTOMER_ID: usize = 200;

/// The browser behind a request: its sign-in and its cookies.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The customer, `None` for nobody, or the reason why that is not known.
    customer: Result<Option<Customer>, &'static str>,
    /// The guest cookie; a customer's browser may still have one.
    pub(crate) guest: Option<GuestId>,
    pub(crate) login: Option<LoginId>,
}

impl Caller {
    /// Reads a request's cookies, and checks what the merchant's sign-in found.
    pub(crate) fn new(headers: &HeaderMap, found: Result<Option<Customer>, SignInUnavailable>, secure: bool) -> Self {
        let is_wrong = |id: &str| id.trim().is_empty() || id.chars().count() > LONGEST_CUSTOMER_ID;
        let customer = match found {
            Err(SignInUnavailable) => Err("sign-in"),
            Ok(Some(customer)) if is_wrong(&customer.id) => {
                Err("the sign-in gave a customer id that is blank or too long")
            }
            Ok(found) => Ok(found),
        };
        Self { customer, guest: cookie::read_guest(headers, secure), login: cookie::read_login(headers, secure) }
    }

    /// Returns whose request it is.
    ///
    /// # Errors
    /// 503 if the sign-in cannot be asked, or gave an id that cannot be one.
    pub(crate) fn who(&self) -> Result<Who, ApiError> {
        match &self.customer {
            Err(reason) => Err(ApiError::unavailable().because(reason)),
            Ok(Some(customer)) => Ok(Who::Customer(customer.clone())),
            Ok(None) => Ok(Who::Guest(self.guest.clone())),
        }
    }

    /// Returns the guest cookie of a browser in which a customer is signed in: it has to end.
    pub(crate) fn stale_guest(&self) -> Option<&GuestId> {
        self.guest.as_ref().filter(|_| matches!(self.customer, Ok(Some(_))))
    }

    /// Returns the browser as a row with these keys can compare it.
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
    /// Returns the asker as a row with these keys can compare it, if only who they are is known.
    pub(crate) fn visitor(&self, keys: &TableKeys, trust: Option<Trust>) -> Visitor {
        let digest = self.owner().map(|name| keys.digest(Purpose::Owner, &[&name]));
        let (sign_in, guest) = match (self, digest) {
            (Who::Customer(_), Some(owner)) => (SignIn::Customer(owner), None),
            (_, guest) => (SignIn::Nobody, guest),
        };
        Visitor { sign_in, guest, login: None, trust }
    }
}

/// Returns a login cookie's digest, as rows hold it.
pub(crate) fn login_digest(keys: &TableKeys, LoginId(value): &LoginId) -> release::Digest {
    keys.digest(Purpose::LoginCookie, &[value])
}
