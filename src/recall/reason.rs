//! The reasons for a bank login.

use crate::model::codes;

codes! {
    /// Why a bank login is needed. The strings are part of the public interface.
    Reason {
        /// Nobody is signed in, so nobody's past may be looked at.
        Guest = "guest",
        /// The page asked for a fresh login.
        Requested = "requested",
        /// The shopper is known by metadata alone, which no list takes.
        MetadataOnly = "metadata_only",
        /// There is no past session.
        NoPastSession = "no_past_session",
        /// None of them was completed.
        NotComplete = "not_complete",
        /// None of the completed ones has the data that is wanted.
        MissingData = "missing_data",
        /// An age limit is set, and none of those with the data has a date.
        AgeUnknown = "age_unknown",
        /// All of those with a date are older than the limit.
        TooOld = "too_old",
        /// The list could not be had; the shopper must not wait for it.
        ListUnavailable = "list_unavailable",
    }
}
