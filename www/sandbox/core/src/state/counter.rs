//! Counters of calls and logins. Tests read them, for example to check that a bank login was skipped.

use super::row::{InvalidRow, Row, Table};
use serde::Serialize;
use serde_json::json;

/// An event that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    Creates,
    Lists,
    Details,
    BankLogins,
}

impl Counter {
    const ALL: [Self; 4] = [Self::Creates, Self::Lists, Self::Details, Self::BankLogins];

    /// Returns the stored name of the counter.
    fn name(self) -> &'static str {
        match self {
            Self::Creates => "creates",
            Self::Lists => "lists",
            Self::Details => "details",
            Self::BankLogins => "bankLogins",
        }
    }

    pub(super) fn row(self, value: i64) -> Row {
        Row::new(Table::Counters, [json!(self.name()), json!(value)])
    }

    pub(super) fn read(row: &Row) -> Result<(Self, i64), InvalidRow> {
        let name = row.text("name")?;
        let counter = Self::ALL.into_iter().find(|counter| counter.name() == name).ok_or(row.invalid("name"))?;
        Ok((counter, row.integer("value")?))
    }
}

/// The counts, as `/sandbox/stats` returns them.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    creates: i64,
    lists: i64,
    details: i64,
    bank_logins: i64,
    pub(super) callbacks_sent: i64,
}

impl Stats {
    /// Returns the place of a count.
    pub(super) fn count(&mut self, counter: Counter) -> &mut i64 {
        match counter {
            Counter::Creates => &mut self.creates,
            Counter::Lists => &mut self.lists,
            Counter::Details => &mut self.details,
            Counter::BankLogins => &mut self.bank_logins,
        }
    }
}
