//! Creation of a session. The row is written before Ivy is called, and each idempotency key gets one response
//! (SECURITY.md, 7).

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use ivy_data_session::decode::scan_session;
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::status;
use ivy_data_session::rules::{IssueCode, Step};
use url::Url;

use super::stamp::{Stamped, new_reference, stamp};
use super::{Call, Output};
use crate::address::Network;
use crate::api_error::{ApiError, Code};
use crate::host::Host;
use crate::identify::Caller;
use crate::ivy::{Endpoint, UpstreamError, undecodable};
use crate::keys::{Purpose, SealScope};
use crate::list_way::ListWay;
use crate::random::token;
use crate::request::RequestContext;
use crate::services::Services;
use crate::session::Session;
use crate::store::{Claim, Claimed, Opened, Record};
use crate::who::{LoginId, Who};
use crate::{body, date, urls};

/// The longest idempotency key. Ivy's documentation allows any string of up to 255 characters.
const LONGEST_KEY: usize = 255;
const KEY_HEADER: &str = "idempotency-key";

/// The number of references to try if Ivy reports that one was used before.
const REFERENCES: usize = 3;
/// The number of attempts after an earlier request with the same key has just ended.
const TURNS: usize = 8;
/// The pause before checking again for the response to the same request.
const PAUSE: Duration = Duration::from_millis(100);
/// The time after the timeout of a create by which its response is certainly stored, in seconds.
const MARGIN: i64 = 3;

/// A created session.
#[derive(Clone, Debug)]
pub(super) struct Created {
    /// The session for the page, as JSON text.
    pub(super) response: String,
    pub(super) session_id: Option<String>,
    pub(super) cookies: Vec<HeaderValue>,
    /// The guest who begins with this session.
    pub(super) new_guest: Option<Who>,
}

pub(super) async fn create(
    services: &Services<impl Host>,
    call: Call,
    context: &mut impl RequestContext,
) -> Result<Output, ApiError> {
    let request = body::object(&call.body)?;
    let page = services.return_pages.of(&call.headers).script.clone();
    let key = idempotency_key(&call.headers)?;
    let created = create_for(services, &call, context, &request, page, key).await?;
    let output = Output::json(created.response).about(created.session_id).with_cookies(created.cookies);
    Ok(Output { new_guest: created.new_guest, ..output })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    if !headers.contains_key(KEY_HEADER) {
        return Ok(None);
    }
    match crate::header::single(headers, KEY_HEADER) {
        Some(key) if (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
            Ok(Some(key.to_owned()))
        }
        _ => Err(ApiError::malformed().because("idempotency key")),
    }
}

/// Creates a session for the caller, whose login returns to `page`. Sets the guest cookie for a guest without one, and
/// the login cookie for every browser.
pub(super) async fn create_for(
    services: &Services<impl Host>,
    call: &Call,
    context: &mut impl RequestContext,
    request: &Value,
    page: Url,
    key: Option<String>,
) -> Result<Created, ApiError> {
    let Caller { login, .. } = &call.caller;
    let (who, guest_cookie) = match call.caller.who()? {
        Who::Guest(None) => services.new_guest().map(|(who, cookie)| (who, Some(cookie)))?,
        who => (who, None),
    };
    let (login, login_cookie) = services.keep_login(login.clone())?;
    let mut stamped = stamp(&services.config, &who, request)?;
    if let Who::Customer(customer) = &who {
        services.warn_if_unusable(customer);
    }
    let new_guest = guest_cookie.is_some().then(|| who.clone());
    let owner = who.owner().ok_or_else(|| ApiError::unavailable().because("no owner"))?;
    let start = context.reference_start(&call.headers).await.unwrap_or_default();
    let body = format!("{page}\n{}", stamped.text());
    if let ListWay::List(selector) = services.list_check.way() {
        stamped.identify(selector, &who);
    }
    let create = PendingCreate { stamped, who, owner, login, key, body, page, start, network: call.network };
    let (response, session_id) = create.send(services).await?;
    let cookies = guest_cookie.into_iter().chain([login_cookie]).collect();
    Ok(Created { response, session_id, cookies, new_guest })
}

/// A create with everything that Ivy's request needs, except the reference and the nonces.
struct PendingCreate {
    stamped: Stamped,
    who: Who,
    owner: String,
    login: LoginId,
    key: Option<String>,
    /// The request's text, for comparison with a retry.
    body: String,
    page: Url,
    /// The merchant's prefix for the reference.
    start: String,
    network: Network,
}

