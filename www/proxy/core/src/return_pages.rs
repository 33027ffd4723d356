//! The pages of the shop to which a login returns, by the origin on which it began.

use http::HeaderMap;
use url::Url;

use crate::config::{Config, ConfigError};
use crate::guard::Guard;
use crate::urls::secure_url;

/// The two pages to which a login may return.
#[derive(Clone, Debug)]
pub(crate) struct ReturnPages {
    /// The page that runs `resumeBankLogin`.
    pub(crate) script: Url,
    /// The page for a login that began with the plain form.
    pub(crate) plain: Url,
}

/// The return pages of all origins.
#[derive(Clone, Debug)]
pub(crate) struct AllReturnPages {
    default: ReturnPages,
    by_origin: Vec<(String, ReturnPages)>,
}

impl AllReturnPages {
    /// Checks the pages of a configuration.
    ///
    /// # Errors
    /// If a page is not at one of the origins, or if an origin is not on the list or is named twice.
    pub(crate) fn new(config: &Config, guard: &Guard) -> Result<Self, ConfigError> {
        let page = |setting: &str, text: &str| {
            let url = secure_url(setting, text)?;
            guard.check_page(setting, &url)?;
            Ok(url)
        };
        let default = ReturnPages {
            script: page("return_url", &config.return_url)?,
            plain: page("plain_return_url", &config.plain_return_url)?,
        };
        let mut by_origin: Vec<(String, ReturnPages)> = Vec::new();
        for urls in &config.return_urls {
            let setting = format!("return_urls[{}]", urls.origin);
            if !config.origins.contains(&urls.origin) {
                return Err(ConfigError(format!(
                    "{setting}: not in origins; expected one of them, as it is written there"
                )));
            }
            if by_origin.iter().any(|(origin, _)| *origin == urls.origin) {
                return Err(ConfigError(format!("{setting}: given twice; expected each origin once")));
            }
            let script = page(&setting, &urls.return_url)?;
            by_origin
                .push((urls.origin.clone(), ReturnPages { script, plain: page(&setting, &urls.plain_return_url)? }));
        }
        Ok(Self { default, by_origin })
    }

    /// Returns the pages for a login that begins with this request, whose `Origin` the guard has checked.
    pub(crate) fn of(&self, headers: &HeaderMap) -> &ReturnPages {
        let origin = headers.get(http::header::ORIGIN);
        let own = self.by_origin.iter().find(|(known, _)| origin.is_some_and(|origin| origin == known.as_str()));
        own.map_or(&self.default, |(_, pages)| pages)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::AllReturnPages;
    use crate::config::{Config, ReturnUrls, Secret};
    use crate::guard::Guard;

    const ORIGINS: [&str; 3] = ["https://shop.example", "https://shop.test", "https://www.shop.test"];

    fn pages(return_urls: Vec<ReturnUrls>) -> Result<AllReturnPages, String> {
        let secret = || Secret::new("");
        let mut config = Config::new("https://api.getivy.de", secret(), secret(), secret(), ORIGINS[0]);
        config.origins = ORIGINS.map(str::to_owned).to_vec();
        config.return_urls = return_urls;
        let guard = Guard::new(&config.origins).unwrap();
        AllReturnPages::new(&config, &guard).map_err(|error| error.to_string())
    }

    fn begun_at(origin: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static(origin))])
    }

    #[test]
    fn a_login_returns_to_the_origin_on_which_it_began() {
        let own = ReturnUrls { return_url: "https://www.shop.test/back?a=b".into(), ..ReturnUrls::new(ORIGINS[1]) };
        let pages = pages(vec![own]).unwrap();
        let rows = [
            (ORIGINS[0], "https://shop.example/return", "https://shop.example/plain/return"),
            (ORIGINS[1], "https://www.shop.test/back?a=b", "https://shop.test/plain/return"),
            (ORIGINS[2], "https://shop.example/return", "https://shop.example/plain/return"),
            ("https://SHOP.test", "https://shop.example/return", "https://shop.example/plain/return"),
        ];
        for (origin, script, plain) in rows {
            let found = pages.of(&begun_at(origin));
            assert_eq!((found.script.as_str(), found.plain.as_str()), (script, plain), "{origin}");
        }
        assert_eq!(pages.of(&HeaderMap::new()).script.as_str(), "https://shop.example/return");
    }

    #[test]
    fn an_origin_or_a_page_outside_of_the_list_ends_the_start() {
        let elsewhere = ReturnUrls::new("https://evil.example");
        let error = pages(vec![elsewhere]).err().unwrap();
        assert!(error.starts_with("return_urls[https://evil.example]: not in origins; expected"), "{error}");
        let twice = vec![ReturnUrls::new(ORIGINS[1]), ReturnUrls::new(ORIGINS[1])];
        assert!(pages(twice).err().unwrap().starts_with("return_urls[https://shop.test]: given twice"));
        for (page, problem) in [
            ("https://evil.example/return", "https://evil.example is not in origins"),
            ("http://shop.test/return", "expected https"),
            ("/return", "not a URL; expected an absolute one"),
        ] {
            let own = || ReturnUrls::new(ORIGINS[1]);
            for urls in
                [ReturnUrls { return_url: page.into(), ..own() }, ReturnUrls { plain_return_url: page.into(), ..own() }]
            {
                let error = pages(vec![urls]).err().unwrap();
                assert!(error.starts_with(&format!("return_urls[https://shop.test]: {problem}")), "{error}");
            }
        }
    }
}
