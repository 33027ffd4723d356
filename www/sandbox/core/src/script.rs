//! The scripted responses: what the next calls of Ivy's API get instead of the usual response, or how late they get it.

use crate::operation::Operation;
use serde::{Deserialize, Serialize};

/// The response to the next call of an operation. Each is used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScriptedResponse {
    /// The operation.
    pub(crate) operation: Operation,
    /// The status of an error, with which the call changes nothing. Without one the call is answered as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// The milliseconds for which the host keeps the response back.
    #[serde(default)]
    pub(crate) delay_ms: u32,
}

impl ScriptedResponse {
    /// Returns true if the status, if there is one, is that of an error.
    pub(crate) fn is_valid(&self) -> bool {
        self.status.is_none_or(|status| (400..=599).contains(&status))
    }
}

/// The scripted responses, in the order of their use.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    pub(crate) responses: Vec<ScriptedResponse>,
}

impl Script {
    /// Returns the response for a call of an operation, and the script without it.
    pub(crate) fn next(&self, operation: Operation) -> Option<(ScriptedResponse, Self)> {
        let position = self.responses.iter().position(|response| response.operation == operation)?;
        let mut rest = self.clone();
        Some((rest.responses.remove(position), rest))
    }
}
