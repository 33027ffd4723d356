//! The dispatch of a request to its operation.

use ivy_data_session::model::Operation;

use super::call::Call;
use super::callback::callback;
use super::create::create;
use super::details::details;
use super::forget::forget;
use super::list::list;
use super::output::Output;
use super::result::result;
use super::start::start;
use crate::api_error::ApiError;
use crate::host::Host;
use crate::request::RequestContext;
use crate::services::Services;

/// The paths of all operations, below the one at which the proxy is nested.
pub const PATHS: [&str; Operation::ALL.len()] = {
    let mut paths = [""; Operation::ALL.len()];
    let mut at = 0;
    while at < paths.len() {
        paths[at] = Operation::ALL[at].path();
        at += 1;
    }
    paths
};

/// Finds the operation at a path, which may end with a slash: some frameworks add one.
pub(crate) fn at(path: &str) -> Option<Operation> {
    let path = path.split('?').next().unwrap_or_default();
    let path = path.strip_suffix('/').unwrap_or(path);
    Operation::ALL.into_iter().find(|operation| operation.path() == path)
}

/// Performs the operation of an admitted request.
pub(crate) async fn perform(
    operation: Operation,
    services: &Services<impl Host>,
    call: Call,
    context: &mut impl RequestContext,
) -> Result<Output, ApiError> {
    match operation {
        Operation::Create => create(services, call, context).await,
        Operation::List => list(services, call).await,
        Operation::Details => details(services, call).await,
        Operation::Result => result(services, call).await,
        Operation::Forget => forget(services, call).await,
        Operation::Start => start(services, call, context).await,
        Operation::Callback => callback(services, &call.headers, &call.body).await,
    }
}
