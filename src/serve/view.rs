//! How somebody looks at the pages: a cookie, so that it stays from page to page and works without scripts.

use crate::model::when::{Date, parse_date};

/// The cookie's name.
const COOKIE: &str = "foldout-view";

/// How somebody looks at the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Whether each block says where it comes from.
    pub origins: bool,
    /// Whether only what would be published is shown.
    pub published: bool,
    /// The day for which states are worked out; `None`: today.
    pub day: Option<Date>,
}

impl View {
    /// The view that a request's cookies ask for.
    pub fn of_cookies<'c>(cookies: impl Iterator<Item = &'c str>) -> Self {
        let mut all = cookies.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        let mut view = Self::default();
        if let Some((_, said)) = all.find(|(name, _)| *name == COOKIE) {
            for word in said.split('.') {
                match word {
                    "origins" => view.origins = true,
                    "published" => view.published = true,
                    day => view.day = parse_date(day).ok(),
                }
            }
        }
        view
    }

    /// The cookie that asks for it. Other sites never see it, nor can they set off a request that has it.
    pub fn cookie(&self) -> String {
        let mut words = Vec::new();
        words.extend(self.origins.then(|| "origins".to_owned()));
        words.extend(self.published.then(|| "published".to_owned()));
        words.extend(self.day.map(|day| day.to_string()));
        format!("{COOKIE}={}; Path=/; SameSite=Strict; HttpOnly", words.join("."))
    }

    /// The same with one thing changed, as typed in an address; what makes no sense changes nothing.
    pub fn changed(mut self, key: &str, value: &str) -> Self {
        match (key, value) {
            ("origins", value) => self.origins = value == "on",
            ("published", value) => self.published = value == "on",
            ("day", "") => self.day = None,
            ("day", value) => self.day = parse_date(value).ok().or(self.day),
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_comes_back_from_its_cookie() {
        let view = View::default().changed("origins", "on").changed("day", "2022-11-03").changed("day", "never");
        let cookie = view.cookie();
        let sent = cookie.split(';').next().unwrap();
        assert_eq!(View::of_cookies(["a=b", sent].into_iter()), view);
        assert_eq!(View::of_cookies(["foldout-view=<script>"].into_iter()), View::default());
        assert_eq!(view.changed("origins", "off").changed("day", ""), View::default());
    }
}
