//! A small site for the rules' own tests: two hubs, one programme, one local file.

use super::published::{self, Writing};
use super::reading::{self, MakeReader};
use super::{Check, Input};
use crate::finding::{Level, Place, Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId, PlaceholderName, ProgrammeId, SectionId};
use crate::model::local::{Accessibility, Change, Hub, LocalFile, Verb};
use crate::model::merged::{
    Fill, HubEdition, Merged, MergedHub, MergedSection, MergedText, Offering, Origin, Piece, Value,
};
use crate::model::national::{Description, Permission, Programme, Section, Words};
use crate::model::practical::{Apply, Contact, Session};
use crate::model::site::{Content, Edition, HubContent, LocalEdition, NationalTeam, Site};
use crate::model::text::{Block, Element, Link, Node, Target};
use crate::model::when::{Date, parse_moment, parse_session_line};
use crate::source::{Body, FileId, SourceFile, Sources, Span, Spanned};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a rule found, in short.
#[derive(Debug)]
pub struct Found {
    pub rule: Rule,
    /// The words that are marked.
    pub words: String,
    pub message: String,
    pub remedy: String,
    pub level: Level,
    pub scope: Scope,
}

/// The site, and the text of its local file.
pub struct Sample {
    content: Content,
    local: String,
    fills: BTreeMap<PlaceholderName, Fill>,
}

const LOCAL: &str = "content/hubs/alpha/2022-23/sample.md";
const PATHS: [&str; 5] = [
    LOCAL,
    "content/hubs/alpha/hub.yaml",
    "content/hubs/beta/hub.yaml",
    "content/national/2022-23/sample.md",
    "content/site.yaml",
];

/// What a rule says of words that stand under `## Replace:` in a hub's file.
pub fn found_in_words(check: Check, rule: Rule, words: &str) -> Vec<Found> {
    let mut sample = Sample::new();
    sample.local_words(words);
    sample.found(check, rule)
}

/// The same of a rule that reads sentences.
pub fn read_in_words(reader: MakeReader, rule: Rule, words: &str) -> Vec<Found> {
    let mut sample = Sample::new();
    sample.local_words(words);
    sample.read(reader, rule)
}

impl Sample {
    pub fn new() -> Self {
        let edition = EditionName::new("2022-23");
        let id = ProgrammeId::new("sample");
        let mut alpha = hub("alpha", "Alpha Maths Hub", 1);
        alpha.former_names = vec!["Old Alpha".into()];
        let local = LocalEdition {
            programmes: BTreeMap::from([(id.clone(), Arc::new(local_file()))]),
            ..LocalEdition::default()
        };
        let alpha = HubContent { hub: Arc::new(alpha), editions: BTreeMap::from([(edition.clone(), local)]) };
        let alpha = Arc::new(alpha);
        let beta = Arc::new(HubContent { hub: Arc::new(hub("beta", "Beta Maths Hub", 2)), editions: BTreeMap::new() });
        let national = Edition { programmes: BTreeMap::from([(id, Arc::new(programme()))]), ..Edition::default() };
        let content = Content {
            site: Arc::new(site()),
            editions: BTreeMap::from([(edition, national)]),
            hubs: BTreeMap::from([(HubId::new("alpha"), alpha), (HubId::new("beta"), beta)]),
            assets: BTreeMap::new(),
            allowed: BTreeMap::new(),
            history: Arc::from([]),
        };
        Self { content, local: String::new(), fills: BTreeMap::new() }
    }

    pub fn site(&mut self) -> &mut Site {
        Arc::make_mut(&mut self.content.site)
    }

    pub fn national(&mut self) -> &mut Programme {
        let edition = self.content.editions.get_mut("2022-23").unwrap();
        Arc::make_mut(edition.programmes.get_mut("sample").unwrap())
    }

