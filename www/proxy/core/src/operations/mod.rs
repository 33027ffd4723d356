//! What can be asked: one file for each.

mod callback;
mod create;
mod details;
mod fetch;
mod forget;
mod list;
mod outcome;
mod payment;
mod result;
mod show;
mod stamp;
mod start;
mod trust;

use http::{HeaderMap, HeaderValue, StatusCode};

use crate::address::Network;
use crate::identify::Caller;
use crate::{Asked, Host, Proxy, Refused};

pub use payment::ReleasedAccount;
pub use result::{Login, LoginStatus};
pub use trust::ListPath;

pub(crate) use forget::forget_all;
pub(crate) use payment::release_account;
pub(crate) use result::{login, present_nonce};
pub(crate) use trust::{ListCheck, check_list_path, of as trust_of};

/// The routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    List,
    Details,
    Result,
    Forget,
    Start,
    Callback,
}

impl Operation {
    pub(crate) const ALL: [Self; 7] =
        [Self::Create, Self::List, Self::Details, Self::Result, Self::Forget, Self::Start, Self::Callback];

    /// Their paths.
    pub(crate) const PATHS: [&'static str; 7] = {
        let [create, list, details, result, forget, start, callback] = Self::ALL;
        [create.path(), list.path(), details.path(), result.path(), forget.path(), start.path(), callback.path()]
    };

    /// The one at a path below the proxy's own.
    pub(crate) fn at(path: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or_default();
        Self::ALL.into_iter().find(|operation| operation.path() == path)
    }

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Create => "/data/session/create",
            Self::List => "/data/session/list",
            Self::Details => "/data/session/details",
            Self::Result => "/result",
            Self::Forget => "/forget",
            Self::Start => "/start",
            Self::Callback => "/callback",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::List => "list",
            Self::Details => "details",
            Self::Result => "result",
            Self::Forget => "forget",
            Self::Start => "start",
            Self::Callback => "callback",
        }
    }

    /// Whether a page's script asks it, so that a browser may ask first whether it may.
    pub(crate) const fn is_for_pages(self) -> bool {
        !matches!(self, Self::Start | Self::Callback)
    }

    /// What a page or a form asks, after it was let in.
    pub(crate) async fn perform(
        self,
        proxy: &Proxy<impl Host>,
        call: Call,
        asked: &mut impl Asked,
    ) -> Result<Reply, Refused> {
        match self {
            Self::Create => create::create(proxy, call, asked).await,
            Self::List => list::list(proxy, call).await,
            Self::Details => details::details(proxy, call).await,
            Self::Result => result::result(proxy, call).await,
            Self::Forget => forget::forget(proxy, call).await,
            Self::Start => start::start(proxy, call, asked).await,
            Self::Callback => self.callback(proxy, &call.headers, &call.body).await,
        }
    }

    /// What Ivy tells.
    pub(crate) async fn callback(
        self,
        proxy: &Proxy<impl Host>,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Reply, Refused> {
        callback::callback(proxy, headers, body).await
    }
}

/// A request that was let in.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) network: Network,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// JSON text.
    pub(crate) body: Option<String>,
    pub(crate) location: Option<HeaderValue>,
    pub(crate) cookies: Vec<HeaderValue>,
    /// Whether the list is empty since nobody is signed in.
    pub(crate) for_guest: bool,
    /// The session that it is about, for the log.
    pub(crate) session_id: Option<String>,
    /// What went wrong though the shopper is sent on, for the log.
    pub(crate) fault: Option<Refused>,
}

impl Reply {
    pub(crate) fn empty() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
            location: None,
            cookies: Vec::new(),
            for_guest: false,
            session_id: None,
            fault: None,
        }
    }

    pub(crate) fn json(body: String) -> Self {
        Self { status: StatusCode::OK, body: Some(body), ..Self::empty() }
    }

    /// Sends the browser on, with GET.
    pub(crate) fn see_other(url: &str) -> Result<Self, Refused> {
        let location = HeaderValue::try_from(url).map_err(|_| crate::ivy::undecodable("a url that is no header"))?;
        Ok(Self { status: StatusCode::SEE_OTHER, location: Some(location), ..Self::empty() })
    }

    pub(crate) fn about(mut self, session_id: Option<String>) -> Self {
        self.session_id = session_id;
        self
    }

    pub(crate) fn with_cookies(mut self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        self.cookies.extend(cookies);
        self
    }
}
