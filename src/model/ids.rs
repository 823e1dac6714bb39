//! Ids as types, so that a hub's can't be taken for a programme's; and slugs, from which ids come.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id of that text, taken as it is.
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A hub: its folder's name.
    HubId,
    /// A programme: its file's stem.
    ProgrammeId,
    /// An edition: `2022-23`. Their order is that of their years.
    EditionName,
    /// A section of a description; `intro` for the text before the first heading.
    SectionId,
    /// A placeholder.
    PlaceholderName,
}

impl SectionId {
    /// The id of the text before the first heading.
    pub const INTRO: &'static str = "intro";
}

impl EditionName {
    /// The calendar year in which it begins; `None` for a name that is no edition's.
    pub fn first_year(&self) -> Option<i16> {
        edition_years(self.as_str()).map(|(first, _)| first)
    }
}

/// The years of a text such as `2022-23` or `2018-20`: the first and the last.
pub fn edition_years(text: &str) -> Option<(i16, i16)> {
    let (first, last) = text.split_once('-')?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(first, 4) || !digits(last, 2) {
        return None;
    }
    let first: i16 = first.parse().ok()?;
    let last: i16 = last.parse().ok()?;
    let century = first - first % 100;
    let last = if century + last < first { century + 100 + last } else { century + last };
    Some((first, last))
}

/// Whether a text is an edition's name: two years that follow each other, `2022-23`.
pub fn is_edition_name(text: &str) -> bool {
    edition_years(text).is_some_and(|(first, last)| last == first + 1)
}

/// Whether a text is an id: `[a-z0-9]+(-[a-z0-9]+)*`.
pub fn is_id(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// A text's slug: lower case, accents folded, apostrophes dropped, every other run of characters that are no
/// letters or digits one hyphen. Empty for a text without letters and digits.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
            continue;
        }
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`') {
            continue;
        }
        let folded = if c.is_alphanumeric() { deunicode::deunicode_char(c).unwrap_or("") } else { "" };
        let mut any = false;
        for letter in folded.chars().filter(char::is_ascii_alphanumeric) {
            if gap && !out.is_empty() && !any {
                out.push('-');
            }
            any = true;
            gap = false;
            out.push(letter.to_ascii_lowercase());
        }
        // A combining accent belongs to the letter before it.
        if !any && !('\u{0300}'..='\u{036f}').contains(&c) {
            gap = true;
        }
    }
    out
}

/// Whether two texts have the same slug, and one with letters. Most texts differ in the first few.
pub fn same_slug(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other)) && Some(slug(one)).filter(|slug| !slug.is_empty()) == Some(slug(other))
}

/// The letters and digits of a text's slug, without its hyphens.
fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.chars().flat_map(|c| {
        let ascii = u8::try_from(c).ok().filter(u8::is_ascii);
        let folded = match ascii {
            None if c.is_alphanumeric() => deunicode::deunicode_char(c).unwrap_or(""),
            _ => "",
        };
        ascii.into_iter().chain(folded.bytes()).filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_same_slug_or_not() {
        let texts = [
            "",
            "?!",
            "a b",
            "ab",
            "A -- B!",
            "\u{e9}t\u{e9}",
            "ete",
            "e\u{301}te\u{301}",
            "\u{2bc}a b",
            "\u{a0}a b",
            "\u{df}",
            "ss",
        ];
        for one in texts {
            for other in texts {
                assert_eq!(same_slug(one, other), !slug(one).is_empty() && slug(one) == slug(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn slugs_fold_accents_drop_apostrophes_and_join_with_one_hyphen() {
        assert_eq!(slug("What is involved?"), "what-is-involved");
        assert_eq!(slug("Who\u{2019}s  leading -- the Group?"), "whos-leading-the-group");
        assert_eq!(slug("Caf\u{e9} na\u{ef}ve e\u{301}t\u{e9}"), "cafe-naive-ete");
        assert_eq!(slug("  Year 5\u{2013}8 (KS2/KS3)  "), "year-5-8-ks2-ks3");
        assert_eq!(slug("?!"), "");
    }

    #[test]
    fn ids_and_editions() {
        assert!(is_id("year-5-8"));
        assert!(!is_id("Year") && !is_id("a--b") && !is_id("-a") && !is_id(""));
        assert!(is_edition_name("2022-23") && is_edition_name("1999-00"));
        assert!(!is_edition_name("2022-24") && !is_edition_name("2022") && !is_edition_name("22-23"));
        assert_eq!(edition_years("2018-20"), Some((2018, 2020)));
    }
}
