//! The hosted bank login: choose a bank, log in, consent, return to the shop. The pages are HTML forms without scripts.
//!
//! The state holds the progress of a browser under the digest of a token that only the browser's page has. So other sites
//! cannot forge its posts, and two browsers on the same link do not disturb each other.

mod error;
mod page;
mod steps;
mod texts;
mod visit;

use crate::api_error::ApiError;
use crate::banks::{self, Bank, Persona};
use crate::call::Call;
use crate::random;
use crate::response::Response;
use crate::state::{Counter, Delivery, Ending, Kind, Login, Progress, Session};
use crate::webhook;
use error::PageError;
use serde::Deserialize;
use visit::{Visit, fixed_bank, prefilled_bank, redirects_everyone, texts};

/// A page, or the error page.
type PageResult = Result<Response, PageError>;

/// Answers a request for `/init`, its forms or its stylesheet. Other paths get the error page.
pub(crate) fn respond(call: &mut Call<'_>) -> Response {
    let (allowed, page): (_, fn(&mut Call<'_>) -> PageResult) = match &*call.request.path {
        "/init" => ("GET,HEAD", open),
        "/init/bank" => ("POST", choose_bank),
        "/init/login" => ("POST", log_in),
        "/init/consent" => ("POST", consent),
        "/init/cancel" => ("POST", cancel),
        "/sandbox/style.css" => ("GET,HEAD", |_| Ok(page::style())),
        _ => return PageError::UnknownLink.response(call.request),
    };
    if !allowed.split(',').any(|method| method == call.request.route_method()) {
        return Response::method_not_allowed(allowed);
    }
    page(call).unwrap_or_else(|error| {
        call.undo();
        error.response(call.request)
    })
}

/// The end of a login without its pages.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Finish {
    /// The shopper logs in to this bank and consents.
    LogIn(&'static Bank, &'static Persona),
    /// The shopper cancels.
    Cancel,
}

/// Finishes the login of a session as a browser would that opens its link. Returns the URL of the shop to which the browser
/// is sent, or `None` if the session has none or accepts no login.
pub(crate) fn finish(call: &mut Call<'_>, session: &Session, finish: Finish) -> Result<Option<String>, ApiError> {
    let (deviations, now) = (call.deviations(), call.now);
    let token = random::login_token(call.host)?;
    let mut login =
        Login { token_hash: random::sha256(&token), session_id: session.id.clone(), bank_id: None, username: None };
    if let Finish::LogIn(bank, persona) = finish {
        login.bank_id = Some(fixed_bank(session).unwrap_or(bank).id.to_owned());
        login.username = Some(persona.username.to_owned());
    }
    let texts = texts(call, session);
    let visit = Visit { token, login, session: session.clone(), texts, deviations, now };
    if visit.is_over() {
        return Ok(None);
    }
    call.change(Kind::Login(visit.login.clone()));
    let response = match (visit.bank(), visit.persona()) {
        (Some(bank), Some(persona)) => {
            call.count(Counter::BankLogins);
            complete(call, visit, bank, persona).map_err(|_| ApiError::failed())?
        }
        _ => visit.fail(call),
    };
    Ok(response.headers.into_iter().find(|(name, _)| *name == "location").map(|(_, url)| url))
}

/// The parameters of `redirectUrl`.
#[derive(Deserialize)]
struct Link {
    id: String,
    #[serde(rename = "bankId")]
    bank_id: Option<String>,
}

/// Shows the first step, for the URL in `redirectUrl`. A bank that the link or the session names is preselected.
fn open(call: &mut Call<'_>) -> PageResult {
    let link: Link = serde_urlencoded::from_str(&call.request.query).map_err(|_| PageError::UnknownLink)?;
    let session = call.state.session(&link.id).ok_or(PageError::UnknownLink)?.clone();
    let (texts, deviations, now) = (texts(call, &session), call.deviations(), call.now);
    if redirects_everyone(&session, &deviations) {
        return Ok(steps::leave(&session, texts, &session.request.success_callback_url, now));
    }
    if !session.accepts_login(&deviations, now) {
        return Ok(steps::ended(&session, texts, now));
    }
    let named = link.bank_id.as_deref().and_then(banks::bank);
    let bank = fixed_bank(&session).or(named).or(prefilled_bank(&session));
    let token = random::login_token(call.host)?;
    let login = Login {
        token_hash: random::sha256(&token),
        session_id: session.id.clone(),
        bank_id: bank.map(|bank| bank.id.to_owned()),
        username: None,
    };
    call.change(Kind::Login(login.clone()));
    Ok(Visit { token, login, session, texts, deviations, now }.show(None))
}

