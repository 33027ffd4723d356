//! Migration of the tables to the current version.

use super::record::NEVER;
use super::schema::{VERSION, VERSIONS, tables};
use super::{Store, migrate_first};
use crate::config::{ConfigError, Retention};
use crate::host::{DatabaseError, Dialect, Host, Row};
use crate::keys::{KeyRing, Purpose};
use crate::release::State;

/// The lock that a starting proxy holds during its transaction. `IF NOT EXISTS` does not stop two PostgreSQL sessions
/// from creating the same table at once; one of them would fail. The number is unique within the database: "ivy" in
/// ASCII.
const ALONE: &str = "SELECT pg_advisory_xact_lock(6911609)";

impl<H: Host> Store<H> {
    /// Migrates the tables from any earlier version. Over a file of SQLite, which one process uses, creates in progress at the
    /// last stop are given up; so call it before the first request.
    ///
    /// # Errors
    /// If the database cannot be changed, is of a later version, or holds rows of an unknown table secret.
    pub(crate) async fn prepare(&self, now: i64, is_adoption_possible: bool) -> Result<(), ConfigError> {
        self.transaction(&[VERSIONS.to_owned()]).await.map_err(tables_error)?;
        match self.version().await.map_err(tables_error)? {
            Some(version) if version > VERSION => {
                return Err(ConfigError(
                    "database: a later version of this proxy has changed its tables; expected this version or an \
                     earlier one; update this proxy"
                        .into(),
                ));
            }
            Some(_) => {}
            None => self.make().await.map_err(tables_error)?,
        }
        self.migrate_first(now).await.map_err(tables_error)?;
        self.check_secrets(&self.keys(), is_adoption_possible).await?;
        self.apply_retention().await.map_err(tables_error)?;
        if self.has_file() {
            self.give_up_all(now).await.map_err(|_| tables_error(DatabaseError("rows cannot be given up")))?;
        }
        Ok(())
    }

    /// Executes statements in one transaction.
    pub(super) async fn transaction(&self, statements: &[String]) -> Result<(), DatabaseError> {
        let text = statements.join(";\n");
        match self.host.dialect() {
            // PostgreSQL executes one text as one transaction.
            Dialect::Postgres => self.host.script(&format!("{ALONE};\n{text}")).await,
            Dialect::Sqlite => {
                let done = self.host.script(&format!("BEGIN IMMEDIATE;\n{text};\nCOMMIT")).await;
                if done.is_err() {
                    // A rollback without a transaction fails, and that is fine.
                    let _ = self.host.script("ROLLBACK").await;
                }
                done
            }
        }
    }

    async fn version(&self) -> Result<Option<i64>, DatabaseError> {
        let rows = self.host.query("SELECT version FROM ivy_schema ORDER BY version DESC LIMIT 1", Vec::new()).await?;
        rows.first().map(|row| row.integer("version")).transpose()
    }

    /// Creates the tables, beside those of the first version if they exist.
    ///
    /// The version is inserted first. If another starting proxy has created the tables meanwhile, that statement fails
    /// and with it the transaction. So the new tables are never taken for those of the first version.
    async fn make(&self) -> Result<(), DatabaseError> {
        let mut statements = vec![format!("INSERT INTO ivy_schema (version) VALUES ({VERSION})")];
        if self.has_table(migrate_first::SESSIONS).await? {
            statements.extend(migrate_first::set_aside());
        }
        statements.push(tables());
        match self.transaction(&statements).await {
            Ok(()) => Ok(()),
            Err(database_error) if self.version().await? != Some(VERSION) => Err(database_error),
            Err(_) => Ok(()),
        }
    }

    /// Returns true if the database has this table.
    pub(super) async fn has_table(&self, name: &str) -> Result<bool, DatabaseError> {
        let query = match self.host.dialect() {
            Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
            Dialect::Postgres => {
                "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
            }
        };
        Ok(!self.host.query(query, vec![name.into()]).await?.is_empty())
    }

    /// Checks that every secret that a row names is in the list; the owner of such a row would lose it. Rows of
    /// customers who may not adopt count only if sessions from elsewhere are trusted. Otherwise the last customer who
    /// left would keep a secret forever.
    pub(crate) async fn check_secrets(&self, all: &KeyRing, is_adoption_possible: bool) -> Result<(), ConfigError> {
        let ids: Vec<String> = all.iter().map(|keys| keys.id().to_owned()).chain([String::new()]).collect();
        let parameters = super::placeholders(1, ids.len());
        for table in ["ivy_sessions", "ivy_owners"].into_iter().take(if is_adoption_possible { 2 } else { 1 }) {
            let statement = format!("SELECT secret_id FROM {table} WHERE secret_id NOT IN ({parameters}) LIMIT 1");
            let unknown: Vec<Row> =
                self.host.query(&statement, super::find::texts(&ids)).await.map_err(tables_error)?;
            if !unknown.is_empty() {
                return Err(ConfigError(
                    "table_secret: rows of the table name a secret that is not in the list; expected every secret that \
                     rows still name; put it behind the newest one"
                        .into(),
                ));
            }
        }
        Ok(())
    }

    /// Marks every row as due for the next sweep if the merchant's retention has changed.
    async fn apply_retention(&self) -> Result<(), DatabaseError> {
        let Retention { abandoned_days, guest_days, customer_days } = self.retention;
        let present = format!("{abandoned_days},{guest_days},{customer_days}");
        let query = "SELECT value FROM ivy_settings WHERE name = 'retention'";
        let rows = self.host.query(query, Vec::new()).await?;
        let earlier = rows.first().map(|row| row.text("value")).transpose()?;
        if earlier.as_ref() == Some(&present) {
            return Ok(());
        }
        if earlier.is_some() {
            // The remains of a forgotten session without this proxy's tag stay, whatever the setting is.
            let statement = "UPDATE ivy_sessions SET sweep_at = 0 WHERE sweep_at < $1";
            self.host.execute(statement, vec![NEVER.into()]).await?;
        }
        let statement = "INSERT INTO ivy_settings (name, value) VALUES ('retention', $1) \
             ON CONFLICT (name) DO UPDATE SET value = $1";
        self.host.execute(statement, vec![present.into()]).await.map(drop)
    }

    async fn give_up_all(&self, now: i64) -> Result<(), crate::api_error::ApiError> {
        for record in self.select("WHERE state = $1", vec![State::Asking.name().into()]).await? {
            self.give_up(record, now).await?;
        }
        Ok(())
    }

    /// Returns an owner's digest under the newest secret, with the secret's id.
    pub(super) fn newest_owner(&self, owner: &str) -> Option<(String, crate::release::Digest)> {
        let all = self.keys();
        all.newest().map(|keys| (keys.id().to_owned(), keys.digest(Purpose::Owner, &[owner])))
    }
}

fn tables_error(database_error: DatabaseError) -> ConfigError {
    ConfigError(format!("database: tables cannot be made ({})", database_error.0))
}
