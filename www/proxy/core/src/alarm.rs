//! Alarms: events that a merchant should investigate. Anyone can trigger most of them, so each kind is logged at most
//! once a minute, with the number since the last line (SECURITY.md, 13). An alarm holds no data of a request.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The shortest time between two log lines of one kind, in seconds.
const PERIOD: i64 = 60;

/// The kind of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alarm {
    /// A browser presented the nonce of somebody else's login.
    ForeignNonce,
    /// A session was locked: it is never released.
    SessionLocked,
    /// Ivy's response is about another person than the one whose session was released.
    ForeignAnswer,
    /// A callback has no signature, or a wrong one.
    BadSignature,
    /// The address header is missing or holds no address at the trusted hop.
    UnreadableAddress,
    /// The server does not provide the peer's address, and no address header is set.
    MissingAddress,
    /// A request was rejected because too many requests or bytes were held at once.
    Capacity,
    /// A call to Ivy was rejected because too many were in flight.
    IvyCapacity,
    /// A circuit breaker opened: Ivy is not called for a while.
    BreakerOpened,
}

impl Alarm {
    pub(crate) const ALL: [Self; 9] = [
        Self::ForeignNonce,
        Self::SessionLocked,
        Self::ForeignAnswer,
        Self::BadSignature,
        Self::UnreadableAddress,
        Self::MissingAddress,
        Self::Capacity,
        Self::IvyCapacity,
        Self::BreakerOpened,
    ];

    /// Returns the name in the log and in the metrics.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ForeignNonce => "foreign_nonce",
            Self::SessionLocked => "session_locked",
            Self::ForeignAnswer => "foreign_answer",
            Self::BadSignature => "bad_signature",
            Self::UnreadableAddress => "unreadable_address",
            Self::MissingAddress => "missing_address",
            Self::Capacity => "capacity",
            Self::IvyCapacity => "ivy_capacity",
            Self::BreakerOpened => "breaker_opened",
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// The number since the proxy started.
    total: u64,
    /// The number since the last line.
    unwritten: u64,
    /// The time of the last line.
    written_at: Option<i64>,
}

/// The alarms of one proxy.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    counts: Mutex<[Count; Alarm::ALL.len()]>,
}

impl Alarms {
    /// Counts an alarm at `now`, in epoch seconds. The first of a kind is logged at once. Those within a minute of it
    /// are logged together, by the first call after that minute.
    pub(crate) fn raise(&self, alarm: Alarm, now: i64) {
        if let Some(count) = self.count(alarm, now) {
            write(alarm, count);
        }
    }

    /// Logs the alarms whose minute has ended. Called with every request and sweep.
    pub(crate) fn flush(&self, now: i64) {
        for (alarm, count) in self.due(now) {
            write(alarm, count);
        }
    }

    /// Returns how often an alarm was raised since the proxy started.
    pub(crate) fn total(&self, alarm: Alarm) -> u64 {
        self.counts().get(alarm as usize).map_or(0, |count| count.total)
    }

    /// Counts an alarm, and returns the number to log now.
    fn count(&self, alarm: Alarm, now: i64) -> Option<u64> {
        let mut counts = self.counts();
        let count = counts.get_mut(alarm as usize)?;
        count.total = count.total.saturating_add(1);
        count.unwritten = count.unwritten.saturating_add(1);
        count.take_due(now)
    }

    fn due(&self, now: i64) -> Vec<(Alarm, u64)> {
        let mut counts = self.counts();
        let due = Alarm::ALL.into_iter().zip(counts.iter_mut());
        due.filter_map(|(alarm, count)| Some((alarm, count.take_due(now)?))).collect()
    }

    /// Locks the counts. No code panics while it holds the lock.
    fn counts(&self) -> MutexGuard<'_, [Count; Alarm::ALL.len()]> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    /// Returns the number to log, if there is one and a minute has passed. A clock that was set back also counts as a
    /// passed minute; otherwise the alarm would be silent until the clock catches up.
    fn take_due(&mut self, now: i64) -> Option<u64> {
        let since = self.written_at.and_then(|at| now.checked_sub(at));
        let waits = since.is_some_and(|seconds| (0..PERIOD).contains(&seconds));
        if waits || self.unwritten == 0 {
            return None;
        }
        self.written_at = Some(now);
        Some(std::mem::take(&mut self.unwritten))
    }
}

fn write(alarm: Alarm, count: u64) {
    tracing::warn!(event = alarm.name(), count, "alarm");
}

#[cfg(test)]
mod tests {
    use super::{Alarm, Alarms};

    #[test]
    fn an_alarm_is_written_at_once_and_then_once_a_minute_with_the_count() {
        let alarms = Alarms::default();
        let raise = |now| alarms.count(Alarm::BadSignature, now);
        assert_eq!([1000, 1000, 1059].map(raise), [Some(1), None, None]);
        assert_eq!(raise(1060), Some(3));
        assert_eq!([1061, 1119].map(raise), [None, None]);
        // Another kind has its own minute.
        assert_eq!(alarms.count(Alarm::Capacity, 1119), Some(1));
        // Pending alarms are logged without another alarm, too.
        assert_eq!(alarms.due(1119), []);
        assert_eq!(alarms.due(1120), [(Alarm::BadSignature, 2)]);
        assert_eq!(alarms.due(9999), []);
        assert_eq!(raise(9999), Some(1));
        assert_eq!((alarms.total(Alarm::BadSignature), alarms.total(Alarm::ForeignNonce)), (7, 0));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nothing() {
        let alarms = Alarms::default();
        let raise = |now| alarms.count(Alarm::ForeignNonce, now);
        assert_eq!([5000, 10, 11, 70].map(raise), [Some(1), Some(1), None, Some(2)]);
        assert_eq!([i64::MAX, i64::MAX, i64::MIN].map(raise), [Some(1), None, Some(2)]);
    }

    #[test]
    fn each_alarm_has_its_own_count_and_name() {
        let alarms = Alarms::default();
        let mut names: Vec<_> = Alarm::ALL.map(Alarm::name).into();
        for alarm in Alarm::ALL {
            assert_eq!(alarms.count(alarm, 0), Some(1), "{alarm:?}");
            assert_eq!(alarms.total(alarm), 1, "{alarm:?}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Alarm::ALL.len());
    }
}
