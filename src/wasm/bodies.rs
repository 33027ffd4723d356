//! What the other side answered.

use super::check::split;
use super::plain::Plain;
use crate::decode::{Body, WINDOW, check_session, scan_places};
use crate::json::SyntaxError;
use crate::recall::{Deciding, Decision, Wanted};
use js_sys::{Uint8Array, Uint32Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A body in the page's memory.
struct Outside<'a> {
    bytes: &'a Uint8Array,
    length: u32,
}

impl Body for Outside<'_> {
    fn length(&self) -> usize {
        self.length as usize
    }

    fn copy(&self, from: usize, part: &mut [u8]) {
        if part.len() == self.length() {
            self.bytes.copy_to(part);
        } else {
            let from = from as u32;
            self.bytes.subarray(from, from + part.len() as u32).copy_to(part);
        }
    }
}

/// Checks the body of an answer. Of one that cannot be read it gives the reason as a string, or else:
///
/// | `kind` | what it is | what comes out |
/// |---|---|---|
/// | 0 | a list | `[places, rejected, warnings]`; the places alone, as a `Uint32Array`, where nothing is wrong |
/// | 1 | one session, or an object whose member `required` is one | `[issues, warnings]` |
/// | 2 | a list to decide by | `[sessions, reason, places, offered, ageDays, identityDiffers]` |
///
/// `places` are each session's start and end in turn. To decide takes more: `required` permissions, separated by commas;
/// `now`, the proxy's clock in epoch seconds; and `max_age_days`, both NaN if there is none. It gives the number of usable
/// `sessions`, and the `reason` why a login is needed, or else the places of those that will do, the position there of the
/// one that is `offered` (-1 for none), and what is said of it.
#[wasm_bindgen]
pub fn read(kind: u32, body: &Uint8Array, required: &str, max_age_days: f64, now: f64) -> JsValue {
    let found = match kind {
        0 => list(&Outside { bytes: body, length: body.length() }),
        1 => session(&body.to_vec(), required),
        _ => {
            let given = |number: f64| Some(number).filter(|number| !number.is_nan());
            let want = Wanted { required: split(required), max_age_days: given(max_age_days) };
            recall(&Outside { bytes: body, length: body.length() }, &want, given(now))
        }
    };
    found.unwrap_or_else(|error| Plain::Text(error.reason).into_js())
}

fn list(body: &Outside<'_>) -> Result<JsValue, SyntaxError> {
    let list = scan_places(body, WINDOW, &mut |_, _| {})?;
    if list.rejected.is_empty() && list.warnings.is_empty() {
        return Ok(Uint32Array::from(list.places.as_slice()).into());
    }
    let (places, rejected) = (Plain::Places(&list.places), Plain::Findings(&list.rejected));
    Ok(Plain::List(&[places, rejected, Plain::Findings(&list.warnings)]).into_js())
}

fn session(body: &[u8], member: &str) -> Result<JsValue, SyntaxError> {
    let (issues, warnings) = check_session(body, member)?;
    Ok(Plain::List(&[Plain::Issues(&issues), Plain::Issues(&warnings)]).into_js())
}

fn recall(body: &Outside<'_>, want: &Wanted, now: Option<f64>) -> Result<JsValue, SyntaxError> {
    let mut deciding = Deciding::new(want, now);
    let places = scan_places(body, WINDOW, &mut |session, window| deciding.add(session, window))?.places;
    let sessions = Plain::Number((places.len() / 2) as f64);
    Ok(match deciding.end() {
        Decision::Login(reason) => Plain::List(&[sessions, Plain::Text(reason.name())]).into_js(),
        Decision::Recalled { order, offered, age_days, identity_differs } => {
            let mut eligible = Vec::new();
            for at in order {
                eligible.extend_from_slice(places.get(2 * at..2 * at + 2).unwrap_or_default());
            }
            Plain::List(&[
                sessions,
                Plain::Absent,
                Plain::Places(&eligible),
                // It is the first in order.
                Plain::Number(if offered.is_some() { 0.0 } else { -1.0 }),
                age_days.map_or(Plain::Absent, |days| Plain::Number(days.into())),
                Plain::Flag(identity_differs),
            ])
            .into_js()
        }
    })
}
