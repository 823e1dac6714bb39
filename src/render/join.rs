//! Joining: compiled text and what goes into its holes become the HTML of one page.

use super::address::{Links, Spot, encoded};
use super::escape;
use super::facts::{Speaker, Words};
use super::files;
use super::html::{self, Compiled, Glossary, Library, Part};
use crate::error::{Error, Result};
use crate::model::merged::{Fill, MergedSection, MergedText, Origin, Value};
use crate::model::national;
use crate::model::site::Asset;
use crate::model::text::{Block, Blocks, Element, Fact, Hole, HoleName, Image, Node, Target, plain};
use crate::model::when::{Date, display_date};
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What every join looks things up in.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'s, 'a> {
    /// Compiled national text.
    pub library: Option<&'s Library<'a>>,
    /// Links between pages.
    pub links: Links<'s, 'a>,
    /// Files beside the pages.
    pub assets: &'a BTreeMap<FileId, Arc<Asset>>,
    /// Short forms.
    pub glossary: &'a Glossary,
    /// Whether prompts that nobody answered are shown.
    pub drafts: bool,
    /// Where to look up file and line, when blocks are to say their origin.
    pub origins: Option<&'s Sources>,
}

impl<'s, 'a> Desk<'s, 'a> {
    /// The compiled form of blocks that many pages share.
    fn compiled(&self, blocks: &Blocks) -> Option<&'s Compiled<'a>> {
        self.library?.find(blocks)
    }
}

/// Finished HTML for the holes that are whole blocks.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    /// `[[dates]]`.
    pub dates: String,
    /// `[[apply]]`.
    pub apply: String,
}

/// Makes `[[network.hubs]]`, which is long and stands in few texts.
pub type Hubs<'s> = Box<dyn Fn() -> Result<Arc<str>> + 's>;

/// Which of [`Ready`] the text itself has placed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Placed {
    /// `[[dates]]`.
    pub dates: bool,
    /// `[[apply]]`.
    pub apply: bool,
}

/// A section for a template, its anchors without what stands before them in a booklet.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SectionView {
    /// Its anchor.
    pub id: String,
    /// Anchors that lead here from earlier years.
    pub was: Vec<String>,
    /// Its heading, as HTML.
    pub heading: Option<tera::Value>,
    /// Its text, as HTML.
    pub html: tera::Value,
}

impl SectionView {
    /// The same with `prefix` before its anchors.
    pub fn below(&self, prefix: &str) -> Self {
        Self {
            id: [prefix, &self.id].concat(),
            was: self.was.iter().map(|was| [prefix, was].concat()).collect(),
            heading: self.heading.clone(),
            html: self.html.clone(),
        }
    }
}

/// Joins one text.
pub struct Joiner<'s, 'a> {
    pub(super) desk: Desk<'s, 'a>,
    spot: &'s Spot<'s, 'a>,
    speaker: Speaker<'a>,
    pub(super) text: Option<&'a MergedText>,
    ready: &'s Ready,
    hubs: Hubs<'s>,
    /// Why `[[network.hubs]]` could not be made.
    mistake: Option<Error>,
    /// What stands before each anchor: `programme--` in a booklet.
    prefix: String,
    /// Whether a word of the text depends on that, on how deep headings stand or on what else is on the page. Where
    /// not, it reads the same on an offering's own page and in a booklet.
    pub of_here: bool,
    /// How many levels deeper headings stand than they were written.
    deeper: u8,
    anchors: HashSet<String>,
    /// Which blocks the text has placed.
    pub placed: Placed,
    /// The anchor of the section in which `[[apply]]` stands, without a prefix.
    pub apply_at: Option<String>,
    /// Whether an answer is being joined: its own words ask for nothing.
    answering: bool,
    closing: String,
    pub(super) out: String,
}

impl<'s, 'a> Joiner<'s, 'a> {
    /// For texts that `speaker` says on the page at `spot`.
    pub fn new(
        desk: Desk<'s, 'a>,
        spot: &'s Spot<'s, 'a>,
        speaker: Speaker<'a>,
        ready: &'s Ready,
        hubs: Hubs<'s>,
    ) -> Self {
        Self {
            desk,
            spot,
            speaker,
            text: None,
            ready,
            hubs,
            mistake: None,
            prefix: String::new(),
            of_here: false,
            deeper: 0,
            anchors: HashSet::new(),
            placed: Placed::default(),
            apply_at: None,
            answering: false,
            closing: String::new(),
            out: String::new(),
        }
    }

    /// The same below other headings: anchors begin with `prefix`, headings stand `deeper`.
    pub fn below(mut self, prefix: String, deeper: u8) -> Self {
        self.prefix = prefix;
        self.deeper = deeper;
        self
    }

