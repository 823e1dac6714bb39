//! A hub's newest offerings as an Atom feed (RFC 4287).
//!
//! 1. An offering came out on its file's `published`, else the national file's; where neither says, or the day is
//!    still to come, on the first day of its edition, 1 September.
//! 2. It was last news on that day, or, where that is later, on the day on which its applications opened.
//! 3. The feed has what is not over (closed, finished, cancelled), the latest news first.
//! 4. An entry is known by the hub's address, its edition and its programme, and stays that for good: next year's
//!    offering at the same address is another.

use super::address::{path_of, public};
use super::escape;
use super::plan::{Age, HubPlan, Listed, Shown};
use crate::model::state::State;
use crate::model::when::{Date, iso_date};

/// Its name in a hub's folder.
pub const NAME: &str = "feed.xml";

/// How many offerings it has at most.
const MOST: usize = 20;

/// The feed of the hub whose folder is published at `base`, as on `day`. `None` where the edition has no first day.
pub fn feed(plan: &HubPlan, base: &str, day: Date) -> Option<String> {
    let year = plan.years().iter().find(|year| year.age == Age::Current)?;
    let first = Date::new(year.edition.first_year()?, 9, 1).ok()?;
    let current = year.offerings.iter().filter(|listed| listed.shown == Shown::Published && !is_over(listed));
    let mut entries: Vec<Entry> = current.map(|listed| Entry::of(listed, first, day)).collect();
    entries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.title().cmp(b.title())));
    entries.truncate(MOST);

    let hub = plan.hub();
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or(first);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n",
    );
    element(&mut out, "title", &format!("{}: newest programmes", hub.name));
    link(&mut out, "self", &public(base, NAME));
    link(&mut out, "alternate", base);
    element(&mut out, "id", &public(base, NAME));
    element(&mut out, "updated", &moment(updated));
    out.push_str("<author>\n");
    element(&mut out, "name", &hub.name);
    element(&mut out, "uri", base);
    out.push_str("</author>\n");
    for entry in entries {
        entry.write(&mut out, base);
    }
    out.push_str("</feed>\n");
    Some(out)
}

/// Whether nobody can take part in it any more.
fn is_over(listed: &Listed) -> bool {
    matches!(listed.standing.state, State::Closed | State::Finished | State::Cancelled)
}

/// An offering with the days on which it was news.
struct Entry<'l, 'a> {
    listed: &'l Listed<'a>,
    published: Date,
    updated: Date,
}

impl<'l, 'a> Entry<'l, 'a> {
    fn of(listed: &'l Listed<'a>, first: Date, day: Date) -> Self {
        let published = listed.offering.published.filter(|published| *published <= day).unwrap_or(first);
        let opened = listed.standing.opens.map(|opens| opens.date).filter(|opened| *opened <= day);
        Self { listed, published, updated: opened.unwrap_or(published).max(published) }
    }

    fn title(&self) -> &'a str {
        &self.listed.offering.programme.title
    }

    fn write(&self, out: &mut String, base: &str) {
        let offering = self.listed.offering;
        out.push_str("<entry>\n");
        element(out, "title", self.title());
        link(out, "alternate", &public(base, &format!("{}index.html", self.listed.folder)));
        element(out, "id", &self.id(base));
        element(out, "published", &moment(self.published));
        element(out, "updated", &moment(self.updated));
        element(out, "summary", &offering.programme.summary);
        out.push_str("<category term=\"");
        clean(out, &offering.programme.phase);
        out.push_str("\"/>\n</entry>\n");
    }

    /// By RFC 4151: the host that the address names, the edition's year, and what is known by that name there.
    fn id(&self, base: &str) -> String {
        let offering = self.listed.offering;
        let host = base.split_once("://").map_or(base, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or(host);
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        let year = offering.edition.as_str().get(..4).unwrap_or_default();
        format!("tag:{host},{year}:{}{}/{}", path_of(Some(base)), offering.edition, offering.id())
    }
}

/// The beginning of a day.
fn moment(day: Date) -> String {
    iso_date(day) + "T00:00:00Z"
}

fn element(out: &mut String, name: &str, words: &str) {
    ["<", name, ">"].iter().for_each(|part| out.push_str(part));
    clean(out, words);
    ["</", name, ">\n"].iter().for_each(|part| out.push_str(part));
}

fn link(out: &mut String, rel: &str, href: &str) {
    ["<link rel=\"", rel, "\" href=\""].iter().for_each(|part| out.push_str(part));
    clean(out, href);
    out.push_str("\"/>\n");
}

/// Text without the characters that XML can't hold.
fn clean(out: &mut String, words: &str) {
    let fine = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    for words in words.split(|c: char| !fine(c) || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        escape::text(out, words);
    }
}
