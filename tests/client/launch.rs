//! Back from the bank login.

use crate::support::{LIMITS, Reply, Script, error, json, ok, run};
use ivy_data_session::client::{Code, Error, Failure};
use ivy_data_session::launch::{LoginResult, NotConnected, Proof, ReturnUrl, read_return_url, resume_login};

const NONCE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-";

fn resume(script: &Script) -> Result<LoginResult, Error> {
    run(resume_login(script, Proof::Nonce(NONCE), "order-0", LIMITS))
}

fn pending() -> Reply {
    ok(r#"{"referenceId":"order-1","status":"pending"}"#)
}

#[test]
fn the_nonce_is_read_and_taken_away_and_everything_else_stays() {
    let rows = [
        ("https://shop.example/return?ivy=NONCE", true, "https://shop.example/return"),
        ("https://shop.example/return?ivy=NONCE&ivy_outcome=error", true, "https://shop.example/return"),
        ("https://shop.example/?a=b%20c+d&ivy=NONCE&e#f?ivy=x", true, "https://shop.example/?a=b%20c+d&e#f?ivy=x"),
        ("https://shop.example/#?ivy=NONCE", false, "https://shop.example/#?ivy=NONCE"),
        ("https://shop.example/?ivy_outcome=error&x", false, "https://shop.example/?x"),
        ("https://shop.example/?ivyx=NONCE&xivy=NONCE", false, "https://shop.example/?ivyx=NONCE&xivy=NONCE"),
        ("https://shop.example/?ivy=", false, "https://shop.example/"),
        ("https://shop.example/?ivy", false, "https://shop.example/"),
        ("https://shop.example/?ivy=%22%3E%3Cscript%3E0123456789", false, "https://shop.example/"),
        ("https://shop.example/?", false, "https://shop.example/"),
        ("https://shop.example", false, "https://shop.example"),
        ("", false, ""),
    ];
    for (href, is_return, without) in rows {
        let found = read_return_url(&href.replace("NONCE", NONCE));
        let nonce = is_return.then(|| NONCE.to_owned());
        assert_eq!(found, ReturnUrl { nonce, without: without.replace("NONCE", NONCE) }, "{href}");
    }
}

#[test]
fn each_status_has_its_result_and_the_page_learns_the_reference() {
    let not_connected = |reason| LoginResult::NotConnected { reference_id: "order-1".to_owned(), reason };
    let session = r#"{"id":"s1","status":"complete","data":{"__proto__":1}}"#;
    let rows = [
        (format!(r#"{{"referenceId":"order-1","status":"complete","session":{session}}}"#), {
            LoginResult::Connected(session.to_owned())
        }),
        (r#"{"referenceId":"order-1","status":"error"}"#.to_owned(), not_connected(NotConnected::Error)),
        (r#"{"referenceId":"order-1","status":"expired"}"#.to_owned(), not_connected(NotConnected::Expired)),
    ];
    for (body, result) in rows {
        let script = Script::new([ok(&body)]);
        assert_eq!(resume(&script).unwrap(), result);
        assert_eq!(*script.answered.borrow(), ["order-1"]);
        assert_eq!(script.sent.borrow()[0].body, format!(r#"{{"nonce":"{NONCE}"}}"#));
        assert_eq!(script.paths(), ["/result"]);
    }
}

#[test]
fn a_login_that_the_proxy_does_not_know_is_not_connected() {
    let script = Script::new([Reply::After(1.0, json(404, r#"{"code":"not_found"}"#))]);
    let unknown = LoginResult::NotConnected { reference_id: "order-0".to_owned(), reason: NotConnected::Unknown };
    assert_eq!(resume(&script).unwrap(), unknown);
    assert_eq!(*script.answered.borrow(), ["order-0"]);
}

#[test]
fn a_pending_login_is_asked_for_by_its_reference_until_it_ends() {
    let script = Script::new([
        pending(),
        pending(),
        error(503),
        Reply::Fails(Failure::Network),
        ok(r#"{"referenceId":"order-1","status":"expired"}"#),
    ]);
    assert!(matches!(resume(&script).unwrap(), LoginResult::NotConnected { .. }));
    let sent = script.sent.borrow();
    assert!(sent.iter().skip(1).all(|sent| sent.body == r#"{"referenceId":"order-1"}"#));
    assert_eq!(*script.answered.borrow(), ["order-1"], "the page is told once");
}

#[test]
fn a_pending_login_is_waited_for_ten_seconds_at_most() {
    let script = Script::new((0..9).map(|_| pending()));
    assert_eq!(resume(&script).unwrap(), LoginResult::Pending { reference_id: "order-1".to_owned() });
    assert!((5_000.0..=10_000.0).contains(&script.time()), "{}", script.time());
    let script = Script::new([pending(), Reply::Silent]);
    assert!(matches!(resume(&script).unwrap(), LoginResult::Pending { .. }));
    assert!(script.time() <= 10_000.0);
}

#[test]
fn what_cannot_be_mended_is_an_error_and_the_nonce_stays_for_another_try() {
    let broken_session = r#"{"referenceId":"order-1","status":"complete","session":{"id":7,"status":"complete"}}"#;
    let rows = [
        (Reply::After(1.0, json(401, r#"{"code":"unauthorized"}"#)), Code::Unauthorized),
        (Reply::After(1.0, json(404, "<html>")), Code::Misconfigured),
        (ok("{}"), Code::DecodeFailed),
        (ok("[]"), Code::DecodeFailed),
        (ok("{"), Code::DecodeFailed),
        (ok(r#"{"referenceId":"order-1"}"#), Code::DecodeFailed),
        (ok(r#"{"referenceId":"order-1","status":"odd"}"#), Code::DecodeFailed),
        (ok(r#"{"referenceId":"order-1","status":"complete"}"#), Code::DecodeFailed),
        (ok(broken_session), Code::DecodeFailed),
    ];
    for (reply, code) in rows {
        let script = Script::new([reply]);
        assert_eq!(resume(&script).unwrap_err().code, code);
        assert!(script.answered.borrow().is_empty());
    }
}

#[test]
fn a_shopper_who_leaves_while_waiting_ends_the_wait() {
    let script = Script::new([pending(), pending()]);
    script.aborts_at.set(Some(200.0));
    assert_eq!(resume(&script).unwrap_err().code, Code::Aborted);
}
