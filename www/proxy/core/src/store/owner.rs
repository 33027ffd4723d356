//! Customers who forgot everything: they adopt nothing any more (security.md, 3).

use super::find::texts;
use super::record::OwnerKind;
use super::{Record, Store, placeholders};
use crate::keys::{Keys, Purpose};
use crate::release::Row;
use crate::{Host, Refused, Who};

impl<H: Host> Store<H> {
    /// Whether this owner may still adopt sessions from elsewhere.
    pub(crate) async fn may_adopt(&self, who: &Who) -> Result<bool, Refused> {
        let digests = owner_digests(&self.keys(), who);
        if digests.is_empty() {
            return Ok(false);
        }
        let places = placeholders(1, digests.len());
        let statement = format!("SELECT owner FROM ivy_owners WHERE owner IN ({places})");
        Ok(self.query(&statement, texts(&digests)).await?.is_empty())
    }

    /// Ends adoption for this owner.
    pub(crate) async fn end_adoption(&self, who: &Who, now: i64) -> Result<(), Refused> {
        let Some(digest) = owner_digests(&self.keys(), who).into_iter().next() else { return Ok(()) };
        let statement = "INSERT INTO ivy_owners (owner, forgot_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.execute(statement, vec![digest.into(), now.into()]).await.map(drop)
    }

    /// Writes an adopted session down. Does nothing if anybody has it. Returns the row.
    pub(crate) async fn adopt(&self, session_id: &str, row: Row, now: i64) -> Result<Option<Record>, Refused> {
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

fn owner_digests(keys: &Keys, who: &Who) -> Vec<String> {
    who.owner().map(|owner| keys.digests(Purpose::Owner, &[&owner])).unwrap_or_default()
}
