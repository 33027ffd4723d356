//! The start check: whether Ivy's list separates users.

use ivy_data_session::decode::scan_list;
use ivy_data_session::model::assumed::LIST_BY_REFERENCE_ID;

use super::selector::query;
use crate::api_error::{ApiError, Code};
use crate::host::Host;
use crate::ivy::{Endpoint, UpstreamError};
use crate::list_check::ListPath;
use crate::random::token;
use crate::services::Services;

/// Returns true if Ivy's list is known to separate users. Until the start check has passed, it is repeated once a minute.
pub(super) async fn is_list_checked(services: &Services<impl Host>) -> bool {
    let check = &services.list_check;
    check.is_passed() || check.begin(services.now()) && check_list_path(services).await == ListPath::Answers
}

/// Requests the list of a user that does not exist, and logs the result.
pub(crate) async fn check_list_path(services: &Services<impl Host>) -> ListPath {
    let nobody = format!("ivy-proxy-path-check-{}", token::<12>(services.host()).unwrap_or_default());
    match services.call_ivy(Endpoint::List, query(LIST_BY_REFERENCE_ID, nobody)).await {
        Ok(bytes) => match scan_list(&bytes) {
            Ok(list) if list.sessions.is_empty() && list.rejected.is_empty() => {
                services.list_check.pass();
                tracing::info!("ivy answers at the list path");
                ListPath::Answers
            }
            Ok(_) => {
                tracing::error!(
                    "ivy lists sessions of a user that does not exist: no session from elsewhere is trusted"
                );
                ListPath::Unfiltered
            }
            Err(_) => unknown(Code::DecodeFailed),
        },
        Err(UpstreamError::Rejected(error)) if error.status.as_u16() == 404 => {
            tracing::error!("ivy answers 404 at the list path: set paths.list, or no shopper is ever recognised");
            ListPath::Missing
        }
        Err(error) => unknown(ApiError::from(error).code),
    }
}

fn unknown(code: Code) -> ListPath {
    tracing::warn!(code = code.name(), "ivy's list path could not be checked");
    ListPath::Unknown
}
