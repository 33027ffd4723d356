//! The proxy's keys (SECURITY.md, 8). HKDF derives all of them from the merchant's table secret, with one label each. Only
//! the API key and the webhook secrets are used directly.

mod key_ring;
mod purpose;
mod seal;
mod table_keys;
mod table_secret;
#[cfg(test)]
mod tests;

pub(crate) use key_ring::KeyRing;
pub(crate) use purpose::Purpose;
pub(crate) use seal::SealScope;
pub(crate) use table_keys::TableKeys;
