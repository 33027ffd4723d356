//! Recall on the server: the decision that a page's `recallBank` makes, for a page that the shop's server renders.

use std::pin::pin;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::{Either, select};
use http::HeaderMap;
use ivy_data_session::json::{self, Value};
use ivy_data_session::model::DataSession;
use ivy_data_session::recall::{BodyDecision, Criteria, Reason, decide_body};
use ivy_data_session::rules::{NativeUrls, RequestRules, check_data_session_request, list_query_for};
use serde_json::json;

use super::list::{Absence, PageList, list_for};
use crate::api_error::{ApiError, Code};
use crate::config::Config;
use crate::host::Host;
use crate::ivy::undecodable;
use crate::request::RequestContext;
use crate::services::Services;

/// The version of the form of [`ServerRecall::initial`].
const VERSION: u8 = 1;

/// The options of a recall on the server.
#[derive(Clone, Debug, PartialEq)]
pub struct RecallOptions {
    /// The greatest age of a past session in days; `None` for any age, known or unknown.
    pub max_age_days: Option<f64>,
    /// The permissions whose data a past session must have; `None` for those of the request.
    pub required: Option<Vec<String>>,
    /// The time after which the page is sent without an offer.
    pub deadline: Duration,
}

impl Default for RecallOptions {
    fn default() -> Self {
        Self { max_age_days: None, required: None, deadline: Duration::from_millis(300) }
    }
}

/// The outcome of a recall on the server, for the page that is rendered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerRecall {
    /// The outcome, or `None` if the deadline has passed.
    pub outcome: Option<RecallOutcome>,
    /// The outcome as JSON text, in the form that `initial` contains.
    pub outcome_json: Option<String>,
    /// The list that the outcome was decided by, for the page's client. `None` if there is no list, and while recall is
    /// switched off.
    pub list: Option<RecallList>,
    /// The outcome for the page's option `initial`: base64url, which is safe in text, attributes and scripts. Empty if the
    /// deadline has passed or the list is not available; then the page's client sends its own request.
    pub initial: String,
}

impl ServerRecall {
    /// The headers of a response with the page.
    pub const HEADERS: [(&'static str, &'static str); 2] = [("cache-control", "no-store"), ("vary", "Cookie")];
}

/// A decision about past sessions.
#[derive(Clone, Debug, PartialEq)]
pub enum RecallOutcome {
    /// A past session can be reused.
    Recalled {
        /// All eligible sessions: newest first, then those without a date.
        sessions: Vec<DataSession>,
        /// The position of the session to offer. `None` if the shopper has to choose.
        offered: Option<usize>,
        /// The age of the offered session in whole days.
        age_days: Option<u32>,
        /// True if the sessions name different people.
        identity_differs: bool,
    },
    /// A new bank login is required.
    NotRecalled(Reason),
}

/// A list as the proxy's route returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallList {
    /// The body, as JSON text.
    pub body: String,
    /// The proxy's clock in epoch seconds.
    pub now: i64,
    /// True if nobody is signed in.
    pub guest: bool,
    /// The owner tag.
    pub owner: String,
}

/// Decides for the sender of a request, within the deadline. `session_request` is the page's request as JSON text.
///
/// # Errors
/// 422 if the request is invalid. 403 if it names another user than the signed-in one.
pub(crate) async fn recall(
    services: &Services<impl Host>,
    headers: &HeaderMap,
    context: &mut impl RequestContext,
    session_request: &str,
    options: &RecallOptions,
) -> Result<ServerRecall, ApiError> {
    let request = SessionRequest::read(&services.config, session_request)?;
    let required = options.required.clone().unwrap_or(request.permissions);
    let criteria = Criteria { required, max_age_days: options.max_age_days };
    let work = pin!(decided(services, headers, context, request.user, &criteria));
    let deadline = pin!(services.host().pause(options.deadline));
    match select(work, deadline).await {
        Either::Left((Err(error), _)) if error.code != Code::Forbidden => Ok(unavailable(&error)),
        Either::Left((result, _)) => result,
        Either::Right(_) => Ok(ServerRecall::default()),
    }
}

/// The parts of a page's request that a recall needs.
struct SessionRequest {
    permissions: Vec<String>,
    /// The user whom the request names.
    user: Option<Value>,
}

