//! The codes of errors: those of the library, and among them those that the proxy returns.

use super::codes;

codes! {
    /// The reason why a call failed. The strings are part of the public interface; the table of causes is in
    /// `client/errors.md`.
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
        /// The connection failed or broke.
        Network = "network",
        /// The deadline has passed, or the request took too long to arrive.
        Timeout = "timeout",
        /// The caller aborted the call.
        Aborted = "aborted",
        /// The caller is not signed in, or the signature of a callback is wrong.
        Unauthorized = "unauthorized",
        /// The caller or the origin of the page is not allowed.
        Forbidden = "forbidden",
        /// The caller has no such session. It may exist for another caller.
        NotFound = "not_found",
        /// The session is released, but it no longer has the account, or two accounts have the handle.
        AccountGone = "account_gone",
        /// The idempotency key was used with another body, or for a session that was forgotten later.
        Conflict = "conflict",
        /// The caller sent too many requests.
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
    /// Returns true if the same call may succeed later.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::RateLimited | Self::ProxyUnavailable | Self::LoadFailed)
    }

    /// Returns true if the proxy sends this code to pages in the body of an error.
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
