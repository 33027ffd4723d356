//! The client's network address, for the limits: the peer of the connection, or an address in a header that the
//! merchant's own load balancer writes.

use std::net::{IpAddr, Ipv6Addr};

use http::header::FORWARDED;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The network that a limit counts: one IPv4 address, or the /64 of an IPv6 address. All requests without an address
/// share one bucket; all with an unreadable address share another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Network {
    /// A known address; of an IPv6 address the first 64 bits.
    Known(IpAddr),
    /// An unreadable address: the header is missing, or its item is no address.
    Unreadable,
    /// No address: the server does not provide the peer's.
    Missing,
}

/// Parses an address as servers and load balancers write it: `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1`,
/// `[2001:db8::1]` or `[2001:db8::1]:4711`, each IPv6 form with or without a zone (`%eth0`). Converts an IPv4 address
/// mapped into IPv6 to IPv4.
pub fn read_address(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches([' ', '\t']);
    let address: IpAddr = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let port = if port.is_empty() { None } else { Some(port.strip_prefix(':')?) };
        port.is_none_or(is_port).then(|| read_v6(address))??.into()
    } else {
        match text.split_once(':') {
            // An IPv6 address without brackets has no port: the text after its last colon is part of it.
            Some((_, rest)) if rest.contains(':') => read_v6(text)?.into(),
            Some((address, port)) => IpAddr::V4(address.parse().ok().filter(|_| is_port(port))?),
            None => IpAddr::V4(text.parse().ok()?),
        }
    };
    Some(address.to_canonical())
}

/// Parses an IPv6 address without its zone. A zone names a network card of the machine that wrote it.
fn read_v6(text: &str) -> Option<Ipv6Addr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "zone"));
    if zone.is_empty() { None } else { address.parse().ok() }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(address) => address.fmt(f),
            Self::Unreadable => f.write_str("unreadable"),
            Self::Missing => f.write_str("missing"),
        }
    }
}

impl Network {
    /// Returns the network of the connection, or of the `hop`-th item from the right of `header`, over all its lines.
    /// Items further left were written by parties that the merchant does not trust.
    pub(crate) fn of(peer: Option<IpAddr>, headers: &HeaderMap, header: Option<&HeaderName>, hop: usize) -> Self {
        match header {
            None => peer.map_or(Self::Missing, Self::known),
            Some(name) => item(headers, name, hop).map_or(Self::Unreadable, Self::known),
        }
    }

    fn known(address: IpAddr) -> Self {
        Self::Known(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            v4 => v4,
        })
    }
}

/// Parses the `hop`-th item from the right. Splits at commas from the right too, so that a quote which a client opened
/// on the left cannot swallow the load balancer's item.
fn item(headers: &HeaderMap, name: &HeaderName, hop: usize) -> Option<IpAddr> {
    let lines = headers.get_all(name).iter().rev();
    let mut items = lines.map(HeaderValue::as_bytes).flat_map(|line| line.rsplit(|byte| *byte == b','));
    let item = std::str::from_utf8(items.nth(hop.checked_sub(1)?)?).ok()?;
    // Some load balancers write an element of `Forwarded` into another header.
    if name == FORWARDED || item.contains('=') { forwarded(item) } else { read_address(unquoted(item)) }
}

/// Returns an item without the spaces around it and without its quotes, if it has a pair of them.
fn unquoted(item: &str) -> &str {
    let item = item.trim_matches([' ', '\t']);
    item.strip_prefix('"').and_then(|item| item.strip_suffix('"')).unwrap_or(item)
}

