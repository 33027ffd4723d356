//! What the proxy last learned about what it stands on. Nobody is asked for it: a health check that asks Ivy would be one
//! more load on it, and would fail with it (SECURITY.md, 16).

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Serialize, Serializer};

use crate::{BreakerState, ListPath};

/// The health of a proxy, from its last known state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Health {
    /// Whether requests can be answered: the database is not known to be down. For a readiness check; an Ivy that is down
    /// is no reason to take a server out of service.
    pub ready: bool,
    /// Whether nothing is known to be wrong: `ready`, Ivy is not known to be down, every breaker is closed, and the list
    /// path is not known to be missing or to keep no users apart.
    pub ok: bool,
    /// The database, by the last statement.
    pub database: LastKnown,
    /// Ivy, by the last request to it.
    pub ivy: LastKnown,
    /// The circuit breakers towards Ivy.
    pub breakers: Breakers,
    /// The last check of the list path, if there was one.
    #[serde(serialize_with = "list_path")]
    pub list_path: Option<ListPath>,
    /// When the table was last swept, in epoch seconds.
    pub swept_at: Option<i64>,
}

/// The state of something, and when that was learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LastKnown {
    /// The state.
    pub state: Reachability,
    /// When it was learned, in epoch seconds; `None` if nothing was asked yet.
    pub at: Option<i64>,
}

/// Whether something answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reachability {
    /// It was not asked yet.
    #[default]
    Unknown,
    /// It answered.
    Up,
    /// It did not answer, or with a fault of its own.
    Down,
}

/// The circuit breakers, one for each kind of request to Ivy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breakers {
    /// Of creates.
    pub create: BreakerState,
    /// Of reading one session.
    pub details: BreakerState,
    /// Of lists.
    pub list: BreakerState,
}

fn list_path<S: Serializer>(said: &Option<ListPath>, to: S) -> Result<S::Ok, S::Error> {
    let name = said.map(|said| match said {
        ListPath::Answers => "answers",
        ListPath::Unfiltered => "unfiltered",
        ListPath::Missing => "missing",
        ListPath::Unknown => "unknown",
    });
    name.serialize(to)
}

/// What is known, written down wherever something is learned.
#[derive(Debug, Default)]
pub(crate) struct HealthMonitor {
    known: Mutex<Known>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    database: LastKnown,
    ivy: LastKnown,
    list_path: Option<ListPath>,
}

impl LastKnown {
    fn new(is_up: bool, now_ms: u64) -> Self {
        let state = if is_up { Reachability::Up } else { Reachability::Down };
        Self { state, at: Some((now_ms / 1000) as i64) }
    }
}

impl HealthMonitor {
    pub(crate) fn database(&self, is_up: bool, now_ms: u64) {
        self.known().database = LastKnown::new(is_up, now_ms);
    }

    pub(crate) fn ivy(&self, is_up: bool, now_ms: u64) {
        self.known().ivy = LastKnown::new(is_up, now_ms);
    }

    pub(crate) fn list_path(&self, said: ListPath) {
        self.known().list_path = Some(said);
    }

    pub(crate) fn health(&self, breakers: Breakers, swept_at: Option<i64>) -> Health {
        let Known { database, ivy, list_path } = *self.known();
        let ready = database.state != Reachability::Down;
        let closed = [breakers.create, breakers.details, breakers.list].iter().all(|it| *it == BreakerState::Closed);
        let ok = ready
            && ivy.state != Reachability::Down
            && closed
            && !matches!(list_path, Some(ListPath::Missing | ListPath::Unfiltered));
        Health { ready, ok, database, ivy, breakers, list_path, swept_at }
    }

    /// Nothing in here panics while it holds the lock.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Breakers, Health, HealthMonitor, Reachability};
    use crate::{BreakerState, ListPath};

    const CLOSED: Breakers =
        Breakers { create: BreakerState::Closed, details: BreakerState::Closed, list: BreakerState::Closed };

    fn health(learn: impl FnOnce(&HealthMonitor), breakers: Breakers) -> Health {
        let watch = HealthMonitor::default();
        learn(&watch);
        watch.health(breakers, Some(9))
    }

    #[test]
    fn nothing_is_wrong_until_it_is_known_to_be() {
        let health = health(|_| {}, CLOSED);
        assert!(health.ready && health.ok);
        assert_eq!((health.database.state, health.database.at), (Reachability::Unknown, None));
        let text = serde_json::to_string(&health).unwrap();
        let expected = concat!(
            r#"{"ready":true,"ok":true,"database":{"state":"unknown","at":null},"ivy":{"state":"unknown","at":null},"#,
            r#""breakers":{"create":"closed","details":"closed","list":"closed"},"listPath":null,"sweptAt":9}"#
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
            (|watch| watch.list_path(ListPath::Missing), CLOSED),
            (|watch| watch.list_path(ListPath::Unfiltered), CLOSED),
            (|_| {}, Breakers { list: BreakerState::Open, ..CLOSED }),
            (|_| {}, Breakers { create: BreakerState::HalfOpen, ..CLOSED }),
        ] {
            let health = health(learn, breakers);
            assert!(health.ready && !health.ok, "{health:?}");
        }
        for said in [ListPath::Answers, ListPath::Unknown] {
            assert!(health(|watch| watch.list_path(said), CLOSED).ok, "{said:?}");
        }
    }
}
