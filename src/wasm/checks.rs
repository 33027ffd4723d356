//! What a page wants to send, show or open.

use super::plain::Plain;
use super::urls::PageUrls;
use crate::client::{Environment, LoginHosts};
use crate::json::View;
use crate::rules::{self, Checked, RequestRules, Subject, check_text};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks a text. `names` and `more` are for some subjects; lists are separated by commas.
///
/// | `subject` | `text` | `names` | `more` |
/// |---|---|---|---|
/// | 0 | a request | extra fields | extra permissions |
/// | 1 | a request of a page, which may leave `referenceId` to the proxy | extra fields | extra permissions |
/// | 2 | a list query | | |
/// | 3 | an external user | | |
/// | 4 | an external user, whose normal form is the list query that finds them | | |
/// | 5 | an IBAN to be masked | | |
/// | 6 | a URL where a shopper may be sent to log in, or not | the environment, then more hosts | the host of this page |
///
/// Up to 4 gives what [`found`] says, 5 a string, 6 whether. One function for all of them: each export would bring its
/// own reading of texts, here and in the glue.
#[wasm_bindgen]
pub fn check(subject: u32, text: &str, names: &str, more: &str) -> JsValue {
    let names = &split(names)[..];
    let checked = match subject {
        2 => Subject::ListQuery,
        3 => Subject::ExternalUser,
        4 => Subject::ListQueryFor,
        5 => return JsValue::from_str(&rules::mask_iban(text)),
        6 => return is_login_url(text, names, more).into(),
        _ => Subject::Request,
    };
    let extra_permissions = &split(more)[..];
    let rules =
        RequestRules { urls: &PageUrls, extra_fields: names, extra_permissions, reference_id_optional: subject == 1 };
    found(&check_text(checked, view(text), &rules))
}

/// The walker's text. It is always well formed; were it not, the rules would refuse it as too large.
fn view(marked: &str) -> View<'_> {
    View::read_marked(marked).unwrap_or(View::TOO_LARGE)
}

fn is_login_url(url: &str, names: &[String], page: &str) -> bool {
    let Some((environment, allowed)) = names.split_first() else { return false };
    let Some(environment) = Environment::from_name(environment) else { return false };
    let page = Some(page).filter(|page| !page.is_empty());
    LoginHosts { environment, allowed, page }.allow(url, &PageUrls)
}

/// Names separated by commas.
pub(super) fn split(list: &str) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), list);
    while !rest.is_empty() {
        let end = rest.as_bytes().iter().position(|byte| *byte == b',').unwrap_or(rest.len());
        names.push(rest.get(..end).unwrap_or_default().to_owned());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    names
}

/// What a check found: the normal form as JSON text where there is nothing more to say, or else `[value, issues, warnings]`.
fn found(checked: &Checked<String>) -> JsValue {
    match &checked.value {
        Some(text) if checked.warnings.is_empty() => JsValue::from_str(text),
        value => {
            let value = Plain::text(value.as_deref());
            Plain::List(&[value, Plain::Issues(&checked.issues), Plain::Issues(&checked.warnings)]).into_js()
        }
    }
}
