//! Creating a session: written down before Ivy is asked, answered once for each idempotency key (security.md, 7).

use std::sync::atomic::Ordering;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use ivy_data_session::decode::scan_session;
use ivy_data_session::json::Value;
use ivy_data_session::model::status;
use ivy_data_session::rules::{IssueCode, Step};
use url::Url;

use super::stamp::{Stamped, new_reference, stamp};
use super::{Call, Reply};
use crate::ivy::{Ask, Fault, undecodable};
use crate::random::{mark, token};
use crate::refused::Code;
use crate::session::Session;
use crate::store::{Claim, Claimed};
use crate::{Asked, Host, Proxy, Refused, Who, body, places};

/// Ivy's documentation: any string of up to 255 characters.
const LONGEST_KEY: usize = 255;
const KEY_HEADER: &str = "idempotency-key";

/// How often another reference is tried where Ivy says that one was used before.
const REFERENCES: usize = 3;
/// How often a request may find that an earlier one with its key has just ended.
const TURNS: usize = 8;
/// How long to wait before looking again whether the same request has been answered.
const PAUSE: Duration = Duration::from_millis(100);
/// After the deadline of asking Ivy, until its answer is surely written down, in seconds.
const MARGIN: i64 = 3;
/// How often kept answers are looked through, in seconds.
const SWEEP_EVERY: i64 = 3600;

/// A session that Ivy was asked for.
#[derive(Clone, Debug)]
pub(super) struct Created {
    /// The session for the page, as JSON text.
    pub(super) answer: String,
    pub(super) session_id: Option<String>,
}

pub(super) async fn create(proxy: &Proxy<impl Host>, call: Call, asked: &mut impl Asked) -> Result<Reply, Refused> {
    let request = body::object(&call.body)?;
    let page = proxy.parts.return_url.clone();
    let key = idempotency_key(&call.headers)?;
    // A guest's browser is known from here on by a cookie.
    let (who, cookie) = match call.who {
        Who::Guest(None) => proxy.new_guest().map(|(who, cookie)| (who, Some(cookie)))?,
        who => (who, None),
    };
    let created = create_for(proxy, &who, asked, &call.headers, &request, page, key).await?;
    Ok(Reply::json(created.answer).about(created.session_id).with_cookie(cookie))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    if !headers.contains_key(KEY_HEADER) {
        return Ok(None);
    }
    match crate::guard::single(headers, KEY_HEADER) {
        Some(key) if (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
            Ok(Some(key.to_owned()))
        }
        _ => Err(Refused::malformed().because("idempotency key")),
    }
}

/// Creates a session of `who` that comes back to `page`.
pub(super) async fn create_for(
    proxy: &Proxy<impl Host>,
    who: &Who,
    asked: &mut impl Asked,
    headers: &HeaderMap,
    request: &Value,
    page: Url,
    key: Option<String>,
) -> Result<Created, Refused> {
    let stamped = stamp(&proxy.parts.config, who, request)?;
    let owner = who.owner().ok_or_else(|| Refused::unavailable().because("no owner"))?;
    let key_mark = key.map(|key| mark("key", &[&owner, &key]));
    let body_mark = key_mark.as_ref().map(|_| mark("body", &[page.as_str(), &stamped.text()]));
    let start = asked.reference_start(headers).await.unwrap_or_default();
    let wanted = Wanted { stamped, owner, key_mark, body_mark, page, start };
    wanted.create(proxy).await
}

struct Wanted {
    stamped: Stamped,
    owner: String,
    key_mark: Option<String>,
    body_mark: Option<String>,
    page: Url,
    /// What the merchant wants the reference to begin with.
    start: String,
}

impl Wanted {
    async fn create(self, proxy: &Proxy<impl Host>) -> Result<Created, Refused> {
        sweep(proxy).await?;
        let patience = proxy.host().elapsed_ms() + proxy.parts.config.deadlines.create.as_millis() as u64;
        let (mut references, mut turns) = (0, 0);
        loop {
            let reference_id = new_reference(proxy.host(), &self.start)?;
            let nonce = token::<32>(proxy.host())?;
            match proxy.parts.store.claim(&self.claim(proxy, &reference_id, &nonce)).await? {
                Claimed::Answered { answer, session_id } => return Ok(Created { answer, session_id }),
                Claimed::Conflict => return Err(Refused::new(StatusCode::CONFLICT, Code::Conflict)),
                Claimed::Busy if proxy.host().elapsed_ms() < patience => proxy.host().pause(PAUSE).await,
                Claimed::Freed if turns < TURNS => turns += 1,
                Claimed::Busy | Claimed::Freed => return Err(Refused::unavailable().because("the same create is busy")),
                Claimed::Ours => match self.ask(proxy, &reference_id, &nonce).await {
                    Ok(created) => return Ok(created),
                    Err(Fault::ReferenceTaken) if references + 1 < REFERENCES => {
                        proxy.parts.store.withdraw(&reference_id).await?;
                        references += 1;
                    }
                    Err(Fault::Lost(refused)) => {
                        proxy.parts.store.give_up(&reference_id).await?;
                        return Err(refused);
                    }
                    Err(fault) => {
                        proxy.parts.store.withdraw(&reference_id).await?;
                        return Err(fault.into());
                    }
                },
            }
        }
    }

