//! The languages of Ivy's pages.

/// Every locale that Ivy documents.
pub const ALL: [&str; 12] = ["de", "nl", "en", "fr", "es", "fi", "it", "pt", "sv", "pl", "sk", "lt"];
