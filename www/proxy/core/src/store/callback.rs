//! Callbacks that were taken, so that one that is sent again is known.

use super::Store;
use crate::{Host, Refused};

/// How long a callback is known, in seconds. Ivy repeats one for days where it gets no 200; what is older and comes again
/// finds a login that has long ended.
const CALLBACKS_KEPT: i64 = 30 * 24 * 60 * 60;

impl<H: Host> Store<H> {
    /// Whether a callback was taken before, by its mark.
    pub(crate) async fn is_taken(&self, callback_mark: &str) -> Result<bool, Refused> {
        let row = self
            .query("SELECT 1 FROM ivy_callbacks WHERE callback_mark = $1", vec![callback_mark.into()])
            .await?
            .into_iter()
            .next();
        Ok(row.is_some())
    }

    /// A callback has done what it says.
    pub(crate) async fn take(&self, callback_mark: &str, now: i64) -> Result<(), Refused> {
        self.execute(
            "INSERT INTO ivy_callbacks (callback_mark, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            vec![callback_mark.into(), now.into()],
        )
        .await?;
        Ok(())
    }

    /// Forgets callbacks that are too old to come again.
    pub(super) async fn sweep_callbacks(&self, now: i64) -> Result<(), Refused> {
        self.execute("DELETE FROM ivy_callbacks WHERE taken_at <= $1", vec![(now - CALLBACKS_KEPT).into()]).await?;
        Ok(())
    }
}
