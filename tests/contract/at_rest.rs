//! SECURITY.md, 14: the raw files of the database hold no personal data, cookie, nonce, key or link, in any encoding.
//!
//! Regression test: the first version stored Ivy's whole response, and its test sent almost no personal data.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use ivy_data_session::recall::Criteria;
use serde_json::{Value, json};

use crate::support::search::{FORMS, Search, in_json, percent};
use crate::support::{Browser, HttpResponse, ListBy, RetentionDays, TestDatabase, TestEnv, now};

/// Personal data for a request: made-up values in every field that the rules allow.
const IN_REQUEST: [&str; 17] = [
    "Mia.Halloran@mail.example",
    "+4930901820017",
    "prefilled.address@mail.example",
    "Order of Mrs \"Ünal\" / 17",
    "bank-of-mia-halloran",
    "GB82WEST12345698765432",
    "DEUTDEDBFRA",
    "Mia Ünal-Hállorän",
    "metadata: Rosenstraße 12",
    "a key in metadata of Mia",
    "nested: 4th floor, left",
    "user metadata: allergic to nuts",
    "extra: ring twice, it's me",
    "mia.halloran.dropped@mail.example",
    "Name+in+a+callback+url",
    "guest.walk-in@mail.example",
    "guest metadata: table nine",
];

/// Personal data for Ivy's responses, in addition to the request's.
const IN_ANSWERS: [&str; 11] = [
    "Mia Philippa Hállorän",
    "1911-10-13",
    "AT611904300234573201",
    "1904300234573201",
    "BKAUATWWXXX",
    "Household account of Mia",
    "Kitchen \"Rosen\" 12/3",
    "Paid to: Café Zum Löwen",
    "mia.at.the.bank@mail.example",
    "NL91ABNA0417164300",
    "customer number 00817-4711",
];

/// Returns a request with a value in every field.
fn everything() -> Value {
    json!({
        "permissions": ["identity", "accounts", "match_identity", "balances", "transactions"],
        "market": "DE",
        "locale": "de",
        "externalUser": {
            "email": IN_REQUEST[0], "phone": IN_REQUEST[1], "referenceId": IN_REQUEST[0],
            "metadata": { "note": IN_REQUEST[11] }
        },
        "successCallbackUrl": format!("https://shop.example/?{}", IN_REQUEST[14]),
        "errorCallbackUrl": format!("https://shop.example/?{}", IN_REQUEST[14]),
        "resultCallbackUrl": format!("https://shop.example/?{}", IN_REQUEST[14]),
        "displayId": IN_REQUEST[3],
        "metadata": { "address": IN_REQUEST[8], IN_REQUEST[9]: [1, { "deep": [IN_REQUEST[10]] }] },
        "prefill": { "bankId": IN_REQUEST[4], "email": IN_REQUEST[2] },
        "disableBankSelection": true,
        "createdAt": now(),
        "expiresAt": now() + 3_600,
        "themeVariant": "dark",
        "matchData": { "financialAddress": { "type": "iban", "iban": {
            "iban": IN_REQUEST[5], "bic": IN_REQUEST[6], "accountHolderName": IN_REQUEST[7]
        } } },
        "note": { "for": IN_REQUEST[12] },
        // The proxy sets the customer itself and drops this one.
        "customer": { "email": IN_REQUEST[13] }
    })
}

/// Returns the data of Ivy's session after the login.
fn personal_data() -> Value {
    json!({
        "bankName": "Test Bank",
        "identity": {
            "name": IN_ANSWERS[0], "dateOfBirth": IN_ANSWERS[1], "address": IN_ANSWERS[6], "email": IN_ANSWERS[8],
            "customerNumber": IN_ANSWERS[10]
        },
        "accounts": [{
            "id": IN_ANSWERS[10], "name": IN_ANSWERS[5], "accountHolderName": IN_ANSWERS[0], "type": "checking",
            "identifier": { "iban": { "iban": IN_ANSWERS[2], "bban": IN_ANSWERS[3], "bic": IN_ANSWERS[4] } },
            "balances": [{ "amount": 1 }],
            "transactions": [{ "description": IN_ANSWERS[7] }]
        }, {
            "name": IN_ANSWERS[5], "type": "saving", "currency": "EUR",
            "financialAddress": [{ "type": "iban", "iban": { "iban": IN_ANSWERS[9], "accountHolderName": IN_ANSWERS[0] } }]
        }]
    })
}

