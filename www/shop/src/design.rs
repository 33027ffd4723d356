//! The design of the checkout page. A cookie names the one that a browser opened last, because the bank and the sign-in lead
//! back to one address of the shop.

use axum::http::{HeaderMap, HeaderValue};

use crate::headers;

/// A design of the checkout page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Design {
    /// `<ivy-bank-connect>`.
    Element,
    /// The shop's own accounts and buttons, over the library's client.
    Own,
}

const COOKIE: &str = "shop_design";
const OWN: &str = "own";

impl Design {
    /// Returns the design that this browser opened last.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        if headers::cookie(headers, COOKIE).as_deref() == Some(OWN) { Self::Own } else { Self::Element }
    }

    /// Returns the path of the page.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Element => "/",
            Self::Own => "/own-design",
        }
    }

    /// Returns the `Set-Cookie` value that makes this design the browser's. It holds no personal data.
    pub(crate) fn cookie(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Element => "shop_design=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
            Self::Own => "shop_design=own; Path=/; HttpOnly; SameSite=Lax",
        })
    }
}
