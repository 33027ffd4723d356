//! The visit of one browser to the bank login of one session.

use super::error::PageError;
use super::steps;
use crate::app::App;
use crate::banks::{self, Bank, Persona};
use crate::deviations::{CancelledStatus, Deviations};
use crate::random;
use crate::store::{Ended, Login, Session, State as SessionState};
use axum::extract::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use serde::Deserialize;

/// Returns true if every browser on the link of this session is sent to the merchant's success URL.
pub(super) fn redirects_everyone(session: &Session, deviations: &Deviations) -> bool {
    deviations.redirect_finished && session.is_finished()
}

/// Returns the bank that the request preselects.
pub(super) fn prefilled_bank(session: &Session) -> Option<&'static Bank> {
    session.request.prefill.as_ref()?.bank_id.as_deref().and_then(banks::bank)
}

/// Returns the only bank that the shopper may use. `disableBankSelection` without a preselected bank is ignored.
pub(super) fn fixed_bank(session: &Session) -> Option<&'static Bank> {
    prefilled_bank(session).filter(|_| session.request.disable_bank_selection)
}

/// The fields of a form. Every form has the token; the others depend on the step.
#[derive(Deserialize)]
pub(super) struct Fields {
    token: String,
    #[serde(default)]
    pub(super) bank: String,
    #[serde(default)]
    pub(super) username: String,
    #[serde(default)]
    pub(super) password: String,
}

/// A posted form, or the reason why it is malformed.
pub(super) type Posted = Result<Form<Fields>, FormRejection>;

/// The visit of one browser to the bank login of one session.
pub(super) struct Visit {
    pub(super) token: String,
    pub(super) token_hash: String,
    pub(super) login: Login,
    pub(super) session: Session,
    pub(super) deviations: Deviations,
}

impl Visit {
    /// Returns the visit that a form belongs to, with the fields of the form.
    pub(super) async fn find(app: &App, posted: Posted) -> Result<(Self, Fields), PageError> {
        let Ok(Form(mut fields)) = posted else { return Err(PageError::UnknownForm) };
        let token = std::mem::take(&mut fields.token);
        let token_hash = random::sha256(&token);
        let login = app.store.login(&token_hash).await?.ok_or(PageError::UnknownForm)?;
        let session = app.store.session(&login.session_id).await?.ok_or(PageError::UnknownForm)?;
        Ok((Self { token, token_hash, login, session, deviations: app.deviations() }, fields))
    }

    /// Returns the chosen bank.
    pub(super) fn bank(&self) -> Option<&'static Bank> {
        self.login.bank_id.as_deref().and_then(banks::bank)
    }

    /// Returns the person who logged in.
    pub(super) fn persona(&self) -> Option<&'static Persona> {
        self.login.username.as_deref().and_then(banks::persona)
    }

    /// Returns the page of the next step. `refused_username` is that of a failed login.
    pub(super) fn show(&self, refused_username: Option<&str>) -> Response {
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
    pub(super) fn is_over(&self) -> bool {
        let finished_here = self.session.is_finished() && self.ended_here();
        finished_here
            || redirects_everyone(&self.session, &self.deviations)
            || !self.session.accepts_login(&self.deviations)
    }

    /// Returns the response for a visit that is over. Only the login that ended the session is sent to the shop, also if
    /// its form is sent twice. The merchant's URLs may hold a secret that must not reach another browser on this link.
    pub(super) fn over(&self) -> Response {
        let request = &self.session.request;
        if redirects_everyone(&self.session, &self.deviations) || (self.session.is_finished() && self.ended_here()) {
            steps::leave(&self.session, &request.success_callback_url)
        } else if self.session.state == SessionState::Failed && self.ended_here() {
            steps::leave(&self.session, &request.error_callback_url)
        } else {
            steps::ended(&self.session)
        }
    }

    /// Returns true if the login of this browser ended the session.
    fn ended_here(&self) -> bool {
        self.session.ended_by.as_deref() == Some(self.token_hash.as_str())
    }

    /// Makes the session fail and returns the page with the result, which may be that of a faster browser.
    pub(super) async fn fail(mut self, app: &App) -> Result<Response, PageError> {
        let stays_open = self.deviations.reopen_cancelled == Some(CancelledStatus::Open);
        if stays_open && self.session.state == SessionState::Open && !self.session.is_finished() {
            return Ok(steps::leave(&self.session, &self.session.request.error_callback_url));
        }
        app.store.end(&self.session.id, &self.token_hash, Ended::Failed, &self.deviations).await?;
        self.session = app.store.session(&self.session.id).await?.ok_or(PageError::Failed)?;
        Ok(self.over())
    }
}
