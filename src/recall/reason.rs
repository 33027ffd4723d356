//! The reasons for a bank login.

use crate::model::codes;

codes! {
    /// The reason for a bank login. The strings are part of the public interface.
    Reason {
        /// The shopper is not signed in, so past sessions cannot be attributed to them.
        Guest = "guest",
        /// The page requested a new login.
        Requested = "requested",
        /// The shopper is known by metadata alone, which is no parameter of a list.
        MetadataOnly = "metadata_only",
        /// There is no past session.
        NoPastSession = "no_past_session",
        /// No past session is complete.
        NotComplete = "not_complete",
        /// No complete session has the required data.
        MissingData = "missing_data",
        /// An age limit is set, and no session with the required data has a date.
        AgeUnknown = "age_unknown",
        /// Every session with the required data and a date is older than the limit.
        TooOld = "too_old",
        /// The list is not available, or not in time.
        ListUnavailable = "list_unavailable",
        /// The merchant has switched recall off at the proxy.
        RecallOff = "recall_off",
    }
}
