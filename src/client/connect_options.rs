//! The second argument of `connectBank`.

use crate::json::{NotJson, Value};
use crate::model::permission;
use crate::rules::{Issue, IssueCode, Step};

/// What a page asks of a past session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConnectOptions {
    /// The permissions whose data a past session must hold; `None` for those that the request asks for.
    pub require: Option<Vec<String>>,
    /// How old a past session may be, in days; `None` for any age, also an unknown one.
    pub max_age_days: Option<f64>,
    /// Whether the shopper asked for another login.
    pub fresh: bool,
}

/// Reads the options. An unknown one is refused: a misspelled limit on age would be no limit.
///
/// # Errors
/// Every issue, with paths that start at the options.
pub fn check_connect_options(value: &Value, extra_permissions: &[String]) -> Result<ConnectOptions, Vec<Issue>> {
    let members = match value {
        Value::NotJson(NotJson::Undefined) => return Ok(ConnectOptions::default()),
        Value::Object(members) => members,
        _ => return Err(vec![issue(Vec::new(), IssueCode::Type, "expected the options as an object")]),
    };
    let mut options = ConnectOptions::default();
    let mut issues = Vec::new();
    for (position, (name, value)) in members.iter().enumerate() {
        match name.as_str() {
            "require" => require(value, extra_permissions, &mut options, &mut issues),
            "maxAgeDays" => match value.as_f64() {
                Some(days) if days >= 0.0 => options.max_age_days = Some(days),
                Some(_) => issues.push(field(
                    "maxAgeDays",
                    IssueCode::OutOfRange,
                    "maxAgeDays: expected a number of days, 0 or more",
                )),
                None => issues.push(field("maxAgeDays", IssueCode::Type, "maxAgeDays: expected a number of days")),
            },
            "fresh" => match value {
                Value::Bool(fresh) => options.fresh = *fresh,
                _ => issues.push(field("fresh", IssueCode::Type, "fresh: expected true or false")),
            },
            _ => issues.push(issue(
                vec![Step::Index(position as u32)],
                IssueCode::UnknownField,
                "unknown option, expected maxAgeDays, require, fresh or signal",
            )),
        }
    }
    if issues.is_empty() { Ok(options) } else { Err(issues) }
}

fn require(value: &Value, extra: &[String], options: &mut ConnectOptions, issues: &mut Vec<Issue>) {
    let Value::Array(items) = value else {
        issues.push(field("require", IssueCode::Type, "require: expected a list of permissions"));
        return;
    };
    let mut names = Vec::new();
    for (position, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(name) if permission::ALL.contains(&name) || extra.iter().any(|extra| extra == name) => {
                names.push(name.to_owned());
            }
            _ => {
                let path = vec![Step::Field("require".into()), Step::Index(position as u32)];
                issues.push(issue(path, IssueCode::InvalidPermission, "require: expected names of permissions"));
            }
        }
    }
    options.require = Some(names);
}

fn field(name: &'static str, code: IssueCode, message: &'static str) -> Issue {
    issue(vec![Step::Field(name.into())], code, message)
}

fn issue(path: Vec<Step>, code: IssueCode, message: &'static str) -> Issue {
    Issue { path, code, message: message.into() }
}
