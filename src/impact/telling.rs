//! Telling: a text as it reads, in one string that is the same for the same words and links, wherever they stand in
//! a file. Marks of Markdown show what is a list, a link or emphasis, because they too make a page another one.

use super::Side;
use crate::model::ids::{EditionName, HubId, ProgrammeId, slug};
use crate::model::merged::{Fill, MergedText, Value};
use crate::model::text::{Block, Element, HoleName, Node, Target};
use crate::model::when::display_date;
use crate::render::facts::{Speaker, lead_schools};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What every text of a site is told with.
pub struct Site<'a> {
    side: &'a Side<'a>,
    /// Which hub's page of which programme there is.
    offered: BTreeSet<(&'a HubId, &'a EditionName, &'a ProgrammeId)>,
    /// All hubs by region, as `[[network.hubs]]` lists them.
    network: String,
}

impl<'a> Site<'a> {
    /// For one state of a site.
    pub fn new(side: &'a Side<'a>) -> Self {
        let merged = side.merged;
        let mut offered = BTreeSet::new();
        for hub in &merged.hubs {
            for year in &hub.editions {
                for offering in &year.offerings {
                    let (id, edition, programme) = (&hub.hub.id, &year.edition, offering.id());
                    if !side.withheld.offering(id.as_str(), edition.as_str(), programme.as_str()) {
                        offered.insert((id, edition, programme));
                    }
                }
            }
        }
        let mut regions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for hub in &merged.hubs {
            let led = lead_schools(&hub.hub).unwrap_or_default();
            let line = format!("{}: {} ({led})", hub.hub.region, hub.hub.name);
            regions.entry(slug(&hub.hub.region)).or_default().push(line);
        }
        let network = regions.into_values().flatten().collect::<Vec<_>>().join("\n");
        Self { side, offered, network }
    }

    /// A published file's name, which holds its hash: another picture of the same name is another page.
    pub fn file(&self, file: FileId) -> String {
        let asset = self.side.merged.assets.get(&file);
        asset.map_or_else(|| self.side.sources.path(file).to_owned(), |asset| asset.name.clone())
    }

    /// Where a link to a programme leads: the hub's page, else the national one, else nowhere.
    pub fn leads(&self, hub: Option<&HubId>, edition: &EditionName, programme: &ProgrammeId) -> &'static str {
        let there = hub.is_some_and(|hub| self.offered.contains(&(hub, edition, programme)));
        let year = self.side.content.editions.get(edition);
        let national = year.is_some_and(|year| year.programmes.contains_key(programme))
            && !self.side.withheld.programme(edition.as_str(), programme.as_str());
        match (there, national) {
            (true, _) => "own",
            (false, true) => "national",
            (false, false) => "none",
        }
    }
}

/// Tells one text.
pub struct Teller<'t, 'a> {
    /// The site.
    pub site: &'t Site<'a>,
    /// Who speaks.
    pub speaker: Speaker<'t>,
    /// What goes into its holes; `None`: they are shown as they are written.
    pub text: Option<&'t MergedText>,
}

