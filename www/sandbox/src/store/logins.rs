//! Unfinished bank logins, one row for every browser that opened a login page.

use super::counters::Counter;
use super::database::Store;
use sqlx::Row;

/// The progress of one browser. The next step depends on the members: no bank, no user name, or both.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) session_id: String,
    pub(crate) bank_id: Option<String>,
    pub(crate) username: Option<String>,
}

impl Store {
    /// Records that a browser opened the login page of a session.
    pub(crate) async fn start_login(
        &self,
        token_hash: &str,
        session_id: &str,
        bank_id: Option<&str>,
    ) -> sqlx::Result<()> {
        sqlx::query("INSERT INTO logins (token_hash, session_id, bank_id) VALUES ($1, $2, $3)")
            .bind(token_hash)
            .bind(session_id)
            .bind(bank_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Returns the login with this token.
    pub(crate) async fn login(&self, token_hash: &str) -> sqlx::Result<Option<Login>> {
        sqlx::query("SELECT session_id, bank_id, username FROM logins WHERE token_hash = $1")
            .bind(token_hash)
            .fetch_optional(&self.pool)
            .await?
            .map(|row| {
                Ok(Login {
                    session_id: row.try_get("session_id")?,
                    bank_id: row.try_get("bank_id")?,
                    username: row.try_get("username")?,
                })
            })
            .transpose()
    }

    /// Changes the bank, or removes it. Logs the person out.
    pub(crate) async fn choose_bank(&self, token_hash: &str, bank_id: Option<&str>) -> sqlx::Result<()> {
        sqlx::query("UPDATE logins SET bank_id = $1, username = NULL WHERE token_hash = $2")
            .bind(bank_id)
            .bind(token_hash)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Records the person who logged in, and counts the login. A form that is sent twice counts once.
    pub(crate) async fn logged_in(&self, token_hash: &str, username: &str) -> sqlx::Result<()> {
        let changed = sqlx::query("UPDATE logins SET username = $1 WHERE token_hash = $2 AND username IS NOT $1")
            .bind(username)
            .bind(token_hash)
            .execute(&self.pool)
            .await?
            .rows_affected();
        if changed > 0 { self.count(Counter::BankLogins).await } else { Ok(()) }
    }
}
