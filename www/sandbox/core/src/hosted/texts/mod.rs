//! The texts of the pages, in Ivy's languages and in Brazilian Portuguese. Every other language gets English.

mod de;
mod en;
mod es;
mod fi;
mod fr;
mod it;
mod lt;
mod nl;
mod pl;
mod pt;
mod pt_br;
mod sk;
mod sv;
mod wording;

pub(super) use wording::Texts;

/// The texts of every language. English comes first: it is the fallback.
static ALL: [&Texts; 13] = [
    &en::TEXTS,
    &de::TEXTS,
    &es::TEXTS,
    &fi::TEXTS,
    &fr::TEXTS,
    &it::TEXTS,
    &lt::TEXTS,
    &nl::TEXTS,
    &pl::TEXTS,
    &pt::TEXTS,
    &pt_br::TEXTS,
    &sk::TEXTS,
    &sv::TEXTS,
];

impl Texts {
    /// Returns the texts for the `locale` of a session, or else for the browser's `Accept-Language`. The browser also chooses
    /// between regional forms of the session's language: Ivy has one Portuguese. Browsers list the preferred language first.
    pub(super) fn of(locale: Option<&str>, accepted: Option<&str>) -> &'static Self {
        let mut ranges = accepted.unwrap_or_default().split(',').map(|range| {
            let (tag, _) = range.split_once(';').unwrap_or((range, ""));
            tag.trim()
        });
        let found = match locale {
            Some(locale) => ranges
                .find(|range| language_of(range).eq_ignore_ascii_case(locale))
                .and_then(Self::for_tag)
                .or_else(|| Self::for_tag(locale)),
            None => ranges.find_map(Self::for_tag),
        };
        found.unwrap_or(ALL[0])
    }

    /// Returns the texts for a language tag (BCP 47), or for its language if the region has none of its own.
    fn for_tag(tag: &str) -> Option<&'static Self> {
        let named = |name: &str| ALL.into_iter().find(|texts| texts.lang.eq_ignore_ascii_case(name));
        named(tag).or_else(|| named(language_of(tag)))
    }

    /// Returns an ISO date such as "1985-12-10" in words. A text that is no such date stays as it is.
    pub(super) fn date(&self, iso: &str) -> String {
        self.date_in_words(iso).unwrap_or_else(|| iso.to_owned())
    }

    fn date_in_words(&self, iso: &str) -> Option<String> {
        let mut parts = iso.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let month = self.months.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        let day: u8 = day.parse().ok()?;
        Some(self.date.replace("{day}", &day.to_string()).replace("{month}", month).replace("{year}", year))
    }
}

/// Returns the language of a tag, without script and region.
fn language_of(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::{ALL, Texts};

    #[test]
    fn the_session_chooses_the_language_and_the_browser_its_regional_form() {
        let table = [
            (Some("de"), Some("fr"), "de"),
            (Some("pt"), None, "pt"),
            (Some("pt"), Some("pt-PT,pt;q=0.9"), "pt"),
            (Some("pt"), Some("en, PT-br;q=0.9"), "pt-BR"),
            (Some("sv"), Some("pt-BR"), "sv"),
            (Some("xx"), None, "en"),
            (None, Some("xx, fi-FI;q=0.8, en;q=0.5"), "fi"),
            (None, Some("pt-BR,pt;q=0.9"), "pt-BR"),
            (None, Some("pt-AO"), "pt"),
            (None, Some("fil-PH, *"), "en"),
            (None, Some(",;,"), "en"),
            (None, None, "en"),
        ];
        for (locale, accepted, lang) in table {
            assert_eq!(Texts::of(locale, accepted).lang, lang, "{locale:?} {accepted:?}");
        }
    }

    #[test]
    fn dates_are_those_of_the_language() {
        let table = [
            ("en", "10 December 1985"),
            ("de", "10. Dezember 1985"),
            ("fi", "10. joulukuuta 1985"),
            ("lt", "1985 m. gruodžio 10 d."),
            ("pl", "10 grudnia 1985"),
            ("pt-BR", "10 de dezembro de 1985"),
            ("sk", "10. decembra 1985"),
        ];
        for (lang, date) in table {
            assert_eq!(Texts::of(None, Some(lang)).date("1985-12-10"), date);
        }
        let english = Texts::of(Some("en"), None);
        assert_eq!(english.date("1990-07-04"), "4 July 1990");
        for no_date in ["", "1985", "1985-13-10", "1985-00-10", "1985-12-x"] {
            assert_eq!(english.date(no_date), no_date);
        }
    }

    #[test]
    fn every_language_has_its_own_words_and_is_there_once() {
        for (index, texts) in ALL.iter().enumerate() {
            assert!(ALL[..index].iter().all(|other| other.lang != texts.lang && other.consent != texts.consent));
            assert!(["{day}", "{month}", "{year}"].into_iter().all(|part| texts.date.contains(part)), "{}", texts.lang);
        }
    }
}
