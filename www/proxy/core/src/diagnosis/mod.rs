//! The diagnosis: tries settings, database, Ivy and the proxy's own public URL, and says for each what is wrong and what to
//! do. The one table of lines is here; hosts print it.

mod arrival;
mod line;
mod public_url;

use url::Url;

use crate::api_error::{ApiError, Code};
use crate::config::Config;
use crate::host::Host;
use crate::ivy::Endpoint;
use crate::list_way::{ListPath, ListWay};
use crate::operations;
use crate::random::token;
use crate::services::Services;
use crate::site;

pub(crate) use arrival::arrival;
pub use line::{CheckLine, CheckPart, CheckState};

/// Tries everything. `url` is the public URL of the proxy's routes; without it nothing is known of what is in front of them.
/// `unusable` is the host's sentence about a database that it could not prepare.
pub(crate) async fn check(
    services: &Services<impl Host>,
    url: Option<&str>,
    unusable: Option<String>,
) -> Vec<CheckLine> {
    let mut lines = vec![
        // A proxy with an invalid option does not start.
        CheckLine::ok(CheckPart::Settings),
        database(services, unusable).await,
        api_key(services).await,
        list(services).await,
        origins(&services.config, url),
    ];
    lines.extend(public_url::check(services, url).await);
    lines
}

async fn database(services: &Services<impl Host>, unusable: Option<String>) -> CheckLine {
    let fix =
        "start the database, and let its user create tables, write and delete; the log has the database's own error";
    if let Some(sentence) = unusable {
        return CheckLine::wrong(CheckPart::Database, sentence, fix);
    }
    match services.store.try_out(services.now()).await {
        Ok(true) => CheckLine::ok(CheckPart::Database),
        Ok(false) => {
            CheckLine::wrong(CheckPart::Database, "a row that was written is not there", "use the primary database")
        }
        Err(_) => CheckLine::wrong(CheckPart::Database, "no row could be written and deleted", fix),
    }
}

/// Requests a session that does not exist: Ivy refuses a wrong key before it looks for the session.
async fn api_key(services: &Services<impl Host>) -> CheckLine {
    let nobody = token::<12>(services.host()).unwrap_or_default();
    let query = format!("{{\"id\":\"ivy-proxy-check-{nobody}\"}}");
    let error = match services.call_ivy(Endpoint::Details, query).await {
        Ok(_) => {
            let problem = "ivy returns details of a session that does not exist";
            return CheckLine::wrong(CheckPart::ApiKey, problem, "check apiUrl and paths.details");
        }
        Err(error) => ApiError::from(error),
    };
    let reason = error.reason().unwrap_or("no answer");
    match error.code {
        Code::NotFound | Code::ProxyRejected => CheckLine::ok(CheckPart::ApiKey),
        Code::Misconfigured => CheckLine::wrong(
            CheckPart::ApiKey,
            reason,
            "check apiKey, apiUrl and paths.details: key and URL are of one environment",
        ),
        _ => CheckLine::unknown(CheckPart::ApiKey, reason, "let this server reach apiUrl, and check again"),
    }
}

async fn list(services: &Services<impl Host>) -> CheckLine {
    let result = operations::check_list_path(services).await;
    let (problem, fix) = match result {
        ListPath::Answers => return CheckLine::ok(CheckPart::List),
        ListPath::Missing => ("ivy answers 404 at the path of the list", "set paths.list"),
        ListPath::Refused => {
            ("ivy refuses the selector of the list", "set listBy to a value that Ivy knows, or ask Ivy")
        }
        ListPath::Unfiltered => {
            ("ivy ignores the selector and lists everybody's sessions", "ask Ivy for the right selector")
        }
        ListPath::Unknown => {
            let problem = "ivy's list could not be tried";
            return CheckLine::unknown(CheckPart::List, problem, "check the lines above, and check again");
        }
    };
    let meanwhile = match services.list_check.way() {
        ListWay::Table => "meanwhile past sessions come from this proxy's table, one by one",
        ListWay::List(_) => "meanwhile nobody is recognised; listBy auto would use this proxy's table",
    };
    CheckLine::wrong(CheckPart::List, problem, format!("{fix}; {meanwhile}"))
}

/// Checks that browsers send the proxy's cookies with requests of the shop's pages.
fn origins(config: &Config, url: Option<&str>) -> CheckLine {
    let Ok(own) = Url::parse(url.unwrap_or(&config.callback_url)) else {
        return CheckLine::unknown(CheckPart::Origins, "no public url", "pass the public URL of the proxy's routes");
    };
    match site::of_other_sites(config, &own).first() {
        None => CheckLine::ok(CheckPart::Origins),
        Some(origin) => {
            let problem =
                format!("{origin} is on another site than the proxy, so that its pages get no cookies and 403");
            CheckLine::wrong(CheckPart::Origins, problem, "let its pages call the proxy at a URL of their own site")
        }
    }
}
