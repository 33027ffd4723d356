//! The checks of a create request. They imitate another company's server. So they share no code with the library's rules,
//! check only types and documented limits, and stop at the first invalid field.

use crate::api_error::ApiError;
use crate::banks;
use crate::create_request::{CreateRequest, ExternalUser, Generation, Prefill};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;
use url::Url;

const LOCALES: [&str; 12] = ["de", "nl", "en", "fr", "es", "fi", "it", "pt", "sv", "pl", "sk", "lt"];
const THEMES: [&str; 2] = ["light", "dark"];
/// The markets of Ivy's own clients: ISO 3166-1 alpha-2 and XK.
const MARKETS: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";
/// The fields of the user's document that Ivy's client for Node does not send. A request without all of them is of the
/// client's generation.
const OF_RECURRING_USERS: [&str; 4] = ["permissions", "externalUser", "resultCallbackUrl", "matchData"];
/// The allowed seconds between `createdAt` and `expiresAt`: 30 minutes to 24 hours.
const LIFETIME: RangeInclusive<i64> = 30 * 60..=24 * 60 * 60;

/// Reads a create request. Unknown fields are ignored, `null` counts as absent.
pub(super) fn request(body: &Map<String, Value>) -> Result<CreateRequest, ApiError> {
    let body = Fields { prefix: "", map: body };
    let is_sdk = OF_RECURRING_USERS.iter().all(|name| body.get(name).is_none());
    let generation = if is_sdk { Generation::Sdk } else { Generation::RecurringUsers };
    let permissions = if is_sdk { vec!["accounts".to_owned()] } else { permissions(&body)? };
    if permissions.iter().any(|permission| permission == "match_identity") && body.object("matchData")?.is_none() {
        return Err(body.wrong("matchData", "is required with match_identity"));
    }
    let request = CreateRequest {
        generation,
        reference_id: body.text("referenceId", 1..=200)?.ok_or_else(|| body.wrong("referenceId", "is required"))?,
        display_id: body.text("displayId", 0..=200)?,
        permissions,
        market: body.one_of("market", |market| MARKETS.split(' ').any(|known| known == market))?,
        locale: body.one_of("locale", |locale| LOCALES.contains(&locale))?,
        external_user: external_user(&body)?,
        success_callback_url: body.url("successCallbackUrl")?,
        error_callback_url: body.url("errorCallbackUrl")?,
        result_callback_url: body.url("resultCallbackUrl")?,
        metadata: metadata(&body)?,
        prefill: prefill(&body)?,
        disable_bank_selection: body.flag("disableBankSelection")?,
        theme_variant: body.one_of("themeVariant", |theme| THEMES.contains(&theme))?,
        created_at: body.seconds("createdAt")?,
        expires_at: body.seconds("expiresAt")?,
        body: body.map.clone(),
    };
    match (request.created_at, request.expires_at) {
        (None, Some(_)) => Err(body.wrong("createdAt", "is required with expiresAt")),
        (Some(from), Some(to)) if !LIFETIME.contains(&to.saturating_sub(from)) => {
            Err(body.wrong("expiresAt", "must be 30 minutes to 24 hours after createdAt"))
        }
        _ => Ok(request),
    }
}

fn permissions(body: &Fields<'_>) -> Result<Vec<String>, ApiError> {
    let named = match body.get("permissions") {
        Some(Value::Array(items)) if !items.is_empty() => items,
        _ => return Err(body.wrong("permissions", "must be a list with at least one permission")),
    };
    let read = |item: &Value| item.as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    named.iter().map(read).collect::<Option<_>>().ok_or_else(|| body.wrong("permissions", "must be strings"))
}

fn external_user(body: &Fields<'_>) -> Result<Option<ExternalUser>, ApiError> {
    let Some(user) = body.object("externalUser")? else { return Ok(None) };
    let user = ExternalUser {
        reference_id: user.text("referenceId", 1..=200)?,
        email: user
            .one_of("email", |email| email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()))?,
        phone: user.one_of("phone", |phone| phone.bytes().any(|byte| byte.is_ascii_digit()))?,
        metadata: user.object("metadata")?.map(|metadata| metadata.map.clone()),
    };
    if user.reference_id.is_none() && user.email.is_none() && user.phone.is_none() && user.metadata.is_none() {
        return Err(body.wrong("externalUser", "needs one of referenceId, email, phone, metadata"));
    }
    Ok(Some(user))
}

