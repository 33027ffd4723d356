//! The lines about the proxy's own public URL, and about the load balancer in front of it.

use ivy_data_session::model::Operation;

use super::arrival::{Address, Arrival, Signed, sign};
use super::line::{CheckLine, CheckPart};
use crate::host::{Host, Post, TransportError, UpstreamResponse};
use crate::services::Services;
use crate::urls;

/// The longest response that is read, in bytes.
const LONGEST: usize = 16 * 1024;

/// The parts that only an arrived request shows.
const OF_ARRIVAL: [CheckPart; 3] = [CheckPart::Address, CheckPart::Cookie, CheckPart::Origin];

/// Sends a request through the load balancer to the proxy.
pub(super) async fn check(services: &Services<impl Host>, url: Option<&str>) -> Vec<CheckLine> {
    let first = match url {
        None => {
            let fix = "pass the public URL of the proxy's routes, such as https://shop.example/api/ivy";
            CheckLine::unknown(CheckPart::Url, "not tried", fix)
        }
        Some(url) => match sent(services, url).await {
            Ok(arrival) => return arrived(services, &arrival),
            Err(line) => line,
        },
    };
    let rest = OF_ARRIVAL.map(|part| CheckLine::unknown(part, "not tried", "the line of the public url comes first"));
    std::iter::once(first).chain(rest).collect()
}

/// Sends the request. Returns the response, or the line that says why there is none.
async fn sent(services: &Services<impl Host>, url: &str) -> Result<Arrival, CheckLine> {
    let wrong = |problem: &str, fix: &str| CheckLine::wrong(CheckPart::Url, problem, fix);
    urls::secure_url("url", url).map_err(|error| wrong(&error.to_string(), "pass the URL that browsers use"))?;
    let Signed { headers, proof } =
        sign(services).map_err(|_| CheckLine::unknown(CheckPart::Url, "no randomness", "check again"))?;
    let deadlines = &services.config.deadlines;
    let post = Post {
        url: format!("{}{}", url.trim_end_matches('/'), Operation::List.path()),
        headers,
        body: "{}".into(),
        connect: deadlines.connect,
        deadline: deadlines.read,
        longest: LONGEST,
    };
    let response = services.host().post(post).await.map_err(|why| match why {
        TransportError::TooLong => wrong("something else than the proxy answers", "route this URL to the proxy"),
        TransportError::TookTooLong | TransportError::NotReachedInTime => CheckLine::unknown(
            CheckPart::Url,
            "no answer in time",
            "let this server reach its own public URL, and check again",
        ),
        TransportError::NotReached | TransportError::BrokeOff => {
            let fix = "check name, certificate and firewall; this server must reach its own public URL";
            CheckLine::unknown(CheckPart::Url, "the connection failed", fix)
        }
    })?;
    let UpstreamResponse { status, bytes, .. } = response;
    match serde_json::from_slice::<Arrival>(&bytes) {
        Ok(arrival) if arrival.proof == proof => Ok(arrival),
        _ => Err(match status {
            300..400 => wrong("the URL redirects", "pass the URL to which it redirects, and use it in your pages"),
            403 => wrong(
                "the request arrived without its signature, or another proxy answered",
                "let the header Ivy-Check pass, give every process the same tableSecret, and set the clocks right",
            ),
            404 | 405 => wrong("the proxy's routes are not at this URL", "check the path, and route POST to the proxy"),
            429 => CheckLine::unknown(CheckPart::Url, "too many requests", "check again in a minute"),
            500..600 => {
                wrong("the load balancer or the server in front answers 5xx", "check that it reaches the proxy")
            }
            _ => wrong("something else than the proxy answers", "route this URL to the proxy, and cache no POST"),
        }),
    }
}

/// Returns the lines about a request that arrived.
fn arrived(services: &Services<impl Host>, arrival: &Arrival) -> Vec<CheckLine> {
    let cookie = if arrival.cookie {
        CheckLine::ok(CheckPart::Cookie)
    } else {
        let fix = "let the load balancer or CDN pass the header Cookie to the proxy, and Set-Cookie back";
        CheckLine::wrong(CheckPart::Cookie, "the cookie did not arrive", fix)
    };
    let origin = if arrival.origin {
        CheckLine::ok(CheckPart::Origin)
    } else {
        let fix = "let the load balancer or CDN pass the header Origin as the browser sent it";
        CheckLine::wrong(CheckPart::Origin, "the header Origin did not arrive as it was sent", fix)
    };
    vec![CheckLine::ok(CheckPart::Url), address(services, arrival), cookie, origin]
}

fn address(services: &Services<impl Host>, arrival: &Arrival) -> CheckLine {
    let hops = services.config.trusted_hops;
    let wrong = |problem: String, fix: String| CheckLine::wrong(CheckPart::Address, problem, fix);
    let header = services.config.address_header.as_ref();
    match (arrival.address, header, arrival.forwarding.first()) {
        (Address::Known, None, Some(name)) => wrong(
            format!("a load balancer adds {name}, but addressHeader is not set, so that all shoppers share its limit"),
            format!("set addressHeader to {name}"),
        ),
        (Address::Known, Some(name), _) if arrival.hops > hops => wrong(
            format!("{name} arrives with {} addresses, but trustedHops is {hops}", arrival.hops),
            format!("set trustedHops to {}, if all of them are of your own proxies", arrival.hops),
        ),
        (Address::Known, ..) => CheckLine::ok(CheckPart::Address),
        (Address::Unreadable, Some(name), other) if arrival.hops == 0 => wrong(
            format!("addressHeader: {name} does not arrive"),
            match other {
                Some(other) => format!("set addressHeader to {other}, which arrives"),
                None => "let the load balancer add it, or remove addressHeader".into(),
            },
        ),
        (Address::Unreadable, Some(name), _) => wrong(
            format!("addressHeader: no address at item {hops} from the right of {name}, which has {}", arrival.hops),
            format!("set trustedHops to {}, or let the load balancer write addresses", arrival.hops),
        ),
        (Address::Unreadable | Address::Missing, ..) => wrong(
            "the server does not provide the address of the connection".into(),
            "pass { address } to the proxy, or set addressHeader".into(),
        ),
    }
}
