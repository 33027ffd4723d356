//! Customers who forgot everything, and adoption (SECURITY.md, 3).

use super::find::texts;
use super::record::OwnerKind;
use super::{Record, Store, database_error, placeholders};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::keys::Purpose;
use crate::release::Row;
use crate::who::Who;

impl<H: Host> Store<H> {
    /// Returns true if this owner may adopt sessions from elsewhere.
    pub(crate) async fn may_adopt(&self, who: &Who) -> Result<bool, ApiError> {
        Ok(who.owner().is_some() && self.adoption_ended_at(who).await?.is_none())
    }

    /// Returns the time at which this owner forgot everything. Rewrites a row of an earlier table secret with the
    /// newest, so that the earlier one is no longer needed.
    pub(crate) async fn adoption_ended_at(&self, who: &Who) -> Result<Option<i64>, ApiError> {
        let digests = who.owner().map(|owner| self.keys().digests(Purpose::Owner, &[&owner])).unwrap_or_default();
        if digests.is_empty() {
            return Ok(None);
        }
        let parameters = placeholders(1, digests.len());
        let statement =
            format!("SELECT owner, forgot_at FROM ivy_owners WHERE owner IN ({parameters}) ORDER BY forgot_at");
        let rows = self.query(&statement, texts(&digests)).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let ended_at = first.integer("forgot_at").map_err(database_error)?;
        for row in &rows {
            let owner = row.text("owner").map_err(database_error)?;
            if digests.first() != Some(&owner) {
                self.end_adoption(who, ended_at).await?;
                self.execute("DELETE FROM ivy_owners WHERE owner = $1", vec![owner.into()]).await?;
            }
        }
        Ok(Some(ended_at))
    }

    /// Records that this owner may not adopt any more.
    pub(crate) async fn end_adoption(&self, who: &Who, at: i64) -> Result<(), ApiError> {
        let all = self.keys();
        let Some((keys, owner)) = all.newest().zip(who.owner()) else { return Ok(()) };
        let digest = keys.digest(Purpose::Owner, &[&owner]).text();
        let statement =
            "INSERT INTO ivy_owners (owner, secret_id, forgot_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.execute(statement, vec![digest.into(), keys.id().into(), at.into()]).await.map(drop)
    }

    /// Inserts the row of an adopted session, unless the session has a row. Returns the inserted row.
    pub(crate) async fn adopt(&self, session_id: &str, row: Row, now: i64) -> Result<Option<Record>, ApiError> {
        let all = self.keys();
        let Some(keys) = all.newest() else { return Ok(None) };
        let record = Record {
            reference_id: format!("adopted:{session_id}"),
            is_tagged: false,
            session_id: Some(session_id.to_owned()),
            version: 0,
            secret_id: keys.id().to_owned(),
            owner_kind: OwnerKind::Customer,
            repeat: None,
            lease_until: now,
            used_at: now,
            row,
        };
        Ok(self.insert(&record).await?.then_some(record))
    }
}
