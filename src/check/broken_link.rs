//! `broken-link`: a link to a programme, introduction or section that doesn't exist. Addresses that are no
//! programme's are looked at while reading.

use super::find::narrowed;
use super::{Input, Writing, anchors, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::local::Hub;
use crate::model::merged::{Fill, MergedText, Origin};
use crate::model::national::{Description, Programme, Words};
use crate::model::site::HubContent;
use crate::model::text::{Block, Link, Node, Target};
use crate::source::Span;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let site = Site::new(input);
    let mut report = Report::default();
    for writing in writings {
        let anchors = Anchors::of(&site, writing);
        for text in &writing.texts {
            text.walk(|node| {
                let Node::Link(link) = node else { return };
                // `#section` in an answer for every programme is looked up in each text where it stands.
                let later = text.shared && matches!(link.target, Target::Here(_));
                report.findings.extend(if later { None } else { site.broken(writing, &anchors, link) });
            });
        }
    }
    for hub in input.content.hubs.values() {
        site.shared_answers(&hub.hub, &mut report);
    }
    report
}

type Key<'a> = (&'a EditionName, &'a ProgrammeId);

/// What links may lead to.
struct Site<'a> {
    input: &'a Input<'a>,
    /// The anchors of each national programme.
    national: BTreeMap<Key<'a>, BTreeSet<&'a str>>,
    /// The merged texts of each hub; `None` for the introduction.
    merged: BTreeMap<(&'a HubId, &'a EditionName, Option<&'a ProgrammeId>), &'a MergedText>,
}

/// The anchors of the text that a link stands in.
struct Anchors<'a> {
    description: Option<&'a Description>,
    /// What a hub says about itself is a text of its own.
    own: Vec<&'a [Block]>,
    merged: Option<&'a MergedText>,
    /// Worked out for the first link that asks.
    national: OnceCell<BTreeSet<&'a str>>,
    /// Worked out for the first link that the national text doesn't settle.
    local: OnceCell<BTreeSet<&'a str>>,
}

impl<'a> Anchors<'a> {
    fn of(site: &Site<'a>, writing: &Writing<'a>) -> Self {
        let edition = writing.edition.and_then(|name| site.input.content.editions.get(name));
        let programme = writing.scope.programme();
        let own = writing.local.and_then(|file| file.own.as_deref()).map(|own| &own.text);
        let description = match programme {
            Some(id) => own.or(edition.and_then(|edition| edition.programmes.get(id)).map(|programme| &programme.text)),
            None => edition.and_then(|edition| edition.introduction.as_deref()).map(|introduction| &introduction.text),
        };
        let merged =
            writing.local.and_then(|file| site.merged.get(&(&file.hub, &file.edition, file.programme.as_ref())));
        let own = match writing.edition {
            None => writing.texts.iter().filter(|text| !text.shared).map(|text| text.blocks).collect(),
            Some(_) => Vec::new(),
        };
        Self { description, own, merged: merged.copied(), national: OnceCell::new(), local: OnceCell::new() }
    }

    fn national(&self) -> &BTreeSet<&'a str> {
        self.national.get_or_init(|| {
            let mut national = self.description.map(anchors::of_description).unwrap_or_default();
            self.own.iter().for_each(|blocks| anchors::of_blocks(blocks, &mut national));
            national
        })
    }

    fn local(&self) -> &BTreeSet<&'a str> {
        self.local.get_or_init(|| self.merged.map(anchors::of_merged).unwrap_or_default())
    }

    fn has(&self, section: &str) -> bool {
        section.is_empty() || self.national().contains(section) || self.local().contains(section)
    }

    fn all(&self) -> impl Iterator<Item = &'a str> {
        self.national().iter().chain(self.local()).copied()
    }
}

impl<'a> Site<'a> {
    fn new(input: &'a Input<'a>) -> Self {
        let mut national = BTreeMap::new();
        for (name, edition) in &input.content.editions {
            for (id, programme) in &edition.programmes {
                national.insert((name, id), anchors::of_description(&programme.text));
            }
        }
        let mut merged = BTreeMap::new();
        for hub in &input.merged.hubs {
            for edition in &hub.editions {
                for offering in edition.offerings.iter().filter(|offering| offering.local.is_some()) {
                    merged.insert((&hub.hub.id, &edition.edition, Some(offering.id())), &offering.text);
                }
                if let Some(introduction) = &edition.introduction {
                    merged.insert((&hub.hub.id, &edition.edition, None), &introduction.text);
                }
            }
        }
        Self { input, national, merged }
    }