/// Chooses a bank. An empty name returns to the choice.
fn choose_bank(call: &mut Call<'_>) -> PageResult {
    let (mut visit, fields) = Visit::find(call)?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let bank = fixed_bank(&visit.session).or_else(|| banks::bank(&fields.bank));
    visit.login.bank_id = bank.map(|bank| bank.id.to_owned());
    visit.login.username = None;
    call.change(Kind::Login(visit.login.clone()));
    Ok(visit.show(None))
}

/// Checks the password. A bank that always fails does so here.
fn log_in(call: &mut Call<'_>) -> PageResult {
    let (mut visit, fields) = Visit::find(call)?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let Some(bank) = visit.bank() else { return Ok(visit.show(None)) };
    let Some(persona) = banks::log_in(&fields.username, &fields.password) else {
        visit.login.username = None;
        return Ok(visit.show(Some(&fields.username)));
    };
    // A form that is sent twice counts once.
    if visit.login.username.as_deref() != Some(persona.username) {
        visit.login.username = Some(persona.username.to_owned());
        call.change(Kind::Login(visit.login.clone()));
        call.count(Counter::BankLogins);
    }
    if bank.hint == banks::Hint::Fails { Ok(visit.fail(call)) } else { Ok(visit.show(None)) }
}

/// Takes the consent of the page's form.
fn consent(call: &mut Call<'_>) -> PageResult {
    let (visit, _) = Visit::find(call)?;
    if visit.is_over() {
        return Ok(visit.over());
    }
    let (Some(bank), Some(persona)) = (visit.bank(), visit.persona()) else { return Ok(visit.show(None)) };
    complete(call, visit, bank, persona)
}

/// Completes the session, once, and posts the result callback.
fn complete(call: &mut Call<'_>, mut visit: Visit, bank: &Bank, persona: &Persona) -> PageResult {
    if bank.hint == banks::Hint::Fails {
        return Ok(visit.fail(call));
    }
    let data = banks::data(bank, persona, &visit.session.request.permissions);
    let late_by = match visit.deviations.complete_after {
        Some(seconds) => i64::from(seconds.get()),
        None if bank.hint == banks::Hint::Late => i64::try_from(call.settings.late_by.as_secs()).unwrap_or(i64::MAX),
        None => 0,
    };
    let confirmed = visit.end(Ending::Complete(data.clone(), 0));
    let completed = visit.end(Ending::Complete(data, late_by));
    let (Some(confirmed), Some(completed)) = (confirmed, completed) else { return Ok(visit.over()) };
    replace_callbacks(call, &completed.request.reference_id);
    match webhook::delivery(&confirmed, &visit.deviations, call.host, call.now, late_by)? {
        Some(delivery) if late_by > 0 => call.change(Kind::Delivery(delivery)),
        Some(delivery) => call.announce(delivery),
        None => {}
    }
    call.change(Kind::Session(Box::new(completed.clone())));
    visit.session = completed;
    Ok(visit.over())
}

/// Drops the callbacks of a session's earlier completion that the merchant has not accepted.
fn replace_callbacks(call: &mut Call<'_>, reference_id: &str) {
    let due: Vec<Delivery> =
        call.state.due().filter(|delivery| delivery.reference_id == reference_id).cloned().collect();
    for delivery in due {
        call.change(Kind::Delivery(Delivery { progress: Progress::Replaced, ..delivery }));
    }
}

/// Cancels the login.
fn cancel(call: &mut Call<'_>) -> PageResult {
    let (visit, _) = Visit::find(call)?;
    if visit.is_over() { Ok(visit.over()) } else { Ok(visit.fail(call)) }
}