    pub fn accent(&mut self, colour: &str) {
        let alpha = Arc::make_mut(self.content.hubs.get_mut("alpha").unwrap());
        let hub = Arc::make_mut(&mut alpha.hub);
        hub.accent = Some(Spanned::new(colour.into(), Span::whole(FileId(1))));
    }

    fn file(&mut self) -> &mut LocalFile {
        let alpha = Arc::make_mut(self.content.hubs.get_mut("alpha").unwrap());
        let edition = alpha.editions.get_mut("2022-23").unwrap();
        Arc::make_mut(edition.programmes.get_mut("sample").unwrap())
    }

    pub fn with(&mut self, hubs: &[&str]) {
        self.file().with = hubs.iter().map(|hub| Spanned::new(HubId::new(hub), Span::whole(FileId(0)))).collect();
    }

    /// Words under `## Replace:` in the local file.
    pub fn local_words(&mut self, words: &str) {
        self.local = words.to_owned();
        let change = Change {
            verb: Verb::Replace,
            section: Spanned::new("overview".into(), Span::whole(FileId(0))),
            blocks: blocks(words),
            text: Arc::from(words),
            span: Span::whole(FileId(0)),
            body: Span::whole(FileId(0)),
        };
        self.file().changes = vec![change];
    }

    /// Sessions of the local file, one on each line of it.
    pub fn sessions(&mut self, lines: &[&str]) {
        self.local = lines.join("\n");
        let mut at = 0;
        let sessions = lines.iter().map(|line| {
            let read = parse_session_line(line).unwrap();
            let span = Span::new(FileId(0), at..at + line.len());
            at += line.len() + 1;
            Session {
                day: read.day,
                start: read.start,
                end: read.end,
                venue: read.venue,
                online: read.online,
                title: None,
                status: None,
                note: None,
                span,
            }
        });
        let sessions = sessions.collect();
        self.file().sessions = Some(sessions);
    }

    /// A way to apply that closes on that day, in the local file.
    pub fn closes(&mut self, closes: &str) {
        self.file().apply = Some(vec![Apply {
            label: None,
            link: None,
            email: None,
            form: None,
            opens: None,
            closes: Some(parse_moment(closes).unwrap()),
            needs: None,
            span: Span::whole(FileId(0)),
            closes_span: None,
        }]);
    }

    /// An answer `To be confirmed`, in the local file or in `hub.yaml`.
    pub fn unconfirmed(&mut self, by: Option<Date>, origin: Origin) {
        let file = FileId(u32::from(origin == Origin::HubAnswer));
        let words = Words {
            raw: "TBC".into(),
            blocks: Arc::from([]),
            line: None,
            span: Span::new(file, 0..3),
            only_phrase: false,
        };
        let fill = Fill::Words { words: Arc::new(words), value: Value::ToBeConfirmed(by), origin };
        self.fills = BTreeMap::from([(PlaceholderName::new("venue"), fill)]);
    }

    /// The text as merging would give it: the national sections, with the local words in place of the first.
    fn merged(&self) -> Merged {
        let hub = &self.content.hubs["alpha"];
        let local = &hub.editions["2022-23"].programmes["sample"];
        let programme = &self.content.editions["2022-23"].programmes["sample"];
        let section = |section: &Arc<Section>| MergedSection {
            id: section.id.clone(),
            was: section.was.clone(),
            heading: None,
            origin: Origin::National,
            pieces: local
                .changes
                .iter()
                .map(|change| Piece { origin: Origin::Replaced, blocks: change.blocks.clone() })
                .collect(),
        };
        let offering = Offering {
            hub: hub.hub.id.clone(),
            edition: programme.edition.clone(),
            programme: programme.clone(),
            local: Some(local.clone()),
            text: MergedText {
                sections: programme.text.sections.iter().take(1).map(section).collect(),
                fills: self.fills.clone(),
                refused: Vec::new(),
            },
            apply: local.apply.clone(),
            cohorts: local.cohorts.clone().unwrap_or_default(),
            sessions: local.sessions.clone().unwrap_or_default(),
            status: None,
            cost: None,
            published: None,
            contact: Contact::default(),
        };
        let (edition, offerings) = (programme.edition.clone(), vec![Arc::new(offering)]);
        let edition = Arc::new(HubEdition { edition, introduction: None, offerings });
        Merged {
            site: self.content.site.clone(),
            current: self.content.site.edition.clone(),
            editions: Vec::new(),
            hubs: vec![Arc::new(MergedHub { hub: hub.hub.clone(), editions: vec![edition] })],
            assets: BTreeMap::new(),
        }
    }

