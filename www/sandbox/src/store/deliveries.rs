//! The result callbacks. They are stored until the merchant has accepted them, so that a restart loses none.

use super::database::Store;
use crate::clock;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// The milliseconds for which an attempt leases its delivery: longer than the time limit of the attempt.
const LEASE_MS: i64 = 15_000;

/// A callback to send.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) url: String,
    /// The body. It is sent byte for byte as stored, so that every attempt has the same signature.
    pub(crate) body: String,
    /// The number of earlier attempts.
    pub(crate) attempts: i64,
}

impl Delivery {
    fn read(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            url: row.try_get("url")?,
            body: row.try_get("body")?,
            attempts: row.try_get("attempts")?,
        })
    }

    /// Inserts a new callback. It is due at a time in epoch milliseconds, or leased to the caller for its first attempt.
    pub(super) async fn insert(&self, connection: &mut sqlx::SqliteConnection, due: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO deliveries (id, url, body, state, attempts, next_at) VALUES ($1, $2, $3, 'due', $4, $5)",
        )
        .bind(&self.id)
        .bind(&self.url)
        .bind(&self.body)
        .bind(self.attempts)
        .bind(due.unwrap_or_else(|| clock::millis() + LEASE_MS))
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Leases the callback of a session for an attempt now, before its time. Returns `None` if there is none.
    pub(super) async fn take(
        connection: &mut sqlx::SqliteConnection,
        session_id: &str,
    ) -> sqlx::Result<Option<Delivery>> {
        sqlx::query(
            "UPDATE deliveries SET next_at = $1 WHERE state = 'due'
                AND json_extract(body, '$.payload.referenceId') = (SELECT reference_id FROM sessions WHERE id = $2)
             RETURNING id, url, body, attempts",
        )
        .bind(clock::millis() + LEASE_MS)
        .bind(session_id)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(Delivery::read)
        .transpose()
    }

    /// Removes the callbacks of a session that the merchant has not accepted.
    pub(super) async fn drop_due(connection: &mut sqlx::SqliteConnection, session_id: &str) -> sqlx::Result<()> {
        sqlx::query(
            "DELETE FROM deliveries WHERE state = 'due'
                AND json_extract(body, '$.payload.referenceId') = (SELECT reference_id FROM sessions WHERE id = $1)",
        )
        .bind(session_id)
        .execute(connection)
        .await?;
        Ok(())
    }
}

impl Store {
    /// Leases and returns every due callback. No other attempt gets it during the lease.
    pub(crate) async fn take_due(&self) -> sqlx::Result<Vec<Delivery>> {
        let now = clock::millis();
        sqlx::query(
            "UPDATE deliveries SET next_at = $1 WHERE state = 'due' AND next_at <= $2 RETURNING id, url, body, attempts",
        )
        .bind(now + LEASE_MS)
        .bind(now)
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(Delivery::read)
        .collect()
    }

    /// Returns the time at which the next callback is due, in epoch milliseconds.
    pub(crate) async fn next_due(&self) -> sqlx::Result<Option<i64>> {
        sqlx::query("SELECT MIN(next_at) AS next_at FROM deliveries WHERE state = 'due'")
            .fetch_one(&self.pool)
            .await?
            .try_get("next_at")
    }

    /// Records that the merchant responded with 200.
    pub(crate) async fn delivered(&self, id: &str) -> sqlx::Result<()> {
        self.settle(id, "delivered", 0).await
    }

    /// Records a failed attempt. The next one is due in `again_in_ms` milliseconds, or never.
    pub(crate) async fn not_delivered(&self, id: &str, again_in_ms: Option<i64>) -> sqlx::Result<()> {
        match again_in_ms {
            Some(pause) => self.settle(id, "due", clock::millis() + pause).await,
            None => self.settle(id, "given_up", 0).await,
        }
    }

    /// Records the result of an attempt.
    async fn settle(&self, id: &str, state: &str, next_at: i64) -> sqlx::Result<()> {
        sqlx::query("UPDATE deliveries SET state = $1, attempts = attempts + 1, next_at = $2 WHERE id = $3")
            .bind(state)
            .bind(next_at)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Makes the callbacks of an earlier run due now, except those of sessions that wait for a late bank.
    pub(crate) async fn resume_deliveries(&self) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE deliveries SET next_at = $1 WHERE state = 'due' AND next_at > $1
                AND json_extract(body, '$.payload.referenceId') NOT IN
                    (SELECT reference_id FROM sessions WHERE state = 'complete' AND updated_at > $2)",
        )
        .bind(clock::millis())
        .bind(clock::seconds())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
