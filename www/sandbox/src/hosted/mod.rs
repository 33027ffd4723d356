//! The hosted bank login: choose a bank, log in, consent, back to the shop. Plain HTML forms, no scripts. How far a
//! browser has got lies in the database under the digest of a token that only this browser's page holds: it guards
//! against forged posts, and two browsers on the same link do not meddle with each other.

mod page;
mod steps;
mod words;

use crate::api::ApiError;
use crate::banks::{self, Bank, Persona};
use crate::courier::Courier;
use crate::store::{Ended, Login, Session, State as SessionState};
use crate::{App, CancelledStatus, Deviations, chance, clock};
use axum::Router;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use words::Words;

/// `/init` and the forms below it.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/init", get(open))
        .route("/init/bank", post(choose_bank))
        .route("/init/login", post(log_in))
        .route("/init/consent", post(consent))
        .route("/init/cancel", post(cancel))
        .route("/sandbox/style.css", get(page::style))
        .fallback(|| async { Trouble::UnknownLink })
}

/// Why there is no step to show.
#[derive(Debug)]
enum Trouble {
    /// No session has this id, or the path is nothing of ours.
    UnknownLink,
    /// A form whose token is not known, or that is no form of ours.
    StrangeForm,
    /// The sandbox itself failed.
    Failed,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let words = Words::of(None);
        match self {
            Self::UnknownLink => page::notice(StatusCode::NOT_FOUND, words, words.unknown_title, words.unknown_text),
            Self::StrangeForm => page::notice(StatusCode::BAD_REQUEST, words, words.strange_title, words.strange_text),
            Self::Failed => {
                page::notice(StatusCode::INTERNAL_SERVER_ERROR, words, words.broken_title, words.broken_text)
            }
        }
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database failed");
        Self::Failed
    }
}

impl From<getrandom::Error> for Trouble {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "no random bytes");
        Self::Failed
    }
}

impl From<ApiError> for Trouble {
    fn from(_: ApiError) -> Self {
        Self::Failed
    }
}

type Shown = Result<Response, Trouble>;

#[derive(Deserialize)]
struct Link {
    id: String,
    #[serde(rename = "bankId")]
    bank_id: Option<String>,
}

/// The address in `redirectUrl`. A bank that the link or the session names is chosen already.
async fn open(State(app): State<Arc<App>>, link: Result<Query<Link>, QueryRejection>) -> Shown {
    let Ok(Query(link)) = link else { return Err(Trouble::UnknownLink) };
    let session = app.store.session(&link.id).await?.ok_or(Trouble::UnknownLink)?;
    let deviations = app.deviations();
    if leads_on(&session, &deviations) {
        return Ok(steps::leave(&session, &session.request.success_callback_url));
    }
    if !session.takes_login(&deviations) {
        return Ok(steps::ended(&session));
    }
    let named = link.bank_id.as_deref().and_then(banks::bank);
    let bank = fixed_bank(&session).or(named).or(prefilled_bank(&session));
    let token = chance::login_token()?;
    let login = Login { session_id: session.id.clone(), bank_id: bank.map(|bank| bank.id.to_owned()), username: None };
    app.store.start_login(&chance::sha256(&token), &session.id, login.bank_id.as_deref()).await?;
    Ok(Visit { token_hash: chance::sha256(&token), token, login, session, deviations }.show(None))
}

/// Returns true if every browser on the link of this session is sent to the merchant's success URL.
fn leads_on(session: &Session, deviations: &Deviations) -> bool {
    deviations.redirect_finished && session.is_finished()
}

fn prefilled_bank(session: &Session) -> Option<&'static Bank> {
    session.request.prefill.as_ref()?.bank_id.as_deref().and_then(banks::bank)
}

/// The only bank that the shopper may use. `disableBankSelection` without a prefilled bank means nothing and is ignored.
fn fixed_bank(session: &Session) -> Option<&'static Bank> {
    prefilled_bank(session).filter(|_| session.request.disable_bank_selection)
}

/// Every form carries the token; the rest depends on the step.
#[derive(Deserialize)]
struct Fields {
    token: String,
    #[serde(default)]
    bank: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
}

type Posted = Result<Form<Fields>, FormRejection>;

/// One browser on its way through one session.
struct Visit {
    token: String,
    token_hash: String,
    login: Login,
    session: Session,
    deviations: Deviations,
}

