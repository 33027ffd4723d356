//! Caps on the requests in flight and the bytes buffered. One network gets at most an eighth of each cap (SECURITY.md,
//! 11).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::address::Network;
use crate::api_error::ApiError;
use crate::config::{ConfigError, Limits};

/// The number of shares in each cap. One network gets at most one share.
const SHARES: usize = 8;

/// The requests and bytes that are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) requests: usize,
    pub(crate) bytes: usize,
}

impl Load {
    /// Returns the sum if it is within `cap`.
    fn plus(self, more: Self, cap: Self) -> Option<Self> {
        let sum =
            Self { requests: self.requests.checked_add(more.requests)?, bytes: self.bytes.checked_add(more.bytes)? };
        (sum.requests <= cap.requests && sum.bytes <= cap.bytes).then_some(sum)
    }

    /// Adds another load.
    pub(crate) fn and(self, more: Self) -> Self {
        Self { requests: self.requests.saturating_add(more.requests), bytes: self.bytes.saturating_add(more.bytes) }
    }

    fn minus(self, less: Self) -> Self {
        Self { requests: self.requests.saturating_sub(less.requests), bytes: self.bytes.saturating_sub(less.bytes) }
    }
}

#[derive(Debug, Default)]
struct Usage {
    all: Load,
    by_network: HashMap<Network, Load>,
}

/// The caps and the present usage. All clones share the usage.
#[derive(Clone, Debug)]
pub(crate) struct Capacity {
    cap: Load,
    share: Load,
    usage: Arc<Mutex<Usage>>,
}

impl Capacity {
    /// Builds the caps.
    ///
    /// # Errors
    /// If a network's share is too small for one request with the longest body.
    pub(crate) fn new(limits: &Limits) -> Result<Self, ConfigError> {
        let cap = Load { requests: limits.requests_in_flight, bytes: limits.buffered_bytes };
        let share = Load { requests: cap.requests / SHARES, bytes: cap.bytes / SHARES };
        if share.requests == 0 {
            return Err(ConfigError(format!(
                "limits.requests_in_flight: too small; expected at least {SHARES}, as one address gets an eighth"
            )));
        }
        if share.bytes < limits.page_body.max(limits.callback_body) {
            return Err(ConfigError(format!(
                "limits.buffered_bytes: too small; expected at least {SHARES} times the longest body, as one address gets an eighth"
            )));
        }
        Ok(Self { cap, share, usage: Arc::default() })
    }

    /// Counts a request from `network` until the returned guard is dropped.
    ///
    /// # Errors
    /// 503 over one of the caps.
    pub(crate) fn enter(&self, network: Network) -> Result<Admission, ApiError> {
        let load = Load { requests: 1, bytes: 0 };
        self.take(network, load)?;
        Ok(Admission { capacity: self.clone(), network, load })
    }

    /// Returns the present usage.
    pub(crate) fn load(&self) -> Load {
        self.usage().all
    }

    fn take(&self, network: Network, more: Load) -> Result<(), ApiError> {
        let mut usage = self.usage();
        let of_network = usage.by_network.get(&network).copied().unwrap_or_default();
        let sums = usage.all.plus(more, self.cap).zip(of_network.plus(more, self.share));
        let Some((all, of_network)) = sums else { return Err(ApiError::unavailable().because(OVER_CAPACITY)) };
        usage.all = all;
        usage.by_network.insert(network, of_network);
        Ok(())
    }

    fn release(&self, network: Network, load: Load) {
        let mut usage = self.usage();
        usage.all = usage.all.minus(load);
        if let Entry::Occupied(mut entry) = usage.by_network.entry(network) {
            let left = entry.get().minus(load);
            if left == Load::default() {
                entry.remove();
            } else {
                entry.insert(left);
            }
        }
    }

