//! The lines of a diagnosis.

use std::fmt;

use serde::Serialize;

/// The part of the proxy that a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckPart {
    /// The options.
    Settings,
    /// The tables: one row is written and deleted.
    Database,
    /// Ivy's API key, by a request for a session that does not exist.
    ApiKey,
    /// Ivy's list, by a request for a user that does not exist.
    List,
    /// The origins of the shop's pages.
    Origins,
    /// The proxy's own public URL, and whatever is in front of it.
    Url,
    /// The shopper's address, by which requests are limited.
    Address,
    /// The browser's cookies.
    Cookie,
    /// The header `Origin`.
    Origin,
}

impl CheckPart {
    /// Returns the name for people.
    const fn title(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Database => "database",
            Self::ApiKey => "ivy's api key",
            Self::List => "ivy's list",
            Self::Origins => "origins",
            Self::Url => "public url",
            Self::Address => "address header",
            Self::Cookie => "cookie header",
            Self::Origin => "origin header",
        }
    }
}

/// The result of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// Tried, and right.
    Ok,
    /// Tried, and wrong.
    Wrong,
    /// Not tried, or without a result.
    Unknown,
}

/// A line of a diagnosis. Holds no personal data and no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    /// The part.
    pub name: CheckPart,
    /// The result.
    pub state: CheckState,
    /// The problem, or the reason why there is no result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The step that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl CheckLine {
    pub(super) fn ok(name: CheckPart) -> Self {
        Self { name, state: CheckState::Ok, problem: None, fix: None }
    }

    pub(super) fn wrong(name: CheckPart, problem: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, state: CheckState::Wrong, problem: Some(problem.into()), fix: Some(fix.into()) }
    }

    pub(super) fn unknown(name: CheckPart, problem: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { state: CheckState::Unknown, ..Self::wrong(name, problem, fix) }
    }
}

/// Writes the line for people: `wrong    database: no answer; start it`.
impl fmt::Display for CheckLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            CheckState::Ok => "ok",
            CheckState::Wrong => "wrong",
            CheckState::Unknown => "unknown",
        };
        write!(f, "{state:8} {}", self.name.title())?;
        if let Some(problem) = &self.problem {
            write!(f, ": {problem}")?;
        }
        if let Some(fix) = &self.fix {
            write!(f, "; {fix}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{CheckLine, CheckPart};

    #[test]
    fn a_line_reads_and_is_written_as_json() {
        let wrong = CheckLine::wrong(CheckPart::ApiKey, "refused", "set it");
        assert_eq!(wrong.to_string(), "wrong    ivy's api key: refused; set it");
        let json = r#"{"name":"apiKey","state":"wrong","problem":"refused","fix":"set it"}"#;
        assert_eq!(serde_json::to_string(&wrong).unwrap(), json);
        let ok = CheckLine::ok(CheckPart::Url);
        assert_eq!(ok.to_string(), "ok       public url");
        assert_eq!(serde_json::to_string(&ok).unwrap(), r#"{"name":"url","state":"ok"}"#);
        assert_eq!(CheckLine::unknown(CheckPart::List, "p", "f").to_string(), "unknown  ivy's list: p; f");
    }
}
