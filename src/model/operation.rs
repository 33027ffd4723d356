//! The operations of the merchant proxy, and their paths below the proxy's own.

use super::codes;

codes! {
    /// An operation of the merchant proxy.
    Operation {
        /// Creates a data session.
        Create = "create",
        /// Lists the past sessions of the caller.
        List = "list",
        /// Returns one session.
        Details = "details",
        /// Returns the result of a bank login.
        Result = "result",
        /// Forgets one session, or all.
        Forget = "forget",
        /// Starts a bank login from a form, without a script.
        Start = "start",
        /// Receives a result that Ivy posts.
        Callback = "callback",
    }
}

impl Operation {
    /// Returns the path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Create => "/data/session/create",
            Self::List => "/data/session/list",
            Self::Details => "/data/session/details",
            Self::Result => "/result",
            Self::Forget => "/forget",
            Self::Start => "/start",
            Self::Callback => "/callback",
        }
    }

    /// Returns true if scripts of a page call this operation, so that it must answer CORS preflights.
    pub const fn is_for_pages(self) -> bool {
        !matches!(self, Self::Start | Self::Callback)
    }
}
