//! Markdown as a tree of blocks.
//!
//! pulldown-cmark says what each character means; here its events become [`Node`]s, placeholders become holes,
//! addresses become targets, and what has no place in a brochure becomes a finding.

use super::links;
use super::phrases::Line;
use super::reading::{Reading, did_you_mean};
use crate::finding::Rule;
use crate::model::ids::{PlaceholderName, is_id, slug};
use crate::model::text::{Align, Block, Element, Fact, Hole, HoleName, Image, Link, Node, Target, plain};
use crate::source::Span;
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TextMergeWithOffset,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which Markdown it is.
pub const PARSER_OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_WIKILINKS);
/// How deep blocks and inline marks may stand in each other.
const DEPTH_LIMIT: usize = 40;

/// Where the text that is parsed stands.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// It begins at that byte of the file.
    At(usize),
    /// Somewhere in that span, where bytes don't correspond: in a quoted YAML value.
    In(Span),
}

/// What may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// National text: placeholders, facts, phrases.
    National,
    /// Local words in place of national ones: placeholders by name, facts.
    Local,
    /// Answers and defaults: facts.
    Facts,
    /// No holes at all.
    Plain,
}

/// A text, parsed.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Blocks and top-level headings of level 1 and 2, in order.
    pub tops: Vec<Top>,
    /// What stands between `|` and `]]`, or the phrase, by the byte at which its hole begins.
    pub prompts: BTreeMap<u32, String>,
}

/// What stands at the top level of a text.
#[derive(Debug)]
pub enum Top {
    /// A heading of level 1 or 2.
    Heading(TopHeading),
    /// Anything else.
    Block(Block),
}

/// A heading of level 1 or 2, with what stands in braces behind it.
#[derive(Debug)]
pub struct TopHeading {
    /// 1 or 2.
    pub level: u8,
    /// `#id`.
    pub id: Option<String>,
    /// `.class`, without the dot.
    pub classes: Vec<String>,
    /// `key=value`.
    pub attributes: Vec<(String, Option<String>)>,
    /// Its words.
    pub nodes: Vec<Node>,
    /// Its line.
    pub span: Span,
}

type Ranged = (Node, Range<usize>);

/// What is open while events come in.
enum Open {
    Document,
    Element(Element),
    Heading {
        level: u8,
        id: Option<String>,
        classes: Vec<String>,
        attributes: Vec<(String, Option<String>)>,
    },
    Link(String),
    Wiki {
        name: String,
        prompt: bool,
    },
    Image(String, bool),
    Code,
    Html,
    /// Deeper than anything may stand: its children go to what holds it.
    TooDeep,
}

struct Frame {
    open: Open,
    start: Range<usize>,
    children: Vec<Ranged>,
}

struct Builder<'b, 'a> {
    reading: &'b mut Reading<'a>,
    place: Place,
    policy: Policy,
    stack: Vec<Frame>,
    parsed: Parsed,
    anchors: BTreeSet<String>,
    /// How far each anchor has been counted.
    counts: BTreeMap<String, usize>,
}

/// Parses a text.
pub fn parse(reading: &mut Reading, text: &str, place: Place, policy: Policy) -> Parsed {
    let mut builder = Builder {
        reading,
        place,
        policy,
        stack: vec![Frame { open: Open::Document, start: 0..0, children: Vec::new() }],
        parsed: Parsed::default(),
        anchors: BTreeSet::new(),
        counts: BTreeMap::new(),
    };
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(text, PARSER_OPTIONS).into_offset_iter()) {
        builder.event(event, range);
    }
    builder.finish()
}

