//! The cookie by which a guest's browser is known again.

use http::{HeaderMap, HeaderValue, header};

use crate::random;
use crate::{GuestId, Host, Refused};

/// A day: longer than a bank login can take (24 hours at most, Ivy's documentation).
const MAX_AGE_SECONDS: u32 = 24 * 60 * 60;

/// Over https the prefix keeps other hosts of the domain from planting a cookie (RFC 6265bis, `__Host-`).
const fn name(secure: bool) -> &'static str {
    if secure { "__Host-ivy_guest" } else { "ivy_guest" }
}

/// The guest id that a browser sent, if it sent one.
pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Option<GuestId> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name(secure) && random::is_token(value))
        .map(|(_, value)| GuestId(value.to_owned()))
}

/// A new guest, and the `Set-Cookie` that makes the browser say so next time.
pub(crate) fn issue(host: &impl Host, secure: bool) -> Result<(GuestId, HeaderValue), Refused> {
    let id = random::token::<32>(host)?;
    let attributes = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{}={id}; Path=/; Max-Age={MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax{attributes}", name(secure));
    let cookie = HeaderValue::try_from(cookie).map_err(|_| Refused::unavailable().because("guest cookie"))?;
    Ok((GuestId(id), cookie))
}