fn prefill(body: &Fields<'_>) -> Result<Option<Prefill>, ApiError> {
    let Some(prefill) = body.object("prefill")? else { return Ok(None) };
    Ok(Some(Prefill {
        bank_id: prefill.one_of("bankId", |id| banks::bank(id).is_some())?,
        email: prefill.text("email", 1..=254)?,
    }))
}

/// Reads metadata: at most 50 keys of 40 characters, with values of 500 characters.
fn metadata(body: &Fields<'_>) -> Result<Option<Map<String, Value>>, ApiError> {
    let Some(metadata) = body.object("metadata")? else { return Ok(None) };
    let length =
        |value: &Value| value.as_str().map_or_else(|| value.to_string().chars().count(), |s| s.chars().count());
    if metadata.map.len() > 50 {
        return Err(body.wrong("metadata", "must have at most 50 keys"));
    }
    if metadata.map.iter().any(|(key, value)| key.chars().count() > 40 || length(value) > 500) {
        return Err(body.wrong("metadata", "must have keys of at most 40 and values of at most 500 characters"));
    }
    Ok(Some(metadata.map.clone()))
}

/// An object in the request, with the path of its members.
struct Fields<'a> {
    /// The start of a member's path, such as `externalUser.`.
    prefix: &'static str,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// Returns a member; `null` counts as absent.
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Returns the error for an invalid member.
    fn wrong(&self, key: &str, expected: &str) -> ApiError {
        ApiError::invalid(format!("{}{key}", self.prefix), self.map.get(key), expected)
    }

    /// Reads a string with an allowed number of characters.
    fn text(&self, key: &str, lengths: RangeInclusive<usize>) -> Result<Option<String>, ApiError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if lengths.contains(&text.chars().count()) => Ok(Some(text.clone())),
            Some(_) => {
                let (least, most) = lengths.into_inner();
                Err(self.wrong(key, &format!("must be a string of {least} to {most} characters")))
            }
        }
    }

    /// Reads a string that `known` accepts.
    fn one_of(&self, key: &str, known: impl Fn(&str) -> bool) -> Result<Option<String>, ApiError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if known(text) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, "is not valid")),
        }
    }

    /// Reads an object.
    fn object(&self, key: &'static str) -> Result<Option<Fields<'a>>, ApiError> {
        let prefix = match key {
            "externalUser" => "externalUser.",
            "prefill" => "prefill.",
            _ => "",
        };
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Fields { prefix, map })),
            Some(_) => Err(self.wrong(key, "must be an object")),
        }
    }

    /// Reads a boolean; absent means false.
    fn flag(&self, key: &str) -> Result<bool, ApiError> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong(key, "must be true or false")),
        }
    }

    /// Reads a number of epoch seconds.
    fn seconds(&self, key: &str) -> Result<Option<i64>, ApiError> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => match value.as_i64().filter(|seconds| *seconds >= 0) {
                Some(seconds) => Ok(Some(seconds)),
                None => Err(self.wrong(key, "must be a number of epoch seconds")),
            },
        }
    }

    /// Reads an absolute http or https URL. Absent and "", which the user's document shows, both mean none.
    fn url(&self, key: &str) -> Result<String, ApiError> {
        match self.get(key) {
            None => Ok(String::new()),
            Some(Value::String(text)) if text.is_empty() => Ok(String::new()),
            Some(Value::String(text)) if is_web_address(text) => Ok(text.clone()),
            Some(_) => Err(self.wrong(key, "must be an absolute url")),
        }
    }
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::LOCALES;
    use serde_json::{Value, json};

    #[test]
    fn locales_are_those_that_the_library_knows() {
        let data: Value = serde_json::from_str(include_str!("../../../../../tests/data/countries.json")).unwrap();
        let hint = "expected `ivy_locales` of tests/data/countries.json, in the same order; change LOCALES, too";
        assert_eq!(json!(LOCALES), data["ivy_locales"], "{hint}");
    }
}