/// The idempotency keys that this test sends, one for each create.
const KEYS: [&str; 3] =
    ["key-of-the-login-under-way-4711", "key-of-the-finished-login-4712", "key-of-a-guest-login-4713"];

async fn create(browser: &Browser, key: Option<&str>, request: &Value) -> HttpResponse {
    let response = browser.request("/data/session/create").header("idempotency-key", key).json(request).send().await;
    assert_eq!(response.status, 200, "{}", response.text);
    response
}

/// The texts of a run: the constants above, and the random values of the run.
#[derive(Default)]
struct Secrets(BTreeSet<String>);

impl Secrets {
    fn add(&mut self, env: &TestEnv, browser: &Browser, created: &HttpResponse) {
        let session = env.ivy.session(&created.id());
        self.0.extend([env.ivy.nonce(&created.id()), env.ivy.error_nonce(&created.id())]);
        self.0.insert(session["redirectUrl"].as_str().expect("a link").to_owned());
        let ours = |pair: &str| pair.starts_with("ivy_").then(|| pair.split_once('=').expect("a pair").1.to_owned());
        self.0.extend(browser.cookies().split("; ").filter_map(ours));
    }
}

#[tokio::test]
async fn nothing_personal_is_in_the_files() {
    let env = TestEnv::with(|settings| {
        settings.list_by = Some(ListBy::Email);
        settings.trust_sessions_before = Some(now() - 3_600);
        settings.extra_fields = vec!["note".into(), "customer".into()];
        settings.page_fields = vec!["balances", "transactions", "metadata"];
        settings.retention_days = Some(RetentionDays { abandoned: 1, guests: 1, customers: 1 });
    })
    .await;
    let (mia, guest) = (env.browser(Some("mia")), env.browser(None));
    let mut secrets = Secrets::default();

    // A login in progress with its sealed response, a finished one, a failed one, and one without a key.
    let open = create(&mia, Some(KEYS[0]), &everything()).await;
    let done = create(&mia, Some(KEYS[1]), &everything()).await;
    let failed = create(&mia, None, &everything()).await;
    let mut of_guest = everything();
    of_guest["externalUser"] = json!({ "email": IN_REQUEST[15], "metadata": { "note": IN_REQUEST[16] } });
    of_guest["displayId"] = json!(IN_REQUEST[15]);
    of_guest["metadata"] = json!({ "note": IN_REQUEST[16] });
    let guests = create(&guest, Some(KEYS[2]), &of_guest).await;
    assert_eq!(create(&mia, Some(KEYS[0]), &everything()).await.text, open.text);
    for (browser, created) in [(&mia, &open), (&mia, &done), (&mia, &failed), (&guest, &guests)] {
        secrets.add(&env, browser, created);
    }
    let form = format!("permissions=identity&displayId={}", percent(IN_REQUEST[3], "+"));
    let plain = mia
        .request("/start")
        .header("ivy-client", None)
        .header("content-type", Some("application/x-www-form-urlencoded"));
    assert_eq!(plain.raw(form).send().await.status, 303);

    for created in [&done, &guests] {
        env.ivy.change(&created.id(), |session| {
            session["status"] = json!("complete");
            session["data"] = personal_data();
        });
        // Ivy's callback holds everything that Ivy has.
        assert_eq!(env.ivy.send_callback(&mia, &env.ivy.session(&created.id())).await.status, 200);
    }
    env.ivy.add(json!({
        "id": "old-session-of-mia", "status": "complete", "data": personal_data(), "createdAt": 1_600_000_000,
        "externalUser": { "email": IN_REQUEST[0] }, "referenceId": "old-reference"
    }));
    let result = mia.post("/result", json!({ "nonce": env.ivy.nonce(&done.id()) })).await;
    assert_eq!(result.json()["status"], "complete", "{}", result.text);
    let result = guest.post("/result", json!({ "nonce": env.ivy.nonce(&guests.id()) })).await;
    assert_eq!(result.json()["status"], "complete", "{}", result.text);
    let result = mia.post("/result", json!({ "nonce": env.ivy.error_nonce(&failed.id()) })).await;
    assert_eq!(result.json()["status"], "pending", "{}", result.text);
    let mut listed = mia.list().await;
    listed.sort();
    assert_eq!(listed, [done.id(), "old-session-of-mia".to_owned()]);
    let details = mia.post("/data/session/details", json!({ "id": done.id() })).await;
    assert!(details.text.contains(IN_ANSWERS[0]), "{}", details.text);
    let handle = details.json()["data"]["accounts"][0]["handle"].as_str().expect("a handle").to_owned();
    let wanted = Criteria { required: vec!["accounts".into()], max_age_days: None };
    env.proxy.release_account(Some("mia"), &done.id(), &handle, &wanted).await.expect("an account");

    // Everything except the dropped field went to Ivy and came back; otherwise the search would prove nothing.
    let sent: String = env.ivy.requests().iter().map(|(_, _, body)| body.as_str()).collect();
    let responded = [&done, &guests].map(|created| env.ivy.session(&created.id()).to_string()).concat();
    let dropped = [IN_REQUEST[13], IN_REQUEST[14]];
    for (texts, passed) in [(IN_REQUEST.as_slice(), &sent), (&IN_REQUEST, &responded), (&IN_ANSWERS, &responded)] {
        for text in texts.iter().filter(|text| !dropped.contains(text)) {
            assert!(passed.contains(&in_json(text, false)), "{text} did not pass");
        }
    }
    let texts: Vec<String> =
        IN_REQUEST.iter().chain(&IN_ANSWERS).chain(&KEYS).map(|text| (*text).to_owned()).chain(secrets.0).collect();
    let search = Search::new(&texts);
    let finds_nothing = async |when| search.finds_nothing(&env.database.files().await, when);
    assert!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE sealed IS NOT NULL").await >= 1);
    assert!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE birth IS NOT NULL").await >= 2);
    finds_nothing("after logins").await;

    assert_eq!(mia.post("/forget", json!({ "id": done.id() })).await.status, 200);
    finds_nothing("after forgetting").await;
    assert_eq!(guest.post("/forget", json!({})).await.status, 200);
    assert!(env.proxy.forget_customer("mia").await.is_ok_and(|forgotten| forgotten >= 3));
    finds_nothing("after erasure").await;
    env.database.later(3 * 24 * 60 * 60).await;
    assert!(env.proxy.sweep().await.is_ok());
    finds_nothing("after sweeping").await;
    assert_eq!(env.database.number("SELECT count(*) FROM ivy_sessions WHERE tagged = 1").await, 0);
    assert_eq!(env.proxy.export_customer("mia").await.expect("an export")["sessions"], json!([]));
}

