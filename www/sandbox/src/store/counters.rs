//! Counters of calls and logins. Tests read them, for example to check that a bank login was skipped.

use super::database::Store;
use serde::Serialize;
use sqlx::Row;

/// An event that is counted in the database.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counter {
    Creates,
    Lists,
    Details,
    BankLogins,
}

impl Counter {
    /// Returns the name of the counter in the database.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Creates => "creates",
            Self::Lists => "lists",
            Self::Details => "details",
            Self::BankLogins => "bankLogins",
        }
    }
}

/// The response of `/sandbox/stats`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    creates: i64,
    lists: i64,
    details: i64,
    bank_logins: i64,
    callbacks_sent: i64,
}

impl Store {
    /// Adds one to a counter.
    pub(crate) async fn count(&self, counter: Counter) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO counters (name, value) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
        )
        .bind(counter.name())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Returns all counts since the database was created.
    pub(crate) async fn stats(&self) -> sqlx::Result<Stats> {
        let rows = sqlx::query(
            "SELECT name, value FROM counters
             UNION ALL SELECT 'callbacksSent', COUNT(*) FROM deliveries WHERE state = 'delivered'",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut stats = Stats::default();
        for row in rows {
            let value = row.try_get("value")?;
            match row.try_get::<&str, _>("name")? {
                "creates" => stats.creates = value,
                "lists" => stats.lists = value,
                "details" => stats.details = value,
                "bankLogins" => stats.bank_logins = value,
                "callbacksSent" => stats.callbacks_sent = value,
                _ => {}
            }
        }
        Ok(stats)
    }
}