/// Parses the `for` parameter of one element of `Forwarded` (RFC 7239, 4). Quotes are optional, although the standard
/// requires them around a colon. Returns `None` for a hidden address (`unknown`, `_name`).
fn forwarded(element: &str) -> Option<IpAddr> {
    let mut nodes = element.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim_matches([' ', '\t']).eq_ignore_ascii_case("for").then_some(value)
    });
    let (Some(node), None) = (nodes.next(), nodes.next()) else { return None };
    read_address(unquoted(node))
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{Network, read_address};

    #[test]
    fn addresses_in_every_spelling() {
        let rows: &[(&str, Option<&str>)] = &[
            ("192.0.2.7", Some("192.0.2.7")),
            (" 192.0.2.7\t", Some("192.0.2.7")),
            ("192.0.2.7:0", Some("192.0.2.7")),
            ("192.0.2.7:4711", Some("192.0.2.7")),
            ("192.0.2.7:65535", Some("192.0.2.7")),
            ("192.0.2.7:65536", None),
            ("192.0.2.7:", None),
            ("192.0.2.7:+1", None),
            ("192.0.2.7:http", None),
            ("192.0.2.7:80:80", None),
            ("192.0.2.256", None),
            ("192.0.2", None),
            ("192.0.2.07", None),
            ("0xc0.0.2.7", None),
            ("3221225991", None),
            ("[192.0.2.7]", None),
            ("192.0.2.7%eth0", None),
            ("2001:db8::1", Some("2001:db8::1")),
            ("2001:DB8:0:0:0:0:0:1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("[2001:db8::1]:", None),
            ("[2001:db8::1]443", None),
            ("[2001:db8::1", None),
            ("2001:db8::1]", None),
            ("[[2001:db8::1]]", None),
            ("[]", None),
            ("::", Some("::")),
            ("::1", Some("::1")),
            (":", None),
            (":80", None),
            ("2001:db8::1::2", None),
            ("::ffff:192.0.2.7", Some("192.0.2.7")),
            ("::ffff:c000:207", Some("192.0.2.7")),
            ("[::ffff:192.0.2.7]:80", Some("192.0.2.7")),
            ("fe80::1%eth0", Some("fe80::1")),
            ("[fe80::1%25eth0]:80", Some("fe80::1")),
            ("fe80::1%", None),
            ("", None),
            (" ", None),
            ("unknown", None),
            ("\"192.0.2.7\"", None),
            ("for=192.0.2.7", None),
            ("shop.example", None),
        ];
        for (text, expected) in rows {
            let expected: Option<IpAddr> = expected.map(|address| address.parse().unwrap());
            assert_eq!(read_address(text), expected, "{text:?}");
        }
    }

    fn headers(name: &'static str, lines: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(line).unwrap());
        }
        headers
    }

    fn known(address: &str) -> Network {
        Network::Known(address.parse().unwrap())
    }

    /// The peer's address, which is ignored if a header is set.
    const PEER: &str = "198.51.100.200";

    fn of(name: &'static str, lines: &[&[u8]], hop: usize) -> Network {
        Network::of(PEER.parse().ok(), &headers(name, lines), Some(&HeaderName::from_static(name)), hop)
    }

    #[test]
    fn the_item_is_counted_from_the_right_over_all_lines() {
        let lines: &[&[u8]] = &[b"203.0.113.1, 203.0.113.2", b"203.0.113.3,203.0.113.4:80", b" 203.0.113.5 "];
        for (hop, expected) in [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)] {
            assert_eq!(of("x-forwarded-for", lines, hop), known(&format!("203.0.113.{expected}")), "{hop}");
        }
        for hop in [0, 6, usize::MAX] {
            assert_eq!(of("x-forwarded-for", lines, hop), Network::Unreadable, "{hop}");
        }
        // An empty item counts as an item: the load balancer wrote it, or the next one is the client's.
        assert_eq!(of("x-forwarded-for", &[b"203.0.113.1,,203.0.113.3"], 1), known("203.0.113.3"));
        assert_eq!(of("x-forwarded-for", &[b"203.0.113.1,,203.0.113.3"], 2), Network::Unreadable);
        assert_eq!(of("x-forwarded-for", &[b"203.0.113.1,"], 1), Network::Unreadable);
        assert_eq!(of("x-forwarded-for", &[b"203.0.113.1", b""], 1), Network::Unreadable);
        // Bytes from a client that are not UTF-8 do not hide the load balancer's item.
        assert_eq!(of("x-forwarded-for", &[b"\xff\", 203.0.113.3"], 1), known("203.0.113.3"));
        assert_eq!(of("x-forwarded-for", &[b"\xff\", 203.0.113.3"], 2), Network::Unreadable);
    }

    #[test]
    fn every_spelling_of_a_load_balancer_is_read_in_every_header() {
        let rows: &[(&[u8], Option<&str>)] = &[
            (b"203.0.113.3:5100", Some("203.0.113.3")),
            (b"\"203.0.113.3:5100\"", Some("203.0.113.3")),
            (b" \"203.0.113.3\" ", Some("203.0.113.3")),
            (b"[2001:db8:1:2::1]:80", Some("2001:db8:1:2::")),
            (b"\"[2001:db8:1:2::1]:4711\"", Some("2001:db8:1:2::")),
            (b"\"[2001:db8:1:2::1%eth0]:4711\"", Some("2001:db8:1:2::")),
            (b"2001:db8:1:2::1%25eth0", Some("2001:db8:1:2::")),
            (b"for=203.0.113.3", Some("203.0.113.3")),
            (b"198.51.100.1, For=\"203.0.113.3:5100\";proto=https", Some("203.0.113.3")),
            (b"by=192.0.2.1; for=\"[2001:db8:1:2::1]:4711\"", Some("2001:db8:1:2::")),
            (b"\"203.0.113.3", None),
            (b"203.0.113.3\"", None),
            (b"\"\"", None),
            (b"for=", None),
            (b"for=unknown", None),
            (b"ip=203.0.113.3", None),
            (b"for=203.0.113.3;for=203.0.113.4", None),
            (b"unknown", None),
        ];
        for header in ["x-forwarded-for", "x-real-ip", "cf-connecting-ip"] {
            for (value, expected) in rows {
                let expected = expected.map_or(Network::Unreadable, known);
                assert_eq!(of(header, &[value], 1), expected, "{header}: {}", String::from_utf8_lossy(value));
            }
        }
    }

    #[test]
    fn a_missing_and_an_unreadable_address_are_not_the_same() {
        assert_eq!(of("x-real-ip", &[], 1), Network::Unreadable);
        assert_eq!(of("x-real-ip", &[b"somewhere"], 1), Network::Unreadable);
        assert_eq!(Network::of(None, &HeaderMap::new(), None, 1), Network::Missing);
        assert_eq!(Network::of(PEER.parse().ok(), &HeaderMap::new(), None, 1), known(PEER));
        // Without the setting the header is ignored.
        let headers = headers("x-forwarded-for", &[b"203.0.113.1"]);
        assert_eq!(Network::of(PEER.parse().ok(), &headers, None, 1), known(PEER));
    }

    #[test]
    fn one_connection_of_ipv6_has_a_whole_64() {
        let network = |text: &str| of("x-real-ip", &[text.as_bytes()], 1);
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("[2001:db8:1:2::9]:80"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.1"), known("203.0.113.1"));
        assert_eq!(Network::of("::ffff:203.0.113.1".parse().ok(), &HeaderMap::new(), None, 1), known("203.0.113.1"));
    }

    #[test]
    fn forwarded_has_a_form_of_its_own() {
        let rows: &[(&[u8], Network)] = &[
            (b"for=203.0.113.1", known("203.0.113.1")),
            (b"proto=https;For=203.0.113.1;by=192.0.2.1", known("203.0.113.1")),
            (b"for=198.51.100.1, for=203.0.113.1;proto=http", known("203.0.113.1")),
            (b"for=\"203.0.113.1:4711\"", known("203.0.113.1")),
            (b"for=\"[2001:db8:1:2::1]:4711\"", known("2001:db8:1:2::")),
            (b"for=\"[2001:db8:1:2::1]\"", known("2001:db8:1:2::")),
            (b"for=\"[::ffff:203.0.113.1]\"", known("203.0.113.1")),
            (b"for=\"for=203.0.113.9\", for=203.0.113.1", known("203.0.113.1")),
            // Some load balancers omit the quotes.
            (b"for=2001:db8:1:2::1", known("2001:db8:1:2::")),
            (b"for=203.0.113.1:4711", known("203.0.113.1")),
            (b"for=\"203.0.113.1", Network::Unreadable),
            (b"for=unknown", Network::Unreadable),
            (b"for=_hidden", Network::Unreadable),
            (b"for=203.0.113.1;for=203.0.113.2", Network::Unreadable),
            (b"by=203.0.113.1", Network::Unreadable),
            (b"203.0.113.1", Network::Unreadable),
            (b"", Network::Unreadable),
        ];
        for (line, expected) in rows {
            assert_eq!(of("forwarded", &[line], 1), *expected, "{:?}", String::from_utf8_lossy(line));
        }
    }
}
