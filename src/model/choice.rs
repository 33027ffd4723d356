//! The allowed values of fields with a closed set of strings.

/// The themes of Ivy's pages.
pub const THEME_VARIANTS: [&str; 2] = ["light", "dark"];

/// The kinds of address that the permission `match_identity` accepts.
pub const MATCH_ADDRESS_TYPES: [&str; 1] = ["iban"];

/// The kinds of account that Ivy's document shows. There may be others.
pub const ACCOUNT_TYPES: [&str; 2] = ["checking", "saving"];