impl SessionRequest {
    fn read(config: &Config, text: &str) -> Result<Self, ApiError> {
        let request = json::parse(text.as_bytes()).map_err(|_| ApiError::malformed())?;
        let rules = RequestRules {
            urls: &NativeUrls,
            extra_fields: &config.extra_fields,
            extra_permissions: &config.extra_permissions,
            reference_id_optional: true,
        };
        let checked = check_data_session_request(&request, &rules);
        let Some(request) = checked.value.filter(|_| checked.issues.is_empty()) else {
            return Err(ApiError::invalid(checked.issues));
        };
        let permissions = match request.get("permissions") {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        Ok(Self { permissions, user: request.get("externalUser").cloned() })
    }
}

async fn decided(
    services: &Services<impl Host>,
    headers: &HeaderMap,
    context: &mut impl RequestContext,
    user: Option<Value>,
    criteria: &Criteria,
) -> Result<ServerRecall, ApiError> {
    let found = context.customer(headers).await;
    let who = services.caller(headers, found).who()?;
    services.limit_owner(&who)?;
    let owner = who.tag(&services.store.keys());
    let query = user.map(|user| list_query_for(&user));
    let selector = match query.map(|query| query.value) {
        Some(Some(Value::Object(members))) => members.into_iter().next(),
        // Without a selector, the user is known by metadata alone.
        Some(_) => return Ok(finished(services, &owner, Outcome::Login(Reason::MetadataOnly), None)),
        None => None,
    };
    let PageList { body, absence, .. } = list_for(services, &who, selector).await?;
    let now = services.now();
    let outcome = match absence {
        Some(absence) => Outcome::Login(absence.reason()),
        None => outcome(&body, criteria, now)?,
    };
    let guest = absence == Some(Absence::Guest);
    let list = (absence != Some(Absence::Off)).then(|| RecallList { body, now, guest, owner: owner.clone() });
    Ok(finished(services, &owner, outcome, list))
}

/// A decision whose sessions are JSON texts.
enum Outcome {
    Recalled { sessions: Vec<String>, offered: Option<u32>, age_days: Option<u32>, identity_differs: bool },
    Login(Reason),
}

impl Outcome {
    /// Returns the outcome as JSON text. The sessions' numbers keep their spelling.
    fn json(&self) -> String {
        match self {
            Self::Recalled { sessions, offered, age_days, identity_differs } => {
                let [offered, age_days] = [offered, age_days].map(|number| json!(number));
                let sessions = sessions.join(",");
                format!(
                    "{{\"kind\":\"recalled\",\"sessions\":[{sessions}],\"offered\":{offered},\"ageDays\":{age_days},\
                     \"identityDiffers\":{identity_differs}}}"
                )
            }
            Self::Login(reason) => json!({ "kind": "not_recalled", "reason": reason }).to_string(),
        }
    }

    fn read(self) -> RecallOutcome {
        match self {
            Self::Recalled { sessions, offered, age_days, identity_differs } => RecallOutcome::Recalled {
                sessions: sessions.iter().filter_map(|text| serde_json::from_str(text).ok()).collect(),
                offered: offered.map(|position| position as usize),
                age_days,
                identity_differs,
            },
            Self::Login(reason) => RecallOutcome::NotRecalled(reason),
        }
    }
}

/// Decides about the body of a list by the page's rules.
fn outcome(body: &str, criteria: &Criteria, now: i64) -> Result<Outcome, ApiError> {
    let decision = decide_body(&body.as_bytes(), criteria, Some(now as f64));
    match decision.map_err(|_| undecodable("a list that cannot be read"))? {
        BodyDecision::Login { reason, .. } => Ok(Outcome::Login(reason)),
        // No session is undated: a session for a page has only dates that are plausible.
        BodyDecision::Recalled { spans, offered, age_days, identity_differs, .. } => {
            let text = |span: &[u32]| match span {
                [start, end] => body.get(*start as usize..*end as usize).map(str::to_owned),
                _ => None,
            };
            let sessions = spans.chunks(2).filter_map(text).collect();
            Ok(Outcome::Recalled { sessions, offered, age_days, identity_differs })
        }
    }
}

fn finished(services: &Services<impl Host>, owner: &str, outcome: Outcome, list: Option<RecallList>) -> ServerRecall {
    let (at, owner, outcome_json) = (services.now(), json!(owner), outcome.json());
    let initial = format!("{{\"v\":{VERSION},\"at\":{at},\"owner\":{owner},\"outcome\":{outcome_json}}}");
    ServerRecall {
        outcome: Some(outcome.read()),
        outcome_json: Some(outcome_json),
        list,
        initial: URL_SAFE_NO_PAD.encode(initial),
    }
}

/// Returns the outcome if there is no list: the page is sent without an offer, and its client sends its own request.
fn unavailable(error: &ApiError) -> ServerRecall {
    let (code, reason) = (error.code.name(), error.reason().unwrap_or_default());
    tracing::warn!(event = "recall_unavailable", code, reason, "no list for a page that is rendered");
    let outcome = Outcome::Login(Reason::ListUnavailable);
    ServerRecall { outcome_json: Some(outcome.json()), outcome: Some(outcome.read()), ..ServerRecall::default() }
}