    /// The finding about a link, where it leads nowhere.
    fn broken(&self, writing: &Writing, here: &Anchors, link: &Link) -> Option<Finding> {
        let (message, remedy) = match &link.target {
            Target::Here(section) if !here.has(section) => no_section(section, "this text", here.all()),
            Target::Introduction(edition) if !self.has_introduction(writing.hub, edition) => (
                format!("The year {edition} has no introduction."),
                "Link to a programme's file of that year, or write the words without a link.".to_owned(),
            ),
            Target::Programme { edition, programme, section } => {
                self.programme(writing.hub, edition, programme, section.as_deref())?
            }
            _ => return None,
        };
        Some(writing.finding(Rule::BrokenLink, self.place(link), message, remedy))
    }

    fn place(&self, link: &Link) -> Span {
        let address = match &link.target {
            Target::Here(section) => format!("#{section}"),
            Target::Programme { programme, .. } => format!("{programme}.md"),
            _ => "edition.md".to_owned(),
        };
        narrowed(self.input.sources, link.span, &address)
    }

    fn has_introduction(&self, hub: Option<&Hub>, edition: &EditionName) -> bool {
        let national = self.input.content.editions.get(edition).is_some_and(|edition| edition.introduction.is_some());
        let local = self.local(hub).and_then(|hub| hub.editions.get(edition));
        national || local.is_some_and(|edition| edition.introduction.is_some())
    }

    fn local(&self, hub: Option<&Hub>) -> Option<&'a HubContent> {
        self.input.content.hubs.get(&hub?.id).map(|entry| &**entry)
    }

    /// What is wrong with a link to a programme, and what to type; `None` where it leads there.
    fn programme(
        &self,
        hub: Option<&Hub>,
        edition: &EditionName,
        id: &ProgrammeId,
        section: Option<&str>,
    ) -> Option<(String, String)> {
        let own = self.own(hub, edition, id);
        let national = self.national.get(&(edition, id));
        if self.is_unreadable(edition, id) {
            // Nobody can tell which sections it has: its own finding is enough, and other pages stay.
            return None;
        }
        if national.is_none() && own.is_none() {
            return Some(self.no_programme(hub, edition, id));
        }
        let section = section.filter(|section| !section.is_empty())?;
        let mut known = national.cloned().unwrap_or_default();
        if known.contains(section) {
            return None;
        }
        known.extend(own.map(|own| anchors::of_description(&own.text)).unwrap_or_default());
        let merged = hub.and_then(|hub| self.merged.get(&(&hub.id, edition, Some(id))));
        known.extend(merged.map(|text| anchors::of_merged(text)).unwrap_or_default());
        (!known.contains(section)).then(|| no_section(section, &format!("{id}.md"), known.iter().copied()))
    }

    fn is_unreadable(&self, edition: &EditionName, id: &ProgrammeId) -> bool {
        let edition = self.input.content.editions.get(edition);
        edition.and_then(|edition| edition.programmes.get(id)).is_some_and(|programme| programme.text.unreadable)
    }

    /// A hub's own programme.
    fn own(&self, hub: Option<&Hub>, edition: &EditionName, id: &ProgrammeId) -> Option<&'a Programme> {
        self.local(hub)?.editions.get(edition)?.programmes.get(id)?.own.as_deref()
    }

    fn no_programme(&self, hub: Option<&Hub>, edition: &EditionName, id: &ProgrammeId) -> (String, String) {
        let message = format!("The link leads to {id}.md, and there is no such programme in {edition}.");
        let national = self.input.content.editions.get(edition);
        let Some(national) = national else {
            return (message, format!("There is no edition {edition}. Link to a file of a year that there is."));
        };
        let local = self.local(hub).and_then(|hub| hub.editions.get(edition));
        let own = local.into_iter().flat_map(|edition| &edition.programmes).filter(|(_, file)| file.own.is_some());
        let ids = national.programmes.keys().chain(own.map(|(id, _)| id)).map(ProgrammeId::as_str);
        let remedy = match crate::finding::nearest(id.as_str(), ids) {
            Some(near) => format!("Did you mean `{near}.md`?"),
            None => format!("Write the name of a file of content/national/{edition}/, or the words without a link."),
        };
        (message, remedy)
    }

    /// Links to `#section` in a hub's answers for every programme, looked up in each text where they stand.
    fn shared_answers(&self, hub: &Hub, report: &mut Report) {
        let answers: Vec<(&Words, Vec<(&Link, &str)>)> = hub
            .answers
            .iter()
            .map(|(_, words)| (&**words, here_links(&words.blocks)))
            .filter(|(_, links)| !links.is_empty())
            .collect();
        if answers.is_empty() {
            return;
        }
        let texts =
            self.input.merged.hubs.iter().filter(|merged| merged.hub.id == hub.id).flat_map(|merged| &merged.editions);
        for offering in texts.flat_map(|edition| &edition.offerings) {
            let known: OnceCell<BTreeSet<&str>> = OnceCell::new();
            for (words, links) in &answers {
                if !stands_in(&offering.text, words) {
                    continue;
                }
                for (link, section) in links {
                    let known = known.get_or_init(|| {
                        let mut known = anchors::of_merged(&offering.text);
                        known.extend(anchors::of_description(&offering.programme.text));
                        known
                    });
                    if section.is_empty() || known.contains(section) {
                        continue;
                    }
                    let scope = Scope::Offering {
                        hub: hub.id.to_string(),
                        edition: offering.edition.to_string(),
                        programme: offering.id().to_string(),
                    };
                    let (message, remedy) =
                        no_section(section, &format!("{}.md", offering.id()), known.iter().copied());
                    report.push(Finding::new(Rule::BrokenLink, self.place(link), scope, message, remedy));
                }
            }
        }
    }
}