    /// Locks the usage. No code panics while it holds the lock, so a poisoned lock holds correct sums.
    fn usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reason in the log for a request over a cap.
pub(crate) const OVER_CAPACITY: &str = "over capacity";

/// A counted request. Dropping it releases its load, also if the request's future is dropped.
#[derive(Debug)]
pub(crate) struct Admission {
    capacity: Capacity,
    network: Network,
    load: Load,
}

impl Admission {
    /// Reserves bytes for a body before it is read.
    ///
    /// # Errors
    /// 503 over one of the caps.
    pub(crate) fn reserve(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.capacity.take(self.network, Load { requests: 0, bytes })?;
        self.load.bytes = self.load.bytes.saturating_add(bytes);
        Ok(())
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        self.capacity.release(self.network, self.load);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{Admission, Capacity, Load};
    use crate::address::Network;
    use crate::api_error::ApiError;
    use crate::config::Limits;

    fn capacity(requests_in_flight: usize, buffered_bytes: usize) -> Capacity {
        let limits = Limits { requests_in_flight, buffered_bytes, page_body: 1, callback_body: 1, ..Limits::default() };
        Capacity::new(&limits).unwrap()
    }

    fn network(last: u8) -> Network {
        Network::Known(IpAddr::from([203, 0, 113, last]))
    }

    fn is_refused(result: &Result<impl Sized, ApiError>) -> bool {
        result.as_ref().is_err_and(|error| error.status == 503 && error.retry_after.is_some())
    }

    fn enter(capacity: &Capacity, last: u8, requests: usize) -> Vec<Admission> {
        (0..requests).map(|_| capacity.enter(network(last)).unwrap()).collect()
    }

    #[test]
    fn one_network_gets_an_eighth_of_the_requests() {
        let capacity = capacity(16, 64);
        let first = enter(&capacity, 1, 2);
        assert!(is_refused(&capacity.enter(network(1))));
        // Other networks are admitted, and the rejected request is not counted.
        let others: Vec<_> = (2..=8).map(|last| enter(&capacity, last, 2)).collect();
        assert_eq!(capacity.load().requests, 16);
        assert!(is_refused(&capacity.enter(network(9))), "the global cap");
        drop(first);
        drop(enter(&capacity, 9, 2));
        drop(others);
        assert_eq!(capacity.load(), Load::default());
        assert!(capacity.usage().by_network.is_empty(), "networks without requests are forgotten");
    }

    #[test]
    fn a_request_that_ends_leaves_the_others_counted() {
        let capacity = capacity(16, 64);
        let mut first = capacity.enter(network(1)).unwrap();
        first.reserve(5).unwrap();
        let mut second = capacity.enter(network(1)).unwrap();
        second.reserve(3).unwrap();
        drop(first);
        let left = Load { requests: 1, bytes: 3 };
        assert_eq!(capacity.load(), left);
        assert_eq!(capacity.usage().by_network.get(&network(1)), Some(&left));
        let third = enter(&capacity, 1, 1);
        assert!(is_refused(&capacity.enter(network(1))), "the second still counts for its network");
        drop((second, third));
        assert!(capacity.usage().by_network.is_empty());
    }

    #[test]
    fn two_loads_are_added() {
        let sum = Load { requests: 1, bytes: 3 }.and(Load { requests: 2, bytes: usize::MAX });
        assert_eq!(sum, Load { requests: 3, bytes: usize::MAX });
    }

    #[test]
    fn one_network_gets_an_eighth_of_the_bytes() {
        let capacity = capacity(64, 64);
        let mut first = capacity.enter(network(1)).unwrap();
        first.reserve(5).unwrap();
        first.reserve(3).unwrap();
        assert!(is_refused(&first.reserve(1)));
        let mut second = capacity.enter(network(1)).unwrap();
        assert!(is_refused(&second.reserve(1)));
        second.reserve(0).unwrap();
        assert_eq!(capacity.load(), Load { requests: 2, bytes: 8 });
        drop(first);
        second.reserve(8).unwrap();
        assert!(is_refused(&second.reserve(usize::MAX)), "a sum that no number holds");

        let others: Vec<_> = (2..=8)
            .map(|last| {
                let mut other = capacity.enter(network(last)).unwrap();
                other.reserve(8).unwrap();
                other
            })
            .collect();
        let mut last = capacity.enter(network(9)).unwrap();
        assert!(is_refused(&last.reserve(1)), "the global cap");
        drop((second, others));
        last.reserve(8).unwrap();
        drop(last);
        assert_eq!(capacity.load(), Load::default());
    }

    #[test]
    fn requests_without_an_address_have_shares_of_their_own() {
        let capacity = capacity(8, 8);
        let _held = [Network::Missing, Network::Unreadable, network(1)].map(|from| capacity.enter(from).unwrap());
        for from in [Network::Missing, Network::Unreadable, network(1)] {
            assert!(is_refused(&capacity.enter(from)), "{from:?}");
        }
    }

    #[test]
    fn caps_of_which_a_share_is_too_small_are_no_settings() {
        let limits = |requests_in_flight, buffered_bytes| Limits {
            requests_in_flight,
            buffered_bytes,
            page_body: 10,
            callback_body: 20,
            ..Limits::default()
        };
        assert!(Capacity::new(&limits(8, 160)).is_ok());
        for (wrong, name) in [(limits(7, 160), "limits.requests_in_flight"), (limits(8, 159), "limits.buffered_bytes")]
        {
            let error = Capacity::new(&wrong).err().unwrap().to_string();
            assert!(error.starts_with(name), "{error}");
        }
        assert!(Capacity::new(&Limits::default()).is_ok());
    }
}
