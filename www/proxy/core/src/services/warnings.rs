//! Warnings about the merchant's settings, each logged once.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use http::HeaderMap;

use super::Services;
use crate::api_error::ApiError;
use crate::customer::Customer;
use crate::guard::FOREIGN_ORIGIN;
use crate::host::Host;
use crate::list_way::ListWay;

/// The most origins outside of the list that the log names: anybody can send any origin.
const MOST_NAMED_ORIGINS: usize = 8;

impl<H: Host> Services<H> {
    /// Logs once that no session from elsewhere can be adopted, although the merchant trusts them.
    pub(crate) fn warn_once_about_adoption(&self) {
        if !self.is_adoption_explained.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "not_adopted",
                "ivy's answers have no date or name no user, so that no session from elsewhere is adopted"
            );
        }
    }

    /// Logs once that the sign-in's e-mail address or phone number is not valid, if it is this customer's selector.
    pub(crate) fn warn_if_unusable(&self, customer: &Customer) {
        let ListWay::List(selector) = self.list_check.way() else { return };
        if customer.is_unusable(selector) && !self.is_identifier_explained.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                event = "unusable_identifier",
                "a customer's verified e-mail address or phone number is not valid, so that no session is found by it"
            );
        }
    }

    /// Logs once that no address can be read, with the name of the header and never its value.
    pub(crate) fn warn_once_about_address(&self) {
        let Some(header) = &self.config.address_header else { return };
        if !self.is_address_explained.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                header = header.as_str(),
                hop = self.config.trusted_hops,
                "address_header: no address at this item from the right; expected one such as 192.0.2.7:4711 or \
                 [2001:db8::1]; all requests without one share one limit"
            );
        }
    }

    /// Logs once that the server does not provide the address of the connection, and that no header is set for it.
    pub(crate) fn warn_once_about_peer(&self) {
        if !self.is_peer_explained.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "address: the server does not provide the address of the connection, and address_header is not set; all \
                 requests share one limit"
            );
        }
    }

    /// Logs once for each origin that it is not in the list, for the first few of them, if that is the reason of a refusal. Logs
    /// nothing but what a browser sends as `Origin`.
    pub(crate) fn warn_once_about_origin(&self, error: &ApiError, headers: &HeaderMap) {
        if error.reason() != Some(FOREIGN_ORIGIN) {
            return;
        }
        let Some(origin) = self.guard.foreign_origin(headers) else { return };
        let mut named = self.named_origins.lock().unwrap_or_else(PoisonError::into_inner);
        if named.len() < MOST_NAMED_ORIGINS && !named.contains(&origin) {
            tracing::warn!(
                event = "foreign_origin",
                origin,
                "origins: a page of this origin sent a request, and the origin is not in the list; add it if the page is yours"
            );
            named.push(origin);
        }
    }
}
