//! Text trees into HTML with holes: once for each text, however many pages show it.
//!
//! [`Compiled`] keeps what is the same everywhere as finished HTML, and in between the few parts that a page
//! decides: anchors (a booklet's differ), links inside the site, pictures, holes.

use super::escape;
use crate::model::merged::{MergedText, Origin};
use crate::model::national::{Description, Heading};
use crate::model::text::{Align, Block, Blocks, Element, Hole, Image, Link, Node, Target};
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tera::Value;

/// A text as HTML with holes.
#[derive(Debug, Default)]
pub struct Compiled<'a> {
    /// The parts in order.
    pub parts: Vec<Part<'a>>,
    /// Files of the site that it links to or shows.
    pub files: Vec<FileId>,
    /// The whole as a template's value, where every page of many shows the same.
    pub fixed: Option<Value>,
}

impl Compiled<'_> {
    /// For many pages.
    fn shared(mut self) -> Self {
        self.fixed = match self.parts.as_slice() {
            [] => Some(Value::safe_string("")),
            [Part::Html(html)] => Some(Value::safe_string(html)),
            _ => None,
        };
        self
    }
}

/// A part of a compiled text.
#[derive(Debug, PartialEq)]
pub enum Part<'a> {
    /// The same on every page.
    Html(String),
    /// A heading begins, with its level and anchor.
    Heading(u8, &'a str),
    /// It ends.
    HeadingEnd(u8),
    /// A link that the page decides about begins.
    Open(&'a Target),
    /// It ends.
    Close,
    /// A picture.
    Image(&'a Image),
    /// A place to be filled.
    Hole {
        /// What goes there.
        hole: &'a Hole,
        /// Whether it stands in a list item, where one paragraph goes in without its mark.
        item: bool,
    },
}

/// Short forms with their words.
pub type Glossary = BTreeMap<String, String>;

/// Compiles blocks.
pub fn blocks<'a>(blocks: &'a [Block], glossary: &Glossary) -> Compiled<'a> {
    let mut writer = Writer::new(glossary);
    for block in blocks {
        writer.node(&block.node, Around::Block);
    }
    writer.finish()
}

/// Compiles inline nodes: a heading's words, an answer of one line.
pub fn line<'a>(nodes: &'a [Node], glossary: &Glossary) -> Compiled<'a> {
    let mut writer = Writer::new(glossary);
    writer.nodes(nodes, Around::Line);
    writer.finish()
}

/// Compiled texts that many pages share, found again by where the text itself lies in memory.
#[derive(Debug, Default)]
pub struct Library<'a> {
    texts: HashMap<(usize, usize), Compiled<'a>>,
    /// Headings that are the same everywhere, likewise.
    headings: HashMap<usize, Value>,
}

impl<'a> Library<'a> {
    /// Compiles `text` unless it is there.
    fn add(&mut self, text: &'a Blocks, glossary: &Glossary) {
        self.texts.entry(key(text)).or_insert_with(|| blocks(text, glossary).shared());
    }

    fn add_heading(&mut self, heading: Option<&'a Arc<Heading>>, glossary: &Glossary) {
        let Some(heading) = heading else { return };
        if let Some(words) = line(&heading.nodes, glossary).shared().fixed {
            self.headings.insert(Arc::as_ptr(heading).addr(), words);
        }
    }

    /// A programme's or introduction's own text.
    pub fn of(text: &'a Description, glossary: &Glossary) -> Self {
        let mut library = Self::default();
        for section in &text.sections {
            library.add(&section.blocks, glossary);
            library.add_heading(section.heading.as_ref(), glossary);
        }
        for default in text.placeholders.values().filter_map(|it| it.default.as_ref()) {
            library.add(&default.blocks, glossary);
        }
        library
    }

    /// Compiles what a merged text has of national text: what pruning has left of it, which hubs share too.
    pub fn add_national(&mut self, text: &'a MergedText, glossary: &Glossary) {
        for piece in text.sections.iter().flat_map(|section| &section.pieces) {
            if piece.origin == Origin::National {
                self.add(&piece.blocks, glossary);
            }
        }
    }

    /// The words of a heading that was added.
    pub fn heading(&self, heading: &Arc<Heading>) -> Option<&Value> {
        self.headings.get(&Arc::as_ptr(heading).addr())
    }

