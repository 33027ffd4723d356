//! Callbacks that were taken, so that one that is sent again is recognised.

use super::find::texts;
use super::sweep::Turns;
use super::{Store, placeholders};
use crate::keys::Purpose;
use crate::{ApiError, Host};

/// How long a callback is recognised, in seconds. Ivy repeats one for days if it gets no 200; an older one that comes
/// again finds a login that has long ended.
const CALLBACKS_KEPT: i64 = 30 * 24 * 60 * 60;

impl<H: Host> Store<H> {
    /// Whether a callback was taken before. Its signature is the HMAC of its bytes, and so as good a name as any.
    pub(crate) async fn is_taken(&self, signature: &str) -> Result<bool, ApiError> {
        let digests = self.keys().digests(Purpose::Callback, &[signature]);
        let parameters = placeholders(1, digests.len());
        let statement = format!("SELECT callback FROM ivy_callbacks WHERE callback IN ({parameters})");
        Ok(!self.query(&statement, texts(&digests)).await?.is_empty())
    }

    /// Writes down that a callback has done what it says.
    pub(crate) async fn take(&self, signature: &str, now: i64) -> Result<(), ApiError> {
        let all = self.keys();
        let Some(keys) = all.newest() else { return Ok(()) };
        let digest = keys.digest(Purpose::Callback, &[signature]).text();
        let statement = "INSERT INTO ivy_callbacks (callback, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.execute(statement, vec![digest.into(), now.into()]).await.map(drop)
    }

    /// Forgets callbacks that are too old to come again.
    pub(super) async fn sweep_callbacks(&self, now: i64, turns: &mut Turns<'_, H>) -> Result<(), ApiError> {
        self.sweep_table(("ivy_callbacks", "callback", "taken_at"), now - CALLBACKS_KEPT, turns).await
    }
}
