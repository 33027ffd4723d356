//! The result callbacks. They are stored until the merchant has accepted them, so that a restart loses none.

use super::row::{InvalidRow, Row, Table};
use crate::moment::Moment;
use serde::Deserialize;
use serde_json::json;

/// The milliseconds for which an attempt leases its callback: longer than the time limit of the attempt.
const LEASE_MS: i64 = 15_000;

/// The progress of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It waits for its next attempt.
    Due,
    /// The merchant responded with 200.
    Delivered,
    /// The last attempt failed.
    GivenUp,
    /// Its session was completed again before the merchant accepted it.
    Replaced,
}

impl Progress {
    const ALL: [Self; 4] = [Self::Due, Self::Delivered, Self::GivenUp, Self::Replaced];

    fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
            Self::Replaced => "replaced",
        }
    }
}

/// A callback.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    /// The reference of the session, which is in the body too.
    pub(crate) reference_id: String,
    pub(crate) url: String,
    /// The body. It is sent byte for byte as stored, so that every attempt has the same signature.
    pub(crate) body: String,
    pub(crate) progress: Progress,
    /// The number of earlier attempts.
    pub(crate) attempts: i64,
    /// The time of the next attempt.
    pub(crate) next_at: Moment,
}

/// The part of a body that names its session.
#[derive(Deserialize)]
struct Body {
    payload: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    reference_id: String,
}

impl Delivery {
    /// Returns the callback while an attempt is made: no other attempt gets it for some time.
    pub(crate) fn leased(mut self, now: Moment) -> Self {
        self.next_at = Moment(now.millis() + LEASE_MS);
        self
    }

    pub(super) fn row(&self) -> Row {
        let values = [
            json!(self.id),
            json!(self.url),
            json!(self.body),
            json!(self.progress.name()),
            json!(self.attempts),
            json!(self.next_at.millis()),
        ];
        Row::new(Table::Deliveries, values)
    }

    pub(super) fn read(row: &Row) -> Result<Self, InvalidRow> {
        let (body, state) = (row.text("body")?, row.text("state")?);
        let Body { payload } = serde_json::from_str(body).map_err(|_| row.invalid("body"))?;
        Ok(Self {
            id: row.text("id")?.to_owned(),
            reference_id: payload.reference_id,
            url: row.text("url")?.to_owned(),
            body: body.to_owned(),
            progress: Progress::ALL
                .into_iter()
                .find(|progress| progress.name() == state)
                .ok_or(row.invalid("state"))?,
            attempts: row.integer("attempts")?,
            next_at: Moment(row.integer("next_at")?),
        })
    }
}
