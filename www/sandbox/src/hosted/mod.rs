//! The hosted bank login: choose a bank, log in, consent, return to the shop. The pages are HTML forms without scripts.
//!
//! The database holds the progress of a browser under the digest of a token that only the browser's page has. So other sites
//! cannot forge its posts, and two browsers on the same link do not disturb each other.

mod error;
mod page;
mod steps;
mod texts;
mod visit;

use crate::app::App;
use crate::store::{Ended, Login, State as SessionState};
use crate::webhooks::Sender;
use crate::{banks, clock, random};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use error::PageError;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use visit::{Posted, Visit, fixed_bank, prefilled_bank, redirects_everyone};

/// A page, or the error page.
type PageResult = Result<Response, PageError>;

/// Returns the router of `/init`, its forms and its stylesheet.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/init", get(open))
        .route("/init/bank", post(choose_bank))
        .route("/init/login", post(log_in))
        .route("/init/consent", post(consent))
        .route("/init/cancel", post(cancel))
        .route("/sandbox/style.css", get(page::style))
        .fallback(|| async { PageError::UnknownLink })
}

/// The parameters of `redirectUrl`.
#[derive(Deserialize)]
struct Link {
    id: String,
    #[serde(rename = "bankId")]
    bank_id: Option<String>,
}

/// Shows the first step, for the URL in `redirectUrl`. A bank that the link or the session names is preselected.
async fn open(State(app): State<Arc<App>>, link: Result<Query<Link>, QueryRejection>) -> PageResult {
    let Ok(Query(link)) = link else { return Err(PageError::UnknownLink) };
    let session = app.store.session(&link.id).await?.ok_or(PageError::UnknownLink)?;
    let deviations = app.deviations();
    if redirects_everyone(&session, &deviations) {
        return Ok(steps::leave(&session, &session.request.success_callback_url));
    }
    if !session.accepts_login(&deviations) {
        return Ok(steps::ended(&session));
    }
    let named = link.bank_id.as_deref().and_then(banks::bank);
    let bank = fixed_bank(&session).or(named).or(prefilled_bank(&session));
    let token = random::login_token()?;
    let login = Login { session_id: session.id.clone(), bank_id: bank.map(|bank| bank.id.to_owned()), username: None };
    app.store.start_login(&random::sha256(&token), &session.id, login.bank_id.as_deref()).await?;
    Ok(Visit { token_hash: random::sha256(&token), token, login, session, deviations }.show(None))
}

/// Chooses a bank. An empty name returns to the choice.
async fn choose_bank(State(app): State<Arc<App>>, posted: Posted) -> PageResult {
    let (mut visit, fields) = Visit::find(&app, posted).await?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let bank = fixed_bank(&visit.session).or_else(|| banks::bank(&fields.bank));
    visit.login.bank_id = bank.map(|bank| bank.id.to_owned());
    visit.login.username = None;
    app.store.choose_bank(&visit.token_hash, visit.login.bank_id.as_deref()).await?;
    Ok(visit.show(None))
}

/// Checks the password. A bank that always fails does so here.
async fn log_in(State(app): State<Arc<App>>, posted: Posted) -> PageResult {
    let (mut visit, fields) = Visit::find(&app, posted).await?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let Some(bank) = visit.bank() else { return Ok(visit.show(None)) };
    let Some(persona) = banks::log_in(&fields.username, &fields.password) else {
        visit.login.username = None;
        return Ok(visit.show(Some(&fields.username)));
    };
    app.store.logged_in(&visit.token_hash, persona.username).await?;
    if bank.hint == banks::Hint::Fails {
        return visit.fail(&app).await;
    }
    visit.login.username = Some(persona.username.to_owned());
    Ok(visit.show(None))
}

/// Completes the session, once, and sends the result callback.
async fn consent(State(app): State<Arc<App>>, posted: Posted) -> PageResult {
    let (mut visit, _) = Visit::find(&app, posted).await?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let (Some(bank), Some(persona)) = (visit.bank(), visit.persona()) else { return Ok(visit.show(None)) };
    if bank.hint == banks::Hint::Fails {
        return visit.fail(&app).await;
    }
    visit.session.state = SessionState::Complete;
    visit.session.updated_at = clock::seconds();
    visit.session.data = Some(banks::data(bank, persona, &visit.session.request.permissions));
    let delivery = Sender::delivery(&visit.session, &visit.deviations)?;
    let data = visit.session.data.take().ok_or(PageError::Failed)?;
    let late_by = match visit.deviations.complete_after {
        Some(seconds) => Duration::from_secs(seconds.get().into()),
        None if bank.hint == banks::Hint::Late => app.settings.late_by,
        None => Duration::ZERO,
    };
    let ended = Ended::Complete(&data, delivery.as_ref(), late_by);
    let completed = app.store.end(&visit.session.id, &visit.token_hash, ended, &visit.deviations).await?;
    if !late_by.is_zero() {
        app.webhooks.wake_up();
    } else if let (true, Some(delivery)) = (completed, delivery) {
        app.webhooks.deliver_now(delivery, app.settings.callback_wait).await;
    }
    visit.session = app.store.session(&visit.session.id).await?.ok_or(PageError::Failed)?;
    Ok(visit.over())
}

/// Cancels the login.
async fn cancel(State(app): State<Arc<App>>, posted: Posted) -> PageResult {
    let (visit, _) = Visit::find(&app, posted).await?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    visit.fail(&app).await
}
