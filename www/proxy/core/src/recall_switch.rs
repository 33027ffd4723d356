//! The position of the merchant's switch for recall.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::{Either, select};
use serde::Serialize;

use crate::config::Recall;
use crate::host::{Host, RecallUnknown};

/// The time that the merchant's hook gets. After it, recall counts as on.
const HOOK_DEADLINE: Duration = Duration::from_secs(1);

/// The position of the switch, for the health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RecallPosition {
    /// Past sessions are offered.
    On,
    /// The merchant has switched recall off.
    Off,
}

/// The switch, and its last known position.
#[derive(Debug)]
pub(crate) struct RecallSwitch {
    is_off: AtomicBool,
    /// True once the log has that the hook failed.
    is_explained: AtomicBool,
}

impl RecallSwitch {
    pub(crate) fn new(recall: &Recall) -> Self {
        Self { is_off: AtomicBool::new(matches!(recall, Recall::Off)), is_explained: AtomicBool::new(false) }
    }

    /// Returns the last known position. Before the first call of a hook it is on.
    pub(crate) fn position(&self) -> RecallPosition {
        if self.is_off.load(Ordering::Relaxed) { RecallPosition::Off } else { RecallPosition::On }
    }

    /// Returns true if recall is on. Calls the merchant's hook, if there is one. A hook that fails or is late counts as on.
    pub(crate) async fn is_on(&self, recall: &Recall, host: &impl Host) -> bool {
        let is_on = match recall {
            Recall::Off => false,
            Recall::On | Recall::Asked(_) => self.ask(host).await,
        };
        self.is_off.store(!is_on, Ordering::Relaxed);
        is_on
    }

    async fn ask(&self, host: &impl Host) -> bool {
        let (answer, late) = (pin!(host.is_recall_on()), pin!(host.pause(HOOK_DEADLINE)));
        let answer = match select(answer, late).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(RecallUnknown),
        };
        answer.unwrap_or_else(|RecallUnknown| {
            if !self.is_explained.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    event = "recall_unknown",
                    "recall: the function failed, took longer than a second or returned no boolean; recall counts as on"
                );
            }
            true
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{RecallPosition, RecallSwitch};
    use crate::config::Recall;
    use crate::host::RecallUnknown;
    use crate::host::stub::StubHost;

    /// Asks a switch once, whose hook gives `answer`.
    fn asked(recall: &Recall, answer: Result<bool, RecallUnknown>) -> (bool, RecallPosition) {
        let switch = RecallSwitch::new(recall);
        let host = StubHost { recall: answer, ..StubHost::default() };
        let is_on = switch.is_on(recall, &host).now_or_never().unwrap();
        (is_on, switch.position())
    }

    #[test]
    fn a_hook_that_fails_counts_as_on() {
        let on = (true, RecallPosition::On);
        let off = (false, RecallPosition::Off);
        assert_eq!(asked(&Recall::On, Ok(true)), on);
        assert_eq!(asked(&Recall::On, Ok(false)), off);
        assert_eq!(asked(&Recall::On, Err(RecallUnknown)), on);
        assert_eq!(asked(&Recall::Off, Ok(true)), off, "the hook is not asked");
    }

    #[test]
    fn a_switch_that_is_off_is_known_to_be_before_the_first_list() {
        assert_eq!(RecallSwitch::new(&Recall::Off).position(), RecallPosition::Off);
        assert_eq!(RecallSwitch::new(&Recall::On).position(), RecallPosition::On);
    }
}
