//! The values of the settings as texts, from the environment and a TOML file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use ivy_data_session::rules::suggest::closest;
use toml::Table;

use crate::problems::Problems;
use crate::set_names::SetNames;
use crate::setting::{PREFIX, SETTINGS, Setting};

/// The variable that names the file; `--config` does the same.
pub(crate) const CONFIG_VARIABLE: &str = "IVY_CONFIG";

/// The values that were set, by the names of their settings.
#[derive(Debug, Default)]
pub(crate) struct Values(BTreeMap<&'static str, Value>);

/// A value that was set.
#[derive(Debug)]
struct Value {
    texts: Vec<String>,
    /// The variable or the member of the file that has set it.
    written: String,
}

/// A value that was set, before files are read.
enum Source {
    Here(Vec<String>),
    File(String),
}

impl Values {
    /// Reads the file, and the environment, which overrules it.
    pub(crate) fn read(
        environment: impl Iterator<Item = (OsString, OsString)>,
        file: Option<&Path>,
        problems: &mut Problems,
    ) -> Self {
        let mut values = file.map(|file| of_file(file, problems)).unwrap_or_default();
        values.extend(of_environment(environment, problems));
        Self(values.into_iter().filter(|(_, value)| !value.texts.is_empty()).collect())
    }

    /// Returns the texts of a setting; an empty list if it is not set.
    pub(crate) fn texts(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], |value| value.texts.as_slice())
    }

    /// Returns the names of the settings that were set, each with the variable or the member that has set it.
    pub(crate) fn names(&self) -> SetNames {
        SetNames(self.0.iter().map(|(name, value)| (*name, value.written.clone())).collect())
    }
}

fn of_environment(
    environment: impl Iterator<Item = (OsString, OsString)>,
    problems: &mut Problems,
) -> BTreeMap<&'static str, Value> {
    let mut members = Vec::new();
    for (name, value) in environment {
        let Some(name) = name.to_str().filter(|name| is_ours(name)) else { continue };
        match value.into_string() {
            Ok(value) if value.trim().is_empty() => {}
            Ok(value) => members.push((name.to_owned(), value)),
            Err(_) => problems.add(name, "not UTF-8; expected a text"),
        }
    }
    members.sort();
    let known: Vec<String> = SETTINGS.iter().flat_map(names).map(|name| variable(&name)).collect();
    collect(
        members.into_iter().map(|(written, value)| {
            let member = written.strip_prefix(PREFIX).unwrap_or_default().to_ascii_lowercase();
            (written, member, Ok(value))
        }),
        &known,
        problems,
    )
}

/// Returns true for a variable that could be a setting. Kubernetes sets variables about a Service called `ivy` or `ivy-…`.
fn is_ours(name: &str) -> bool {
    let is_of_a_service = name.ends_with("_PORT") || ["_PORT_", "_SERVICE_"].iter().any(|part| name.contains(part));
    name.starts_with(PREFIX) && name != CONFIG_VARIABLE && !is_of_a_service
}

fn of_file(file: &Path, problems: &mut Problems) -> BTreeMap<&'static str, Value> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            problems
                .add("config", &format!("{} cannot be read ({}); expected a TOML file", file.display(), error.kind()));
            return BTreeMap::new();
        }
    };
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            // The error's own text would quote the line, which may hold a secret.
            let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
            problems.add("config", &format!("line {line} is no TOML ({}); expected name = \"value\"", error.message()));
            return BTreeMap::new();
        }
    };
    let known: Vec<String> = SETTINGS.iter().flat_map(names).collect();
    collect(table.into_iter().map(|(name, value)| (name.clone(), name, Err(value))), &known, problems)
}

/// Returns the names by which a setting can be set in the file.
fn names(setting: &Setting) -> Vec<String> {
    let file = setting.is_secret.then(|| setting.file_member());
    std::iter::once(setting.name.to_owned()).chain(file).collect()
}

fn variable(member: &str) -> String {
    format!("{PREFIX}{}", member.to_ascii_uppercase())
}

/// Collects the members of one source: the name as written, the name of the member, and a variable's text or a file's value.
fn collect(
    members: impl Iterator<Item = (String, String, Result<String, toml::Value>)>,
    known: &[String],
    problems: &mut Problems,
) -> BTreeMap<&'static str, Value> {
    let mut values = BTreeMap::new();
    for (written, member, value) in members {
        let found = SETTINGS.iter().find(|setting| names(setting).contains(&member) && known.contains(&written));
        let Some(setting) = found else {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let fix = closest(&written, &known)
                .map_or("see `ivy-proxy --help`".to_owned(), |name| format!("did you mean {name}?"));
            problems.add(&written, &format!("unknown; expected a known setting; {fix}"));
            continue;
        };
        let source = if member == setting.name {
            match value.map_or_else(|value| texts(setting, value), |text| Some(split(setting, &text))) {
                Some(texts) => Source::Here(texts),
                None => {
                    let expected = if setting.is_list { "a text or a list of texts" } else { "a text or a number" };
                    problems.add(&written, &format!("wrong kind; expected {expected}"));
                    continue;
                }
            }
        } else {
            match value {
                Ok(path) | Err(toml::Value::String(path)) => Source::File(path),
                Err(_) => {
                    problems.add(&written, "wrong kind; expected the path of a file");
                    continue;
                }
            }
        };
        let texts = match source {
            Source::Here(texts) => texts,
            Source::File(path) => match fs::read_to_string(&path) {
                Ok(text) => split(setting, &text),
                Err(error) => {
                    problems.add(&written, &format!("the file cannot be read ({}); expected its path", error.kind()));
                    continue;
                }
            },
        };
        if values.insert(setting.name, Value { texts, written: written.clone() }).is_some() {
            problems.add(&written, "set twice; expected the value or the path of its file; remove one of them");
        }
    }
    values
}

/// Splits the text of a variable or file.
fn split(setting: &Setting, text: &str) -> Vec<String> {
    let parts: Vec<&str> = if setting.is_list { text.split(',').collect() } else { vec![text] };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Returns the texts of a value in the file, or `None` if it has another kind.
fn texts(setting: &Setting, value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) if text.trim().is_empty() => Some(Vec::new()),
        toml::Value::String(text) => Some(vec![text.trim().to_owned()]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Array(items) if setting.is_list => {
            items.into_iter().map(|item| item.as_str().map(|text| text.trim().to_owned())).collect()
        }
        _ => None,
    }
}
