//! Paths of Ivy's API, below the API's base URL. Every call is a POST with a JSON body. The list path is in
//! [`super::assumed::LIST_PATH`], since no source shows it.

/// Creates a data session.
pub const CREATE: &str = "/api/service/data/session/create";

/// Reads one data session by its id.
pub const DETAILS: &str = "/api/service/data/session/details";
