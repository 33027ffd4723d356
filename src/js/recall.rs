//! Whether a past session can stand in for a bank login.

use super::check::names;
use super::decode::{broken, index};
use super::plain::{Plain, object};
use crate::decode::scan_list;
use crate::recall::{Decision, Wanted, decide};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Checks the body of a list and decides by it.
///
/// `required`: permissions, separated by commas; `now`: the proxy's clock in epoch seconds. Gives the number of usable
/// `sessions`, and `login` with the reason why none will do, or else the places of those that will in `index`, the position
/// there of the one that is `offered` (-1 for none), `ageDays` and `identityDiffers`.
#[wasm_bindgen]
pub fn recall(body: &[u8], required: &str, max_age_days: Option<f64>, now: Option<f64>) -> JsValue {
    let list = match scan_list(body) {
        Ok(list) => list,
        Err(error) => return broken(&error),
    };
    let sessions = ("sessions", Plain::Number(list.sessions.len() as f64));
    match decide(&list, body, &Wanted { required: names(required), max_age_days }, now) {
        Decision::Login(reason) => object(&[sessions, ("login", Plain::Text(reason.name()))]),
        Decision::Recalled { order, offered, age_days, identity_differs } => {
            let place = |at: &usize| list.sessions.get(*at).map(|session| (session.start, session.end));
            let offered = offered.and_then(|offered| order.iter().position(|at| *at == offered));
            object(&[
                sessions,
                ("index", Plain::Bytes(&index(order.iter().filter_map(place)))),
                ("offered", Plain::Number(offered.map_or(-1.0, |offered| offered as f64))),
                ("ageDays", Plain::number(age_days)),
                ("identityDiffers", Plain::Flag(identity_differs)),
            ])
        }
    }
}