/// Checks the search itself: each text in each encoding is found in the middle of a row.
#[tokio::test]
async fn what_is_in_the_files_is_found() {
    let database = TestDatabase::new().await;
    database.make().await;
    let kind = if database.is_postgres() { "BYTEA" } else { "BLOB" };
    database.change(&format!("CREATE TABLE planted (what {kind})")).await.expect("a table");
    // Differ from the texts of the other test in the same server and from those of an earlier run.
    let mut run = [0; 8];
    getrandom::fill(&mut run).expect("randomness");
    let backwards = |text: &str| text.chars().rev().collect::<String>() + &hex::encode(run);
    let texts: Vec<String> = IN_REQUEST.iter().chain(&IN_ANSWERS).map(|text| backwards(text)).collect();
    let search = Search::new(&texts);
    search.finds_nothing(&database.files().await, "before it is there");
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    let mut all = Vec::new();
    for text in &texts {
        for (before, text) in ["", "x", "xy", "xyz"]
            .into_iter()
            .flat_map(|before| [text.clone(), text.to_uppercase(), text.to_lowercase()].map(|text| (before, text)))
        {
            let wrapped = format!("{before}{text}, and so on");
            all.extend([
                wrapped.clone().into_bytes(),
                in_json(&wrapped, false).into_bytes(),
                in_json(&wrapped, true).into_bytes(),
                STANDARD.encode(&wrapped).into_bytes(),
                URL_SAFE.encode(&wrapped).into_bytes(),
                hex::encode(&wrapped).into_bytes(),
                hex::encode_upper(&wrapped).into_bytes(),
                utf_16(&wrapped, u16::to_be_bytes),
                utf_16(&wrapped, u16::to_le_bytes),
                percent(&wrapped, "%20").into_bytes(),
                percent(&wrapped, "+").into_bytes(),
            ]);
        }
    }
    database.plant(&all).await;
    let found = search.find(&database.files().await);
    for text in &texts {
        for form in FORMS {
            assert!(found.contains(&(text.clone(), form)), "{text}: {form}");
        }
    }
}
