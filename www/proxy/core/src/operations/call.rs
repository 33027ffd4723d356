//! The input of an operation.

use http::HeaderMap;

use crate::address::Network;
use crate::identify::Caller;

/// An admitted request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) network: Network,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}