    /// What a rule says of this site on 1 October 2022.
    pub fn found(&self, check: Check, rule: Rule) -> Vec<Found> {
        self.all_found(check).into_iter().filter(|found| found.rule == rule).collect()
    }

    /// The same of a rule that reads sentences.
    pub fn read(&self, reader: MakeReader, rule: Rule) -> Vec<Found> {
        let read = |input: &Input, writings: &[Writing]| Report {
            findings: reading::read(input, &[reader], writings).into_iter().flat_map(|read| read.findings).collect(),
        };
        self.all_found(read).into_iter().filter(|found| found.rule == rule).collect()
    }

    /// What a check says of it, of whatever rule.
    pub fn all_found(&self, check: impl Fn(&Input, &[Writing]) -> Report) -> Vec<Found> {
        let text = |path: &str| if path == LOCAL { self.local.as_str() } else { "" };
        let file = |path: &str| SourceFile { path: path.into(), body: Body::Text(text(path).into()) };
        let sources = Sources::new(PATHS.into_iter().map(file).collect(), Vec::new());
        let merged = self.merged();
        let day = Date::constant(2022, 10, 1);
        let input = Input {
            sources: &sources,
            content: &self.content,
            merged: &merged,
            standings: &[],
            ground: "#ffffff",
            day,
        };
        let report = check(&input, &published::writings(&self.content));
        let short = |finding: crate::finding::Finding| Found {
            rule: finding.rule,
            words: match finding.place {
                Place::Span(span) => sources.slice(span).to_owned(),
                Place::Path(path) => path,
            },
            message: finding.message,
            remedy: finding.remedy,
            level: finding.level,
            scope: finding.scope,
        };
        report.findings.into_iter().map(short).collect()
    }
}

fn site() -> Site {
    Site {
        file: FileId(4),
        title: "Sample programmes".into(),
        edition: EditionName::new("2022-23"),
        phases: vec!["Primary".into()],
        description: None,
        network: None,
        national_team: NationalTeam::default(),
        base_url: None,
        sections: Permission::Open,
        placeholder_phrases: Vec::new(),
        timezone: "Europe/London".into(),
        theme: "brochure".into(),
        glossary: BTreeMap::from([("KS1".into(), "Key Stage 1".into())]),
        redirects: Vec::new(),
    }
}

fn hub(id: &str, name: &str, file: u32) -> Hub {
    Hub {
        id: HubId::new(id),
        file: Some(FileId(file)),
        name: name.into(),
        region: "North".into(),
        lead_schools: vec!["A school".into()],
        place: None,
        area: None,
        email: Some(format!("office@{id}.example")),
        phone: None,
        website: None,
        address: None,
        about: None,
        former_names: Vec::new(),
        accent: None,
        logo: None,
        answers: Vec::new(),
        offers: Vec::new(),
        partners: Vec::new(),
        accessibility: Accessibility::default(),
        base_url: None,
        unreadable: false,
    }
}

fn local_file() -> LocalFile {
    LocalFile {
        hub: HubId::new("alpha"),
        edition: EditionName::new("2022-23"),
        programme: Some(ProgrammeId::new("sample")),
        file: FileId(0),
        offered: None,
        answers: Vec::new(),
        changes: Vec::new(),
        apply: None,
        cohorts: None,
        sessions: None,
        contact: None,
        notice: None,
        status: None,
        cost: None,
        published: None,
        with: Vec::new(),
        dates: None,
        own: None,
        unreadable: false,
    }
}

