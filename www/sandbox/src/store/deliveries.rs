//! Result callbacks that have to reach the merchant, also after a restart.

use super::Store;
use crate::clock;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// How long an attempt has before another one may begin: longer than its own deadline.
const LEASE_MS: i64 = 15_000;

/// A callback whose turn it is.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) url: String,
    /// Sent byte for byte as stored, so that every attempt has the same signature.
    pub(crate) body: String,
    /// Attempts that were made before this one.
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

    /// The row of a new callback: already taken by the one who makes its first attempt, or due at a later time, in epoch
    /// milliseconds.
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
}

impl Store {
    /// Takes every callback whose time has come; nobody else gets it while the attempt may run.
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

    /// When the next callback is due, in epoch milliseconds.
    pub(crate) async fn next_due(&self) -> sqlx::Result<Option<i64>> {
        sqlx::query("SELECT MIN(next_at) AS next_at FROM deliveries WHERE state = 'due'")
            .fetch_one(&self.pool)
            .await?
            .try_get("next_at")
    }

    /// The merchant answered 200.
    pub(crate) async fn delivered(&self, id: &str) -> sqlx::Result<()> {
        self.settle(id, "delivered", 0).await
    }

    /// The attempt failed: try again in so many milliseconds, or never.
    pub(crate) async fn not_delivered(&self, id: &str, again_in_ms: Option<i64>) -> sqlx::Result<()> {
        match again_in_ms {
            Some(pause) => self.settle(id, "due", clock::millis() + pause).await,
            None => self.settle(id, "given_up", 0).await,
        }
    }

    async fn settle(&self, id: &str, state: &str, next_at: i64) -> sqlx::Result<()> {
        sqlx::query("UPDATE deliveries SET state = $1, attempts = attempts + 1, next_at = $2 WHERE id = $3")
            .bind(state)
            .bind(next_at)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// At the start nobody is at work on anything: what is left over is due at once.
    pub(crate) async fn resume_deliveries(&self) -> sqlx::Result<()> {
        sqlx::query("UPDATE deliveries SET next_at = $1 WHERE state = 'due' AND next_at > $1")
            .bind(clock::millis())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