/// The links to `#section` of blocks, in reading order.
fn here_links(blocks: &[Block]) -> Vec<(&Link, &str)> {
    let mut out = Vec::new();
    for block in blocks {
        block.node.walk(&mut |node| {
            if let Node::Link(link @ Link { target: Target::Here(section), .. }) = node {
                out.push((link, section.as_str()));
            }
        });
    }
    out
}

fn stands_in(text: &MergedText, answer: &Words) -> bool {
    text.fills.values().any(|fill| match fill {
        Fill::Words { words, origin: Origin::HubAnswer, .. } => words.span == answer.span,
        _ => false,
    })
}

fn no_section<'a>(section: &str, of: &str, known: impl IntoIterator<Item = &'a str>) -> (String, String) {
    let known: Vec<&str> = known.into_iter().collect();
    let near = did_you_mean(section, known.iter().copied());
    let remedy = match near.is_empty() {
        true => "After # stands a section's id: its heading in small letters, with hyphens for spaces.".to_owned(),
        false => near.trim_end().to_owned(),
    };
    (format!("There is no section `{section}` in {of}."), remedy)
}

#[cfg(test)]
mod tests {
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn links_lead_to_programmes_and_sections_that_there_are() {
        let words = "\
### Heading

[a](sample.md) [b](sample.md#funding) [c](sample.md#money) [d](#overview) [e](#funding) [f](#heading-3) [g](#) [h](sample.md#heading-3)";
        assert!(found_in_words(super::check, Rule::BrokenLink, words).is_empty());
    }

    #[test]
    fn what_there_is_not_is_found_with_the_nearest() {
        let words = "[a](sampel.md) [b](sample.md#fundng) [c](#overveiw) [d](edition.md) [e](#weather)";
        let found = found_in_words(super::check, Rule::BrokenLink, words);
        let said: Vec<(&str, &str)> =
            found.iter().map(|found| (found.message.as_str(), found.remedy.as_str())).collect();
        assert_eq!(
            said,
            [
                (
                    "The link leads to sampel.md, and there is no such programme in 2022-23.",
                    "Did you mean `sample.md`?"
                ),
                ("There is no section `fundng` in sample.md.", "Did you mean `funding`?"),
                ("There is no section `overveiw` in this text.", "Did you mean `overview`?"),
                (
                    "The year 2022-23 has no introduction.",
                    "Link to a programme's file of that year, or write the words without a link."
                ),
                (
                    "There is no section `weather` in this text.",
                    "After # stands a section's id: its heading in small letters, with hyphens for spaces."
                ),
            ]
        );
        assert_eq!(found[0].words, "[a](sampel.md)");
    }
}