/// The secrets that only Ivy and the proxy know until the shopper returns.
struct Nonces {
    success: String,
    error: String,
}

impl PendingCreate {
    async fn send(self, services: &Services<impl Host>) -> Result<(String, Option<String>), ApiError> {
        let patience = services.host().elapsed_ms() + services.config.deadlines.create.as_millis() as u64;
        let (mut references, mut turns) = (0, 0);
        let mut is_counted = false;
        loop {
            let reference_id = self.new_reference(services)?;
            let nonces = Nonces { success: token::<32>(services.host())?, error: token::<32>(services.host())? };
            match services.store.claim(&self.claim(services, &reference_id, &nonces)).await? {
                Claimed::Completed(record) => return self.repeat(services, &record),
                Claimed::Conflict => return Err(ApiError::new(StatusCode::CONFLICT, Code::Conflict)),
                Claimed::Busy if services.host().elapsed_ms() < patience => services.host().pause(PAUSE).await,
                Claimed::Freed if turns < TURNS => turns += 1,
                Claimed::Busy | Claimed::Freed => {
                    return Err(ApiError::unavailable().because("the same create is busy"));
                }
                Claimed::Ours(record) => {
                    if !is_counted && let Err(error) = self.count(services).await {
                        services.store.withdraw(&record).await?;
                        return Err(error);
                    }
                    is_counted = true;
                    match self.call(services, &record, &nonces).await {
                        Ok(created) => return Ok(created),
                        Err(UpstreamError::ReferenceTaken) if references + 1 < REFERENCES => {
                            services.store.withdraw(&record).await?;
                            references += 1;
                        }
                        Err(UpstreamError::Lost(error)) => {
                            services.store.give_up(*record, services.now()).await?;
                            return Err(error);
                        }
                        Err(fault) => {
                            services.store.withdraw(&record).await?;
                            return Err(fault.into());
                        }
                    }
                }
            }
        }
    }

    fn new_reference(&self, services: &Services<impl Host>) -> Result<String, ApiError> {
        let all = services.store.keys();
        let keys = all.newest().ok_or_else(|| ApiError::unavailable().because("no secret"))?;
        Ok(keys.tagged(&new_reference(services.host(), &self.start)?))
    }

    fn claim<'a>(&'a self, services: &Services<impl Host>, reference_id: &'a str, nonces: &'a Nonces) -> Claim<'a> {
        let now = services.now();
        Claim {
            reference_id,
            who: &self.who,
            login: &self.login,
            success_nonce: &nonces.success,
            error_nonce: &nonces.error,
            repeatable: self.key.as_deref().map(|key| (key, self.body.as_str())),
            now,
            lease_until: now + services.config.deadlines.create.as_secs() as i64 + MARGIN,
        }
    }

    /// Counts a create before Ivy is called.
    ///
    /// # Errors
    /// 429 over one of the limits.
    async fn count(&self, services: &Services<impl Host>) -> Result<(), ApiError> {
        let limits = &services.config.limits;
        let network = self.network.to_string();
        for (purpose, name, most) in [
            (Purpose::Owner, self.owner.as_str(), limits.creates_per_owner),
            (Purpose::Address, network.as_str(), limits.creates_per_address),
        ] {
            let now = services.now();
            let (number, until) = services.store.count(purpose, name, now).await?;
            if number > i64::from(most) {
                let wait = u64::try_from(until - now).unwrap_or_default().max(1);
                return Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited)
                    .after(wait)
                    .because("too many creates"));
            }
        }
        Ok(())
    }

    /// Calls Ivy, and stores its response before it is returned.
    async fn call(
        &self,
        services: &Services<impl Host>,
        record: &Record,
        nonces: &Nonces,
    ) -> Result<(String, Option<String>), UpstreamError> {
        let reference_id = record.reference_id.as_str();
        let urls = urls::callback_urls(&self.page, &nonces.success, &nonces.error);
        let request = self.stamped.complete(reference_id, urls, &services.config.callback_url);
        let bytes = services.call_ivy(Endpoint::Create, request).await?;
        let now = services.now();
        let response = read(&bytes, reference_id, nonces, now).map_err(UpstreamError::Lost)?;
        let sealed = self.seal(services, record, &response.text).map_err(UpstreamError::Lost)?;
        let store = &services.store;
        let opened = store.open_session(record.clone(), &response.session_id, sealed, response.expires_at, now).await;
        match opened.map_err(UpstreamError::Lost)? {
            Opened::Open => Ok((response.text, Some(response.session_id))),
            Opened::Gone => Err(UpstreamError::Lost(ApiError::unavailable().because("forgotten while it was created"))),
            Opened::Locked => Err(UpstreamError::Lost(undecodable("ivy's answer to create has an id that is taken"))),
        }
    }

    /// Seals the response for a retry, if the create has an idempotency key.
    fn seal(&self, services: &Services<impl Host>, record: &Record, text: &str) -> Result<Option<String>, ApiError> {
        let Some(scope) = self.scope(record) else { return Ok(None) };
        let all = services.store.keys();
        let keys = all.of(&record.secret_id).ok_or_else(|| ApiError::unavailable().because("no secret"))?;
        keys.seal(services.host(), &scope, text).map(Some)
    }

    /// Opens the response to an earlier create with the same key.
    fn repeat(&self, services: &Services<impl Host>, record: &Record) -> Result<(String, Option<String>), ApiError> {
        let all = services.store.keys();
        let sealed = record.repeat.as_ref().and_then(|repeat| repeat.sealed.as_deref());
        let opened = all.of(&record.secret_id).zip(sealed).zip(self.scope(record));
        let text = opened.and_then(|((keys, sealed), scope)| keys.open(&scope, sealed));
        let text = text.ok_or_else(|| ApiError::unavailable().because("the stored response cannot be opened"))?;
        Ok((text, record.session_id.clone()))
    }

    fn scope<'a>(&'a self, record: &'a Record) -> Option<SealScope<'a>> {
        self.key.as_deref().map(|key| SealScope {
            owner: &self.owner,
            idempotency_key: key,
            reference_id: &record.reference_id,
        })
    }
}

