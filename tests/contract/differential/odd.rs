//! Unusually spelled sessions of Ivy: in the fields that the merchant names, numbers and the order of names stay
//! exactly as they are.

use super::pair::Pair;
use super::steps::{Bytes, Request, Step};

const fn request(path: &'static str, body: &'static [u8]) -> Step {
    Step::Request(Request { who: 0, method: "POST", path, header: None, key: None, body: Bytes(body) })
}

#[tokio::test]
async fn what_ivy_spells_oddly_comes_through() {
    // Ivy's spelling, and the page's if it differs: unnecessary escapes are removed.
    let rows = [
        (r#""metadata":{"number":1.0,"other":1e3,"third":-0.0,"fourth":1E+2,"fifth":0.1000}"#, None),
        (r#""metadata":{"big":12345678901234567890,"bigger":123456789012345678901234567890,"small":1e-400}"#, None),
        (
            r#""metadata":{"zebra":1,"alpha":2,"Zebra":3,"10":4,"9":5,"":6,"__proto__":7,"constructor":8,"toString":9}"#,
            None,
        ),
        (r#""metadata":{"nested":[[[]],{"b":{"a":[1.50,true,null]},"a":0}]}"#, None),
        (
            r#""metadata":{"Id":"x","ID":"y","id ":"z","i\u0064x":"w"}"#,
            Some(r#""metadata":{"Id":"x","ID":"y","id ":"z","idx":"w"}"#),
        ),
        (
            r#""metadata":{"text":"\u00e9\u00E9é\ud83d\ude00\/\b\f\n\u2028\u0000\u007f"}"#,
            Some("\"metadata\":{\"text\":\"ééé😀/\\u0008\\u000c\\n\u{2028}\\u0000\u{7f}\"}"),
        ),
    ];
    for (members, shown) in rows {
        let mut pair = Pair::new().await;
        pair.ivys().into_iter().for_each(|ivy| ivy.spells(members));
        let mut texts = Vec::new();
        for step in [
            request("/data/session/create", br#"{"permissions":["identity"]}"#),
            Step::Complete(0),
            request("/result", br#"{"nonce":"@nonce0@"}"#),
            request("/data/session/details", br#"{"id":"@id0@"}"#),
            request("/data/session/list", b"{}"),
        ] {
            let seen = pair.take(&step).await.unwrap_or_else(|difference| panic!("{members}\n{difference}"));
            texts.extend(seen.into_iter().map(|seen| seen.text));
        }
        pair.agree().await.unwrap_or_else(|difference| panic!("{members}\n{difference}"));
        assert!(
            texts.len() == 4 && texts[1..].iter().all(|text| text.contains(shown.unwrap_or(members))),
            "{members}\n{texts:#?}"
        );
    }
}
