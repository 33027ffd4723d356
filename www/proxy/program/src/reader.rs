//! Conversion of the texts of settings to values. Each wrong text is noted as a problem, and a default goes on.

use std::time::Duration;

use crate::problems::Problems;
use crate::setting::Setting;
use crate::values::Values;

/// The values of the settings, and the problems that were found on the way.
pub(crate) struct Reader<'a> {
    pub(crate) values: Values,
    pub(crate) problems: &'a mut Problems,
}

impl Reader<'_> {
    /// Returns the texts of a setting.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        self.values.texts(name).to_vec()
    }

    /// Returns the text of a setting that can be left out.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.values.texts(name).first().cloned()
    }

    /// Returns the texts of a setting that must be there.
    pub(crate) fn required_list(&mut self, name: &str) -> Vec<String> {
        let texts = self.list(name);
        if texts.is_empty() {
            let (help, variable) = Setting::named(name).map_or_else(Default::default, |it| (it.help, it.variable()));
            self.problems.add(name, &format!("missing; expected {help}; set {variable}, or {name} in the file"));
        }
        texts
    }

    /// Returns the text of a setting that must be there; empty if it is missing.
    pub(crate) fn required(&mut self, name: &str) -> String {
        self.required_list(name).into_iter().next().unwrap_or_default()
    }

    /// Parses a setting, if it is there.
    pub(crate) fn parsed<T>(&mut self, name: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.problems.add(name, &format!("invalid; expected {expected}"));
        }
        value
    }

    /// Replaces a positive number, if the setting is there.
    pub(crate) fn count<T: TryFrom<u64>>(&mut self, name: &str, count: &mut T) {
        let expected = "a whole number of at least 1";
        let parsed = self.parsed(name, expected, |text| {
            text.parse::<u64>().ok().filter(|number| *number > 0).and_then(|number| T::try_from(number).ok())
        });
        if let Some(parsed) = parsed {
            *count = parsed;
        }
    }

    /// Replaces a time in milliseconds, if the setting is there.
    pub(crate) fn milliseconds(&mut self, name: &str, time: &mut Duration) {
        // A day: longer ones are seconds that somebody multiplied twice.
        const LONGEST: u64 = 24 * 60 * 60 * 1000;
        let parsed = self.parsed(name, "milliseconds, from 1 to a day", |text| {
            text.parse::<u64>().ok().filter(|number| (1..=LONGEST).contains(number))
        });
        if let Some(parsed) = parsed {
            *time = Duration::from_millis(parsed);
        }
    }

    /// Returns the choices of a list, by name.
    pub(crate) fn choices<T: Copy>(&mut self, name: &str, known: &[(&'static str, T)]) -> Vec<T> {
        let texts = self.list(name);
        texts.iter().filter_map(|text| self.named(name, text, known)).collect()
    }

    /// Returns the choice of a setting, by name, if it is there.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, known: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(name)?;
        self.named(name, &text, known)
    }

    fn named<T: Copy>(&mut self, name: &str, text: &str, known: &[(&'static str, T)]) -> Option<T> {
        let found = known.iter().find(|(known, _)| *known == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(known, _)| *known).collect();
            self.problems.add(name, &format!("unknown; expected one of {}", names.join(", ")));
        }
        found
    }
}
