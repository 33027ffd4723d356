//! The proxy's two cookies (SECURITY.md, 10): one is a guest's sign-in, the other says in which browser a login began.

use http::{HeaderMap, HeaderValue, header};

use crate::{ApiError, GuestId, Host, LoginId, random};

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// As good as a sign-in for one guest's sessions. Ends with the next sign-in or sign-out.
    Guest,
    /// One random value for each browser, for guests and customers alike. All that it does is turn a lock into a 401.
    Login,
}

impl Kind {
    /// Returns the cookie's name. Over https the prefix keeps other hosts of the domain from planting a cookie
    /// (RFC 6265bis, `__Host-`).
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Guest, true) => "__Host-ivy_guest",
            (Self::Guest, false) => "ivy_guest",
            (Self::Login, true) => "__Host-ivy_login",
            (Self::Login, false) => "ivy_login",
        }
    }

    /// Returns the cookie's life in seconds. A bank login lasts 24 hours at most (Ivy's documentation), and its nonce an
    /// hour longer.
    const fn max_age(self) -> u32 {
        match self {
            Self::Guest => 24 * 60 * 60,
            Self::Login => 25 * 60 * 60,
        }
    }

    fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
            // One cookie that is no text must not hide the others.
            .filter_map(|pair| std::str::from_utf8(pair).ok())
            .filter_map(|pair| pair.trim().split_once('='))
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

/// Reads the guest cookie.
pub(crate) fn read_guest(headers: &HeaderMap, secure: bool) -> Option<GuestId> {
    Kind::Guest.read(headers, secure).map(GuestId)
}

/// Reads the login cookie.
pub(crate) fn read_login(headers: &HeaderMap, secure: bool) -> Option<LoginId> {
    Kind::Login.read(headers, secure).map(LoginId)
}

/// Makes a new guest and the `Set-Cookie` by which their browser is recognised.
pub(crate) fn new_guest(host: &impl Host, secure: bool) -> Result<(GuestId, HeaderValue), ApiError> {
    let id = random::token::<32>(host)?;
    let cookie = Kind::Guest.set(&id, Kind::Guest.max_age(), secure)?;
    Ok((GuestId(id), cookie))
}

/// Makes the `Set-Cookie` that ends the guest cookie.
pub(crate) fn end_guest(secure: bool) -> Result<HeaderValue, ApiError> {
    Kind::Guest.set("", 0, secure)
}

/// Returns the browser's login cookie, or a new one, and the `Set-Cookie` that keeps it for another 25 hours.
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
