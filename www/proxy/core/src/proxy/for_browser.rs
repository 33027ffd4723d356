//! Calls of the shop's own routes for the browser that sent a request.

use http::{HeaderMap, HeaderValue};

use super::Proxy;
use crate::api_error::ApiError;
use crate::cookie;
use crate::customer::{Customer, SignInUnavailable};
use crate::guard::CheckedPost;
use crate::host::Host;
use crate::identify::Caller;
use crate::operations::{self, Login, RecallOptions, ServerRecall};
use crate::request::RequestContext;
use crate::who::Who;

impl<H: Host> Proxy<H> {
    /// Returns who sent a request with these headers: the customer that the merchant's sign-in `found`, else the guest of
    /// the cookie.
    ///
    /// # Errors
    /// 503 if the sign-in is unavailable or returned an invalid id.
    pub fn who(
        &self,
        headers: &HeaderMap,
        found: Result<Option<Customer>, SignInUnavailable>,
    ) -> Result<Who, ApiError> {
        self.services.caller(headers, found).who()
    }

    /// Returns the `Set-Cookie` value of a new guest cookie, for a browser that has none and in which nobody is signed in.
    /// `list` and `create` set the cookie too. A shop that sets it with its page makes even the first create repeatable.
    ///
    /// # Errors
    /// 503 if the host has no randomness.
    pub fn guest_cookie(&self, who: &Who) -> Result<Option<HeaderValue>, ApiError> {
        match who {
            Who::Guest(None) => Ok(Some(self.services.new_guest()?.1)),
            _ => Ok(None),
        }
    }

    /// Decides whether a past session of the sender can be reused, as the page's `recallBank` does, for a page that the shop's
    /// server renders. `session_request` is the page's request as JSON text. A page is sent without an offer if the deadline
    /// passes or the list is not available; its client then sends its own request.
    ///
    /// Unlike a request of a page, it does not end the guest of a browser in which a customer is signed in.
    ///
    /// # Errors
    /// 422 if the request is invalid. 403 if it names another user than the signed-in one.
    pub async fn recall(
        &self,
        headers: &HeaderMap,
        mut context: impl RequestContext,
        session_request: &str,
        options: &RecallOptions,
    ) -> Result<ServerRecall, ApiError> {
        operations::recall(&self.services, headers, &mut context, session_request, options).await
    }

    /// Forgets the sessions of a browser's guest, and returns the `Set-Cookie` value that deletes the cookie. For the
    /// shop's responses to a sign-in and a sign-out, so that the next person at this browser finds nothing.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn end_guest(&self, headers: &HeaderMap) -> Result<HeaderValue, ApiError> {
        if let Some(guest) = cookie::read_guest(headers, self.services.secure) {
            operations::forget_all(&self.services, &Who::Guest(Some(guest))).await?;
        }
        // The shop calls it at a sign-in and a sign-out.
        self.services.joining.end();
        cookie::end_guest(self.services.secure)
    }

    /// Checks that a JSON post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, the content type and
    /// the header `Ivy-Client`. For the shop's own routes; the proxy's routes check themselves.
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_json_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.admit(headers, self.services.guard.json(headers)).map(|()| CheckedPost::new(headers))
    }

    /// Checks that a form post came from a page of the allowed origins: `Origin`, `Sec-Fetch-Site`, content type.
    ///
    /// The page needs a referrer policy other than `no-referrer`; `same-origin` will do. With `no-referrer`, browsers send
    /// `Origin: null` with a form (Fetch standard, "append a request `Origin` header").
    ///
    /// # Errors
    /// 403 or 415.
    pub fn check_form_post(&self, headers: &HeaderMap) -> Result<CheckedPost, ApiError> {
        self.admit(headers, self.services.guard.form(headers)).map(|()| CheckedPost::new(headers))
    }

    /// Presents the nonce with which a browser returned, and returns how the login ended. `/result` does the same. `found`
    /// is the result of the merchant's sign-in for the post.
    ///
    /// # Errors
    /// 401 if nobody is signed in, in the browser that began the login. 404 for every nonce of another owner's login. 503
    /// if the sign-in is unavailable. Ivy's errors.
    pub async fn present_nonce(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
        nonce: &str,
    ) -> Result<Login, ApiError> {
        operations::present_nonce(&self.services, &self.posted_by(post, found)?, nonce).await
    }

    /// Returns how a login ended whose nonce was presented before, by its reference.
    ///
    /// # Errors
    /// 404 for every reference that is not of such a login of the caller. 503 if the sign-in is unavailable. Ivy's errors.
    pub async fn login(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
        reference_id: &str,
    ) -> Result<Login, ApiError> {
        operations::login(&self.services, &self.posted_by(post, found)?, reference_id).await
    }

    /// Logs a refusal because of the origin, once.
    fn admit(&self, headers: &HeaderMap, checked: Result<(), ApiError>) -> Result<(), ApiError> {
        checked.inspect_err(|error| self.services.warn_once_about_origin(error, headers))
    }

    fn posted_by(
        &self,
        post: &CheckedPost,
        found: Result<Option<Customer>, SignInUnavailable>,
    ) -> Result<Caller, ApiError> {
        let caller = self.services.caller(post.headers(), found);
        if let Ok(who) = caller.who() {
            self.services.limit_owner(&who)?;
        }
        Ok(caller)
    }
}
