//! The decision between the programs of a machine, Debian's packages and an error. It reads a [`Machine`] and changes
//! nothing.

use super::machine::Machine;
use std::path::PathBuf;

/// A program that a set-up needs.
#[derive(Debug)]
pub(super) struct Program {
    /// The name in messages, such as `Chromium's driver`.
    pub(super) title: &'static str,
    /// The environment variable with its path.
    pub(super) variable: &'static str,
    /// The file names under which it may be on the `PATH`, without the suffix of the system.
    pub(super) names: &'static [&'static str],
    /// The path of the program in a folder that is not on the `PATH`, if there is one.
    pub(super) elsewhere: Option<PathBuf>,
}

/// A decision about `N` programs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice<const N: usize> {
    /// Every program is there. The paths are in the order of the programs.
    Use([PathBuf; N]),
    /// A program is missing, and apt can install it.
    Install,
    /// A program is missing. The sentence names the variables to set.
    Fail(String),
}

/// Decides where the programs come from. A variable goes before the `PATH`. Once a variable names one of the programs, apt
/// installs none of them.
pub(super) fn choose<const N: usize>(programs: &[Program; N], machine: &Machine<'_>) -> Choice<N> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for program in programs {
        match find(program, machine) {
            Ok(Some(path)) => found.push(path),
            Ok(None) => missing.push(program),
            Err(sentence) => return Choice::Fail(sentence),
        }
    }
    let is_named = programs.iter().any(|program| machine.path_variable(program.variable).is_some());
    let has_apt = machine.on_path(&["apt-get"]).is_some();
    match found.try_into() {
        Ok(paths) => Choice::Use(paths),
        Err(_) if has_apt && !is_named => Choice::Install,
        Err(_) => Choice::Fail(by_hand(&missing)),
    }
}

/// Returns the path of a program, or `None` if it is nowhere.
///
/// # Errors
/// When the variable of the program is set, but to a path without a file.
pub(super) fn find(program: &Program, machine: &Machine<'_>) -> Result<Option<PathBuf>, String> {
    let Program { title, variable, names, elsewhere } = program;
    match machine.path_variable(variable) {
        Some(path) if machine.has(&path) => Ok(Some(path)),
        Some(path) => Err(format!(
            "{variable}: no file {}; expected the path of {title}; correct it, or unset it",
            path.display()
        )),
        None => Ok(machine.on_path(names).or_else(|| elsewhere.clone())),
    }
}

/// Returns the sentence that says how to provide these programs without apt.
pub(super) fn by_hand(missing: &[&Program]) -> String {
    let list =
        |part: fn(&Program) -> &str| missing.iter().map(|program| part(program)).collect::<Vec<_>>().join(" and ");
    let (titles, variables) = (list(|program| program.title), list(|program| program.variable));
    let (them, paths) = if missing.len() == 1 { ("it", "its path") } else { ("them", "their paths") };
    format!("{titles}: not found on the PATH; install {them} by hand, and set {variables} to {paths}")
}

#[cfg(test)]
mod tests {
    use super::{Choice, Program, choose};
    use crate::setup::machine::Machine;
    use std::env::join_paths;
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    /// Decides for a browser and its driver on a machine with these variables and files. `/bin` is the `PATH`.
    fn chosen(variables: &[(&str, &str)], files: &[&str], suffix: &str) -> Choice<2> {
        let program = |title, variable, names| Program { title, variable, names, elsewhere: None };
        let programs = [
            program("Chromium", "CHROMIUM", &["chromium", "google-chrome"]),
            program("Chromium's driver", "CHROMEDRIVER", &["chromedriver"]),
        ];
        let path = join_paths(["/sbin", "/bin"]).unwrap();
        let variable = |name: &str| match name {
            "PATH" => Some(path.clone()),
            _ => variables.iter().find(|(own, _)| *own == name).map(|(_, value)| OsString::from(value)),
        };
        let is_file = |path: &Path| files.iter().any(|file| Path::new(file) == path);
        choose(&programs, &Machine { variable: &variable, is_file: &is_file, suffix })
    }

    fn found(program: &str, driver: &str) -> Choice<2> {
        Choice::Use([program, driver].map(PathBuf::from))
    }

    fn sentence(choice: Choice<2>) -> String {
        match choice {
            Choice::Fail(sentence) => sentence,
            other => panic!("{other:?}"),
        }
    }

    const BOTH: [(&str, &str); 2] = [("CHROMIUM", "/mine/chrome"), ("CHROMEDRIVER", "/mine/driver")];

    #[test]
    fn variables_go_before_the_path() {
        let files = ["/mine/chrome", "/mine/driver", "/bin/chromium", "/bin/chromedriver", "/bin/apt-get"];
        assert_eq!(chosen(&BOTH, &files, ""), found("/mine/chrome", "/mine/driver"));
        assert_eq!(chosen(&BOTH[..1], &files, ""), found("/mine/chrome", "/bin/chromedriver"));
        assert_eq!(chosen(&[], &files, ""), found("/bin/chromium", "/bin/chromedriver"));
        assert_eq!(chosen(&[("CHROMIUM", "")], &files, ""), found("/bin/chromium", "/bin/chromedriver"));
    }

    #[test]
    fn the_first_name_and_the_first_folder_win() {
        let files = ["/bin/google-chrome", "/bin/chromium", "/sbin/google-chrome", "/bin/chromedriver"];
        assert_eq!(chosen(&[], &files, ""), found("/bin/chromium", "/bin/chromedriver"));
        let files = ["/bin/google-chrome", "/sbin/google-chrome", "/bin/chromedriver"];
        assert_eq!(chosen(&[], &files, ""), found("/sbin/google-chrome", "/bin/chromedriver"));
    }

    #[test]
    fn apt_installs_only_if_no_variable_is_set() {
        assert_eq!(chosen(&[], &["/bin/apt-get"], ""), Choice::Install);
        assert_eq!(chosen(&[], &["/bin/apt-get", "/bin/chromium"], ""), Choice::Install);
        let sentence = sentence(chosen(&BOTH[..1], &["/bin/apt-get", "/mine/chrome"], ""));
        assert!(
            sentence.starts_with("Chromium's driver: not found") && sentence.contains("set CHROMEDRIVER to its path")
        );
        assert!(!sentence.contains("CHROMIUM"), "{sentence}");
    }

    #[test]
    fn a_variable_without_a_file_is_an_error_though_the_path_has_the_program() {
        let files = ["/bin/apt-get", "/bin/chromium", "/bin/chromedriver"];
        let sentence = sentence(chosen(&BOTH[..1], &files, ""));
        assert_eq!(sentence, "CHROMIUM: no file /mine/chrome; expected the path of Chromium; correct it, or unset it");
    }

    #[test]
    fn without_apt_and_variable_the_sentence_names_the_variables() {
        let sentence = sentence(chosen(&[], &[], ""));
        assert!(sentence.contains("Chromium and Chromium's driver: not found"), "{sentence}");
        assert!(sentence.contains("set CHROMIUM and CHROMEDRIVER to their paths"), "{sentence}");
    }

    #[test]
    fn programs_of_windows_have_their_suffix() {
        let files = ["/bin/chromium", "/bin/chromium.exe", "/bin/chromedriver.exe"];
        assert_eq!(chosen(&[], &files, ".exe"), found("/bin/chromium.exe", "/bin/chromedriver.exe"));
    }
}
