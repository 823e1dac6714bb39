//! Text as a tree: what Markdown means, without its marks and without HTML.

use super::ids::{EditionName, PlaceholderName, ProgrammeId};
use crate::source::{FileId, Span};
use std::sync::Arc;

/// Blocks that came together from one place; shared, never copied.
pub type Blocks = Arc<[Block]>;

/// A paragraph, list, table, quotation, code block, heading or block placeholder, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub span: Span,
}

/// A node of the tree, block or inline.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Words.
    Text(String),
    /// Words in a code span.
    Code(String),
    /// A line end inside a paragraph, to be read as a space.
    SoftBreak,
    /// A line end that stays one.
    HardBreak,
    /// A line across.
    Rule,
    /// A code block's text.
    CodeBlock(String),
    /// Something that holds other nodes.
    Element(Element, Vec<Node>),
    /// A link; its words are its children.
    Link(Link),
    /// A picture.
    Image(Image),
    /// A place to be filled when the text is joined for a hub.
    Hole(Hole),
}

/// What an element is.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// A paragraph.
    Paragraph,
    /// A heading of level 3 to 6 (level 2 makes sections), with its id inside the text.
    Heading {
        /// 3 to 6.
        level: u8,
        /// Its anchor: given or slug; unique in its description.
        id: String,
    },
    /// A quotation.
    Quote,
    /// A list; a number where it counts from one.
    List(Option<u64>),
    /// An item of a list. In a tight list its words stand in it without a paragraph.
    Item,
    /// A table; its first child is its head.
    Table(Vec<Align>),
    /// The head row of a table.
    TableHead,
    /// A row.
    TableRow,
    /// A cell.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Words struck out.
    Strikethrough,
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the page does.
    None,
    /// Left.
    Left,
    /// In the middle.
    Centre,
    /// Right.
    Right,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Its words.
    pub children: Vec<Node>,
    /// Where it stands.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Outside: `http`, `https`, `mailto` or `tel`, checked, cleaned of white space and control characters.
    Web(String),
    /// A programme by its file, perhaps at a section: the hub's own page of it, else the national one, else words.
    Programme {
        /// The edition.
        edition: EditionName,
        /// The programme.
        programme: ProgrammeId,
        /// Its section or heading, as written after `#`.
        section: Option<String>,
    },
    /// A year's introduction (`edition.md`), which opens the hub's page of that edition.
    Introduction(EditionName),
    /// A section or heading of the same text, as written after `#`.
    Here(String),
    /// A document or image of the site.
    File(FileId),
    /// A placeholder or fact that stands for the whole address.
    Hole(HoleName),
    /// Nowhere: a finding says why. Shown as words.
    Nowhere,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The file; `None` where a finding says that there is none.
    pub file: Option<FileId>,
    /// What it shows, in words.
    pub alt: String,
    /// Where it stands.
    pub span: Span,
}

/// A place to be filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Hole {
    /// What goes there.
    pub name: HoleName,
    /// Alone in its paragraph, item or line: whole blocks may go there. Otherwise one line of words.
    pub block: bool,
    /// Where it stands.
    pub span: Span,
}

/// What goes into a hole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HoleName {
    /// A placeholder's answer.
    Ask(PlaceholderName),
    /// A fact, never asked.
    Fact(Fact),
    /// `[[dates]]`: cohorts and sessions. A block.
    Dates,
    /// `[[apply]]`: how to apply. A block.
    Apply,
    /// `[[network.hubs]]`: all hubs by region. A block.
    NetworkHubs,
}

/// A built-in fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Fact {
    HubName,
    HubEmail,
    HubPhone,
    HubWebsite,
    HubContact,
    HubLeadSchool,
    HubArea,
    ProgrammeTitle,
    ProgrammeCode,
    Edition,
    NetworkHubCount,
}

impl Fact {
    /// Every fact with the name it has between `[[` and `]]`.
    pub const ALL: &'static [(&'static str, Fact)] = &[
        ("hub.name", Fact::HubName),
        ("hub.email", Fact::HubEmail),
        ("hub.phone", Fact::HubPhone),
        ("hub.website", Fact::HubWebsite),
        ("hub.contact", Fact::HubContact),
        ("hub.lead-school", Fact::HubLeadSchool),
        ("hub.area", Fact::HubArea),
        ("programme.title", Fact::ProgrammeTitle),
        ("programme.code", Fact::ProgrammeCode),
        ("edition", Fact::Edition),
        ("network.hub-count", Fact::NetworkHubCount),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Fact::ALL.iter().find(|(_, fact)| *fact == self).map_or("", |(name, _)| name)
    }
}

impl Node {
    /// Its children, where it has any.
    pub fn children(&self) -> &[Node] {
        match self {
            Node::Element(_, children) => children,
            Node::Link(link) => &link.children,
            _ => &[],
        }
    }

    /// Calls `visit` with this node and every node below it, in reading order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// The holes of this node and below, those of link addresses too.
    pub fn holes(&self) -> Vec<(&HoleName, Span)> {
        let mut out = Vec::new();
        self.walk(&mut |node| match node {
            Node::Hole(hole) => out.push((&hole.name, hole.span)),
            Node::Link(Link { target: Target::Hole(name), span, .. }) => out.push((name, *span)),
            _ => {}
        });
        out
    }
}

/// The plain words of nodes: no marks, line ends as spaces; code included.
pub fn plain(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        node.walk(&mut |node| match node {
            Node::Text(text) | Node::Code(text) | Node::CodeBlock(text) => out.push_str(text),
            Node::SoftBreak | Node::HardBreak => out.push(' '),
            Node::Image(image) => out.push_str(&image.alt),
            _ => {}
        });
    }
    out
}
