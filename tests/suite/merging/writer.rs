//! Merged text as plain text, each block after where it comes from.

use foldout::model::ids::slug;
use foldout::model::local::Hub;
use foldout::model::merged::{Fill, Merged, MergedSection, MergedText, Origin, Value};
use foldout::model::national::Programme;
use foldout::model::text::{Block, Element, Fact, Hole, HoleName, Node, Target, plain};
use foldout::source::Sources;

pub struct Writer<'a> {
    sources: &'a Sources,
    merged: &'a Merged,
    text: &'a MergedText,
    programme: Option<&'a Programme>,
    hub: Option<&'a Hub>,
}

impl<'a> Writer<'a> {
    pub fn new(sources: &'a Sources, merged: &'a Merged, text: &'a MergedText) -> Self {
        Self { sources, merged, text, programme: None, hub: None }
    }

    pub fn for_programme(self, programme: &'a Programme) -> Self {
        Self { programme: Some(programme), ..self }
    }

    pub fn for_hub(self, id: &str) -> Self {
        let hub = self.merged.hubs.iter().find(|hub| hub.hub.id.as_str() == id);
        Self { hub: hub.map(|hub| &*hub.hub), ..self }
    }

    pub fn written(&self) -> String {
        let mut parts = Vec::new();
        for section in &self.text.sections {
            parts.extend(self.heading(section));
            for piece in &section.pieces {
                parts.extend(piece.blocks.iter().map(|block| self.block(block, piece.origin)));
            }
        }
        for refused in &self.text.refused {
            let of = refused.section.as_ref().map_or(String::new(), |section| format!(" of {section}"));
            parts.push(format!("[refused] {:?}{of}: {}", Verb(&refused.change.verb), refused.change.section.value));
            parts.extend(refused.change.blocks.iter().map(|block| self.from("refused", &block.node)));
        }
        if parts.is_empty() { "(empty)".to_owned() } else { parts.join("\n\n") }
    }

    /// A heading; with its id in braces where that is not the slug of its words, and old ids.
    fn heading(&self, section: &MergedSection) -> Option<String> {
        let heading = section.heading.as_ref()?;
        let origin = if section.origin == Origin::National { "" } else { " [added]" };
        let mut braces = Vec::new();
        if section.id.as_str() != slug(&plain(&heading.nodes)) {
            braces.push(format!("#{}", section.id));
        }
        braces.extend(section.was.iter().map(|old| format!("was={old}")));
        let braces = if braces.is_empty() { String::new() } else { format!(" {{{}}}", braces.join(" ")) };
        Some(format!("## {}{braces}{origin}", self.line(&heading.nodes)))
    }

    fn block(&self, block: &Block, origin: Origin) -> String {
        match &block.node {
            Node::Hole(hole) => self.hole_lines(hole, origin).join("\n"),
            node => self.from(origin.name(), node),
        }
    }

    fn from(&self, origin: &str, node: &Node) -> String {
        beside(&format!("[{origin}]"), self.lines(node)).join("\n")
    }

    /// A block that stands for a hole.
    fn hole_lines(&self, hole: &Hole, origin: Origin) -> Vec<String> {
        let around = origin.name();
        match &hole.name {
            HoleName::Dates => vec![format!("[{around}] (the dates)")],
            HoleName::Apply => vec![format!("[{around}] (how to apply)")],
            HoleName::NetworkHubs => vec![format!("[{around}] (all hubs)")],
            HoleName::Fact(fact) => vec![format!("[{around}] {}", self.fact(*fact))],
            HoleName::Ask(name) => match self.text.fills.get(name) {
                Some(Fill::Words { words, value: Value::Blocks, origin }) => {
                    let blocks = words.blocks.iter().map(|block| self.from(origin.name(), &block.node));
                    blocks.collect::<Vec<_>>().join("\n\n").lines().map(str::to_owned).collect()
                }
                fill => vec![match fill {
                    Some(Fill::Words { words, value, origin }) => {
                        format!("[{}] {}", origin.name(), self.value(value, &words.line, &words.raw))
                    }
                    Some(Fill::Unfilled { ask, .. }) => format!("[unfilled] {ask}"),
                    Some(Fill::ByHub) => format!("[{around}] decided by your hub"),
                    None => format!("[{around}] LOST: {name}"),
                }],
            },
        }
    }