impl Teller<'_, '_> {
    /// Blocks, a paragraph or item to a line.
    pub fn blocks<'b>(&self, blocks: impl IntoIterator<Item = &'b Block>) -> String {
        let mut out = String::new();
        for block in blocks {
            self.block(&mut out, &block.node, "");
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// One line.
    pub fn line(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        self.inlines(&mut out, nodes);
        out.trim().to_owned()
    }

    fn block(&self, out: &mut String, node: &Node, lead: &str) {
        match node {
            Node::Element(Element::Heading { level, .. }, children) => {
                self.put(out, &format!("{lead}{} ", "#".repeat(usize::from(*level))), children);
            }
            Node::Element(Element::Paragraph | Element::TableRow | Element::TableHead, children) => {
                self.put(out, lead, children);
            }
            Node::Element(Element::Quote, children) => self.all(out, children, &format!("{lead}> ")),
            Node::Element(Element::List(start), children) => {
                for (at, item) in children.iter().enumerate() {
                    let mark = match start {
                        Some(first) => format!("{lead}{}. ", first.saturating_add(at as u64)),
                        None => format!("{lead}- "),
                    };
                    self.all(out, item.children(), &mark);
                }
            }
            Node::Element(Element::Table(_), children) => self.all(out, children, lead),
            Node::CodeBlock(text) => {
                let _ = writeln!(out, "{lead}`{text}`");
            }
            Node::Rule => {
                let _ = writeln!(out, "{lead}---");
            }
            Node::Hole(hole) => {
                let _ = writeln!(out, "{lead}{}", self.hole(&hole.name));
            }
            other => self.put(out, lead, std::slice::from_ref(other)),
        }
    }

    /// Blocks, or a tight item's words, which stand without a paragraph.
    fn all(&self, out: &mut String, children: &[Node], lead: &str) {
        let is_block = |node: &Node| {
            let element = matches!(
                node,
                Node::Element(element, _) if !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough)
            );
            element || matches!(node, Node::CodeBlock(_) | Node::Rule)
        };
        let mut rest = children;
        while let Some(first) = rest.first() {
            let words = rest.iter().take_while(|node| !is_block(node)).count();
            if words > 0 {
                self.put(out, lead, rest.get(..words).unwrap_or_default());
            } else {
                self.block(out, first, lead);
            }
            rest = rest.get(words.max(1)..).unwrap_or_default();
        }
    }

    fn put(&self, out: &mut String, lead: &str, children: &[Node]) {
        out.push_str(lead);
        self.inlines(out, children);
        out.push('\n');
    }

    fn inlines(&self, out: &mut String, nodes: &[Node]) {
        for node in nodes {
            self.inline(out, node);
        }
    }

    fn inline(&self, out: &mut String, node: &Node) {
        let mut around = |mark: &str, children: &[Node]| {
            out.push_str(mark);
            self.inlines(out, children);
            out.push_str(mark);
        };
        match node {
            Node::Element(Element::Emphasis, children) => around("*", children),
            Node::Element(Element::Strong, children) => around("**", children),
            Node::Element(Element::Strikethrough, children) => around("~~", children),
            Node::Element(Element::TableCell, children) => {
                out.push_str("| ");
                self.inlines(out, children);
                out.push(' ');
            }
            Node::Element(_, children) => self.inlines(out, children),
            Node::Text(text) => out.push_str(text),
            Node::Code(text) | Node::CodeBlock(text) => {
                let _ = write!(out, "`{text}`");
            }
            Node::SoftBreak | Node::HardBreak => out.push(' '),
            Node::Rule => out.push_str("---"),
            Node::Link(link) => {
                out.push('[');
                self.inlines(out, &link.children);
                let _ = write!(out, "]({})", self.target(&link.target));
            }
            Node::Image(image) => {
                let file = image.file.map_or(String::new(), |file| self.site.file(file));
                let _ = write!(out, "![{}]({file})", image.alt);
            }
            Node::Hole(hole) => out.push_str(&self.hole(&hole.name)),
        }
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Web(address) => address.clone(),
            Target::Programme { edition, programme, section } => {
                let section = section.as_ref().map_or(String::new(), |section| format!("#{section}"));
                let leads = self.site.leads(self.speaker.hub.map(|hub| &hub.id), edition, programme);
                match leads {
                    "none" => "no page".to_owned(),
                    "own" => format!("{programme}, {edition}{section}"),
                    _ => format!("{programme}, {edition}, nationally{section}"),
                }
            }
            Target::Introduction(edition) => format!("the year {edition}"),
            Target::Here(section) => format!("#{section}"),
            Target::File(file) => self.site.file(*file),
            Target::Hole(name) => self.hole(name),
            Target::Nowhere => "no page".to_owned(),
        }
    }

    fn hole(&self, name: &HoleName) -> String {
        match name {
            HoleName::Dates => "[[dates]]".to_owned(),
            HoleName::Apply => "[[apply]]".to_owned(),
            HoleName::NetworkHubs => self.site.network.clone(),
            HoleName::Fact(fact) if self.text.is_none() => format!("[[{}]]", fact.name()),
            HoleName::Fact(fact) => self.speaker.say(*fact).map_or(String::new(), |said| said.words),
            HoleName::Ask(asked) => match self.text {
                None => format!("[[{asked}]]"),
                Some(text) => text.fills.get(asked).map_or(String::new(), |fill| self.fill(fill)),
            },
        }
    }

    fn fill(&self, fill: &Fill) -> String {
        // Answers hold no questions of their own.
        match fill {
            Fill::Words { words, value, .. } => match value {
                Value::Blocks => self.blocks(words.blocks.iter()),
                Value::Date(date) => display_date(*date),
                Value::Email(address) | Value::Link(address) => address.clone(),
                Value::Line | Value::Number | Value::ToBeConfirmed(_) => match &words.line {
                    Some(line) => self.line(line),
                    None => words.raw.clone(),
                },
            },
            Fill::Unfilled { ask, .. } => format!("[not answered: {ask}]"),
            Fill::ByHub => "decided by your hub".to_owned(),
        }
    }
}
