//! The tables of `src/client/errors.md`.

const TABLES: &str = include_str!("../../src/client/errors.md");

/// The operations of the proxy.
const OPERATIONS: [&str; 5] = ["create", "list", "details", "result", "forget"];

/// A response with its expected meaning.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) status: u16,
    /// Names and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Sent {
    /// A response as the columns describe it: a body by its name or as JSON, and headers that replace the body's own.
    fn new(status: &str, headers: &str, body: &str) -> Self {
        let (body, content_type) = match body {
            "none" => ("", None),
            "page" => ("<!doctype html>", Some("text/html; charset=utf-8")),
            "broken" => (r#"{"dataSessions":"#, Some("application/json")),
            "ours" => (r#"{"code":"not_found","requestId":"req-7"}"#, Some("application/json")),
            json => (code(json), Some("application/json")),
        };
        let mut all: Vec<_> = headers
            .split('`')
            .filter_map(|header| header.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if let Some(content_type) = content_type
            && all.iter().all(|(name, _)| name != "content-type")
        {
            all.push(("content-type".to_owned(), content_type.to_owned()));
        }
        Self { status: status.parse().unwrap(), headers: all, body: body.to_owned() }
    }

    #[allow(dead_code, reason = "a page has its own headers")]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A row of the first table that has a status, for one operation.
#[derive(Debug)]
pub(crate) struct Failing {
    /// The row's first column, and the operation.
    pub(crate) name: String,
    pub(crate) operation: &'static str,
    pub(crate) response: Sent,
    pub(crate) code: String,
    pub(crate) retryable: bool,
}

/// The rows of the first table that have a status. The other ones happen without a response.
pub(crate) fn failing() -> Vec<Failing> {
    let rows = rows("How a call fails");
    let found: Vec<_> = rows
        .iter()
        .filter(|row| !row[1].is_empty())
        .flat_map(|row| {
            let [what, status, body, asked, code_of, retryable] = row.as_slice() else {
                panic!("six columns: {row:?}")
            };
            let operations = OPERATIONS.into_iter().filter(move |operation| *asked == "any" || asked == operation);
            operations.map(move |operation| Failing {
                name: format!("{what}, {operation}"),
                operation,
                response: Sent::new(status, "", body),
                code: code(code_of).to_owned(),
                retryable: *retryable == "yes",
            })
        })
        .collect();
    assert!(found.len() > 100, "the table was not found");
    found
}

/// A row of the second table.
#[derive(Debug)]
pub(crate) struct Carrying {
    pub(crate) response: Sent,
    pub(crate) member: String,
    /// The member's value as JSON.
    pub(crate) value: Option<String>,
}

/// The rows of the second table.
pub(crate) fn carrying() -> Vec<Carrying> {
    let found: Vec<_> = rows("Members of a result")
        .iter()
        .map(|row| {
            let [status, headers, body, member, value] = row.as_slice() else { panic!("five columns: {row:?}") };
            Carrying {
                response: Sent::new(status, headers, body),
                member: code(member).to_owned(),
                value: (*value != "none").then(|| code(value).to_owned()),
            }
        })
        .collect();
    assert!(found.len() > 20, "the table was not found");
    found
}

/// The rows of the table under a heading, without its head.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, text) = TABLES.split_once(&format!("# {heading}\n")).unwrap();
    let table = text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim).collect();
    table.skip(2).map(cells).collect()
}

/// A cell without its backticks.
fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}
