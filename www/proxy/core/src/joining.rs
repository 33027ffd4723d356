//! The joining of equal calls to Ivy: requests of one owner that are in flight at the same moment share one call. Nothing is
//! kept afterwards, and only the bytes are shared: each request decides by itself about what it shows.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_util::lock;

use crate::ivy::{Endpoint, UpstreamError};

/// The owner, the endpoint and the body of a call. Only calls that agree in all of them are joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinKey {
    pub(crate) owner: String,
    pub(crate) endpoint: Endpoint,
    pub(crate) body: String,
}

/// The response of a shared call.
type Shared = Result<Arc<Vec<u8>>, UpstreamError>;

/// A call in flight. The request that holds the lock makes the call; the others wait for the lock. If that request is dropped,
/// the next one makes the call.
type Call = lock::Mutex<Option<Shared>>;

/// The calls in flight.
#[derive(Debug, Default)]
pub(crate) struct Joining {
    /// Held weakly, so that a call is gone with the last request that waits for it.
    calls: Mutex<HashMap<JoinKey, Weak<Call>>>,
}

impl Joining {
    /// Returns the response of an equal call in flight, else that of `call`.
    pub(crate) async fn join(
        &self,
        key: JoinKey,
        call: impl Future<Output = Result<Vec<u8>, UpstreamError>>,
    ) -> Shared {
        let shared = self.enter(&key);
        let mut response = shared.lock().await;
        if let Some(response) = &*response {
            return response.clone();
        }
        let result = call.await.map(Arc::new);
        self.leave(&key, &shared);
        *response = Some(result.clone());
        result
    }

    /// Ends all joining: a request that begins now gets no response of an earlier call. Called after everything that changes
    /// what an owner may see.
    pub(crate) fn end(&self) {
        self.calls().clear();
    }

    fn enter(&self, key: &JoinKey) -> Arc<Call> {
        let mut calls = self.calls();
        if let Some(shared) = calls.get(key).and_then(Weak::upgrade) {
            return shared;
        }
        calls.retain(|_, call| call.strong_count() > 0);
        let shared = Arc::new(Call::default());
        calls.insert(key.clone(), Arc::downgrade(&shared));
        shared
    }

    /// Removes a call that has ended, unless a newer one is in its place.
    fn leave(&self, key: &JoinKey, shared: &Arc<Call>) {
        let mut calls = self.calls();
        if calls.get(key).is_some_and(|call| std::ptr::eq(call.as_ptr(), Arc::as_ptr(shared))) {
            calls.remove(key);
        }
    }

    /// Locks the map. No code panics while it holds the lock.
    fn calls(&self) -> MutexGuard<'_, HashMap<JoinKey, Weak<Call>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{Future, poll_fn};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::{JoinKey, Joining, Shared};
    use crate::ivy::{Endpoint, UpstreamError};

    /// The calls of a test, which end when `is_open` is set.
    #[derive(Default)]
    struct Calls {
        made: Cell<u8>,
        is_open: Cell<bool>,
    }

    impl Calls {
        /// Returns a call whose response is its number.
        async fn call(&self) -> Result<Vec<u8>, UpstreamError> {
            self.made.set(self.made.get() + 1);
            let number = self.made.get();
            poll_fn(|_| if self.is_open.get() { Poll::Ready(()) } else { Poll::Pending }).await;
            Ok(vec![number])
        }
    }

    fn key(owner: &str, body: &str) -> JoinKey {
        JoinKey { owner: owner.into(), endpoint: Endpoint::List, body: body.into() }
    }

    fn poll(future: std::pin::Pin<&mut impl Future<Output = Shared>>) -> Option<u8> {
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(response) => response.unwrap().first().copied(),
            Poll::Pending => None,
        }
    }

    #[test]
    fn equal_calls_of_one_owner_in_flight_are_one_and_nothing_is_kept() {
        let (joining, calls) = (Joining::default(), Calls::default());
        let mut one = pin!(joining.join(key("ada", "a"), calls.call()));
        let mut two = pin!(joining.join(key("ada", "a"), calls.call()));
        let mut other_body = pin!(joining.join(key("ada", "b"), calls.call()));
        let mut other_owner = pin!(joining.join(key("ben", "a"), calls.call()));
        assert_eq!([poll(one.as_mut()), poll(two.as_mut())], [None, None]);
        assert_eq!([poll(other_body.as_mut()), poll(other_owner.as_mut())], [None, None]);
        calls.is_open.set(true);
        assert_eq!([poll(one), poll(two), poll(other_body), poll(other_owner)], [Some(1), Some(1), Some(2), Some(3)]);
        assert!(joining.calls().is_empty());
        assert_eq!(poll(pin!(joining.join(key("ada", "a"), calls.call()))), Some(4));
    }

    #[test]
    fn a_request_that_begins_after_the_end_gets_no_earlier_response() {
        let (joining, calls) = (Joining::default(), Calls::default());
        let mut before = pin!(joining.join(key("ada", "a"), calls.call()));
        assert_eq!(poll(before.as_mut()), None);
        joining.end();
        let mut after = pin!(joining.join(key("ada", "a"), calls.call()));
        assert_eq!(poll(after.as_mut()), None);
        calls.is_open.set(true);
        // The end of the earlier call does not end the joining with the newer one.
        assert_eq!(poll(before), Some(1));
        assert_eq!(joining.calls().len(), 1);
        assert_eq!(poll(after), Some(2));
        assert!(joining.calls().is_empty());
    }

    #[test]
    fn if_the_request_that_calls_is_dropped_the_next_one_calls() {
        let (joining, calls) = (Joining::default(), Calls::default());
        let mut one = Box::pin(joining.join(key("ada", "a"), calls.call()));
        let mut two = pin!(joining.join(key("ada", "a"), calls.call()));
        assert_eq!([poll(one.as_mut()), poll(two.as_mut())], [None, None]);
        drop(one);
        calls.is_open.set(true);
        assert_eq!(poll(two), Some(2));
    }

    #[test]
    fn a_dropped_call_without_another_request_is_gone() {
        let (joining, calls) = (Joining::default(), Calls::default());
        for owner in ["ada", "ben"] {
            let mut one = Box::pin(joining.join(key(owner, "a"), calls.call()));
            assert_eq!(poll(one.as_mut()), None);
        }
        assert_eq!(joining.calls().len(), 1, "the second call has removed the first");
    }
}
