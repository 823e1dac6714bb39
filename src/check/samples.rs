//! A small site for the rules' own tests: two hubs, one programme, one local file.

use super::{Check, Input, published};
use crate::finding::{Place, Rule};
use crate::model::ids::{EditionName, HubId, ProgrammeId, SectionId};
use crate::model::local::{Accessibility, Change, Hub, LocalFile, Verb};
use crate::model::merged::Merged;
use crate::model::national::{Description, Permission, Programme, Section};
use crate::model::practical::Session;
use crate::model::site::{Content, Edition, HubContent, LocalEdition, NationalTeam, Site};
use crate::model::text::{Block, Element, Link, Node, Target};
use crate::model::when::{Date, parse_session_line};
use crate::source::{Body, FileId, SourceFile, Sources, Span, Spanned};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a rule found, in short.
#[derive(Debug)]
pub struct Found {
    /// The words that are marked.
    pub words: String,
    pub message: String,
    pub remedy: String,
}

/// The site, and the text of its local file.
pub struct Sample {
    content: Content,
    local: String,
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

impl Sample {
    pub fn new() -> Self {
        let edition = EditionName::new("2022-23");
        let id = ProgrammeId::new("sample");
        let mut alpha = hub("alpha", "Alpha Maths Hub", 1);
        alpha.former_names = vec!["Old Alpha".into()];
        let local =
            LocalEdition { introduction: None, programmes: BTreeMap::from([(id.clone(), Arc::new(local_file()))]) };
        let alpha = HubContent { hub: Arc::new(alpha), editions: BTreeMap::from([(edition.clone(), local)]) };
        let beta = HubContent { hub: Arc::new(hub("beta", "Beta Maths Hub", 2)), editions: BTreeMap::new() };
        let national = Edition { introduction: None, programmes: BTreeMap::from([(id, Arc::new(programme()))]) };
        let content = Content {
            site: Arc::new(site()),
            editions: BTreeMap::from([(edition, national)]),
            hubs: BTreeMap::from([(HubId::new("alpha"), alpha), (HubId::new("beta"), beta)]),
            assets: BTreeMap::new(),
            allowed: BTreeMap::new(),
        };
        Self { content, local: String::new() }
    }

    pub fn site(&mut self) -> &mut Site {
        Arc::make_mut(&mut self.content.site)
    }

    pub fn national(&mut self) -> &mut Programme {
        let edition = self.content.editions.get_mut("2022-23").unwrap();
        Arc::make_mut(edition.programmes.get_mut("sample").unwrap())
    }

    pub fn accent(&mut self, colour: &str) {
        let hub = Arc::make_mut(&mut self.content.hubs.get_mut("alpha").unwrap().hub);
        hub.accent = Some(Spanned::new(colour.into(), Span::whole(FileId(1))));
    }

    fn file(&mut self) -> &mut LocalFile {
        let edition = self.content.hubs.get_mut("alpha").unwrap().editions.get_mut("2022-23").unwrap();
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
            span: Span::whole(FileId(0)),
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

    /// What a rule says of this site on 1 October 2022.
    pub fn found(&self, check: Check, rule: Rule) -> Vec<Found> {
        let text = |path: &str| if path == LOCAL { self.local.as_str() } else { "" };
        let file = |path: &str| SourceFile { path: path.into(), body: Body::Text(text(path).into()) };
        let sources = Sources::new(PATHS.into_iter().map(file).collect(), Vec::new());
        let merged = Merged {
            site: self.content.site.clone(),
            current: self.content.site.edition.clone(),
            editions: Vec::new(),
            hubs: Vec::new(),
            assets: BTreeMap::new(),
        };
        let day = Date::constant(2022, 10, 1);
        let input = Input { sources: &sources, content: &self.content, merged: &merged, ground: "#ffffff", day };
        let report = check(&input, &published::writings(&self.content));
        let found = report.findings.into_iter().filter(|finding| finding.rule == rule);
        let short = |finding: crate::finding::Finding| Found {
            words: match finding.place {
                Place::Span(span) => sources.slice(span).to_owned(),
                Place::Path(path) => path,
            },
            message: finding.message,
            remedy: finding.remedy,
        };
        found.map(short).collect()
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
        with: Vec::new(),
        dates: None,
        own: None,
    }
}

fn programme() -> Programme {
    let section = Section {
        id: SectionId::new("overview"),
        heading: None,
        was: Vec::new(),
        permission: Permission::Open,
        optional: false,
        blocks: Arc::from([]),
        span: Span::whole(FileId(3)),
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
        links: Vec::new(),
        runs: None,
        next: None,
        previous: None,
        every_hub: false,
        apply: None,
        cohorts: None,
        sessions: None,
        text: Description { sections: vec![Arc::new(section)], ..Description::default() },
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
            Element::Heading { level, id: String::new() }
        }
        Tag::List(start) => Element::List(start),
        Tag::Item => Element::Item,
        Tag::Strong => Element::Strong,
        Tag::Link { dest_url, .. } => {
            let target = Target::Web(dest_url.into_string());
            return Some(Node::Link(Link { target, children: Vec::new(), span }));
        }
        _ => Element::Emphasis,
    };
    Some(Node::Element(element, Vec::new()))
}
