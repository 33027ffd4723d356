//! The codes of errors: those of the library, and among them those that the proxy returns.

use super::codes;

codes! {
    /// Why a call failed. The strings are part of the public interface; the table of causes is in `client/errors.md`.
    ErrorCode {
        /// A synchronous function was called before the library was loaded.
        NotInitialized = "not_initialized",
        /// The library cannot be loaded.
        LoadFailed = "load_failed",
        /// The page does not allow WebAssembly.
        WasmBlocked = "wasm_blocked",
        /// A request or an option breaks the rules; `issues` has the details.
        ValidationFailed = "validation_failed",
        /// A response is not the documented one.
        DecodeFailed = "decode_failed",
        /// No connection, or one that broke off.
        Network = "network",
        /// The deadline has passed, or the request took too long to arrive.
        Timeout = "timeout",
        /// The caller gave up.
        Aborted = "aborted",
        /// Nobody is signed in; of a callback, its signature is not right.
        Unauthorized = "unauthorized",
        /// Not for this caller, or not from this page.
        Forbidden = "forbidden",
        /// No such session for this caller, whether or not it exists.
        NotFound = "not_found",
        /// The session is released, but it no longer has the account, or two accounts have the handle.
        AccountGone = "account_gone",
        /// The same idempotency key with another body, or for a session that was forgotten since.
        Conflict = "conflict",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// The body is not JSON, or Ivy did not accept it.
        ProxyRejected = "proxy_rejected",
        /// Ivy, the sign-in or the database cannot be reached now.
        ProxyUnavailable = "proxy_unavailable",
        /// A wrong path, method, content type or API key.
        Misconfigured = "misconfigured",
        /// A response is longer than the limit.
        ResponseTooLarge = "response_too_large",
        /// The URL of a bank login is not one of Ivy's pages.
        UntrustedRedirect = "untrusted_redirect",
        /// The browser opened no window.
        PopupBlocked = "popup_blocked",
        /// The page or the program cannot do this.
        Unsupported = "unsupported",
        /// A fault of the library.
        Internal = "internal",
    }
}

impl ErrorCode {
    /// Returns whether the same call may succeed later.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::RateLimited | Self::ProxyUnavailable | Self::LoadFailed)
    }

    /// Returns whether an error's body of the proxy can hold this code for a page.
    pub const fn is_of_proxy(self) -> bool {
        matches!(
            self,
            Self::ValidationFailed
                | Self::DecodeFailed
                | Self::Unauthorized
                | Self::Forbidden
                | Self::NotFound
                | Self::Conflict
                | Self::RateLimited
                | Self::ProxyRejected
                | Self::ProxyUnavailable
                | Self::Timeout
                | Self::Misconfigured
        )
    }
}
