//! A time of day.

/// A time of day in epoch milliseconds, the unit of the callbacks' schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

impl Moment {
    /// Returns the time in epoch seconds, the unit of Ivy's API.
    pub(crate) fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Returns the time in epoch milliseconds.
    pub(crate) fn millis(self) -> i64 {
        self.0
    }
}
