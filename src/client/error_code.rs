//! The error codes of a request to the proxy.

use serde::{Serialize, Serializer};

/// Why a request to the proxy failed. The strings are part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The request breaks the rules.
    ValidationFailed,
    /// A response that cannot be read.
    DecodeFailed,
    /// Nobody is signed in.
    Unauthorized,
    /// The customer who is signed in may not do this.
    Forbidden,
    /// This customer has no such session.
    NotFound,
    /// The request conflicts with an earlier one.
    Conflict,
    /// Too many requests.
    RateLimited,
    /// The proxy refused the request.
    ProxyRejected,
    /// The proxy, or Ivy behind it, is not available.
    ProxyUnavailable,
    /// The proxy waited for the request for too long.
    Timeout,
    /// The response is not one of a proxy for this library.
    Misconfigured,
    /// No response arrived.
    Network,
    /// The page replaced `fetch` by a function that returns no response.
    Unsupported,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 13] = [
        Self::ValidationFailed,
        Self::DecodeFailed,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::RateLimited,
        Self::ProxyRejected,
        Self::ProxyUnavailable,
        Self::Timeout,
        Self::Misconfigured,
        Self::Network,
        Self::Unsupported,
    ];

    /// The code for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ValidationFailed => "validation_failed",
            Self::DecodeFailed => "decode_failed",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::ProxyRejected => "proxy_rejected",
            Self::ProxyUnavailable => "proxy_unavailable",
            Self::Timeout => "timeout",
            Self::Misconfigured => "misconfigured",
            Self::Network => "network",
            Self::Unsupported => "unsupported",
        }
    }

    /// Returns the code with a name, or `None` if there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// Returns whether the same request may succeed later.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Network | Self::Timeout | Self::RateLimited | Self::ProxyUnavailable)
    }

    /// Returns whether a proxy's error body can hold this code.
    pub const fn is_of_proxy(self) -> bool {
        !matches!(self, Self::Network | Self::Unsupported)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
