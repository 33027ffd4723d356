//! The page's own URLs, read by the rules inside WebAssembly, in a browser.

use ivy_data_session::client::{Environment, LoginHosts};
use ivy_data_session::json::{self, Value};
use ivy_data_session::rules::{Issue, RequestRules, UrlReader, check_data_session_request};
use ivy_data_session::wasm::PageUrls;
use wasm_bindgen_test::wasm_bindgen_test;

fn table(text: &str) -> Value {
    json::parse(text.as_bytes()).unwrap()
}

fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

fn codes(issues: &[Issue]) -> Vec<String> {
    issues.iter().map(|issue| format!("{:?}", issue.code).to_lowercase()).collect()
}

/// A reader that returns the normal form of one test vector for every text.
struct Vector(Option<String>);

impl UrlReader for Vector {
    fn read(&self, _: &str) -> Option<String> {
        self.0.clone()
    }
}

/// Returns the results of the rule for callback URLs and of the check of login hosts.
fn verdicts(input: &str, urls: &dyn UrlReader) -> (Vec<String>, bool) {
    let member = |name: &str, value| (name.to_owned(), value);
    let request = Value::Object(vec![
        member("permissions", Value::Array(vec![Value::String("identity".to_owned())])),
        member("successCallbackUrl", Value::String(input.to_owned())),
    ]);
    let rules = RequestRules { urls, extra_fields: &[], extra_permissions: &[], reference_id_optional: true };
    let hosts =
        LoginHosts { environment: Environment::Local, allowed: &["example.com".to_owned()], page: Some("localhost") };
    (codes(&check_data_session_request(&request, &rules).issues), hosts.allow(input, urls))
}

#[wasm_bindgen_test]
fn the_pages_urls_get_the_verdicts_of_the_standards_vectors() {
    // Differences of browsers: the last label looks like Punycode and is none; Chromium decodes inside of brackets; Firefox
    // knows of more characters that no host has. For what reason these are refused may differ.
    let may_differ =
        ["http://a.b.c.XN--pokxncvks", "http://a.b.c.Xn--pokxncvks", "http://[::%31]", "http://!\"$&'()*+,-.;=_`{}~/"];
    let data = table(include_str!("../data/url.json"));
    let vectors = items(data.get("vectors"));
    assert!(vectors.len() > 100, "the vectors were not found");
    let mut wrong = Vec::new();
    for vector in vectors {
        let input = vector.get("input").unwrap().as_str().unwrap();
        let expected = vector.get("expected").unwrap();
        let text = |field: &str| expected.get(field).and_then(Value::as_str).unwrap_or_default();
        let expected = (*expected != Value::Null).then(|| {
            let login = if text("username").is_empty() && text("password").is_empty() { "" } else { "user@" };
            let colon = if text("port").is_empty() { "" } else { ":" };
            [text("protocol"), "//", login, text("hostname"), colon, text("port"), "/"].concat()
        });
        let (found, wanted) = (verdicts(input, &PageUrls), verdicts(input, &Vector(expected)));
        if found != wanted && (found.1 || !may_differ.contains(&input)) {
            wrong.push(format!("{input:?}: {found:?}, by the standard {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
