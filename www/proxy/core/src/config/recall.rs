//! The merchant's switch for recall.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::host::RecallUnknown;

/// A hook that returns true if recall is on. Only Rust hosts use it; the core calls
/// [`Host::is_recall_on`](crate::Host::is_recall_on).
pub type RecallHook = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<bool, RecallUnknown>> + Send>> + Send + Sync>;

/// The switch for recall. While it is off, every list is empty and Ivy is not called for one.
#[derive(Clone, Default)]
pub enum Recall {
    /// Past sessions are offered.
    #[default]
    On,
    /// No past session is offered.
    Off,
    /// The hook is called for each list.
    Asked(RecallHook),
}

impl Recall {
    /// Returns a switch whose position `hook` returns for each list.
    pub fn asking<F>(hook: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<bool, RecallUnknown>> + Send + 'static,
    {
        Self::Asked(Arc::new(move || Box::pin(hook())))
    }
}

impl fmt::Debug for Recall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::On => "On",
            Self::Off => "Off",
            Self::Asked(_) => "Asked(…)",
        })
    }
}