fn programme() -> Programme {
    let section = |id: &str, was: &[&str]| {
        Arc::new(Section {
            id: SectionId::new(id),
            heading: None,
            was: was.iter().map(|old| SectionId::new(old)).collect(),
            permission: Permission::Open,
            optional: false,
            blocks: Arc::from([]),
            text: Arc::from(""),
            span: Span::whole(FileId(3)),
            body: Span::whole(FileId(3)),
        })
    };
    Programme {
        id: ProgrammeId::new("sample"),
        edition: EditionName::new("2022-23"),
        file: FileId(3),
        hub: None,
        title: "Sample".into(),
        phase: "Primary".into(),
        summary: "A sample.".into(),
        code: None,
        number: None,
        stage: None,
        audience: Vec::new(),
        commitment: None,
        cost: None,
        published: None,
        links: Vec::new(),
        runs: None,
        next: None,
        previous: None,
        every_hub: false,
        apply: None,
        cohorts: None,
        sessions: None,
        text: Description {
            sections: vec![section("overview", &[]), section("funding", &["money"])],
            ..Description::default()
        },
    }
}

/// Enough of Markdown for these tests; reading proper is another room's.
fn blocks(text: &str) -> Arc<[Block]> {
    let mut stack: Vec<(Option<Node>, Vec<Node>)> = vec![(None, Vec::new())];
    let mut spans = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if stack.len() == 1 {
            spans.push(Span::new(FileId(0), range.clone()));
        }
        match event {
            Event::Start(tag) => stack.push((opened(tag, Span::new(FileId(0), range)), Vec::new())),
            Event::End(_) => {
                let (node, children) = stack.pop().unwrap();
                let node = match node {
                    Some(Node::Element(element, _)) => Node::Element(element, children),
                    Some(Node::Link(link)) => Node::Link(Link { children, ..link }),
                    _ => continue,
                };
                stack.last_mut().unwrap().1.push(node);
            }
            Event::Text(words) => stack.last_mut().unwrap().1.push(Node::Text(words.into_string())),
            Event::Code(words) => stack.last_mut().unwrap().1.push(Node::Code(words.into_string())),
            Event::SoftBreak => stack.last_mut().unwrap().1.push(Node::SoftBreak),
            _ => {}
        }
    }
    let nodes = stack.pop().unwrap().1;
    nodes.into_iter().zip(spans).map(|(node, span)| Block { node, span }).collect()
}

fn opened(tag: Tag, span: Span) -> Option<Node> {
    let element = match tag {
        Tag::Paragraph => Element::Paragraph,
        Tag::Heading { level, .. } => {
            let level = match level {
                HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 => 3,
                _ => 4,
            };
            Element::Heading { level, id: format!("heading-{level}") }
        }
        Tag::List(start) => Element::List(start),
        Tag::Item => Element::Item,
        Tag::Strong => Element::Strong,
        Tag::Link { dest_url, .. } => {
            let target = target(&dest_url);
            return Some(Node::Link(Link { target, children: Vec::new(), span }));
        }
        _ => Element::Emphasis,
    };
    Some(Node::Element(element, Vec::new()))
}

fn target(address: &str) -> Target {
    let (file, section) =
        address.split_once('#').map_or((address, None), |(file, section)| (file, Some(section.to_owned())));
    match (file.strip_suffix(".md"), section) {
        (Some("edition"), _) => Target::Introduction(EditionName::new("2022-23")),
        (Some(id), section) => {
            Target::Programme { edition: EditionName::new("2022-23"), programme: ProgrammeId::new(id), section }
        }
        (None, Some(section)) if file.is_empty() => Target::Here(section),
        _ => Target::Web(address.to_owned()),
    }
}
