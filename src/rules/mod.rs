//! What makes a request valid. One file a rule, each with its source.

mod issue;

pub use issue::{Issue, IssueCode, Step};
