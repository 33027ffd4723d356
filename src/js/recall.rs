//! Whether a past session can stand in for a bank login.

use super::check::names;
use super::decode::{Outside, broken};
use super::plain::{Plain, object};
use crate::decode::{WINDOW, scan_places};
use crate::recall::{Deciding, Decision, Wanted};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks the body of a list and decides by it.
///
/// `required`: permissions, separated by commas; `now`: the proxy's clock in epoch seconds. Gives the number of usable
/// `sessions`, and `login` with the reason why none will do, or else the `places` of those that will, the position
/// there of the one that is `offered` (-1 for none), `ageDays` and `identityDiffers`.
#[wasm_bindgen]
pub fn recall(body: &Uint8Array, required: &str, max_age_days: Option<f64>, now: Option<f64>) -> JsValue {
    let want = Wanted { required: names(required), max_age_days };
    let mut deciding = Deciding::new(&want, now);
    let scanned = scan_places(&Outside::new(body), WINDOW, &mut |session, window| deciding.add(session, window));
    let places = match scanned {
        Ok(list) => list.places,
        Err(error) => return broken(&error),
    };
    let sessions = ("sessions", Plain::Number((places.len() / 2) as f64));
    match deciding.end() {
        Decision::Login(reason) => object(&[sessions, ("login", Plain::Text(reason.name()))]),
        Decision::Recalled { order, offered, age_days, identity_differs } => {
            let mut eligible = Vec::new();
            for at in order {
                eligible.extend_from_slice(places.get(2 * at..2 * at + 2).unwrap_or_default());
            }
            object(&[
                sessions,
                ("places", Plain::Places(&eligible)),
                // It is the first in order.
                ("offered", Plain::Number(if offered.is_some() { 0.0 } else { -1.0 })),
                ("ageDays", Plain::number(age_days)),
                ("identityDiffers", Plain::Flag(identity_differs)),
            ])
        }
    }
}
