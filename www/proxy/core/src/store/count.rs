//! The count of creates across processes (SECURITY.md, 11).

use super::sweep::Turns;
use super::{Store, database_error};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::keys::Purpose;

/// The length of a window in which creates are counted, in seconds.
pub(crate) const WINDOW: i64 = 10 * 60;

impl<H: Host> Store<H> {
    /// Counts one create of an owner or address. Returns the number in the present window, and the end of the window.
    pub(crate) async fn count(&self, purpose: Purpose, name: &str, now: i64) -> Result<(i64, i64), ApiError> {
        let all = self.keys();
        let keys = all.newest().ok_or_else(|| ApiError::unavailable().because("no secret"))?;
        let subject = keys.digest(purpose, &["creates", name]).text();
        let statement = "INSERT INTO ivy_counts (subject, since, number) VALUES ($1, $2, 1) \
             ON CONFLICT (subject) DO UPDATE SET \
             number = CASE WHEN ivy_counts.since <= $3 THEN 1 ELSE ivy_counts.number + 1 END, \
             since = CASE WHEN ivy_counts.since <= $3 THEN $2 ELSE ivy_counts.since END \
             RETURNING number, since";
        let rows = self.query(statement, vec![subject.into(), now.into(), (now - WINDOW).into()]).await?;
        let row = rows.first().ok_or_else(|| ApiError::unavailable().because("database"))?;
        Ok((row.integer("number").map_err(database_error)?, row.integer("since").map_err(database_error)? + WINDOW))
    }

    /// Deletes windows that are over.
    pub(super) async fn sweep_counts(&self, now: i64, turns: &mut Turns<'_, H>) -> Result<(), ApiError> {
        self.sweep_table(("ivy_counts", "subject", "since"), now - WINDOW, turns).await
    }
}
