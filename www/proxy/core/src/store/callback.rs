//! Digests of handled callbacks, by which a repeated one is recognised.

use super::find::texts;
use super::sweep::Turns;
use super::{Store, placeholders};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::keys::Purpose;
use crate::random::token;

/// The time for which a callback is recognised, in seconds. Ivy repeats a callback for days until it gets 200. An older
/// one concerns a login that ended long ago.
const CALLBACKS_KEPT: i64 = 30 * 24 * 60 * 60;

impl<H: Host> Store<H> {
    /// Returns true if a callback was handled before. Its signature, the HMAC of its bytes, identifies it.
    pub(crate) async fn is_taken(&self, signature: &str) -> Result<bool, ApiError> {
        let digests = self.keys().digests(Purpose::Callback, &[signature]);
        let parameters = placeholders(1, digests.len());
        let statement = format!("SELECT callback FROM ivy_callbacks WHERE callback IN ({parameters})");
        Ok(!self.query(&statement, texts(&digests)).await?.is_empty())
    }

    /// Records that a callback was handled.
    pub(crate) async fn take(&self, signature: &str, now: i64) -> Result<(), ApiError> {
        let all = self.keys();
        let Some(keys) = all.newest() else { return Ok(()) };
        let digest = keys.digest(Purpose::Callback, &[signature]).text();
        let statement = "INSERT INTO ivy_callbacks (callback, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.execute(statement, vec![digest.into(), now.into()]).await.map(drop)
    }

    /// Writes a row and deletes it. Returns false if it was not there in between.
    pub(crate) async fn try_out(&self, now: i64) -> Result<bool, ApiError> {
        let name = token::<12>(&*self.host)?;
        self.take(&name, now).await?;
        let is_there = self.is_taken(&name).await?;
        let digests = self.keys().digests(Purpose::Callback, &[&name]);
        let statement = format!("DELETE FROM ivy_callbacks WHERE callback IN ({})", placeholders(1, digests.len()));
        self.execute(&statement, texts(&digests)).await?;
        Ok(is_there && !self.is_taken(&name).await?)
    }

    /// Deletes digests that are too old to be needed.
    pub(super) async fn sweep_callbacks(&self, now: i64, turns: &mut Turns<'_, H>) -> Result<(), ApiError> {
        self.sweep_table(("ivy_callbacks", "callback", "taken_at"), now - CALLBACKS_KEPT, turns).await
    }
}