    /// A merged text's sections.
    ///
    /// # Errors
    /// A template's own mistake.
    pub fn sections(&mut self, text: &'a MergedText) -> Result<Vec<SectionView>> {
        self.text = Some(text);
        let mut views = Vec::with_capacity(text.sections.len());
        for section in &text.sections {
            self.anchors.insert(section.id.as_str().to_owned());
        }
        for section in &text.sections {
            views.push(self.section(section));
        }
        self.well()?;
        Ok(views)
    }

    /// # Errors
    /// What was wrong with a template on the way.
    fn well(&mut self) -> Result<()> {
        self.mistake.take().map_or(Ok(()), Err)
    }

    fn section(&mut self, section: &'a MergedSection) -> SectionView {
        let heading =
            section.heading.as_ref().map(|heading| match self.desk.library.and_then(|it| it.heading(heading)) {
                Some(words) => words.clone(),
                None => {
                    self.line(&heading.nodes);
                    tera::Value::safe_string(&self.take())
                }
            });
        let free: Vec<_> = section.was.iter().filter(|was| self.anchors.insert(was.as_str().to_owned())).collect();
        let was = free.into_iter().map(|was| was.as_str().to_owned()).collect();
        let html = match section.pieces.as_slice() {
            [only] if self.desk.origins.is_none() => {
                self.desk.compiled(&only.blocks).and_then(|compiled| compiled.fixed.clone())
            }
            _ => None,
        };
        let html = html.unwrap_or_else(|| {
            for piece in &section.pieces {
                self.piece(piece.origin, &piece.blocks);
            }
            self.refused(&section.id);
            tera::Value::safe_string(&self.take())
        });
        let id = section.id.as_str().to_owned();
        if self.placed.apply && self.apply_at.is_none() {
            self.apply_at = section.heading.is_some().then(|| id.clone());
        }
        SectionView { id, was, heading, html }
    }

    /// A section of our own after those of the text.
    pub fn own_section(&mut self, id: &str, heading: &str, html: &str) -> SectionView {
        SectionView {
            id: self.free(id),
            was: Vec::new(),
            heading: Some(tera::Value::normal_string(heading)),
            html: tera::Value::safe_string(html),
        }
    }

