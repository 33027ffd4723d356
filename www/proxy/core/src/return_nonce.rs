//! The nonce in the URL of a return page, as gateways and shop systems leave it. `pkg/src/login/return-url.ts` reads
//! it in the page; `tests/data/return-urls.json` holds both to one table.

use std::borrow::Cow;

use crate::random::{TOKEN_LENGTH, is_token_byte};

/// The parameter of a return URL that holds the nonce.
pub(crate) const PARAMETER: &str = "ivy";

/// Returns the nonce in the query of a return URL, or `None` if there is none, or if there are two different ones.
///
/// Payment gateways append to return URLs as if there were no query. So `?`, `;` and `#` separate parameters too, and
/// a nonce ends at the first character that none has: `ivy=NONCE?status=success` and `a=b&amp;ivy=NONCE/` are read. A
/// longer or a shorter text is no nonce.
#[must_use]
pub fn return_nonce(query: &str) -> Option<String> {
    let query = unescaped(query);
    let mut found = None;
    for parameter in query.split(['?', '&', ';', '#']) {
        let Some(nonce) = leading_nonce(parameter) else { continue };
        if found.is_some_and(|earlier| earlier != nonce) {
            return None;
        }
        found = Some(nonce);
    }
    found.map(str::to_owned)
}

/// Returns the nonce with which the value of a parameter `ivy=…` begins.
fn leading_nonce(parameter: &str) -> Option<&str> {
    let value = parameter.strip_prefix(PARAMETER)?.strip_prefix('=')?;
    let length = value.bytes().take_while(|byte| is_token_byte(*byte)).count();
    if length == TOKEN_LENGTH { value.get(..length) } else { None }
}

/// Decodes the escapes of characters that a nonce has: `%2D` means the same as `-` (RFC 3986, 2.3). All others stay,
/// since an escaped separator separates nothing.
fn unescaped(query: &str) -> Cow<'_, str> {
    if !query.contains('%') {
        return Cow::Borrowed(query);
    }
    let mut parts = query.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|byte| is_token_byte(*byte)) {
            Some(byte) => {
                text.push(char::from(byte));
                text.push_str(part.get(2..).unwrap_or_default());
            }
            None => {
                text.push('%');
                text.push_str(part);
            }
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::return_nonce;

    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }

    #[derive(Deserialize)]
    struct Row {
        url: String,
        server: Option<String>,
    }

    /// Two nonces with every kind of character.
    fn named(text: &str) -> String {
        let nonce = format!("-_{}", "aZ09".repeat(10));
        let other = format!("{}_-", "bY18".repeat(10));
        text.replace("NONCE", &format!("{nonce}x")).replace("OTHER", &format!("{other}x"))
    }

    #[test]
    fn the_nonce_is_found_in_what_gateways_make_of_the_url() {
        let table: Table = serde_json::from_str(include_str!("../../../../tests/data/return-urls.json")).unwrap();
        assert!(table.rows.len() > 50);
        for Row { url, server } in table.rows {
            let url = named(&url);
            // A server gets the query alone.
            let query = url.split('#').next().unwrap().split_once('?').map_or("", |(_, query)| query);
            assert_eq!(return_nonce(query), server.as_deref().map(named), "{url}");
        }
    }

    #[test]
    fn whatever_is_in_a_query_nothing_fails() {
        for query in ["%", "%2", "%zz", "ivy=%", "ivy=%+f", "ivy=\u{fc}", "%C3%BCivy=", "ivy=\0", "&?;#", "ivy=%2D%"] {
            assert_eq!(return_nonce(query), None, "{query}");
        }
    }
}
