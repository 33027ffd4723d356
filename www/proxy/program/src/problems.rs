//! The problems of the settings. All of them are named at once.

use std::fmt;

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
        self.0.iter().any(|sentence| sentence.split([':', '[']).next() == Some(option))
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