    /// Blocks that stand by themselves, such as a notice.
    ///
    /// # Errors
    /// A template's own mistake.
    pub fn html(&mut self, blocks: &'a Blocks) -> Result<tera::Value> {
        self.blocks(blocks);
        self.well()?;
        Ok(tera::Value::safe_string(&self.take()))
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// An anchor that nothing on the page has yet.
    fn free(&mut self, id: &str) -> String {
        let mut name = id.to_owned();
        let mut number = 2;
        while !self.anchors.insert(name.clone()) {
            name = format!("{id}-{number}");
            number += 1;
        }
        name
    }

    pub(super) fn blocks(&mut self, blocks: &'a Blocks) {
        match self.desk.compiled(blocks) {
            Some(compiled) => self.parts(compiled),
            None => self.fresh(&html::blocks(blocks, self.desk.glossary)),
        }
    }

    fn line(&mut self, nodes: &'a [Node]) {
        self.fresh(&html::line(nodes, self.desk.glossary));
    }

    fn fresh(&mut self, compiled: &Compiled<'a>) {
        self.parts(compiled);
    }

    pub(super) fn parts(&mut self, compiled: &Compiled<'a>) {
        for part in &compiled.parts {
            match part {
                Part::Html(html) => self.out.push_str(html),
                Part::Heading(level, id) => {
                    self.of_here = true;
                    let (level, id) = (self.level(*level), self.free(id));
                    self.out.push_str(&format!("<h{level} id=\"{}", self.prefix));
                    escape::text(&mut self.out, &id);
                    self.out.push_str("\">");
                }
                Part::HeadingEnd(level) => {
                    let level = self.level(*level);
                    self.out.push_str(&format!("</h{level}>\n"));
                }
                Part::Open(target) => self.open(target),
                Part::Close => {
                    let closing = std::mem::take(&mut self.closing);
                    self.out.push_str(&closing);
                }
                Part::Image(image) => self.image(image),
                Part::Hole { hole, item } => self.hole(hole, *item),
            }
        }
    }

    /// Whether what is written now stands in a link.
    pub(super) fn in_link(&self) -> bool {
        !self.closing.is_empty()
    }

    fn level(&self, written: u8) -> u8 {
        (written + self.deeper).min(6)
    }

    fn open(&mut self, target: &'a Target) {
        self.of_here |= matches!(target, Target::Programme { .. } | Target::Here(_));
        let mut note = String::new();
        let address = match target {
            Target::Web(address) => escape::safe_address(address).map(str::to_owned),
            Target::Programme { edition, programme, section } => {
                self.desk.links.programme(self.spot, edition, programme, section.as_deref())
            }
            Target::Introduction(edition) => self.desk.links.introduction(self.spot, edition),
            Target::Here(wanted) => self
                .text
                .and_then(|text| super::address::anchor(text, wanted))
                .map(|anchor| format!("#{}{anchor}", self.prefix)),
            Target::File(file) => self.desk.assets.get(file).map(|asset| {
                note = format!(" ({})", files::kind_and_size(asset));
                format!("{}assets/{}", self.spot.root, encoded(&asset.name))
            }),
            Target::Hole(name) => {
                if let Some(asked) = self.asked_for_address(name) {
                    self.closing = asked;
                    return;
                }
                let (address, words) = self.hole_address(name);
                note = words;
                address
            }
            Target::Nowhere => None,
        };
        self.closing.clear();
        if let Some(address) = address {
            self.out.push_str("<a href=\"");
            escape::text(&mut self.out, &address);
            self.out.push_str("\">");
            escape::text(&mut self.closing, &note);
            self.closing.push_str("</a>");
        } else {
            escape::text(&mut self.closing, &note);
        }
    }

    /// What stands after a link's words where nobody has answered its address: in drafts only.
    fn asked_for_address(&mut self, name: &HoleName) -> Option<String> {
        let HoleName::Ask(asked) = name else { return None };
        let Some(Fill::Unfilled { ask, hint, example }) = self.text.and_then(|text| text.fills.get(asked)) else {
            return None;
        };
        self.desk.drafts.then(|| {
            let anchor = self.free(&prompt_anchor(name));
            format!(" {}", self.prompt(&anchor, ask, hint.as_deref(), example.as_deref(), false))
        })
    }

    /// A hole that stands for a link's whole address: the address, or words that say why there is none.
    fn hole_address(&self, name: &HoleName) -> (Option<String>, String) {
        match name {
            HoleName::Fact(fact) => (self.speaker.say(*fact).and_then(|words| words.href), String::new()),
            HoleName::Ask(name) => match self.text.and_then(|text| text.fills.get(name)) {
                Some(Fill::Words { value: Value::Email(email), .. }) => (escape::mail_address(email), String::new()),
                Some(Fill::Words { value: Value::Link(link), .. }) => {
                    (escape::safe_address(link).map(str::to_owned), String::new())
                }
                Some(Fill::Words { value: Value::ToBeConfirmed(by), .. }) => {
                    (None, format!(" ({})", to_be_confirmed(*by)))
                }
                Some(Fill::ByHub) => (None, " (decided by your hub)".to_owned()),
                _ => (None, String::new()),
            },
            HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs => (None, String::new()),
        }
    }

    fn image(&mut self, image: &Image) {
        let Some(asset) = image.file.and_then(|file| self.desk.assets.get(&file)) else {
            return escape::text(&mut self.out, &image.alt);
        };
        self.out.push_str(&format!("<img src=\"{}assets/{}\" alt=\"", self.spot.root, encoded(&asset.name)));
        escape::text(&mut self.out, &image.alt);
        self.out.push('"');
        if let Some((width, height)) = asset.size {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    fn hole(&mut self, hole: &'a Hole, item: bool) {
        match &hole.name {
            HoleName::Ask(_) if self.answering => {}
            HoleName::Ask(name) => match self.text.and_then(|text| text.fills.get(name)) {
                Some(Fill::Words { words, value, origin }) => {
                    self.answering = true;
                    self.told(*origin, words, hole.block && !item, |joiner| {
                        joiner.answer(words, value, hole.block, item);
                    });
                    self.answering = false;
                }
                Some(Fill::ByHub) if hole.block && !item => {
                    self.out.push_str("<p class=\"by-hub\">decided by your hub</p>\n");
                }
                Some(Fill::ByHub) => self.out.push_str("decided by your hub"),
                Some(Fill::Unfilled { ask, hint, example }) if self.desk.drafts => {
                    let start = self.out.len();
                    let anchor = self.free(&prompt_anchor(&hole.name));
                    let prompt = self.prompt(&anchor, ask, hint.as_deref(), example.as_deref(), hole.block);
                    self.out.push_str(&prompt);
                    self.mark(start, Origin::Unfilled.name(), hole.span);
                }
                _ => {}
            },
            HoleName::Fact(fact) => self.paragraph(hole.block && !item, |joiner| joiner.fact(*fact)),
            HoleName::Dates => {
                self.placed.dates = true;
                self.out.push_str(&self.ready.dates);
            }
            HoleName::Apply => {
                self.placed.apply = true;
                self.out.push_str(&self.ready.apply);
            }
            HoleName::NetworkHubs => match (self.hubs)() {
                Ok(hubs) => self.out.push_str(&hubs),
                Err(mistake) => self.mistake = Some(mistake),
            },
        }
    }

    fn fact(&mut self, fact: Fact) {
        match self.speaker.say(fact) {
            // A link can't stand in a link.
            Some(words) if self.closing.is_empty() => words.html(&mut self.out),
            Some(words) => escape::text(&mut self.out, &words.words),
            None if self.desk.drafts => {
                let anchor = self.free(&prompt_anchor(&HoleName::Fact(fact)));
                let prompt = self.prompt(&anchor, &format!("{} is missing", fact.name()), None, None, false);
                self.out.push_str(&prompt);
            }
            None => {}
        }
    }

    /// Runs `write`, in a paragraph where one is wanted.
    fn paragraph(&mut self, wanted: bool, write: impl FnOnce(&mut Self)) {
        if wanted {
            self.out.push_str("<p>");
        }
        write(self);
        if wanted {
            self.out.push_str("</p>\n");
        }
    }

    fn answer(&mut self, words: &'a national::Words, value: &'a Value, block: bool, item: bool) {
        if *value == Value::Blocks && block && !(item && one_paragraph(&words.blocks).is_some()) {
            return self.blocks(&words.blocks);
        }
        self.paragraph(block && !item, |joiner| joiner.answer_line(words, value, block));
    }

    fn answer_line(&mut self, words: &'a national::Words, value: &'a Value, block: bool) {
        match value {
            Value::Line | Value::Blocks => match (&words.line, one_paragraph(&words.blocks)) {
                (Some(line), _) => self.line(line),
                (None, Some(paragraph)) => self.line(paragraph),
                (None, None) => {
                    let all: Vec<String> =
                        words.blocks.iter().map(|block| plain(std::slice::from_ref(&block.node))).collect();
                    escape::text(&mut self.out, &all.join(" "));
                }
            },
            Value::Email(email) => self.words(Words::email(email)),
            Value::Link(link) => self.words(Words::web(link)),
            Value::Date(date) => self.words(Words::plain(display_date(*date))),
            Value::Number => self.words(Words::plain(&words.raw)),
            Value::ToBeConfirmed(by) => {
                let words = to_be_confirmed(*by);
                self.words(Words::plain(if block { words.replacen('t', "T", 1) } else { words }));
            }
        }
    }

    fn words(&mut self, words: Words) {
        if self.closing.is_empty() { words.html(&mut self.out) } else { escape::text(&mut self.out, &words.words) }
    }

    /// A prompt that nobody has answered: in drafts only.
    fn prompt(&mut self, anchor: &str, ask: &str, hint: Option<&str>, example: Option<&str>, block: bool) -> String {
        self.of_here = true;
        let (element, open, close) = if block { ("div", "<p>", "</p></div>\n") } else { ("mark", "", "</mark>") };
        let mut out = format!("<{element} class=\"prompt\" id=\"{}", self.prefix);
        escape::text(&mut out, anchor);
        out.push_str(&format!("\">{open}<strong>Still to be answered:</strong> "));
        escape::text(&mut out, ask);
        let help = [("Hint", hint), ("Example", example)];
        let help = help.into_iter().filter_map(|(label, words)| Some((label, words?.trim())));
        // In a line it stands in brackets, without a full stop inside.
        let mut next = if block { "</p>\n<p>" } else { " (" };
        for (label, words) in help {
            out.push_str(next);
            escape::text(&mut out, &format!("{label}: {}", if block { words } else { words.trim_end_matches('.') }));
            next = if block { next } else { "; " };
        }
        out.push_str(if next == "; " { ")" } else { "" });
        out.push_str(close);
        out
    }
}

/// The anchor of the box that asks for what a hole lacks; a second one for the same has a number after it.
pub fn prompt_anchor(name: &HoleName) -> String {
    match name {
        HoleName::Ask(name) => format!("prompt-{name}"),
        HoleName::Fact(fact) => format!("prompt-{}", fact.name().replace('.', "-")),
        HoleName::Dates | HoleName::Apply | HoleName::NetworkHubs => "prompt".to_owned(),
    }
}

/// The words of blocks that are one paragraph.
fn one_paragraph(blocks: &[Block]) -> Option<&[Node]> {
    match blocks {
        [Block { node: Node::Element(Element::Paragraph, words), .. }] => Some(words),
        _ => None,
    }
}

fn to_be_confirmed(by: Option<Date>) -> String {
    by.map_or("to be confirmed".to_owned(), |by| format!("to be confirmed by {}", display_date(by)))
}
