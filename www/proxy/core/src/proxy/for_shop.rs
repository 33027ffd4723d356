//! Calls of the shop's own server: payments, customers' data, and maintenance.

use ivy_data_session::recall::Criteria;
use ivy_data_session::rules::IssueCode;

use super::Proxy;
use crate::api_error::ApiError;
use crate::config::ConfigError;
use crate::customer::Customer;
use crate::diagnosis::{self, CheckLine};
use crate::host::Host;
use crate::operations::{self, ReleasedAccount};
use crate::secrets::Renew;
use crate::who::Who;

impl<H: Host> Proxy<H> {
    /// Returns the account with this handle, for a payment. Fetches its session again from Ivy for `who`, and decides with
    /// the same code as the page.
    ///
    /// # Errors
    /// 404 if the session is not released to `who` or does not match `wanted`. 404 with
    /// [`Code::AccountGone`](crate::Code::AccountGone) if the session no longer has the account. Ivy's errors.
    pub async fn release_account(
        &self,
        who: &Who,
        session_id: &str,
        handle: &str,
        wanted: &Criteria,
    ) -> Result<ReleasedAccount, ApiError> {
        operations::release_account(&self.services, who, session_id, handle, wanted).await
    }

    /// Returns true if the table has a session that is released to `who`, so that a page may expect a list that is not
    /// empty. Does not call Ivy: a hint for the first rendering, without any security meaning.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn has_released(&self, who: &Who) -> Result<bool, ApiError> {
        operations::has_released(&self.services, who).await
    }

    /// Erases all data of a customer, for example when they delete their account. The sessions are never released again,
    /// whatever Ivy returns later. Returns the number of sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable. The call must then be repeated.
    pub async fn forget_customer(&self, customer: &Customer) -> Result<u64, ApiError> {
        operations::forget_all(&self.services, &Who::Customer(customer.clone())).await
    }

    /// Returns all data that the tables hold of a customer, as JSON text: `{"sessions": […], "forgotAllAt"?}`. Each session
    /// has its `state` and, if known, `referenceId`, `sessionId`, `outcome`, `createdAt`, `expiresAt`, `completedAt`,
    /// `returnedAt`, `cancelledAt`, `presentedAt`, `releasedAt`, `lockedAt` and `usedAt`, in epoch seconds. Does not call
    /// Ivy.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn export_customer(&self, customer: &Customer) -> Result<String, ApiError> {
        self.services.store.export(&Who::Customer(customer.clone())).await
    }

    /// Moves all sessions of one customer to another, for example when the shop merges two accounts. Locks stay. Returns
    /// the number of sessions.
    ///
    /// # Errors
    /// 422 if one of the ids is blank. 503 if the database is unavailable; the call must then be repeated.
    pub async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, ApiError> {
        if [from, to].iter().any(|id| id.trim().is_empty()) {
            return Err(ApiError::invalid_at(None, IssueCode::Empty, "expected the ids of two customers"));
        }
        self.services.store.reassign(from, to, self.services.now()).await
    }

    /// Locks every session that was created before a moment, in epoch seconds. For example after restoring a backup that
    /// lacks later locks. Returns the number of sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable. The call must then be repeated.
    pub async fn lock_before(&self, moment: i64) -> Result<u64, ApiError> {
        self.services.store.lock_before(moment, self.services.now()).await
    }

    /// Tries settings, database, Ivy and, with the public URL of the proxy's routes, the load balancer in front of it. Returns
    /// a line for each. `unusable` is the host's own sentence about a database that it could not prepare.
    pub async fn check(&self, url: Option<&str>, unusable: Option<String>) -> Vec<CheckLine> {
        diagnosis::check(&self.services, url, unusable).await
    }

    /// Removes expired data: sealed responses after a day, sessions after the merchant's retention. A host calls it every
    /// [`SWEEP_EVERY`](crate::SWEEP_EVERY); one without timers calls it by cron. Returns the number of removed sessions.
    ///
    /// # Errors
    /// 503 if the database is unavailable.
    pub async fn sweep(&self) -> Result<u64, ApiError> {
        self.services.sweep().await
    }

    /// Replaces secrets without a restart. Secrets that `renewal` omits stay. Requests in flight finish with the old ones.
    ///
    /// # Errors
    /// If a secret is weak, a duplicate, or equal to a secret of another kind, or if rows still name a table secret that is
    /// not in the new list. Nothing changes then.
    pub async fn renew(&self, renewal: Renew) -> Result<(), ConfigError> {
        self.services.renew(renewal).await
    }
}
