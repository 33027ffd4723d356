//! SECURITY.md, 11: the address that the limits count is the n-th item of the header from the right, in every format
//! that servers and load balancers write.

use serde_json::json;

use crate::support::{Browser, Rate, TestEnv};

/// Returns an environment whose rate limit admits one request per address.
async fn env(header: &'static str, hops: Option<usize>) -> TestEnv {
    TestEnv::with(|settings| {
        settings.limits.per_address = Some(Rate { burst: 1, per_minute: 1 });
        settings.address_header = Some(header);
        settings.trusted_hops = hops;
    })
    .await
}

/// Returns true if a request with these lines of the header is admitted.
async fn is_let_in(browser: &Browser, header: &str, lines: &[&str]) -> bool {
    let request = browser.request("/data/session/list").json(&json!({}));
    let request = lines.iter().fold(request, |request, line| request.and_header(header, line.as_bytes()));
    let status = request.send().await.status;
    assert!([200, 429].contains(&status), "{status}");
    status == 200
}

#[tokio::test]
async fn spellings_of_one_address_share_a_bucket() {
    const HEADER: &str = "x-forwarded-for";
    let env = env(HEADER, None).await;
    let guest = env.browser(None);
    let rows: [&[&str]; 3] = [
        &[
            "203.0.113.1",
            "203.0.113.1:4711",
            "::ffff:203.0.113.1",
            "[::ffff:203.0.113.1]:80",
            "9.9.9.9, 203.0.113.1",
            "\"203.0.113.1:4711\"",
            "9.9.9.9, for=\"203.0.113.1:4711\";proto=https",
        ],
        &[
            "2001:db8:1:2::1",
            "[2001:db8:1:2::2]",
            "[2001:db8:1:2:ffff::3]:443",
            "2001:db8:1:2::4%eth0",
            "\"[2001:db8:1:2::5]:4711\"",
            "For=\"[2001:db8:1:2::6%eth0]:4711\"",
        ],
        // All unreadable addresses share one bucket.
        &["somewhere", "", "203.0.113.256", "203.0.113.9:x", "203.0.113.9,", "for=_hidden", "ip=203.0.113.9"],
    ];
    for spellings in rows {
        for (position, spelling) in spellings.iter().enumerate() {
            assert_eq!(is_let_in(&guest, HEADER, &[spelling]).await, position == 0, "{spelling:?}");
        }
    }
    assert!(!is_let_in(&guest, HEADER, &[]).await, "a missing header is one that cannot be read");
    for other in ["203.0.113.2", "203.0.113.9", "2001:db8:1:3::1"] {
        assert!(is_let_in(&guest, HEADER, &[other]).await, "{other}");
    }
}

#[tokio::test]
async fn behind_two_proxies_the_second_item_counts() {
    const HEADER: &str = "x-forwarded-for";
    let env = env(HEADER, Some(2)).await;
    let guest = env.browser(None);
    assert!(is_let_in(&guest, HEADER, &["203.0.113.1, 192.0.2.1"]).await);
    // The inner proxy differs, and the client may write anything in front.
    assert!(!is_let_in(&guest, HEADER, &["203.0.113.1, 192.0.2.2"]).await);
    assert!(!is_let_in(&guest, HEADER, &["198.51.100.1, 198.51.100.2, 203.0.113.1, 192.0.2.1"]).await);
    // Several lines are one list.
    assert!(!is_let_in(&guest, HEADER, &["198.51.100.3", "203.0.113.1", "192.0.2.1"]).await);
    assert!(is_let_in(&guest, HEADER, &["203.0.113.1, 203.0.113.2", "192.0.2.1"]).await);
    // A request through the inner proxy only: the inner proxy's own address is not counted for all clients.
    assert!(is_let_in(&guest, HEADER, &["203.0.113.3"]).await);
    assert!(!is_let_in(&guest, HEADER, &["203.0.113.4"]).await);
}

#[tokio::test]
async fn the_standard_header_is_read_too() {
    const HEADER: &str = "forwarded";
    let env = env(HEADER, None).await;
    let guest = env.browser(None);
    assert!(is_let_in(&guest, HEADER, &["for=203.0.113.1;proto=https"]).await);
    assert!(!is_let_in(&guest, HEADER, &["for=9.9.9.9, For=\"203.0.113.1:4711\";by=192.0.2.1"]).await);
    assert!(is_let_in(&guest, HEADER, &["for=\"[2001:db8:1:2::1]:80\""]).await);
    assert!(!is_let_in(&guest, HEADER, &["for=\"[2001:db8:1:2::9]\""]).await);
    assert!(is_let_in(&guest, HEADER, &["for=unknown"]).await);
    assert!(!is_let_in(&guest, HEADER, &["for=_hidden"]).await);
}

#[tokio::test]
async fn without_the_setting_no_header_counts() {
    let env = TestEnv::with(|settings| {
        settings.limits.per_address = Some(Rate { burst: 1, per_minute: 1 });
    })
    .await;
    let guest = env.browser(None);
    assert!(is_let_in(&guest, "x-forwarded-for", &["203.0.113.1"]).await);
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        assert!(!is_let_in(&guest, header, &["203.0.113.2"]).await, "{header}");
    }
}
