//! The last known states of Ivy and the database. Reading them calls neither: a health check that calls Ivy would add
//! to its load and fail with it (SECURITY.md, 16).

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::breaker::BreakerState;
use crate::list_way::{ListCheck, ListPath, ListWay};
use crate::recall_switch::RecallPosition;

/// The health of a proxy, by the last known states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Health {
    /// True if requests can be answered, as far as is known: the database is not down. For a readiness check. An Ivy
    /// that is down is no reason to take a server out of service.
    pub ready: bool,
    /// True if nothing is known to be wrong: `ready`, Ivy is not down, all breakers are closed, and the list path is
    /// not missing, and not refused or unfiltered for each selector.
    pub ok: bool,
    /// The database, by the last statement.
    pub database: LastKnown,
    /// Ivy, by the last call.
    pub ivy: LastKnown,
    /// The circuit breakers.
    pub breakers: Breakers,
    /// The way by which past sessions are found at present.
    pub list_way: ListWay,
    /// The last result of the list path check, which is the reason for the way.
    pub list_path: Option<ListPath>,
    /// The last known position of the merchant's switch for recall.
    pub recall: RecallPosition,
    /// The time of the last sweep, in epoch seconds.
    pub swept_at: Option<i64>,
}

/// The last known state of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LastKnown {
    /// The state.
    pub state: Reachability,
    /// The time at which it was observed, in epoch seconds; `None` before the first observation.
    pub at: Option<i64>,
}

/// The reachability of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reachability {
    /// Not observed yet.
    #[default]
    Unknown,
    /// Responding.
    Up,
    /// Not responding, or responding with a server error.
    Down,
}

/// The circuit breakers, one for each endpoint of Ivy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breakers {
    /// The breaker of creates.
    pub create: BreakerState,
    /// The breaker of details.
    pub details: BreakerState,
    /// The breaker of lists.
    pub list: BreakerState,
}

/// The recorder of the last known states.
#[derive(Debug, Default)]
pub(crate) struct HealthMonitor {
    states: Mutex<States>,
}

#[derive(Clone, Copy, Debug, Default)]
struct States {
    database: LastKnown,
    ivy: LastKnown,
}

impl LastKnown {
    fn new(is_up: bool, now_ms: u64) -> Self {
        let state = if is_up { Reachability::Up } else { Reachability::Down };
        Self { state, at: Some((now_ms / 1000) as i64) }
    }
}

impl HealthMonitor {
    pub(crate) fn database(&self, is_up: bool, now_ms: u64) {
        self.states().database = LastKnown::new(is_up, now_ms);
    }

    pub(crate) fn ivy(&self, is_up: bool, now_ms: u64) {
        self.states().ivy = LastKnown::new(is_up, now_ms);
    }

    pub(crate) fn health(
        &self,
        breakers: Breakers,
        list_check: &ListCheck,
        recall: RecallPosition,
        swept_at: Option<i64>,
    ) -> Health {
        let States { database, ivy } = *self.states();
        let (list_way, list_path) = (list_check.way(), list_check.result());
        let ready = database.state != Reachability::Down;
        let closed = [breakers.create, breakers.details, breakers.list].iter().all(|it| *it == BreakerState::Closed);
        let ok = ready
            && ivy.state != Reachability::Down
            && closed
            && !matches!(list_path, Some(ListPath::Missing | ListPath::Refused | ListPath::Unfiltered));
        Health { ready, ok, database, ivy, breakers, list_way, list_path, recall, swept_at }
    }

    /// Locks the states. No code panics while it holds the lock.
    fn states(&self) -> MutexGuard<'_, States> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Breakers, Health, HealthMonitor, Reachability};
    use crate::breaker::BreakerState;
    use crate::config::{ListBy, ListSelector};
    use crate::list_way::{ListCheck, ListPath};
    use crate::recall_switch::RecallPosition;

    const CLOSED: Breakers =
        Breakers { create: BreakerState::Closed, details: BreakerState::Closed, list: BreakerState::Closed };

    fn health(learn: impl FnOnce(&HealthMonitor), breakers: Breakers) -> Health {
        let watch = HealthMonitor::default();
        learn(&watch);
        watch.health(breakers, &ListCheck::new(ListBy::Auto), RecallPosition::Off, Some(9))
    }

    fn health_of(list_check: &ListCheck) -> Health {
        HealthMonitor::default().health(CLOSED, list_check, RecallPosition::On, None)
    }

    #[test]
    fn nothing_is_wrong_until_it_is_known_to_be() {
        let health = health(|_| {}, CLOSED);
        assert!(health.ready && health.ok);
        assert_eq!((health.database.state, health.database.at), (Reachability::Unknown, None));
        let text = serde_json::to_string(&health).unwrap();
        let expected = concat!(
            r#"{"ready":true,"ok":true,"database":{"state":"unknown","at":null},"ivy":{"state":"unknown","at":null},"#,
            r#""breakers":{"create":"closed","details":"closed","list":"closed"},"listWay":"table","listPath":null,"#,
            r#""recall":"off","sweptAt":9}"#
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn the_last_that_was_learned_counts() {
        let database = health(|watch| watch.database(false, 7_900), CLOSED);
        assert!(!database.ready && !database.ok);
        assert_eq!((database.database.state, database.database.at), (Reachability::Down, Some(7)));
        let well_again = health(
            |watch| {
                watch.database(false, 7_000);
                watch.database(true, 8_000);
            },
            CLOSED,
        );
        assert!(well_again.ready && well_again.ok);
        for (learn, breakers) in [
            ((|watch| watch.ivy(false, 0)) as fn(&HealthMonitor), CLOSED),
            (|_| {}, Breakers { list: BreakerState::Open, ..CLOSED }),
            (|_| {}, Breakers { create: BreakerState::HalfOpen, ..CLOSED }),
        ] {
            let health = health(learn, breakers);
            assert!(health.ready && !health.ok, "{health:?}");
        }
    }

    #[test]
    fn the_way_of_lists_is_known_and_a_wrong_list_is_not_well() {
        let results = [ListPath::Missing, ListPath::Refused, ListPath::Unfiltered, ListPath::Unknown];
        for (list_by, way) in [(ListBy::Auto, "table"), (ListBy::Phone, "phone")] {
            for result in results {
                let check = ListCheck::new(list_by);
                check.fail(result);
                let health = health_of(&check);
                assert_eq!((health.ready, health.ok), (true, result == ListPath::Unknown), "{result:?}");
                assert_eq!((health.list_way.name(), health.list_path), (way, Some(result)));
            }
            let check = ListCheck::new(list_by);
            check.pass(ListSelector::Phone);
            let health = health_of(&check);
            assert_eq!((health.ok, health.list_way.name(), health.list_path), (true, "phone", Some(ListPath::Answers)));
        }
    }
}
