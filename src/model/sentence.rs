//! Sentences of a text, evened out so that they can be compared.

use super::text::{Block, Element, Node};

/// Stands among the words of a sentence for a placeholder or fact.
pub const HOLE: &str = "\u{fffc}";
/// What stands before a full stop that ends no sentence.
const SHORT_FORMS: &[&str] =
    &["e.g", "eg", "i.e", "ie", "mr", "mrs", "ms", "dr", "st", "prof", "rev", "no", "approx", "vs", "cf", "p", "pp"];

/// A sentence of a paragraph, item, cell or field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sentence {
    /// As people read it; `…` for a placeholder.
    pub text: String,
    /// Its words alone, in lower case, one space between them; [`HOLE`] for a placeholder. Two sentences that
    /// differ only in marks, capitals and white space have the same.
    pub even: String,
}

impl Sentence {
    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.even.split(' ')
    }

    /// How many words it has; placeholders don't count.
    pub fn length(&self) -> usize {
        self.words().filter(|word| *word != HOLE).count()
    }
}

/// Calls `visit` with every sentence of these blocks, in reading order.
pub fn each_sentence(blocks: &[Block], visit: &mut impl FnMut(&Block, Sentence)) {
    for block in blocks {
        let mut passages = Passages { text: String::new(), visit: &mut |text| each_in(text, &mut |s| visit(block, s)) };
        passages.node(&block.node);
        passages.finish();
    }
}

/// The sentences of a run of words that is no Markdown.
pub fn sentences_of(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    each_in(text, &mut |sentence| out.push(sentence));
    out
}

/// Gathers what stands in one paragraph, item, cell or line.
struct Passages<'v> {
    text: String,
    visit: &'v mut dyn FnMut(&str),
}

impl Passages<'_> {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) | Node::Code(text) => self.text.push_str(text),
            Node::SoftBreak => self.text.push(' '),
            Node::Hole(hole) if !hole.block => self.text.push_str(HOLE),
            Node::Link(link) => self.nodes(&link.children),
            Node::Element(Element::Emphasis | Element::Strong | Element::Strikethrough, children) => {
                self.nodes(children);
            }
            Node::Element(_, children) => {
                self.finish();
                self.nodes(children);
                self.finish();
            }
            Node::HardBreak | Node::Hole(_) | Node::Rule | Node::CodeBlock(_) => self.finish(),
            Node::Image(_) => {}
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn finish(&mut self) {
        if !self.text.is_empty() {
            (self.visit)(&self.text);
            self.text.clear();
        }
    }
}

fn each_in(text: &str, visit: &mut impl FnMut(Sentence)) {
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | '!' | '?' | '…') && ends_sentence(text, start, at, c) {
            let end = text[at..].find(char::is_whitespace).map_or(text.len(), |gap| at + gap);
            sentence(&text[start..end], visit);
            start = end;
        }
    }
    sentence(&text[start..], visit);
}

/// Whether the mark at byte `at` ends a sentence that began at `start`.
fn ends_sentence(text: &str, start: usize, at: usize, mark: char) -> bool {
    // Two marks in a row end it once: at the first.
    if at < start {
        return false;
    }
    let rest = text[at + mark.len_utf8()..].trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    let spaced = rest.len() > next.len();
    let begins = next.chars().find(|c| c.is_alphanumeric() || HOLE.starts_with(*c)).is_some_and(|c| !c.is_lowercase());
    let word = text[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let short = mark == '.'
        && (SHORT_FORMS.contains(&word.to_lowercase().as_str())
            || word.chars().count() == 1 && word.chars().all(char::is_uppercase));
    spaced && begins && !short
}

fn sentence(text: &str, visit: &mut impl FnMut(Sentence)) {
    let even = even(text);
    if even.is_empty() || even == HOLE {
        return;
    }
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    visit(Sentence { text: shown.replace(HOLE, "…"), even });
}

/// The words of a text alone: lower case, apostrophes dropped, one space for everything between two words.
pub fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let hole = HOLE.starts_with(c);
        if c.is_alphanumeric() || hole {
            if (gap || hole) && !out.is_empty() {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
            gap = hole;
        } else if !matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{0300}'..='\u{036f}') {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        sentences_of(text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_sentence_ends_at_a_mark_before_a_new_beginning() {
        assert_eq!(
            texts("One is here. Two  is\nhere too! \u{201c}Is three?\u{201d} Yes"),
            ["One is here.", "Two is here too!", "\u{201c}Is three?\u{201d}", "Yes"]
        );
        assert_eq!(
            texts("Ask Dr. Hill, e.g. by J. Smith at 9.30 or www.a.example now."),
            ["Ask Dr. Hill, e.g. by J. Smith at 9.30 or www.a.example now."]
        );
        assert_eq!(texts("Really?! Well... Yes."), ["Really?!", "Well...", "Yes."]);
        assert_eq!(texts(&format!("Ask {HOLE}. {HOLE} knows.")), ["Ask \u{2026}.", "\u{2026} knows."]);
        assert!(texts(" . ?! ").is_empty() && texts("").is_empty() && texts(HOLE).is_empty());
    }

    #[test]
    fn marks_capitals_and_white_space_make_no_difference() {
        assert_eq!(even("  Schools\u{2019} \u{2018}work\u{2019}, in Year 5\u{2013}8 "), "schools work in year 5 8");
        assert_eq!(even(&format!("Ask{HOLE}now")), format!("ask {HOLE} now"));
        assert_eq!(sentences_of(&format!("Ask {HOLE} for a place."))[0].length(), 4);
    }
}
