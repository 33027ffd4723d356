//! The criteria that a past session has to meet.

/// The criteria that a past session has to meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criteria {
    /// The permissions whose data must be present, by Ivy's names. Only `identity` and `accounts` can be satisfied. Data
    /// of any other name (`match_identity`, `balance`, `balances`, `transactions`) is documented in no list response, so
    /// that it always comes from a new bank login.
    pub required: Vec<String>,
    /// The greatest age of a session in days, which may be a fraction; `None` for any age, known or unknown.
    pub max_age_days: Option<f64>,
}