    /// The compiled form of `text`, where it was added.
    pub fn find(&self, text: &Blocks) -> Option<&Compiled<'a>> {
        self.texts.get(&key(text))
    }
}

fn key(text: &Blocks) -> (usize, usize) {
    (text.as_ptr().addr(), text.len())
}

/// What stands around a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    /// Blocks.
    Block,
    /// A list item: blocks, or words without a paragraph.
    Item,
    /// Words.
    Line,
}

struct Writer<'a, 'g> {
    glossary: &'g Glossary,
    explained: BTreeSet<&'g str>,
    /// How deep in links and headings, where short forms are left alone.
    plain: usize,
    parts: Vec<Part<'a>>,
    html: String,
    files: Vec<FileId>,
}

impl<'a, 'g> Writer<'a, 'g> {
    fn new(glossary: &'g Glossary) -> Self {
        Self {
            glossary,
            explained: BTreeSet::new(),
            plain: 0,
            parts: Vec::new(),
            html: String::new(),
            files: Vec::new(),
        }
    }

    fn finish(mut self) -> Compiled<'a> {
        self.flush();
        Compiled { parts: self.parts, files: self.files, fixed: None }
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.parts.push(Part::Html(std::mem::take(&mut self.html)));
        }
    }

    fn part(&mut self, part: Part<'a>) {
        self.flush();
        self.parts.push(part);
    }

    fn nodes(&mut self, nodes: &'a [Node], around: Around) {
        for node in nodes {
            self.node(node, around);
        }
    }

    fn node(&mut self, node: &'a Node, around: Around) {
        match node {
            Node::Text(words) => self.words(words),
            Node::Code(code) => {
                self.html.push_str("<code>");
                escape::text(&mut self.html, code);
                self.html.push_str("</code>");
            }
            Node::SoftBreak => self.html.push('\n'),
            Node::HardBreak => self.html.push_str("<br>\n"),
            Node::Rule => self.html.push_str("<hr>\n"),
            Node::CodeBlock(code) => {
                self.html.push_str("<pre tabindex=\"0\"><code>");
                escape::text(&mut self.html, code);
                self.html.push_str("</code></pre>\n");
            }
            Node::Element(element, children) => self.element(element, children, around),
            Node::Link(link) => self.link(link),
            Node::Image(image) => {
                self.files.extend(image.file);
                self.part(Part::Image(image));
            }
            Node::Hole(hole) => self.part(Part::Hole { hole, item: around == Around::Item }),
        }
    }

    fn element(&mut self, element: &'a Element, children: &'a [Node], around: Around) {
        match element {
            Element::Paragraph => self.paragraph(children),
            Element::Heading { level, id } => {
                self.part(Part::Heading(*level, id));
                self.plain += 1;
                self.nodes(children, Around::Line);
                self.plain -= 1;
                self.part(Part::HeadingEnd(*level));
            }
            Element::Quote => self.wrap("<blockquote>\n", children, Around::Block, "</blockquote>\n"),
            Element::List(None) => self.wrap("<ul>\n", children, Around::Block, "</ul>\n"),
            Element::List(Some(1)) => self.wrap("<ol>\n", children, Around::Block, "</ol>\n"),
            Element::List(Some(first)) => {
                self.wrap(&format!("<ol start=\"{first}\">\n"), children, Around::Block, "</ol>\n");
            }
            Element::Item => self.wrap("<li>", children, Around::Item, "</li>\n"),
            Element::Table(columns) => self.table(columns, children),
            // Rows and cells are written by their table.
            Element::TableHead | Element::TableRow | Element::TableCell => self.nodes(children, Around::Line),
            Element::Emphasis => self.wrap("<em>", children, around, "</em>"),
            Element::Strong => self.wrap("<strong>", children, around, "</strong>"),
            Element::Strikethrough => self.wrap("<del>", children, around, "</del>"),
        }
    }

    fn wrap(&mut self, open: &str, children: &'a [Node], around: Around, close: &str) {
        self.html.push_str(open);
        self.nodes(children, around);
        self.html.push_str(close);
    }

    /// A paragraph, parted where blocks may come to stand in it.
    fn paragraph(&mut self, children: &'a [Node]) {
        let is_block = |node: &Node| matches!(node, Node::Hole(hole) if hole.block);
        for run in children.chunk_by(|a, b| !is_block(a) && !is_block(b)) {
            match run {
                [only] if is_block(only) => self.node(only, Around::Block),
                words => {
                    let is_break = |node: &Node| matches!(node, Node::SoftBreak | Node::HardBreak);
                    let start = words.iter().take_while(|node| is_break(node)).count();
                    let end = words.len() - words.iter().rev().take_while(|node| is_break(node)).count();
                    let Some(words) = words.get(start..end).filter(|words| !words.is_empty()) else { continue };
                    self.wrap("<p>", words, Around::Line, "</p>\n");
                }
            }
        }
    }

    fn table(&mut self, columns: &[Align], rows: &'a [Node]) {
        self.html.push_str("<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
        let mut body = false;
        for row in rows {
            let Node::Element(element, cells) = row else { continue };
            let head = *element == Element::TableHead;
            if head {
                self.html.push_str("<thead>\n");
            } else if !body {
                self.html.push_str("<tbody>\n");
                body = true;
            }
            self.html.push_str("<tr>");
            for (i, cell) in cells.iter().enumerate() {
                self.cell(head, columns.get(i).copied().unwrap_or(Align::None), cell.children());
            }
            self.html.push_str(if head { "</tr>\n</thead>\n" } else { "</tr>\n" });
        }
        self.html.push_str(if body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
    }

    fn cell(&mut self, head: bool, align: Align, words: &'a [Node]) {
        // A head without words heads nothing.
        let head = head && !words.is_empty();
        let class = match align {
            Align::None | Align::Left => "",
            Align::Centre => " class=\"centre\"",
            Align::Right => " class=\"right\"",
        };
        let (open, close) = if head { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        self.html.push_str(open);
        self.html.push_str(class);
        self.html.push('>');
        self.nodes(words, Around::Line);
        self.html.push_str(close);
    }

    fn link(&mut self, link: &'a Link) {
        self.plain += 1;
        match &link.target {
            Target::Web(address) => match escape::safe_address(address) {
                Some(address) => {
                    self.html.push_str("<a href=\"");
                    escape::text(&mut self.html, address);
                    self.html.push_str("\">");
                    self.nodes(&link.children, Around::Line);
                    self.html.push_str("</a>");
                }
                None => self.nodes(&link.children, Around::Line),
            },
            Target::Nowhere => self.nodes(&link.children, Around::Line),
            target => {
                if let Target::File(file) = target {
                    self.files.push(*file);
                }
                self.part(Part::Open(target));
                self.nodes(&link.children, Around::Line);
                self.part(Part::Close);
            }
        }
        self.plain -= 1;
    }

    /// Words, with a short form explained where it stands first.
    fn words(&mut self, words: &str) {
        if self.plain > 0 || self.glossary.is_empty() {
            return escape::text(&mut self.html, words);
        }
        let mut rest = words;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c: char| !c.is_alphanumeric()).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            escape::text(&mut self.html, before);
            match self.glossary.get_key_value(word) {
                Some((short, meaning)) if self.explained.insert(short) => {
                    self.html.push_str("<abbr title=\"");
                    escape::text(&mut self.html, meaning);
                    self.html.push_str("\">");
                    self.html.push_str(short);
                    self.html.push_str("</abbr>");
                }
                _ => self.html.push_str(word),
            }
            rest = after;
        }
        escape::text(&mut self.html, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::PlaceholderName;
    use crate::model::text::HoleName;
    use crate::source::Span;

    const HERE: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn text(words: &str) -> Node {
        Node::Text(words.into())
    }

    fn element(element: Element, children: Vec<Node>) -> Node {
        Node::Element(element, children)
    }

    fn hole(name: &str, block: bool) -> Node {
        Node::Hole(Hole { name: HoleName::Ask(PlaceholderName::new(name)), block, span: HERE })
    }

    /// The parts as one line: holes as `{name}` or, in an item, `{name item}`.
    fn shown(node: Node) -> String {
        shown_with(node, &Glossary::new())
    }

    fn shown_with(node: Node, glossary: &Glossary) -> String {
        let block = [Block { node, span: HERE }];
        blocks(&block, glossary)
            .parts
            .iter()
            .map(|part| match part {
                Part::Html(html) => html.clone(),
                Part::Hole { hole: Hole { name: HoleName::Ask(name), .. }, item } => {
                    format!("{{{name}{}}}", if *item { " item" } else { "" })
                }
                other => format!("{{{other:?}}}"),
            })
            .collect::<String>()
            .replace('\n', " ")
    }

    #[test]
    fn markup_in_words_is_text() {
        let paragraph = element(Element::Paragraph, vec![text("<script>"), Node::Code("a<b".into())]);
        assert_eq!(shown(paragraph), "<p>&lt;script&gt;<code>a&lt;b</code></p> ");
    }

    #[test]
    fn lists_are_tight_or_loose_as_written() {
        let tight = element(Element::Item, vec![text("one")]);
        let loose = element(Element::Item, vec![element(Element::Paragraph, vec![text("two")])]);
        assert_eq!(
            shown(element(Element::List(Some(3)), vec![tight, loose])),
            "<ol start=\"3\"> <li>one</li> <li><p>two</p> </li> </ol> "
        );
    }

    #[test]
    fn a_block_hole_stands_in_no_paragraph() {
        assert_eq!(shown(element(Element::Paragraph, vec![hole("a", true)])), "{a}");
        assert_eq!(shown(element(Element::Item, vec![hole("a", true)])), "<li>{a item}</li> ");
        let parted =
            vec![text("Before"), Node::HardBreak, hole("a", true), Node::SoftBreak, text("after "), hole("b", false)];
        assert_eq!(shown(element(Element::Paragraph, parted)), "<p>Before</p> {a}<p>after {b}</p> ");
    }

    #[test]
    fn a_table_has_scopes_and_an_empty_head_cell_is_none() {
        let cell = |words: &str| element(Element::TableCell, if words.is_empty() { vec![] } else { vec![text(words)] });
        let head = element(Element::TableHead, vec![cell(""), cell("Sum")]);
        let row = element(Element::TableRow, vec![cell("Grant"), cell("5")]);
        let table = shown(element(Element::Table(vec![Align::None, Align::Right]), vec![head, row]));
        assert!(
            table.contains("<thead> <tr><td></td><th scope=\"col\" class=\"right\">Sum</th></tr> </thead>"),
            "{table}"
        );
        assert!(table.contains("<tbody> <tr><td>Grant</td><td class=\"right\">5</td></tr> </tbody>"), "{table}");
    }

    #[test]
    fn a_short_form_is_explained_once_and_not_in_links() {
        let glossary = Glossary::from([("TRG".to_owned(), "teacher \"research\" group".to_owned())]);
        let link =
            Node::Link(Link { target: Target::Web("https://a.org".into()), children: vec![text("TRG")], span: HERE });
        assert_eq!(
            shown_with(element(Element::Paragraph, vec![link, text(" TRGs, (TRG) TRG")]), &glossary),
            "<p><a href=\"https://a.org\">TRG</a> TRGs, (<abbr title=\"teacher &quot;research&quot; group\">TRG</abbr>) TRG</p> "
        );
    }

    #[test]
    fn a_link_to_nowhere_good_is_words() {
        let link = |target| Node::Link(Link { target, children: vec![text("words")], span: HERE });
        assert_eq!(shown(link(Target::Web("javascript:x".into()))), "words");
        assert_eq!(shown(link(Target::Nowhere)), "words");
        assert!(matches!(
            blocks(&[Block { node: link(Target::Here("a".into())), span: HERE }], &Glossary::new()).parts.as_slice(),
            [Part::Open(Target::Here(_)), Part::Html(_), Part::Close]
        ));
    }

    #[test]
    fn what_is_the_same_everywhere_is_one_value() {
        let block = [Block { node: element(Element::Paragraph, vec![text("same")]), span: HERE }];
        assert!(blocks(&block, &Glossary::new()).shared().fixed.is_some());
        let block = [Block { node: element(Element::Paragraph, vec![hole("a", false)]), span: HERE }];
        assert!(blocks(&block, &Glossary::new()).shared().fixed.is_none());
    }
}
