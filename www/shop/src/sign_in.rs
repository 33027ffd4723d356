//! The sign-ins of browsers. A cookie holds a random token, and the database holds its hash. So a restart signs nobody out,
//! and a stolen database signs nobody in.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use cookie::{Cookie, SameSite, time::Duration};
use ivy_proxy::{Identified, Identify, SignInUnavailable};
use sha2::{Digest, Sha256};
use sqlx::AnyPool;

use crate::customers::{self, DemoCustomer};
use crate::headers;

/// The time after which a sign-in expires.
const LIFETIME: Duration = Duration::days(30);

const TABLE: &str = "CREATE TABLE IF NOT EXISTS shop_sign_ins (
    token_hash TEXT PRIMARY KEY, customer TEXT NOT NULL, expires_at BIGINT NOT NULL)";

/// The table of sign-ins.
#[derive(Clone, Debug)]
pub(crate) struct SignIns {
    pool: AnyPool,
    /// True if the shop is reached by https. Then browsers send the cookie by https only.
    secure: bool,
}

impl SignIns {
    /// Creates the table if it is missing.
    pub(crate) async fn open(pool: AnyPool, secure: bool) -> sqlx::Result<Self> {
        sqlx::query(TABLE).execute(&pool).await?;
        Ok(Self { pool, secure })
    }

    /// Signs a customer in and returns the cookie to set. The token is always new: one that somebody else set or copied
    /// before the sign-in becomes worthless.
    pub(crate) async fn start(&self, headers: &HeaderMap, customer: &DemoCustomer) -> sqlx::Result<Cookie<'static>> {
        self.drop_token(headers).await?;
        let now = now();
        sqlx::query("DELETE FROM shop_sign_ins WHERE expires_at <= $1").bind(now).execute(&self.pool).await?;
        let token = new_token()?;
        sqlx::query("INSERT INTO shop_sign_ins (token_hash, customer, expires_at) VALUES ($1, $2, $3)")
            .bind(hash(&token))
            .bind(customer.id)
            .bind(now + LIFETIME.whole_seconds())
            .execute(&self.pool)
            .await?;
        Ok(self.cookie(token, LIFETIME))
    }

    /// Signs this browser out, also on the server. Returns the cookie that removes the present one.
    pub(crate) async fn end(&self, headers: &HeaderMap) -> sqlx::Result<Cookie<'static>> {
        self.drop_token(headers).await?;
        Ok(self.cookie(String::new(), Duration::ZERO))
    }

    /// Returns the customer whom the cookie of a request signs in.
    pub(crate) async fn customer(&self, headers: &HeaderMap) -> sqlx::Result<Option<&'static DemoCustomer>> {
        let Some(token) = self.token(headers) else { return Ok(None) };
        let id: Option<String> =
            sqlx::query_scalar("SELECT customer FROM shop_sign_ins WHERE token_hash = $1 AND expires_at > $2")
                .bind(hash(&token))
                .bind(now())
                .fetch_optional(&self.pool)
                .await?;
        Ok(id.as_deref().and_then(customers::by_id))
    }

    async fn drop_token(&self, headers: &HeaderMap) -> sqlx::Result<()> {
        let Some(token) = self.token(headers) else { return Ok(()) };
        sqlx::query("DELETE FROM shop_sign_ins WHERE token_hash = $1").bind(hash(&token)).execute(&self.pool).await?;
        Ok(())
    }

    fn token(&self, headers: &HeaderMap) -> Option<String> {
        headers::cookie(headers, self.cookie_name())
    }

    fn cookie(&self, token: String, max_age: Duration) -> Cookie<'static> {
        Cookie::build((self.cookie_name(), token))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            // Lax: the return from the bank is a navigation from another site, and needs the cookie.
            .same_site(SameSite::Lax)
            .max_age(max_age)
            .build()
    }

    /// Returns the name of the cookie. By the prefix `__Host-` a browser refuses such a cookie from other hosts and by http.
    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-shop_session" } else { "shop_session" }
    }
}

impl Identify for SignIns {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        Box::pin(async move {
            let customer = SignIns::customer(self, headers).await.map_err(|_| SignInUnavailable)?;
            Ok(customer.map(DemoCustomer::for_proxy))
        })
    }
}

/// Returns 32 random bytes as hexadecimal text.
fn new_token() -> sqlx::Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
    Ok(hex::encode(bytes))
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
