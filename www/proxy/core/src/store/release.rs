//! Whose session it is, and whether it is released.

use std::collections::HashMap;

use super::forget::{reference_tombstone, session_tombstone};
use super::record::select_record;
use super::{Outcome, Record, Store, fault, storable};
use crate::{Host, Refused, Value};

/// Sessions asked for in one query. Each needs four parameters, and SQLite takes 32,766 of them.
const AT_ONCE: usize = 250;

/// What a listed session can be called in the table.
struct Names {
    ids: Vec<String>,
    references: Vec<String>,
}

impl Names {
    fn of((id, reference): &(String, Option<String>)) -> Self {
        Self {
            ids: vec![id.clone(), session_tombstone(id)],
            references: reference.iter().flat_map(|text| [text.clone(), reference_tombstone(text)]).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().chain(&self.references).map(String::as_str)
    }
}

impl<H: Host> Store<H> {
    /// The session whose callback URLs hold this nonce.
    pub(crate) async fn by_nonce(&self, nonce_mark: &str) -> Result<Option<Record>, Refused> {
        self.find(select_record!("WHERE nonce_mark = $1"), nonce_mark).await
    }

    /// The session with this reference.
    pub(crate) async fn by_reference(&self, reference_id: &str) -> Result<Option<Record>, Refused> {
        self.find(select_record!("WHERE reference_id = $1"), reference_id).await
    }

    /// The session with Ivy's id.
    pub(crate) async fn by_session(&self, session_id: &str) -> Result<Option<Record>, Refused> {
        self.find(select_record!("WHERE session_id = $1"), session_id).await
    }

    /// Whether anything with a connected bank is released to this owner.
    pub(crate) async fn has_released(&self, owner: &str) -> Result<bool, Refused> {
        let row = self
            .query(
                "SELECT 1 FROM ivy_sessions WHERE owner = $1 AND presented_at IS NOT NULL AND exposed_at IS NULL \
             AND (state = 'adopted' OR state = 'open' AND outcome = 'complete') LIMIT 1",
                vec![owner.into()],
            )
            .await?
            .into_iter()
            .next();
        Ok(row.is_some())
    }

    async fn find(&self, query: &'static str, text: &str) -> Result<Option<Record>, Refused> {
        if !storable(text) {
            return Ok(None);
        }
        let row = self.query(query, vec![text.into()]).await?.into_iter().next();
        row.as_ref().map(Record::read).transpose().map_err(fault)
    }

    /// What the table knows of each session that Ivy has listed, by id or by reference: also of forgotten ones, and of
    /// orphans whose id the proxy never learned.
    pub(crate) async fn known(&self, listed: &[(String, Option<String>)]) -> Result<Vec<Vec<Record>>, Refused> {
        let names: Vec<Names> = listed.iter().map(Names::of).collect();
        let mut records = Vec::new();
        for some in names.chunks(AT_ONCE) {
            self.fetch_named(some, &mut records).await?;
        }
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (position, record) in records.iter().enumerate() {
            for name in std::iter::once(&record.reference_id).chain(&record.session_id) {
                by_name.entry(name).or_default().push(position);
            }
        }
        let of = |names: &Names| {
            let mut found: Vec<usize> = names.all().filter_map(|name| by_name.get(name)).flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            found.into_iter().filter_map(|position| records.get(position).cloned()).collect()
        };
        Ok(names.iter().map(of).collect())
    }

    async fn fetch_named(&self, names: &[Names], records: &mut Vec<Record>) -> Result<(), Refused> {
        let ids: Vec<&String> = names.iter().flat_map(|names| &names.ids).collect();
        let references: Vec<&String> = names.iter().flat_map(|names| &names.references).collect();
        let places = |from: usize, count: usize| {
            (from..from + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
        };
        let mut query = format!("{} ({})", select_record!("WHERE session_id IN"), places(1, ids.len()));
        if !references.is_empty() {
            query.push_str(&format!(" OR reference_id IN ({})", places(1 + ids.len(), references.len())));
        }
        let values = ids.into_iter().chain(references).map(|text| Value::from(text.as_str())).collect();
        for row in &self.query(&query, values).await? {
            records.push(Record::read(row).map_err(fault)?);
        }
        Ok(())
    }

    /// The owner's browser presented the nonce.
    pub(crate) async fn present(&self, reference_id: &str, now: i64) -> Result<(), Refused> {
        self.stamp(
            "UPDATE ivy_sessions SET presented_at = $1 \
             WHERE reference_id = $2 AND presented_at IS NULL AND exposed_at IS NULL",
            reference_id,
            now,
        )
        .await
    }

    /// Somebody else's browser presented the nonce before the owner's did: this login was completed elsewhere.
    pub(crate) async fn expose(&self, reference_id: &str, now: i64) -> Result<(), Refused> {
        self.stamp(
            "UPDATE ivy_sessions SET exposed_at = $1 \
             WHERE reference_id = $2 AND presented_at IS NULL AND exposed_at IS NULL",
            reference_id,
            now,
        )
        .await
    }

    async fn stamp(&self, statement: &'static str, reference_id: &str, now: i64) -> Result<(), Refused> {
        self.execute(statement, vec![now.into(), reference_id.into()]).await?;
        Ok(())
    }

    /// What became of the login. Said again it changes nothing, and nothing takes a completed login back. Whether it
    /// was news.
    pub(crate) async fn settle(&self, reference_id: &str, outcome: Outcome, now: i64) -> Result<bool, Refused> {
        let completed_at = (outcome == Outcome::Complete).then_some(now);
        let done = self
            .execute(
                "UPDATE ivy_sessions SET outcome = $1, completed_at = $2 \
             WHERE reference_id = $3 AND state IN ('asking', 'open', 'adopted') \
             AND (outcome IS NULL OR outcome NOT IN ('complete', $4))",
                vec![outcome.name().into(), completed_at.into(), reference_id.into(), outcome.name().into()],
            )
            .await?;
        Ok(done == 1)
    }

    /// Takes a session that this proxy did not create for the owner's. Does nothing where anybody has it.
    pub(crate) async fn adopt(&self, session_id: &str, owner: &str, now: i64) -> Result<(), Refused> {
        self.execute(
            "INSERT INTO ivy_sessions (reference_id, session_id, owner, state, lease_until, created_at, presented_at) \
             VALUES ($1, $2, $3, 'adopted', $4, $4, $4) ON CONFLICT DO NOTHING",
            vec![format!("adopted:{session_id}").into(), session_id.into(), owner.into(), now.into()],
        )
        .await?;
        Ok(())
    }
}
