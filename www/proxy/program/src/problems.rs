//! The problems of the settings. All of them are named at once.

use std::fmt;

use crate::set_names::{SetNames, option_of};

/// The settings that the program cannot run with. The texts hold no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<String>);

impl Problems {
    /// Adds a problem: `problem; expected X; fix`.
    pub(crate) fn add(&mut self, option: &str, sentence: &str) {
        self.0.push(format!("{option}: {sentence}"));
    }

    /// Adds a whole sentence, which begins with the option.
    pub(crate) fn add_sentence(&mut self, sentence: String) {
        self.0.push(sentence);
    }

    /// Returns true if a problem of this option was added.
    pub(crate) fn is_about(&self, option: &str) -> bool {
        self.0.iter().any(|sentence| option_of(sentence) == option)
    }

    /// Returns the number of problems.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Names each setting by the variable or the member of the file that has set it, except in the first `count` problems,
    /// which are about names as they were written.
    pub(crate) fn name_as_set(&mut self, count: usize, names: &SetNames) {
        for sentence in self.0.iter_mut().skip(count) {
            *sentence = names.as_set(sentence);
        }
    }

    /// Returns true if there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(|line| format!("ivy-proxy: {line}")).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Problems {}
