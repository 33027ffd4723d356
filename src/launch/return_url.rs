//! The URL to which a bank login returns.

/// The parameter that holds the one-time nonce. Only the proxy and Ivy knew it before.
const NONCE: &str = "ivy";

/// The parameter that says what the login page thinks became of it. It proves nothing, so nothing reads it.
const OUTCOME: &str = "ivy_outcome";

/// What a return page's URL says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrl {
    /// The nonce; `None` where this page is no return from a login.
    pub nonce: Option<String>,
    /// The URL without the two parameters, with everything else as it was written.
    pub without: String,
}

/// Reads a page's whole URL.
///
/// A nonce is base64url as the proxy makes it, 16 to 128 characters; something else in its place is taken away like it,
/// and is no nonce.
pub fn read_return_url(href: &str) -> ReturnUrl {
    let (before_fragment, fragment) = cut(href, b'#');
    let (path, query) = cut(before_fragment, b'?');
    let mut nonce = None;
    let mut without = path.to_owned();
    let mut separator = '?';
    let mut rest = query.get(1..).unwrap_or_default();
    while !rest.is_empty() {
        let (pair, others) = cut(rest, b'&');
        rest = others.get(1..).unwrap_or_default();
        let (name, value) = cut(pair, b'=');
        if name == NONCE {
            nonce = value.get(1..).filter(|value| is_nonce(value)).map(str::to_owned);
        } else if name != OUTCOME && !pair.is_empty() {
            without.push(separator);
            without.push_str(pair);
            separator = '&';
        }
    }
    without.push_str(fragment);
    ReturnUrl { nonce, without }
}

/// Splits before the first `mark`, which stays with the second part.
fn cut(text: &str, mark: u8) -> (&str, &str) {
    text.bytes().position(|byte| byte == mark).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

fn is_nonce(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (16..=128).contains(&text.len()) && text.bytes().all(fits)
}