/// Whether a text is one line of words without a character that could mean anything: it is a paragraph of just these.
pub fn is_plain_line(text: &str) -> bool {
    let mark = |c: char| {
        matches!(c, ' ' | ',' | '.' | ':' | ';' | '?' | '\'' | '"' | '(' | ')' | '/' | '-' | '+' | '=' | '%' | '@')
    };
    let other = |c: char| !c.is_ascii() && (c.is_alphanumeric() || "£–…‘’“”".contains(c));
    let means_nothing = |c: char| c.is_ascii_alphanumeric() || mark(c) || other(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.ends_with(' ') && text.chars().all(means_nothing)
}

/// A text's blocks alone. Headings of level 1 and 2 are findings.
pub fn blocks(reading: &mut Reading, text: &str, place: Place, policy: Policy) -> Vec<Block> {
    let parsed = parse(reading, text, place, policy);
    parsed
        .tops
        .into_iter()
        .filter_map(|top| match top {
            Top::Block(block) => Some(block),
            Top::Heading(heading) => {
                refuse_heading(reading, &heading);
                None
            }
        })
        .collect()
}

/// The finding about a heading of level 1 or 2 where none may stand.
pub fn refuse_heading(reading: &mut Reading, heading: &TopHeading) {
    let words = plain(&heading.nodes);
    reading.find(
        Rule::BadValue,
        heading.span,
        format!("A heading with {} can't stand here.", if heading.level == 1 { "one hash" } else { "two hashes" }),
        format!("Begin it with three hashes: ### {words}"),
    );
}

/// One line's nodes: what a paragraph of its own would hold, whatever characters it begins with.
pub fn line(reading: &mut Reading, text: &str, place: Place, policy: Policy) -> Option<Vec<Node>> {
    // A mark that is punctuation and means nothing in Markdown keeps `1.` and `#` from opening a block.
    const GUARD: char = '\u{2027}';
    let place = match place {
        Place::At(start) if start >= GUARD.len_utf8() => Place::At(start - GUARD.len_utf8()),
        Place::At(start) => Place::In(reading.span(start..start)),
        inside => inside,
    };
    let guarded = format!("{GUARD}{text}");
    let mut tops = parse(reading, &guarded, place, policy).tops.into_iter();
    let (Some(Top::Block(Block { node: Node::Element(Element::Paragraph, mut nodes), .. })), None) =
        (tops.next(), tops.next())
    else {
        return None;
    };
    if let Some(Node::Text(first)) = nodes.first_mut() {
        *first = first.trim_start_matches(GUARD).to_owned();
        if first.is_empty() {
            nodes.remove(0);
        }
    }
    (!nodes.contains(&Node::HardBreak)).then_some(nodes)
}

fn is_inline(node: &Node) -> bool {
    match node {
        Node::Element(element, _) => {
            matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough)
        }
        Node::Rule | Node::CodeBlock(_) => false,
        Node::Hole(hole) => !hole.block,
        _ => true,
    }
}