    /// The lines of a block.
    fn lines(&self, node: &Node) -> Vec<String> {
        match node {
            Node::Element(Element::Paragraph, words) => vec![self.line(words)],
            Node::Element(Element::Heading { level, id }, words) => {
                let id = if *id == slug(&plain(words)) { String::new() } else { format!(" {{#{id}}}") };
                vec![format!("{} {}{id}", "#".repeat(usize::from(*level)), self.line(words))]
            }
            Node::Element(Element::List(first), items) => {
                let marks = items.iter().enumerate().map(|(at, item)| match first {
                    Some(first) => (format!("{}.", first + at as u64), item),
                    None => ("-".to_owned(), item),
                });
                marks.flat_map(|(mark, item)| self.item(&mark, item)).collect()
            }
            Node::Element(Element::Quote, blocks) => {
                blocks.iter().flat_map(|block| self.nested(block)).map(|line| format!("> {line}")).collect()
            }
            Node::Element(Element::Table(_), rows) => rows.iter().map(|row| self.row(row)).collect(),
            Node::CodeBlock(code) => {
                let fence = || std::iter::once("```".to_owned());
                fence().chain(code.lines().map(str::to_owned)).chain(fence()).collect()
            }
            Node::Rule => vec!["***".to_owned()],
            inline => vec![self.line(std::slice::from_ref(inline))],
        }
    }

    fn nested(&self, node: &Node) -> Vec<String> {
        match node {
            Node::Hole(hole) if hole.block => self.hole_lines(hole, Origin::National),
            node => self.lines(node),
        }
    }

    fn item(&self, mark: &str, item: &Node) -> Vec<String> {
        let mut lines = Vec::new();
        let mut words = Vec::new();
        for child in item.children() {
            if is_block(child) {
                if !words.is_empty() {
                    lines.push(self.line(&std::mem::take(&mut words)));
                }
                lines.extend(self.nested(child));
            } else {
                words.push(child.clone());
            }
        }
        if !words.is_empty() {
            lines.push(self.line(&words));
        }
        let indented = |(at, line): (usize, String)| {
            let before = if at == 0 { mark.to_owned() + " " } else { " ".repeat(mark.len() + 1) };
            format!("{before}{line}").trim_end().to_owned()
        };
        if lines.is_empty() { vec![mark.to_owned()] } else { lines.into_iter().enumerate().map(indented).collect() }
    }

    fn row(&self, row: &Node) -> String {
        let cells: Vec<String> = row.children().iter().map(|cell| self.line(cell.children())).collect();
        format!("| {} |", cells.join(" | "))
    }

    /// Inline nodes in one line; what is filled in stands in braces.
    fn line(&self, nodes: &[Node]) -> String {
        nodes.iter().map(|node| self.inline(node)).collect()
    }

    fn inline(&self, node: &Node) -> String {
        match node {
            Node::Text(text) => text.clone(),
            Node::Code(code) => format!("`{code}`"),
            Node::SoftBreak => " ".to_owned(),
            Node::HardBreak => " \\ ".to_owned(),
            Node::Element(element, children) => {
                let mark = match element {
                    Element::Emphasis => "*",
                    Element::Strong => "**",
                    Element::Strikethrough => "~~",
                    _ => "",
                };
                format!("{mark}{}{mark}", self.line(children))
            }
            Node::Link(link) => format!("[{}]({})", self.line(&link.children), self.target(&link.target)),
            Node::Image(image) => {
                format!("![{}]({})", image.alt, image.file.map_or("nowhere", |file| self.sources.path(file)))
            }
            Node::Hole(hole) => self.filled(&hole.name),
            Node::Rule | Node::CodeBlock(_) => self.lines(node).join(" "),
        }
    }