impl Visit {
    /// Whose form this is.
    async fn find(app: &App, posted: Posted) -> Result<(Self, Fields), Trouble> {
        let Ok(Form(mut fields)) = posted else { return Err(Trouble::StrangeForm) };
        let token = std::mem::take(&mut fields.token);
        let token_hash = chance::sha256(&token);
        let login = app.store.login(&token_hash).await?.ok_or(Trouble::StrangeForm)?;
        let session = app.store.session(&login.session_id).await?.ok_or(Trouble::StrangeForm)?;
        Ok((Self { token, token_hash, login, session, deviations: app.deviations() }, fields))
    }

    fn bank(&self) -> Option<&'static Bank> {
        self.login.bank_id.as_deref().and_then(banks::bank)
    }

    fn persona(&self) -> Option<&'static Persona> {
        self.login.username.as_deref().and_then(banks::persona)
    }

    /// The step that comes next.
    fn show(&self, refused_username: Option<&str>) -> Response {
        match (self.bank(), self.persona()) {
            (None, _) => steps::choose_bank(&self.session, &self.token),
            (Some(bank), None) => {
                let may_change = fixed_bank(&self.session).is_none();
                steps::log_in(&self.session, &self.token, bank, may_change, refused_username)
            }
            (Some(bank), Some(persona)) => steps::consent(&self.session, &self.token, bank, persona),
        }
    }

    /// Returns true if this browser has nothing left to do: it finished the login, or the session takes none.
    fn is_over(&self) -> bool {
        let finished_here = self.session.is_finished() && self.ended_here();
        finished_here || leads_on(&self.session, &self.deviations) || !self.session.takes_login(&self.deviations)
    }

    /// What somebody sees whose session is over. Only the login that ended it is sent to the shop (again, when its form
    /// was sent twice): the merchant's addresses may hold a secret that must not reach a second browser on this link.
    fn over(&self) -> Response {
        let request = &self.session.request;
        if leads_on(&self.session, &self.deviations) || (self.session.is_finished() && self.ended_here()) {
            steps::leave(&self.session, &request.success_callback_url)
        } else if self.session.state == SessionState::Failed && self.ended_here() {
            steps::leave(&self.session, &request.error_callback_url)
        } else {
            steps::ended(&self.session)
        }
    }

    fn ended_here(&self) -> bool {
        self.session.ended_by.as_deref() == Some(self.token_hash.as_str())
    }

    /// Lets the session fail and shows the result, also when another browser was faster.
    async fn fail(mut self, app: &App) -> Shown {
        let stays_open = self.deviations.reopen_cancelled == Some(CancelledStatus::Open);
        if stays_open && self.session.state == SessionState::Open && !self.session.is_finished() {
            return Ok(steps::leave(&self.session, &self.session.request.error_callback_url));
        }
        app.store.end(&self.session.id, &self.token_hash, Ended::Failed, &self.deviations).await?;
        self.session = app.store.session(&self.session.id).await?.ok_or(Trouble::Failed)?;
        Ok(self.over())
    }
}

/// Takes a bank; an empty name goes back to the choice.
async fn choose_bank(State(app): State<Arc<App>>, posted: Posted) -> Shown {
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

/// Checks the password; the bank that always fails does so here.
async fn log_in(State(app): State<Arc<App>>, posted: Posted) -> Shown {
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

/// Completes the session, once, and tells the merchant.
async fn consent(State(app): State<Arc<App>>, posted: Posted) -> Shown {
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
    let delivery = Courier::delivery(&visit.session, &visit.deviations)?;
    let data = visit.session.data.take().ok_or(Trouble::Failed)?;
    let late_by = match visit.deviations.complete_after {
        Some(seconds) => Duration::from_secs(seconds.get().into()),
        None if bank.hint == banks::Hint::Late => app.settings.late_by,
        None => Duration::ZERO,
    };
    let ended = Ended::Complete(&data, delivery.as_ref(), late_by);
    let completed = app.store.end(&visit.session.id, &visit.token_hash, ended, &visit.deviations).await?;
    if !late_by.is_zero() {
        app.courier.look_again();
    } else if let (true, Some(delivery)) = (completed, delivery) {
        app.courier.deliver_now(delivery, app.settings.callback_wait).await;
    }
    visit.session = app.store.session(&visit.session.id).await?.ok_or(Trouble::Failed)?;
    Ok(visit.over())
}

/// The shopper does not want to.
async fn cancel(State(app): State<Arc<App>>, posted: Posted) -> Shown {
    let (visit, _) = Visit::find(&app, posted).await?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    visit.fail(&app).await
}