impl Builder<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        match self.place {
            Place::At(start) => self.reading.span(start + range.start..start + range.end),
            Place::In(span) => span,
        }
    }

    fn find(&mut self, rule: Rule, range: &Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        let span = self.span(range);
        self.reading.find(rule, span, message, remedy);
    }

    fn push(&mut self, node: Node, range: Range<usize>) {
        if let Some(frame) = self.stack.last_mut() {
            frame.children.push((node, range));
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                let open = if self.stack.len() > DEPTH_LIMIT { self.too_deep(&range) } else { open(tag) };
                self.stack.push(Frame { open, start: range, children: Vec::new() });
            }
            Event::End(_) => self.close(range),
            Event::Text(text) => self.text(text.into_string(), range),
            Event::Code(text) => self.push(Node::Code(text.into_string()), range),
            Event::Html(html) => self.push(Node::Text(html.into_string()), range),
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            Event::InlineHtml(html) => self.text(html.into_string(), range),
            Event::SoftBreak => self.push(Node::SoftBreak, range),
            Event::HardBreak => self.push(Node::HardBreak, range),
            Event::Rule => self.push(Node::Rule, range),
            // Switched off in the parser's options.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(text.into_string(), range);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn too_deep(&mut self, range: &Range<usize>) -> Open {
        if !self.stack.iter().any(|frame| matches!(frame.open, Open::TooDeep)) {
            self.find(
                Rule::BadValue,
                range,
                format!("Lists and quotations stand more than {DEPTH_LIMIT} deep in each other here."),
                "Write it with fewer levels.",
            );
        }
        Open::TooDeep
    }

    fn text(&mut self, text: String, range: Range<usize>) {
        let in_code = matches!(self.stack.last().map(|frame| &frame.open), Some(Open::Code | Open::Html));
        if !in_code {
            self.stray_brackets(&text, &range);
        }
        self.push(Node::Text(text), range);
    }

    /// `[[` and `](` that are left in words are placeholders and links that were not closed.
    fn stray_brackets(&mut self, text: &str, range: &Range<usize>) {
        if !text.contains('[') && !text.contains(']') {
            return;
        }
        if let Some(i) = text.find("](").filter(|i| !text[..*i].contains('['))
            && self.holes_into_words()
        {
            self.find(
                Rule::BadValue,
                &self.mark("](", i, range),
                "A placeholder can't stand in the words of a link or a picture.",
                "It may be the link's whole address, without spaces: [Apply now]([[form]]). Or write it outside the link.",
            );
        } else if let Some(i) = text.find("[[") {
            self.find(
                Rule::BadValue,
                &self.mark("[[", i, range),
                "Two brackets open here, but this is no placeholder.",
                "A placeholder is [[a-name]] or [[a-name|the question]], in one line and outside a link's words. To show brackets as they are, put them between back ticks: `[[`.",
            );
        } else if let Some(i) = ["] (http", "] (www.", "] (mailto:"].iter().find_map(|start| text.find(start)) {
            self.find(
                Rule::BadValue,
                &self.mark("] (", i, range),
                "The space in the middle keeps this from being a link.",
                "Take out the space between the square and the round bracket: [words](address)",
            );
        } else if let Some(i) = text.find("](") {
            self.find(
                Rule::BadValue,
                &self.mark("](", i, range),
                "This link is not closed, or its address can't be read.",
                "A link is [words](address): both brackets closed, no space between ] and (, and no space in the address.",
            );
        }
    }

    /// Where a mark stands that the text in `range` has at its byte `at`. Escapes and entities make the source longer
    /// than that text: then it is the first such mark behind that byte, or in the whole range.
    fn mark(&self, mark: &str, at: usize, range: &Range<usize>) -> Range<usize> {
        let source = self.reading.sources.slice(self.span(range));
        let behind = source.get(at..).and_then(|rest| rest.find(mark)).map(|found| at + found);
        match behind.or_else(|| source.find(mark)) {
            Some(found) => range.start + found..range.start + found + mark.len(),
            None => range.clone(),
        }
    }

    /// Takes placeholders back that stand in the words of a link, whose end has just been met: between them and the
    /// last `[`. They ask nothing there. Says whether there are any.
    fn holes_into_words(&mut self) -> bool {
        let Some(frame) = self.stack.last_mut() else { return false };
        let opens = |node: &Node| matches!(node, Node::Text(text) if text.rfind('[') > text.rfind(']'));
        let Some(open) = frame.children.iter().rposition(|(node, _)| opens(node)) else { return false };
        let mut any = false;
        for (node, _) in &mut frame.children[open..] {
            if let Node::Hole(_) = node {
                *node = Node::Text("[[…]]".to_owned());
                any = true;
            }
        }
        any
    }

    fn close(&mut self, range: Range<usize>) {
        let Some(Frame { open, start, children }) = self.stack.pop() else { return };
        let range = start.start..start.end.max(range.end);
        match open {
            Open::Document => {}
            Open::TooDeep => {
                for (node, range) in children {
                    self.push(node, range);
                }
            }
            Open::Code => {
                let text = plain(&nodes(children));
                self.push(Node::CodeBlock(text), range);
            }
            Open::Html => self.html(&plain(&nodes(children)), range),
            Open::Link(address) => self.link(&address, children, range),
            Open::Wiki { name, prompt } => self.wiki(&name, prompt, &nodes(children), range),
            Open::Image(address, wiki) => self.image(&address, wiki, &nodes(children), range),
            Open::Heading { level, id, classes, attributes } => {
                let nodes = self.one_line(children);
                let heading = TopHeading { level, id, classes, attributes, nodes, span: self.span(&range) };
                self.heading(heading, range);
            }
            Open::Element(Element::Paragraph) => {
                for (node, range) in self.paragraphs(children, &range, true) {
                    self.push(node, range);
                }
            }
            Open::Element(Element::Item) => {
                let children = self.item(children);
                self.push(Node::Element(Element::Item, nodes(children)), range);
            }
            Open::Element(Element::TableCell) => {
                let children = self.one_line(children);
                self.push(Node::Element(Element::TableCell, children), range);
            }
            Open::Element(element) => self.push(Node::Element(element, nodes(children)), range),
        }
    }

    fn finish(mut self) -> Parsed {
        while self.stack.len() > 1 {
            self.close(0..0);
        }
        let children = self.stack.pop().map(|frame| frame.children).unwrap_or_default();
        for (node, range) in children {
            let span = self.span(&range);
            self.parsed.tops.push(Top::Block(Block { node, span }));
        }
        // Headings were pushed as they closed; blocks by then stand after them only by their place.
        self.parsed.tops.sort_by_key(|top| match top {
            Top::Heading(heading) => heading.span.start,
            Top::Block(block) => block.span.start,
        });
        self.parsed
    }

    fn heading(&mut self, heading: TopHeading, range: Range<usize>) {
        let top = self.stack.len() == 1;
        if top && heading.level <= 2 {
            // In a place where bytes don't correspond, order can't be told from spans: such texts refuse these headings anyway.
            self.parsed.tops.push(Top::Heading(heading));
            return;
        }
        for class in &heading.classes {
            self.unknown_attribute(&format!(".{class}"), &range);
        }
        for (key, _) in &heading.attributes {
            self.unknown_attribute(key, &range);
        }
        let wanted = heading.id.unwrap_or_else(|| slug(&plain(&heading.nodes)));
        let id = self.anchor(if wanted.is_empty() { "heading".to_owned() } else { slug(&wanted) });
        self.push(Node::Element(Element::Heading { level: heading.level.max(3), id }, heading.nodes), range);
    }

    fn unknown_attribute(&mut self, name: &str, range: &Range<usize>) {
        self.find(
            Rule::BadValue,
            range,
            format!("`{name}` means nothing behind this heading."),
            "Behind a heading of level 3 or deeper only its own id may stand in braces: ### Heading {#its-id}",
        );
    }

    fn anchor(&mut self, wanted: String) -> String {
        let mut id = wanted.clone();
        // Counting goes on where it stopped, so that many headings of one name don't count from the start each time.
        let mut count = self.counts.get(&wanted).copied().unwrap_or(1);
        while !self.anchors.insert(id.clone()) {
            count += 1;
            id = format!("{wanted}-{count}");
        }
        self.counts.insert(wanted, count);
        id
    }

    /// Raw HTML is shown as text; comments are left out.
    fn html(&mut self, html: &str, range: Range<usize>) {
        let mut rest = html;
        let mut shown = String::new();
        while let Some(open) = rest.find("<!--") {
            shown.push_str(&rest[..open]);
            match rest[open + 4..].find("-->") {
                Some(close) => rest = &rest[open + 4 + close + 3..],
                None => {
                    self.find(
                        Rule::BadValue,
                        &range,
                        "A comment begins here and never ends, so everything after it would be lost.",
                        "Close it with -->.",
                    );
                    rest = "";
                }
            }
        }
        shown.push_str(rest);
        let shown = shown.trim();
        if !shown.is_empty() {
            self.stray_brackets(shown, &range);
            let child = (Node::Text(shown.to_owned()), range.clone());
            for (node, range) in self.paragraphs(vec![child], &range, true) {
                self.push(node, range);
            }
        }
    }

    fn link(&mut self, address: &str, children: Vec<Ranged>, range: Range<usize>) {
        let words = plain(&nodes_ref(&children));
        let picture = children.iter().any(|(node, _)| matches!(node, Node::Image(_)));
        if address.trim().is_empty() || (words.trim().is_empty() && !picture) {
            let (message, remedy) = if address.trim().is_empty() {
                ("This link has no address.", format!("Write the address in the round brackets: [{words}](https://…)"))
            } else {
                (
                    "This link has no words, so nobody can see it.",
                    format!("Write words in the square brackets: [the words]({address})"),
                )
            };
            self.find(Rule::EmptyLink, &range, message, remedy);
            for (node, range) in children {
                self.push(node, range);
            }
            return;
        }
        let span = self.span(&range);
        let target = self.address(address, &range);
        self.push(Node::Link(Link { target, children: nodes(children), span }), range);
    }

    fn address(&mut self, address: &str, range: &Range<usize>) -> Target {
        let whole = address.trim().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        if let Some(name) = whole.filter(|name| !name.contains("[[")) {
            let (name, prompt) = name.split_once('|').unwrap_or((name, ""));
            let Some(name) = self.hole_name(name, range) else { return Target::Nowhere };
            if matches!(name, HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs) {
                self.block_only(range);
                return Target::Nowhere;
            }
            self.prompt(range, prompt);
            return Target::Hole(name);
        }
        if address.contains("[[") {
            self.find(
                Rule::BadValue,
                range,
                "A placeholder can't be a part of an address.",
                "Let it be the whole address: [Apply now]([[form]])",
            );
            return Target::Nowhere;
        }
        let span = self.span(range);
        links::target(self.reading, address, span)
    }

    fn prompt(&mut self, range: &Range<usize>, prompt: &str) {
        if !prompt.trim().is_empty() {
            let start = self.span(range).start;
            self.parsed.prompts.insert(start, prompt.trim().to_owned());
        }
    }

    fn wiki(&mut self, name: &str, prompt: bool, words: &[Node], range: Range<usize>) {
        let inside = self.stack.iter().any(|frame| matches!(frame.open, Open::Link(_) | Open::Image(..)));
        if inside {
            self.find(
                Rule::BadValue,
                &range,
                "A placeholder can't stand in the words of a link or a picture.",
                "It may be a link's whole address: [Apply now]([[form]])",
            );
            return;
        }
        let Some(name) = self.hole_name(name, &range) else { return };
        if prompt {
            self.prompt(&range, &plain(words));
        }
        let span = self.span(&range);
        self.push(Node::Hole(Hole { name, block: false, span }), range);
    }

    /// What a name between double brackets stands for; a finding where it may not stand or means nothing.
    fn hole_name(&mut self, written: &str, range: &Range<usize>) -> Option<HoleName> {
        let name = written.trim().trim_end_matches('\\').trim();
        if self.policy == Policy::Plain {
            self.find(Rule::BadValue, range, "Nothing is filled in here.", "Write the words themselves.");
            return None;
        }
        let known = match name {
            "dates" => Some(HoleName::Dates),
            "apply" => Some(HoleName::Apply),
            "network.hubs" => Some(HoleName::NetworkHubs),
            _ => Fact::ALL.iter().find(|(fact, _)| *fact == name).map(|(_, fact)| HoleName::Fact(*fact)),
        };
        let block = matches!(known, Some(HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs));
        if let Some(known) = known.filter(|_| !(block && self.policy == Policy::Facts)) {
            return Some(known);
        }
        let facts = || Fact::ALL.iter().map(|(fact, _)| *fact).chain(["dates", "apply", "network.hubs"]);
        if name.contains('.') {
            let near = did_you_mean(name, facts());
            let list = facts().collect::<Vec<_>>().join(", ");
            self.find(
                Rule::UnknownPlaceholder,
                range,
                format!("There is no fact `{name}`."),
                format!("{near}The facts are: {list}."),
            );
            None
        } else if self.policy == Policy::Facts {
            let near = did_you_mean(name, facts());
            self.find(
                Rule::BadValue,
                range,
                format!("`[[{name}]]` can't stand in an answer."),
                format!("{near}Only facts such as [[hub.name]] work here: write the words themselves."),
            );
            None
        } else if is_id(name) {
            Some(HoleName::Ask(PlaceholderName::new(name)))
        } else {
            let right = slug(name);
            let right = if right.is_empty() { "a-name" } else { &right };
            self.find(
                Rule::BadValue,
                range,
                format!("“{name}” is no name for a placeholder."),
                format!("Names are small letters, digits and single hyphens: [[{right}]]"),
            );
            None
        }
    }

    fn block_only(&mut self, range: &Range<usize>) {
        self.find(
            Rule::BadValue,
            range,
            "[[dates]], [[apply]] and [[network.hubs]] each make several lines, so they can't stand in a sentence.",
            "Put it in a paragraph of its own, with an empty line above and below.",
        );
    }

    fn image(&mut self, address: &str, wiki: bool, alt: &[Node], range: Range<usize>) {
        if wiki || address.contains("[[") {
            self.find(
                Rule::BadValue,
                &range,
                "A placeholder can't stand for a picture.",
                "Write the picture's file: ![what it shows](picture.jpg)",
            );
            return;
        }
        let span = self.span(&range);
        let file = links::image(self.reading, address, span);
        self.push(Node::Image(Image { file, alt: plain(alt), span }), range);
    }

    /// The inline nodes of a heading or cell: phrases in it are holes of one line.
    fn one_line(&mut self, children: Vec<Ranged>) -> Vec<Node> {
        if self.policy != Policy::National {
            return self.no_blocks(children);
        }
        let words = plain(&nodes_ref(&children));
        if let (Some((_, first)), Some((_, last))) = (children.first(), children.last())
            && !has_code(&children)
            && self.reading.phrases.line(&words) == Line::Phrases
        {
            let range = first.start..last.end;
            return vec![self.phrase(&words, &range, false).0];
        }
        let children = self.phrases_inside(children);
        self.no_blocks(children)
    }

    fn no_blocks(&mut self, children: Vec<Ranged>) -> Vec<Node> {
        let mut out = Vec::with_capacity(children.len());
        for (node, range) in children {
            match &node {
                Node::Hole(Hole {
                    name: HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs,
                    block: false,
                    ..
                }) => {
                    self.block_only(&range);
                }
                _ => out.push(node),
            }
        }
        out
    }

    /// A paragraph's blocks: a placeholder that stands alone in it, or alone in a line of it, is a block by itself.
    /// Without `wrap` (in a list's item) what is left stands without a paragraph.
    fn paragraphs(&mut self, children: Vec<Ranged>, range: &Range<usize>, wrap: bool) -> Vec<Ranged> {
        if let [(Node::Hole(hole), hole_range)] = children.as_slice()
            && !matches!(hole.name, HoleName::Fact(_))
        {
            return vec![(Node::Hole(Hole { block: true, ..hole.clone() }), hole_range.clone())];
        }
        if self.policy != Policy::National {
            let nodes = self.no_blocks(children);
            return wrapped(nodes, range, wrap);
        }
        // A phrase that is broken over two lines is no line of its own, but may be the whole paragraph.
        let whole = plain(&nodes_ref(&children));
        if !has_code(&children) && self.reading.phrases.line(&whole) == Line::Phrases {
            return vec![self.phrase(whole.trim(), &outer(&children, range), true)];
        }
        let mut out = Vec::new();
        let mut words: Vec<Ranged> = Vec::new();
        let mut held: Option<Vec<Ranged>> = None;
        for line in lines(children) {
            let text = plain(&nodes_ref(&line));
            let kind = if has_code(&line) { Line::Words } else { self.reading.phrases.line(&text) };
            match kind {
                // Held back: it belongs to the phrase if one follows.
                Line::ToBeConfirmed if held.is_none() => held = Some(line),
                Line::Phrases => {
                    self.flush(&mut words, &mut out, wrap);
                    let whole: Vec<Ranged> = held.take().into_iter().flatten().chain(line).collect();
                    let range = outer(&whole, range);
                    let text = plain(&nodes_ref(&whole));
                    match out.last() {
                        Some((Node::Hole(hole), _)) if is_phrase(hole) => {}
                        _ => out.push(self.phrase(text.trim(), &range, true)),
                    }
                }
                _ => {
                    words.extend(held.take().into_iter().flatten());
                    words.extend(line);
                }
            }
        }
        words.extend(held.into_iter().flatten());
        self.flush(&mut words, &mut out, wrap);
        out
    }

    fn flush(&mut self, words: &mut Vec<Ranged>, out: &mut Vec<Ranged>, wrap: bool) {
        while matches!(words.last(), Some((Node::SoftBreak | Node::HardBreak, _))) {
            words.pop();
        }
        if !words.is_empty() {
            let range = outer(words, &(0..0));
            let words = self.phrases_inside(std::mem::take(words));
            let nodes = self.no_blocks(words);
            out.extend(wrapped(nodes, &range, wrap));
        }
    }

    /// An item's children: the words of a tight item are treated as a paragraph is.
    fn item(&mut self, children: Vec<Ranged>) -> Vec<Ranged> {
        let mut out = Vec::new();
        let mut words = Vec::new();
        for child in children {
            if is_inline(&child.0) {
                words.push(child);
            } else {
                if !words.is_empty() {
                    let range = outer(&words, &(0..0));
                    out.extend(self.paragraphs(std::mem::take(&mut words), &range, false));
                }
                out.push(child);
            }
        }
        if !words.is_empty() {
            let range = outer(&words, &(0..0));
            out.extend(self.paragraphs(words, &range, false));
        }
        out
    }

    /// A hole for a phrase. It has no name yet: that comes from its section.
    fn phrase(&mut self, words: &str, range: &Range<usize>, block: bool) -> Ranged {
        self.prompt(range, words);
        let span = self.span(range);
        (Node::Hole(Hole { name: HoleName::Ask(PlaceholderName::new("")), block, span }), range.clone())
    }

    /// Phrases in the middle of sentences become holes of one line, also inside emphasis.
    fn phrases_inside(&mut self, children: Vec<Ranged>) -> Vec<Ranged> {
        let mut out = Vec::with_capacity(children.len());
        let mut run: Vec<Ranged> = Vec::new();
        for (node, range) in children {
            match node {
                Node::Text(_) | Node::SoftBreak => run.push((node, range)),
                Node::Element(element, inner) => {
                    out.extend(self.phrases_in_run(std::mem::take(&mut run)));
                    let inner = inner.into_iter().map(|node| (node, range.clone())).collect();
                    out.push((Node::Element(element, nodes(self.phrases_inside(inner))), range));
                }
                other => {
                    out.extend(self.phrases_in_run(std::mem::take(&mut run)));
                    out.push((other, range));
                }
            }
        }
        out.extend(self.phrases_in_run(run));
        out
    }

    fn phrases_in_run(&mut self, run: Vec<Ranged>) -> Vec<Ranged> {
        let text: String = run.iter().map(|(node, _)| if let Node::Text(text) = node { text } else { "\n" }).collect();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(range) = self.reading.phrases.find(&text, from) {
            from = range.end;
            found.push(range);
        }
        if found.is_empty() {
            return run;
        }
        let start = run.first().map_or(0, |(_, range)| range.start);
        let exact = |range: Range<usize>| start + range.start..start + range.end;
        let mut out = Vec::new();
        let mut at = 0;
        for range in found {
            out.extend(words_and_breaks(&text[at..range.start], exact(at..range.start)));
            out.push(self.phrase(&text[range.clone()].replace('\n', " "), &exact(range.clone()), false));
            at = range.end;
        }
        out.extend(words_and_breaks(&text[at..], exact(at..text.len())));
        out
    }
}