    fn claim(&self, proxy: &Proxy<impl Host>, reference_id: &str, nonce: &str) -> Claim {
        let now = proxy.now();
        Claim {
            reference_id: reference_id.to_owned(),
            owner: self.owner.clone(),
            nonce_mark: mark("nonce", &[nonce]),
            key_mark: self.key_mark.clone(),
            body_mark: self.body_mark.clone(),
            now,
            lease_until: now + proxy.parts.config.deadlines.create.as_secs() as i64 + MARGIN,
        }
    }

    /// Asks Ivy, and writes down what it answers before anybody is told.
    async fn ask(&self, proxy: &Proxy<impl Host>, reference_id: &str, nonce: &str) -> Result<Created, Fault> {
        let urls = places::callback_urls(&self.page, nonce);
        let request = self.stamped.complete(reference_id, urls, &proxy.parts.config.callback_url);
        let bytes = proxy.parts.ivy.ask(proxy.host(), Ask::Create, request).await?;
        let answer = read(&bytes, reference_id, nonce).map_err(Fault::Lost)?;
        let kept = proxy
            .parts
            .store
            .open_session(reference_id, &answer.session_id, &answer.text, answer.expires_at)
            .await
            .map_err(Fault::Lost)?;
        if !kept {
            // Forgotten while Ivy was asked, or given up by another request that waited for it.
            return Err(Fault::Lost(Refused::unavailable().because("forgotten while it was created")));
        }
        Ok(Created { answer: answer.text, session_id: Some(answer.session_id) })
    }
}

struct Answer {
    session_id: String,
    text: String,
    expires_at: Option<i64>,
}

/// Reads Ivy's answer with the library's decoder. The earliest age of Ivy's API gives no more than `id` and
/// `redirectUrl`; status and reference are added then, so that the page's decoder accepts it too.
fn read(bytes: &[u8], reference_id: &str, nonce: &str) -> Result<Answer, Refused> {
    let scanned = scan_session(bytes).map_err(|_| undecodable("ivy's answer to create is not json"))?;
    let no_status = |path: &[Step]| matches!(path, [Step::Field(name)] if name == "status");
    if !scanned.issues.iter().all(|issue| issue.code == IssueCode::Required && no_status(&issue.path)) {
        return Err(undecodable("ivy's answer to create is not a session"));
    }
    let mut session = Session::read(bytes).ok_or_else(|| undecodable("ivy's answer to create is not an object"))?;
    session.add("status", Value::String(status::OPEN.into()));
    session.add("referenceId", Value::String(reference_id.into()));
    if session.text("referenceId") != Some(reference_id) {
        return Err(undecodable("ivy's answer to create is about another reference"));
    }
    let session_id = session.text("id").unwrap_or_default().to_owned();
    if session_id.is_empty() || session_id.contains('\0') || session.text("redirectUrl").is_none() {
        return Err(undecodable("ivy's answer to create has no id or no redirectUrl"));
    }
    let expires_at = scanned.expires_at.and_then(|number| number.read(bytes)).map(|seconds| seconds as i64);
    let text = session.write();
    if text.contains(nonce) {
        return Err(undecodable("ivy's answer to create shows the callback urls"));
    }
    Ok(Answer { session_id, text, expires_at })
}

/// Removes answers that are kept no longer, once an hour.
async fn sweep(proxy: &Proxy<impl Host>) -> Result<(), Refused> {
    let now = proxy.now();
    let last = proxy.parts.swept_at.load(Ordering::Relaxed);
    let due = now - last >= SWEEP_EVERY
        && proxy.parts.swept_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
    if due { proxy.parts.store.sweep(now).await } else { Ok(()) }
}
