//! The deviations: behaviours in which Ivy could differ from the assumptions of the merchant proxy. Tests switch them on one
//! by one.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Deviations from the default behaviour. All of them are off in [`Deviations::default`].
///
/// The same names are flags of the binary (`--ignore-selectors`) and members of `/sandbox/deviations`
/// (`ignoreSelectors`). `README.md` has a table of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Deviations, all off by default")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deviations {
    /// Let whoever opens the link complete a cancelled or failed login; until then its session says "failed" or "open"
    #[arg(long, value_name = "STATUS", num_args = 0..=1, require_equals = true, default_missing_value = "failed")]
    pub reopen_cancelled: Option<CancelledStatus>,
    /// Return the completed sessions of all users in a list
    #[arg(long)]
    pub ignore_selectors: bool,
    /// Send whoever opens the link of a finished login to the success URL
    #[arg(long)]
    pub redirect_finished: bool,
    /// Seconds between the redirect to the success URL and the completion of the session, at any bank
    #[arg(long, value_name = "SECONDS")]
    pub complete_after: Option<NonZeroU32>,
    /// Let whoever opens the link of a finished login complete it again; the last one's data replaces the others'
    #[arg(long)]
    pub complete_twice: bool,
    /// Return the id of the session that was created before in a create
    #[arg(long)]
    pub repeat_id: bool,
    /// List the newest session first
    #[arg(long)]
    pub reverse_list: bool,
    /// Return the accounts of each session in reverse order
    #[arg(long)]
    pub reverse_accounts: bool,
    /// Add createdAt (epoch seconds) to the sessions of a list
    #[arg(long)]
    pub dates: bool,
    /// Add externalUser to the sessions of a list
    #[arg(long)]
    pub list_external_user: bool,
    /// Leave createdAt out of details and result callbacks
    #[arg(long)]
    pub omit_details_created_at: bool,
    /// Leave externalUser out of details and result callbacks
    #[arg(long)]
    pub omit_details_external_user: bool,
    /// Repeat every field of the create request in every response about its session
    #[arg(long)]
    pub echo_request: bool,
}

/// The `status` of a cancelled session that can still be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CancelledStatus {
    /// The session fails, and is complete when somebody finishes the login later.
    Failed,
    /// The session stays open, as if nobody had cancelled it.
    Open,
}

#[cfg(test)]
mod tests {
    use super::Deviations;
    use clap::{Args, Command};
    use std::collections::BTreeSet;

    /// Returns the member for a flag: `--ignore-selectors` becomes `ignoreSelectors`.
    fn member(flag: &str) -> String {
        let mut words = flag.split('-');
        let first = words.next().unwrap().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    }

    #[test]
    fn flags_members_and_the_readme_have_the_same_names() {
        let command = Deviations::augment_args(Command::new("test"));
        let flags: BTreeSet<String> = command.get_arguments().map(|flag| flag.get_long().unwrap().to_owned()).collect();
        let members: BTreeSet<String> =
            serde_json::to_value(Deviations::default()).unwrap().as_object().unwrap().keys().cloned().collect();
        assert_eq!(flags.iter().map(|flag| member(flag)).collect::<BTreeSet<_>>(), members);

        let readme = include_str!("../README.md");
        let (_, section) = readme.split_once("\n# Deviations\n").unwrap();
        let rows: BTreeSet<String> = section
            .split("\n# ")
            .next()
            .unwrap()
            .lines()
            .filter_map(|line| line.strip_prefix("| `--"))
            .map(|row| row.split(['`', '[', ' ']).next().unwrap().to_owned())
            .collect();
        assert_eq!(rows, flags);
        for member in members {
            assert!(section.contains(&format!("`{member}`")), "{member}");
        }
    }
}