fn open(tag: Tag) -> Open {
    match tag {
        Tag::Heading { level, id, classes, attrs } => Open::Heading {
            level: level_number(level),
            id: id.map(|id| id.into_string()),
            classes: classes.into_iter().map(|class| class.into_string()).collect(),
            attributes: attrs
                .into_iter()
                .map(|(key, value)| (key.into_string(), value.map(|value| value.into_string())))
                .collect(),
        },
        Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
            Open::Wiki { name: dest_url.into_string(), prompt: has_pothole }
        }
        Tag::Link { link_type: LinkType::Email, dest_url, .. } => Open::Link(format!("mailto:{dest_url}")),
        Tag::Link { dest_url, .. } => Open::Link(dest_url.into_string()),
        Tag::Image { link_type, dest_url, .. } => {
            Open::Image(dest_url.into_string(), matches!(link_type, LinkType::WikiLink { .. }))
        }
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => Open::Code,
        Tag::HtmlBlock => Open::Html,
        Tag::BlockQuote(_) => Open::Element(Element::Quote),
        Tag::List(first) => Open::Element(Element::List(first)),
        Tag::Item => Open::Element(Element::Item),
        Tag::Table(columns) => Open::Element(Element::Table(columns.into_iter().map(align).collect())),
        Tag::TableHead => Open::Element(Element::TableHead),
        Tag::TableRow => Open::Element(Element::TableRow),
        Tag::TableCell => Open::Element(Element::TableCell),
        Tag::Emphasis => Open::Element(Element::Emphasis),
        Tag::Strong => Open::Element(Element::Strong),
        Tag::Strikethrough => Open::Element(Element::Strikethrough),
        // The rest is switched off in the parser's options.
        _ => Open::Element(Element::Paragraph),
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn nodes(children: Vec<Ranged>) -> Vec<Node> {
    children.into_iter().map(|(node, _)| node).collect()
}

fn nodes_ref(children: &[Ranged]) -> Vec<Node> {
    children.iter().map(|(node, _)| node.clone()).collect()
}

fn has_code(children: &[Ranged]) -> bool {
    let mut code = false;
    for (node, _) in children {
        node.walk(&mut |node| code |= matches!(node, Node::Code(_) | Node::Image(_) | Node::Hole(_) | Node::Link(_)));
    }
    code
}

fn is_phrase(hole: &Hole) -> bool {
    matches!(&hole.name, HoleName::Ask(name) if name.as_str().is_empty())
}

fn wrapped(nodes: Vec<Node>, range: &Range<usize>, wrap: bool) -> Vec<Ranged> {
    if nodes.is_empty() {
        Vec::new()
    } else if wrap {
        vec![(Node::Element(Element::Paragraph, nodes), range.clone())]
    } else {
        nodes.into_iter().map(|node| (node, range.clone())).collect()
    }
}

/// The range from the first to the last of `children`; `otherwise` where there are none.
fn outer(children: &[Ranged], otherwise: &Range<usize>) -> Range<usize> {
    match (children.first(), children.last()) {
        (Some((_, first)), Some((_, last))) => first.start..last.end.max(first.start),
        _ => otherwise.clone(),
    }
}

/// Cuts a paragraph into its lines; each keeps the break that ends it.
fn lines(children: Vec<Ranged>) -> Vec<Vec<Ranged>> {
    let mut out = Vec::new();
    let mut line = Vec::new();
    for child in children {
        let ends = matches!(child.0, Node::SoftBreak | Node::HardBreak);
        line.push(child);
        if ends {
            out.push(std::mem::take(&mut line));
        }
    }
    out.push(line);
    out.retain(|line| !line.is_empty());
    out
}

fn words_and_breaks(text: &str, range: Range<usize>) -> Vec<Ranged> {
    let mut out = Vec::new();
    for (i, part) in text.split('\n').enumerate() {
        if i > 0 {
            out.push((Node::SoftBreak, range.clone()));
        }
        if !part.is_empty() {
            out.push((Node::Text(part.to_owned()), range.clone()));
        }
    }
    out
}