/// Ivy's response to a create, as the proxy stores and returns it.
struct CreateResponse {
    session_id: String,
    text: String,
    expires_at: Option<i64>,
}

/// Reads Ivy's response with the library's decoder. The earliest version of Ivy's API returns only `id` and
/// `redirectUrl`; status and reference are added to it. The page gets the same members as a retry: `id`, `referenceId`,
/// `status`, `redirectUrl` and `expiresAt`.
fn read(bytes: &[u8], reference_id: &str, nonces: &Nonces, now: i64) -> Result<CreateResponse, ApiError> {
    let scanned = scan_session(bytes).map_err(|_| undecodable("ivy's answer to create is not json"))?;
    let no_status = |path: &[Step]| matches!(path, [Step::Field(name)] if name == "status");
    if !scanned.issues.iter().all(|issue| issue.code == IssueCode::Required && no_status(&issue.path)) {
        return Err(undecodable("ivy's answer to create is not a session"));
    }
    let session = Session::read(bytes).ok_or_else(|| undecodable("ivy's answer to create is not an object"))?;
    if session.text("referenceId").is_some_and(|answered| answered != reference_id) {
        return Err(undecodable("ivy's answer to create is about another reference"));
    }
    let session_id = session.text("id").unwrap_or_default().to_owned();
    // The URL is passed on in its parsed form: browsers read `https:host/x` on an https page as a path of that page.
    let redirect_url = session.text("redirectUrl").and_then(|text| Url::parse(text).ok());
    let Some(redirect_url) = redirect_url.filter(|_| is_id(&session_id)) else {
        return Err(undecodable("ivy's answer to create has no id or no redirectUrl"));
    };
    let expires_at = scanned.expires_at.and_then(|number| number.read(bytes));
    let expires_at = expires_at.and_then(|seconds| date::login_end(seconds, now));
    let mut members = vec![
        ("id", Value::String(session_id.clone())),
        ("referenceId", Value::String(reference_id.into())),
        ("status", Value::String(session.text("status").unwrap_or(status::OPEN).into())),
        ("redirectUrl", Value::String(redirect_url.into())),
    ];
    members.extend(expires_at.map(|seconds| ("expiresAt", Value::Number(seconds.to_string()))));
    let mut text = String::new();
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json::write(&Value::Object(members), &mut text);
    if [&nonces.success, &nonces.error].into_iter().any(|nonce| text.contains(nonce.as_str())) {
        return Err(undecodable("ivy's answer to create shows the callback urls"));
    }
    Ok(CreateResponse { session_id, text, expires_at })
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && !text.contains('\0')
}
