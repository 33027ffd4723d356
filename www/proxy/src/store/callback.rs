//! Callbacks that were taken, so that one that is sent again is known.

use super::{Store, fault};
use crate::Refused;

/// How long a callback is known, in seconds. Ivy repeats one for days where it gets no 200; what is older and comes again
/// finds a login that has long ended.
const CALLBACKS_KEPT: i64 = 30 * 24 * 60 * 60;

impl Store {
    /// Whether a callback was taken before, by its mark.
    pub(crate) async fn is_taken(&self, callback_mark: &str) -> Result<bool, Refused> {
        let row = sqlx::query("SELECT 1 FROM ivy_callbacks WHERE callback_mark = $1")
            .bind(callback_mark)
            .fetch_optional(&self.pool)
            .await
            .map_err(fault)?;
        Ok(row.is_some())
    }

    /// A callback has done what it says.
    pub(crate) async fn take(&self, callback_mark: &str, now: i64) -> Result<(), Refused> {
        sqlx::query("INSERT INTO ivy_callbacks (callback_mark, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(callback_mark)
            .bind(now)
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        Ok(())
    }

    /// Forgets callbacks that are too old to come again.
    pub(super) async fn sweep_callbacks(&self, now: i64) -> Result<(), Refused> {
        sqlx::query("DELETE FROM ivy_callbacks WHERE taken_at <= $1")
            .bind(now - CALLBACKS_KEPT)
            .execute(&self.pool)
            .await
            .map_err(fault)?;
        Ok(())
    }
}
