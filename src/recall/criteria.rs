//! The criteria that a past session has to meet.

/// What a past session has to offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criteria {
    /// The permissions whose data must be there, by Ivy's names. A name that no past answer documents (`match_identity`,
    /// `balance`, `balances`, `transactions`, any other) is never satisfied, so that such data always comes fresh from
    /// the bank.
    pub required: Vec<String>,
    /// How many days old a session may be, parts of a day counted; `None` for any age, known or not.
    pub max_age_days: Option<f64>,
}