    fn filled(&self, name: &HoleName) -> String {
        match name {
            HoleName::Dates => "{the dates}".to_owned(),
            HoleName::Apply => "{how to apply}".to_owned(),
            HoleName::NetworkHubs => "{all hubs}".to_owned(),
            HoleName::Fact(fact) => self.fact(*fact),
            HoleName::Ask(name) => match self.text.fills.get(name) {
                Some(Fill::Words { words, value, origin }) => {
                    format!("{{{}: {}}}", origin.name(), self.value(value, &words.line, &words.raw))
                }
                Some(Fill::Unfilled { ask, .. }) => format!("{{unfilled: {ask}}}"),
                Some(Fill::ByHub) => "{decided by your hub}".to_owned(),
                None => format!("{{LOST: {name}}}"),
            },
        }
    }

    /// Words as they are understood.
    fn value(&self, value: &Value, line: &Option<std::sync::Arc<[Node]>>, raw: &str) -> String {
        match value {
            Value::Email(address) => format!("e-mail {address}"),
            Value::Link(address) => format!("link {address}"),
            Value::Date(date) => format!("date {date}"),
            Value::Line | Value::Number | Value::Blocks | Value::ToBeConfirmed(_) => {
                line.as_ref().map_or_else(|| raw.to_owned(), |line| self.line(line))
            }
        }
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Web(address) => address.clone(),
            Target::Programme { edition, programme, section } => {
                let section = section.as_ref().map_or(String::new(), |section| format!("#{section}"));
                format!("programme {edition}/{programme}{section}")
            }
            Target::Introduction(edition) => format!("introduction {edition}"),
            Target::Here(section) => format!("#{section}"),
            Target::File(file) => format!("file {}", self.sources.path(*file)),
            Target::Hole(name) => self.filled(name),
            Target::Nowhere => "nowhere".to_owned(),
        }
    }

    fn fact(&self, fact: Fact) -> String {
        let Some(hub) = self.hub else { return format!("{{{}}}", fact.name()) };
        let value = match fact {
            Fact::HubName => Some(hub.name.clone()),
            Fact::HubEmail => hub.email.clone(),
            Fact::HubPhone => hub.phone.clone(),
            Fact::HubWebsite => hub.website.clone(),
            Fact::HubArea => hub.area.clone(),
            Fact::HubLeadSchool => hub.lead_schools.first().cloned(),
            Fact::HubContact => {
                let known = [&hub.email, &hub.phone, &hub.website];
                known.into_iter().flatten().next().or(hub.lead_schools.first()).cloned()
            }
            Fact::ProgrammeTitle => self.programme.map(|programme| programme.title.clone()),
            Fact::ProgrammeCode => self.programme.and_then(|programme| programme.code.clone()),
            Fact::Edition => Some(self.merged.current.to_string()),
            Fact::NetworkHubCount => Some(self.merged.hubs.len().to_string()),
        };
        format!("{{{}: {}}}", fact.name(), value.unwrap_or_else(|| "unfilled".to_owned()))
    }
}

struct Verb<'a>(&'a foldout::model::local::Verb);

impl std::fmt::Debug for Verb<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use foldout::model::local::Verb;
        f.write_str(match self.0 {
            Verb::Replace => "Replace",
            Verb::AddBefore => "Add before",
            Verb::AddTo => "Add to",
            Verb::Hide => "Hide",
            Verb::NewSection { .. } => "New section",
        })
    }
}

fn is_block(node: &Node) -> bool {
    match node {
        Node::Element(element, _) => !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough),
        Node::Rule | Node::CodeBlock(_) => true,
        Node::Hole(hole) => hole.block,
        _ => false,
    }
}

/// Where a block comes from beside its one line, or above its lines.
fn beside(origin: &str, lines: Vec<String>) -> Vec<String> {
    match lines.as_slice() {
        [line] => vec![format!("{origin} {line}")],
        _ => std::iter::once(origin.to_owned()).chain(lines).collect(),
    }
}
