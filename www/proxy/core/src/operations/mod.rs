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
use ivy_data_session::model::Operation;

use crate::address::Network;
use crate::identify::Caller;
use crate::{ApiError, Host, Proxy, RequestContext};

pub use payment::ReleasedAccount;
pub use result::{Login, LoginStatus};
pub use trust::ListPath;

pub(crate) use callback::callback;
pub(crate) use forget::forget_all;
pub(crate) use payment::release_account;
pub(crate) use result::{login, present_nonce};
pub(crate) use trust::{ListCheck, check_list_path, of as trust_of};

/// The paths of all operations.
pub(crate) const PATHS: [&str; Operation::ALL.len()] = {
    let mut paths = [""; Operation::ALL.len()];
    let mut at = 0;
    while at < paths.len() {
        paths[at] = Operation::ALL[at].path();
        at += 1;
    }
    paths
};

/// Returns the operation at a path below the proxy's own.
pub(crate) fn at(path: &str) -> Option<Operation> {
    let path = path.split('?').next().unwrap_or_default();
    Operation::ALL.into_iter().find(|operation| operation.path() == path)
}

/// Performs an operation that a page or a form asks for, after it was let in.
pub(crate) async fn perform(
    operation: Operation,
    proxy: &Proxy<impl Host>,
    call: Call,
    asked: &mut impl RequestContext,
) -> Result<Output, ApiError> {
    match operation {
        Operation::Create => create::create(proxy, call, asked).await,
        Operation::List => list::list(proxy, call).await,
        Operation::Details => details::details(proxy, call).await,
        Operation::Result => result::result(proxy, call).await,
        Operation::Forget => forget::forget(proxy, call).await,
        Operation::Start => start::start(proxy, call, asked).await,
        Operation::Callback => callback(proxy, &call.headers, &call.body).await,
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
pub(crate) struct Output {
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
    pub(crate) fault: Option<ApiError>,
}

impl Output {
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
    pub(crate) fn see_other(url: &str) -> Result<Self, ApiError> {
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
