//! Queries for rows.

use std::collections::HashMap;

use super::record::{COLUMNS, reference_tombstone, session_tombstone};
use super::{Record, Store, database_error, placeholders, storable};
use crate::api_error::ApiError;
use crate::host::{Host, Value};
use crate::keys::Purpose;
use crate::who::Who;

/// The most sessions in one query. Each needs four parameters, and SQLite allows 32,766.
const AT_ONCE: usize = 250;

/// The ids and references under which the table may hold a listed session.
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
    /// Finds the session whose success or error URL holds this nonce.
    pub(crate) async fn by_nonce(&self, nonce: &str) -> Result<Option<Record>, ApiError> {
        let digests = self.keys().digests(Purpose::Nonce, &[nonce]);
        let parameters = placeholders(1, digests.len());
        let rest = format!("WHERE success_nonce IN ({parameters}) OR error_nonce IN ({parameters})");
        self.find_one(&rest, texts(&digests)).await
    }

    /// Finds the session with this reference.
    pub(crate) async fn by_reference(&self, reference_id: &str) -> Result<Option<Record>, ApiError> {
        self.find_named("WHERE reference_id = $1", reference_id).await
    }

    /// Finds the session with Ivy's id.
    pub(crate) async fn by_session(&self, session_id: &str) -> Result<Option<Record>, ApiError> {
        self.find_named("WHERE session_id = $1", session_id).await
    }

    /// Finds the session that has or had Ivy's id, including forgotten ones.
    pub(super) async fn by_session_or_tombstone(&self, session_id: &str) -> Result<Option<Record>, ApiError> {
        let values = vec![session_id.into(), session_tombstone(session_id).into()];
        self.find_one("WHERE session_id IN ($1, $2)", values).await
    }

    /// Finds the session that an owner created with this idempotency key.
    pub(super) async fn by_key(&self, digests: &[String]) -> Result<Option<Record>, ApiError> {
        let rest = format!("WHERE key_digest IN ({})", placeholders(1, digests.len()));
        self.find_one(&rest, texts(digests)).await
    }

    /// Finds all sessions of an owner.
    pub(crate) async fn of_owner(&self, who: &Who) -> Result<Vec<Record>, ApiError> {
        let Some(owner) = who.owner() else { return Ok(Vec::new()) };
        let digests = self.keys().digests(Purpose::Owner, &[&owner]);
        self.select(&format!("WHERE owner IN ({})", placeholders(1, digests.len())), texts(&digests)).await
    }

    /// Returns true if a row belongs to this owner.
    pub(crate) fn is_owned(&self, record: &Record, who: &Who) -> bool {
        let all = self.keys();
        let digest = all.of(&record.secret_id).zip(who.owner());
        digest.is_some_and(|(keys, owner)| keys.digest(Purpose::Owner, &[&owner]) == record.row.owner)
    }

    async fn find_named(&self, rest: &str, text: &str) -> Result<Option<Record>, ApiError> {
        if storable(text) { self.find_one(rest, vec![text.into()]).await } else { Ok(None) }
    }

    async fn find_one(&self, rest: &str, values: Vec<Value>) -> Result<Option<Record>, ApiError> {
        Ok(self.select(rest, values).await?.into_iter().next())
    }

    pub(super) async fn select(&self, rest: &str, values: Vec<Value>) -> Result<Vec<Record>, ApiError> {
        let statement = format!("SELECT {} FROM ivy_sessions {rest}", COLUMNS.join(", "));
        let rows = self.query(&statement, values).await?;
        rows.iter().map(Record::read).collect::<Result<_, _>>().map_err(database_error)
    }

    /// Finds all rows of each session in Ivy's list, by id or reference. Includes forgotten sessions, and orphans whose
    /// id the proxy never learned.
    pub(crate) async fn known(&self, listed: &[(String, Option<String>)]) -> Result<Vec<Vec<Record>>, ApiError> {
        let names: Vec<Names> = listed.iter().map(Names::of).collect();
        let mut records = Vec::new();
        for some in names.chunks(AT_ONCE) {
            self.find_by_names(some, &mut records).await?;
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

    async fn find_by_names(&self, names: &[Names], records: &mut Vec<Record>) -> Result<(), ApiError> {
        let ids: Vec<&String> = names.iter().flat_map(|names| &names.ids).collect();
        let references: Vec<&String> = names.iter().flat_map(|names| &names.references).collect();
        let mut rest = format!("WHERE session_id IN ({})", placeholders(1, ids.len()));
        if !references.is_empty() {
            let parameters = placeholders(1 + ids.len(), references.len());
            rest.push_str(&format!(" OR reference_id IN ({parameters})"));
        }
        let values = ids.into_iter().chain(references).map(|text| Value::from(text.as_str())).collect();
        records.extend(self.select(&rest, values).await?);
        Ok(())
    }
}

/// Converts texts to bind parameters.
pub(super) fn texts(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(text.as_str())).collect()
}
