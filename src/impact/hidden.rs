//! Hubs' changes that stand before a national one: their page stays as it is though the national text moved on.

use super::facts::{APPLY, COHORTS, COST, SESSIONS};
use super::pages::{Page, Section, Told};
use super::{Hidden, PageName, Side};
use crate::model::ids::{EditionName, ProgrammeId, SectionId, slug};
use crate::model::local::{Change, Hub, LocalFile, Verb};
use crate::model::national::Description;
use crate::model::text::plain;
use crate::source::Span;

/// Every change of a hub that keeps a national change from its page.
pub fn hidden(before: &Told, after: &Told, side: &Side) -> Vec<Hidden> {
    let mut all = Vec::new();
    for entry in &side.merged.hubs {
        for year in &entry.editions {
            let introduction = year.introduction.as_ref();
            let text = introduction.and_then(|it| Some((&it.national.as_ref()?.text, it.local.as_deref()?)));
            let introduction = text.map(|(text, local)| (None, text, local));
            let offerings = year.offerings.iter().filter(|offering| offering.programme.hub.is_none());
            let offerings = offerings.filter_map(|offering| {
                Some((Some(offering.id()), &offering.programme.text, offering.local.as_deref()?))
            });
            for (programme, text, local) in introduction.into_iter().chain(offerings) {
                let desk =
                    Desk { before, after, side, hub: &entry.hub, edition: &year.edition, programme, text, local };
                desk.find(&mut all);
            }
        }
    }
    all
}

struct Desk<'d> {
    before: &'d Told,
    after: &'d Told,
    side: &'d Side<'d>,
    hub: &'d Hub,
    edition: &'d EditionName,
    programme: Option<&'d ProgrammeId>,
    text: &'d Description,
    local: &'d LocalFile,
}

impl Desk<'_> {
    fn find(&self, all: &mut Vec<Hidden>) {
        let national = self.name(None);
        let (Some(was), Some(is)) = (self.before.national.get(&national), self.after.national.get(&national)) else {
            return;
        };
        if was == is {
            return;
        }
        let own = self.name(Some(self.hub));
        let (page_was, page_is) = (self.before.pages.get(&own), self.after.pages.get(&own));
        for change in self.local.changes.iter().filter(|change| matches!(change.verb, Verb::Replace | Verb::Hide)) {
            let Some(id) = self.section(change) else { continue };
            let changed = text_of(Some(was), id) != text_of(Some(is), id);
            if changed && text_of(page_was, id) == text_of(page_is, id) {
                let verb = if change.verb == Verb::Hide { "hides" } else { "replaces" };
                all.push(self.hidden(format!("{verb} \u{201c}{}\u{201d}", change.section.value), change.span));
            }
        }
        let facts = [
            (APPLY, self.local.apply.is_some(), "gives its own ways to apply"),
            (COHORTS, self.local.cohorts.is_some(), "gives its own cohorts"),
            (SESSIONS, self.local.sessions.is_some(), "gives its own sessions"),
            (COST, self.local.cost.is_some(), "says itself what it costs"),
        ];
        for (name, own, what) in facts {
            if own && was.facts.find(name) != is.facts.find(name) {
                all.push(self.hidden(what.to_owned(), Span::whole(self.local.file)));
            }
        }
    }

    fn name(&self, hub: Option<&Hub>) -> PageName {
        PageName {
            hub: hub.map(|hub| hub.id.clone()),
            edition: self.edition.clone(),
            programme: self.programme.cloned(),
        }
    }

    /// The section that a change names: by its id, an old one, or its heading, as in merging.
    fn section(&self, change: &Change) -> Option<&SectionId> {
        let wanted = slug(&change.section.value);
        let all = &self.text.sections;
        let by_id = all.iter().find(|section| section.id.as_str() == wanted);
        let by_old = || all.iter().find(|section| section.was.iter().any(|old| old.as_str() == wanted));
        let by_heading = || {
            let heading = |nodes| slug(&plain(nodes)) == wanted;
            all.iter().find(|section| section.heading.as_ref().is_some_and(|own| heading(&own.nodes)))
        };
        by_id.or_else(by_old).or_else(by_heading).map(|section| &section.id)
    }

    fn hidden(&self, what: String, span: Span) -> Hidden {
        let sources = self.side.sources;
        Hidden {
            page: self.name(Some(self.hub)),
            hub_name: self.hub.name.clone(),
            what,
            file: sources.path(span.file).to_owned(),
            line: sources.position(span).line,
        }
    }
}

fn text_of<'p>(page: Option<&'p Page>, id: &SectionId) -> Option<&'p str> {
    let sections = page.map_or(&[][..], |page| &page.sections);
    sections.iter().find(|section: &&Section| section.id == *id).map(|section| section.text.as_str())
}
