//! Checks of what a page wants to send.

use super::plain::{Plain, object};
use super::urls::PageUrls;
use crate::json::View;
use crate::rules::{self, Checked, RequestRules, Subject, check_text};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks what a page wants to send. `extra_fields` and `extra_permissions` are names, separated by commas, for a request.
///
/// | `subject` | what is checked |
/// |---|---|
/// | 0 | a request |
/// | 1 | a request of a page, which may leave `referenceId` to the proxy |
/// | 2 | a list query |
/// | 3 | an external user |
/// | 4 | an external user, whose normal form is the list query that finds them |
///
/// One function for all of them: each export would bring its own reading of texts, here and in the glue.
#[wasm_bindgen]
pub fn check(subject: u32, marked: &str, extra_fields: &str, extra_permissions: &str) -> JsValue {
    let (extra_fields, extra_permissions) = (&names(extra_fields)[..], &names(extra_permissions)[..]);
    let view = view(marked);
    let reference_id_optional = subject == 1;
    let rules = RequestRules { urls: &PageUrls, extra_fields, extra_permissions, reference_id_optional };
    let subject = match subject {
        2 => Subject::ListQuery,
        3 => Subject::ExternalUser,
        4 => Subject::ListQueryFor,
        _ => Subject::Request,
    };
    found(&check_text(subject, view, &rules))
}

/// `maskIban`
#[wasm_bindgen(js_name = maskIban)]
pub fn mask_iban(text: &str) -> JsValue {
    JsValue::from_str(&rules::mask_iban(text))
}

/// The walker's text. It is always well formed; were it not, the rules would refuse it as too large.
fn view(marked: &str) -> View<'_> {
    View::read_marked(marked).unwrap_or(View::TOO_LARGE)
}

/// Names separated by commas.
pub(super) fn names(list: &str) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), list);
    while !rest.is_empty() {
        let end = rest.as_bytes().iter().position(|byte| *byte == b',').unwrap_or(rest.len());
        names.push(rest.get(..end).unwrap_or_default().to_owned());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    names
}

/// What a check found, for JavaScript: the normal form as JSON text where there is nothing more to say.
fn found(checked: &Checked<String>) -> JsValue {
    match &checked.value {
        Some(text) if checked.warnings.is_empty() => JsValue::from_str(text),
        value => object(&[
            ("value", Plain::text(value.as_deref())),
            ("issues", Plain::Issues(&checked.issues)),
            ("warnings", Plain::Issues(&checked.warnings)),
        ]),
    }
}
