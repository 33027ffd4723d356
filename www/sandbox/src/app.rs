//! A running sandbox: it answers requests, stores their changes and posts callbacks.

use crate::store::Store;
use crate::system::System;
use ivy_sandbox_core::{Change, Outcome, Post, Request, Response, Sandbox, Settings};
use reqwest::redirect::Policy;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::task::{JoinHandle, JoinSet};

/// The time limit for the response of a merchant.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest sleep between two looks for due callbacks. A new callback ends it earlier.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// A running sandbox, for the server and the sender of callbacks.
#[derive(Debug)]
pub(crate) struct App {
    /// The rules and their state. The lock is held from a request to the commit of its changes.
    sandbox: Mutex<Sandbox<System>>,
    store: Store,
    client: reqwest::Client,
    callback_wait: Duration,
    wake: Notify,
}

impl App {
    /// Creates the state. The sandbox has the rows of the store.
    ///
    /// # Errors
    /// If the HTTP client for callbacks cannot be created.
    pub(crate) fn new(store: Store, sandbox: Sandbox<System>) -> reqwest::Result<Self> {
        // Redirects are not followed, because only 200 counts as delivered. A merchant on this machine is not behind a proxy.
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().timeout(TIMEOUT).build()?;
        let Settings { callback_wait, .. } = *sandbox.settings();
        Ok(Self { sandbox: Mutex::new(sandbox), store, client, callback_wait, wake: Notify::new() })
    }

    /// Answers a request. Waits for the first attempts of its callbacks, at most for the time of the settings, and
    /// then for the delay of the response. After that the attempts go on in the background.
    pub(crate) async fn answer(self: Arc<Self>, request: Request) -> Response {
        let app = Arc::clone(&self);
        // A caller that hangs up cancels the server's future. A task goes on, so that stored changes are committed too.
        let handled = tokio::spawn(async move {
            let mut sandbox = app.sandbox.lock().await;
            let Outcome { response, changes, posts, delay } = sandbox.handle(&request);
            if app.commit(&mut sandbox, changes).await {
                let attempts: Vec<JoinHandle<()>> =
                    posts.into_iter().map(|post| tokio::spawn(Arc::clone(&app).attempt(post))).collect();
                app.wake.notify_one();
                (response, attempts, delay)
            } else {
                (sandbox.failure(), Vec::new(), Duration::ZERO)
            }
        });
        let (response, attempts, delay) = match handled.await {
            Ok(handled) => handled,
            Err(error) => {
                tracing::error!(%error, "a request failed");
                return self.sandbox.lock().await.failure();
            }
        };
        let all = async {
            for attempt in attempts {
                let _ = attempt.await;
            }
        };
        let _ = tokio::time::timeout(self.callback_wait, all).await;
        tokio::time::sleep(delay).await;
        response
    }

    /// Makes the callbacks of an earlier run due now.
    ///
    /// # Errors
    /// If the changes cannot be stored.
    pub(crate) async fn resume(&self) -> sqlx::Result<()> {
        let mut sandbox = self.sandbox.lock().await;
        let changes = sandbox.resume();
        self.store.write(&changes).await?;
        sandbox.commit(changes);
        Ok(())
    }

    /// Posts each callback when it is due. Never returns.
    pub(crate) async fn run(self: Arc<Self>) {
        let mut attempts = JoinSet::new();
        loop {
            let pause = {
                let mut sandbox = self.sandbox.lock().await;
                let due = sandbox.take_due();
                if self.commit(&mut sandbox, due.changes).await {
                    for post in due.posts {
                        attempts.spawn(Arc::clone(&self).attempt(post));
                    }
                }
                sandbox.next_due_in_ms().map_or(LONGEST_SLEEP, Duration::from_millis)
            };
            tokio::select! {
                () = tokio::time::sleep(pause.clamp(Duration::from_millis(10), LONGEST_SLEEP)) => {}
                () = self.wake.notified() => {}
                Some(_) = attempts.join_next() => {}
            }
        }
    }

    /// Closes the database.
    pub(crate) async fn close(&self) {
        self.store.close().await;
    }

    /// Posts a callback once, and records the result.
    async fn attempt(self: Arc<Self>, post: Post) {
        let Post { id, url, headers, body } = post;
        let request =
            headers.into_iter().fold(self.client.post(url), |request, (name, value)| request.header(name, value));
        let status = request.body(body).send().await.map(|response| response.status().as_u16()).ok();
        let mut sandbox = self.sandbox.lock().await;
        let changes = sandbox.settle(&id, status);
        self.commit(&mut sandbox, changes).await;
        self.wake.notify_one();
    }

    /// Stores changes and then commits them. Returns false, and commits nothing, if they cannot be stored.
    async fn commit(&self, sandbox: &mut Sandbox<System>, changes: Vec<Change>) -> bool {
        match self.store.write(&changes).await {
            Ok(()) => {
                sandbox.commit(changes);
                true
            }
            Err(error) => {
                tracing::error!(%error, "the database failed");
                false
            }
        }
    }
}
