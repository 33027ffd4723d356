//! The proxy's two cookies (SECURITY.md, 10): one authenticates a guest, the other identifies the browser in which a
//! login began.

use http::{HeaderMap, HeaderValue, header};

use crate::api_error::ApiError;
use crate::host::Host;
use crate::random;
use crate::who::{GuestId, LoginId};

/// The kind of a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A guest's authentication. Ends with the next sign-in or sign-out.
    Guest,
    /// A random value for each browser, for guests and customers alike. It only turns a lock into a 401.
    Login,
}

impl Kind {
    /// Returns the cookie's name. Over https, the prefix `__Host-` stops other hosts of the domain from setting the
    /// cookie (RFC 6265bis).
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Guest, true) => "__Host-ivy_guest",
            (Self::Guest, false) => "ivy_guest",
            (Self::Login, true) => "__Host-ivy_login",
            (Self::Login, false) => "ivy_login",
        }
    }

    /// Returns the cookie's lifetime in seconds. A bank login lasts at most 24 hours (Ivy's documentation), its nonce
    /// one hour more.
    const fn max_age(self) -> u32 {
        match self {
            Self::Guest => 24 * 60 * 60,
            Self::Login => 25 * 60 * 60,
        }
    }

    fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        pairs(headers)
            .find(|(name, value)| *name == self.name(secure) && random::is_token(value))
            .map(|(_, value)| value.to_owned())
    }

    fn set(self, value: &str, max_age: u32, secure: bool) -> Result<HeaderValue, ApiError> {
        let attributes = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        let cookie = format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{attributes}");
        HeaderValue::try_from(cookie).map_err(|_| ApiError::unavailable().because("cookie"))
    }
}

/// Returns the names and values of all cookies.
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
        // A cookie that is not UTF-8 must not hide the others.
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| pair.trim().split_once('='))
}

/// Returns true if a request has this cookie.
pub(crate) fn has(headers: &HeaderMap, name: &str, value: &str) -> bool {
    pairs(headers).any(|pair| pair == (name, value))
}

/// Reads the guest cookie.
pub(crate) fn read_guest(headers: &HeaderMap, secure: bool) -> Option<GuestId> {
    Kind::Guest.read(headers, secure).map(GuestId)
}

/// Reads the login cookie.
pub(crate) fn read_login(headers: &HeaderMap, secure: bool) -> Option<LoginId> {
    Kind::Login.read(headers, secure).map(LoginId)
}

/// Creates a guest and the `Set-Cookie` value that identifies their browser.
pub(crate) fn new_guest(host: &impl Host, secure: bool) -> Result<(GuestId, HeaderValue), ApiError> {
    let id = random::token::<32>(host)?;
    let cookie = Kind::Guest.set(&id, Kind::Guest.max_age(), secure)?;
    Ok((GuestId(id), cookie))
}

/// Returns the `Set-Cookie` value that deletes the guest cookie.
pub(crate) fn end_guest(secure: bool) -> Result<HeaderValue, ApiError> {
    Kind::Guest.set("", 0, secure)
}

/// Returns the browser's login cookie, or a new one, and the `Set-Cookie` value that extends it by 25 hours.
pub(crate) fn keep_login(
    host: &impl Host,
    known: Option<LoginId>,
    secure: bool,
) -> Result<(LoginId, HeaderValue), ApiError> {
    let id = known.map_or_else(|| random::token::<32>(host), |LoginId(id)| Ok(id))?;
    let cookie = Kind::Login.set(&id, Kind::Login.max_age(), secure)?;
    Ok((LoginId(id), cookie))
}

#[cfg(test)]
mod tests {
    use super::{read_guest, read_login};
    use http::{HeaderMap, HeaderValue, header};

    const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn one_odd_cookie_hides_no_other() {
        for odd in [&b"n=Stra\xdfe"[..], b"n=Stra\xc3\x9fe", b"n=\xff\xfe", b"=", b"noname", b"a=b=c", b" "] {
            let mut value = [odd, b"; ivy_guest="].concat();
            value.extend_from_slice(TOKEN.as_bytes());
            value.extend_from_slice(b";ivy_login=");
            value.extend_from_slice(TOKEN.as_bytes());
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_bytes(&value).unwrap());
            assert!(read_guest(&headers, false).is_some_and(|id| id.0 == TOKEN), "{odd:?}");
            assert!(read_login(&headers, false).is_some_and(|id| id.0 == TOKEN), "{odd:?}");
            assert!(read_guest(&headers, true).is_none(), "over https the prefix is needed");
        }
    }
}
