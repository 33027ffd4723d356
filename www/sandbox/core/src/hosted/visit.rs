//! The visit of one browser to the bank login of one session.

use super::error::PageError;
use super::steps;
use super::texts::Texts;
use crate::banks::{self, Bank, Persona};
use crate::call::Call;
use crate::deviations::{CancelledStatus, Deviations};
use crate::moment::Moment;
use crate::random;
use crate::response::Response;
use crate::state::{Ending, Kind, Login, Session, Status};
use serde::Deserialize;

/// Returns true if every browser on the link of this session is sent to the merchant's success URL.
pub(super) fn redirects_everyone(session: &Session, deviations: &Deviations) -> bool {
    deviations.redirect_finished && session.is_completed()
}

/// Returns the bank that the request preselects.
pub(super) fn prefilled_bank(session: &Session) -> Option<&'static Bank> {
    session.request.prefill.as_ref()?.bank_id.as_deref().and_then(banks::bank)
}

/// Returns the only bank that the shopper may use. `disableBankSelection` without a preselected bank is ignored.
pub(super) fn fixed_bank(session: &Session) -> Option<&'static Bank> {
    prefilled_bank(session).filter(|_| session.request.disable_bank_selection)
}

/// Returns the texts for a session in the browser that sent the request.
pub(super) fn texts(call: &Call<'_>, session: &Session) -> &'static Texts {
    Texts::of(session.request.locale.as_deref(), call.request.header("accept-language"))
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

/// The visit of one browser to the bank login of one session.
pub(super) struct Visit {
    pub(super) token: String,
    pub(super) login: Login,
    pub(super) session: Session,
    pub(super) texts: &'static Texts,
    pub(super) deviations: Deviations,
    pub(super) now: Moment,
}

impl Visit {
    /// Returns the visit that the posted form belongs to, with the fields of the form.
    pub(super) fn find(call: &Call<'_>) -> Result<(Self, Fields), PageError> {
        let body = call.request.body.as_ref().map_err(|_| PageError::UnknownForm)?;
        if !call.request.has_type("application/x-www-form-urlencoded") {
            return Err(PageError::UnknownForm);
        }
        let mut fields: Fields = serde_urlencoded::from_bytes(body).map_err(|_| PageError::UnknownForm)?;
        let token = std::mem::take(&mut fields.token);
        let login = call.state.login(&random::sha256(&token)).ok_or(PageError::UnknownForm)?.clone();
        let session = call.state.session(&login.session_id).ok_or(PageError::UnknownForm)?.clone();
        let texts = texts(call, &session);
        Ok((Self { token, login, session, texts, deviations: call.deviations(), now: call.now }, fields))
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
            (None, _) => steps::choose_bank(&self.session, self.texts, &self.token),
            (Some(bank), None) => {
                let may_change = fixed_bank(&self.session).is_none();
                steps::log_in(&self.session, self.texts, &self.token, bank, may_change, refused_username)
            }
            (Some(bank), Some(persona)) => steps::consent(&self.session, self.texts, &self.token, bank, persona),
        }
    }

    /// Returns true if this browser has nothing left to do: it finished the login, or the session takes none.
    pub(super) fn is_over(&self) -> bool {
        let finished_here = self.session.is_completed() && self.ended_here();
        finished_here
            || redirects_everyone(&self.session, &self.deviations)
            || !self.session.accepts_login(&self.deviations, self.now)
    }

    /// Returns the response for a visit that is over. Only the login that ended the session is sent to the shop, also if
    /// its form is sent twice. The merchant's URLs may hold a secret that must not reach another browser on this link.
    pub(super) fn over(&self) -> Response {
        let request = &self.session.request;
        if redirects_everyone(&self.session, &self.deviations) || (self.session.is_completed() && self.ended_here()) {
            steps::leave(&self.session, self.texts, &request.success_callback_url, self.now)
        } else if self.session.status(self.now) == Status::Failed && self.ended_here() {
            steps::leave(&self.session, self.texts, &request.error_callback_url, self.now)
        } else {
            steps::ended(&self.session, self.texts, self.now)
        }
    }

    /// Returns true if the login of this browser ended the session.
    fn ended_here(&self) -> bool {
        self.session.ended_by.as_deref() == Some(self.login.token_hash.as_str())
    }

    /// Returns the session after its end by this browser's login, or `None` if it cannot end so.
    pub(super) fn end(&self, ending: Ending) -> Option<Session> {
        self.session.end(&self.login.token_hash, ending, &self.deviations, self.now)
    }

    /// Makes the session fail, if it can, and returns the page with the result.
    pub(super) fn fail(mut self, call: &mut Call<'_>) -> Response {
        let stays_open = self.deviations.reopen_cancelled == Some(CancelledStatus::Open);
        if stays_open && self.session.status(self.now) == Status::Open && !self.session.is_completed() {
            return steps::leave(&self.session, self.texts, &self.session.request.error_callback_url, self.now);
        }
        if let Some(failed) = self.end(Ending::Failed) {
            call.change(Kind::Session(Box::new(failed.clone())));
            self.session = failed;
        }
        self.over()
    }
}
