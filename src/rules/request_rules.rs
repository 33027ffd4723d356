//! The options of a request's check.

use super::url::UrlReader;

/// The options that a request is checked with.
#[derive(Clone, Copy)]
pub struct RequestRules<'a> {
    /// Reads the callback URLs.
    pub urls: &'a dyn UrlReader,
    /// Fields at the top of the request that are accepted although they are not documented. Their values may be any JSON.
    pub extra_fields: &'a [String],
    /// Permissions that are accepted although they are not documented.
    pub extra_permissions: &'a [String],
    /// True if `referenceId` may be missing: in a page's request, since the merchant proxy picks it.
    pub reference_id_optional: bool,
}

impl std::fmt::Debug for RequestRules<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequestRules")
    }
}
