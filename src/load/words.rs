//! Words that answer: a hub's under `answers` or `## Answer:`, a national `default`.

use super::fields::instead;
use super::markdown::{self, Place, Policy};
use super::phrases::Line;
use super::reading::Reading;
use super::yaml::{Key, Node, Value};
use crate::finding::Rule;
use crate::model::national::Words;
use crate::model::text::{Block, Element, Node as TextNode, plain};
use crate::source::Span;
use crate::words::first_line;
use std::sync::Arc;

/// The words of a value in `answers`, as typed, whatever YAML would make of them. The key is the placeholder's name.
pub fn of_value(reading: &mut Reading, key: &Key, node: &Node) -> Option<Arc<Words>> {
    let name = key.name.as_str();
    let text = reading.text();
    let start = node.span.start as usize;
    let rest_of_line = text.get(start..).map_or("", first_line).trim_end();
    if let Some(words) = swallowed(reading, key) {
        return Some(words);
    }
    match &node.value {
        Value::Null => Some(Arc::new(empty(node.span))),
        Value::Words(words) => {
            let typed = reading.sources.slice(node.span);
            let after = text.get(node.span.end as usize..).map_or("", first_line);
            let block = starts_block(text, start);
            if !block && after.trim_start().starts_with('#') {
                let line = words_before_comment(typed, rest_of_line);
                dropped(reading, name, node.span, line);
                return Some(of_text(reading, line, Place::In(node.span)));
            }
            if typed == words && !words.contains('\n') {
                Some(of_text(reading, words, Place::At(start)))
            } else {
                Some(of_text(reading, words, Place::In(node.span)))
            }
        }
        // `[[hub.email]]` is a list in a list to YAML; to a person it is words.
        Value::List(_) | Value::Map(_) if rest_of_line.starts_with(['[', '{']) => {
            if rest_of_line.contains(" #") {
                dropped(reading, name, node.span, rest_of_line);
            }
            Some(of_text(reading, rest_of_line, Place::At(start)))
        }
        Value::List(_) | Value::Map(_) => {
            let words = in_lines(&node.value);
            let remedy = instead(reading, name, &words);
            let message =
                format!("The answer `{name}` is a list or has keys of its own, and here it can only be words.");
            reading.find(Rule::BadValue, node.span, message, remedy);
            Some(of_text(reading, &words, Place::In(node.span)))
        }
    }
}

/// A list or map as it would be written below a heading.
fn in_lines(value: &Value) -> String {
    let words = |node: &Node| match &node.value {
        Value::Words(words) => words.clone(),
        _ => "…".to_owned(),
    };
    let lines: Vec<String> = match value {
        Value::List(items) => items.iter().map(|item| format!("- {}", words(item))).collect(),
        Value::Map(entries) => entries.iter().map(|(key, node)| format!("{}: {}", key.name, words(node))).collect(),
        Value::Null | Value::Words(_) => Vec::new(),
    };
    lines.join("\n")
}

/// The words behind a key that YAML takes for something of its own, and makes nothing or less of: a remark, a
/// value without a value (`~`, `null`), a tag or an anchor.
fn swallowed(reading: &mut Reading, key: &Key) -> Option<Arc<Words>> {
    let after = first_line(reading.text().get(key.span.end as usize..)?);
    let words = after.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim();
    let nothing = words == "~" || words.eq_ignore_ascii_case("null");
    if !nothing && !words.starts_with(['#', '!', '&']) {
        return None;
    }
    let start = key.span.end as usize + after.find(words)?;
    let span = reading.span(start..start + words.len());
    if words.starts_with('#') || words.contains(" #") {
        dropped(reading, &key.name, span, words);
    }
    Some(of_text(reading, words, Place::At(start)))
}

/// Whether a value is a block (`|` or `>`): its words begin on a line after its key.
fn starts_block(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    line.trim().is_empty()
}

fn words_before_comment<'a>(typed: &'a str, line: &'a str) -> &'a str {
    if line.is_empty() { typed } else { line }
}

fn dropped(reading: &mut Reading, name: &str, span: Span, line: &str) {
    let remedy = instead(reading, name, line);
    reading.find(
        Rule::BadFrontMatter,
        span,
        "The words after ` #` would be lost: YAML takes them for a remark.",
        remedy,
    );
}

fn empty(span: Span) -> Words {
    Words { raw: String::new(), blocks: Arc::from([]), line: Some(Arc::from([])), span, only_phrase: false }
}

/// The words of a text: answers and defaults, in which only facts are filled in.
pub fn of_text(reading: &mut Reading, text: &str, place: Place) -> Arc<Words> {
    if markdown::is_plain_line(text) {
        let span = place_of(reading, text, place);
        let nodes = vec![TextNode::Text(text.to_owned())];
        let block = Block { node: TextNode::Element(Element::Paragraph, nodes.clone()), span };
        return finish(reading, text, vec![block], Some(nodes), span);
    }
    of_markdown(reading, text, place)
}

/// As [`of_text`], whatever marks there are in the text.
fn of_markdown(reading: &mut Reading, text: &str, place: Place) -> Arc<Words> {
    let blocks = markdown::blocks(reading, text, place, Policy::Facts);
    let one_line = !text.trim_end().contains('\n');
    let found = reading.report.findings.len();
    let line = if one_line { markdown::line(reading, text.trim_end(), place, Policy::Facts) } else { None };
    // The same text read twice has said everything the first time.
    reading.report.findings.truncate(found);
    let span = place_of(reading, text, place);
    finish(reading, text.trim(), blocks, line, span)
}

fn place_of(reading: &Reading, text: &str, place: Place) -> Span {
    match place {
        Place::At(start) => reading.span(start..start + text.trim_end().len()),
        Place::In(span) => span,
    }
}

/// The words under a heading.
pub fn of_blocks(reading: &Reading, blocks: Vec<Block>, raw: &str, span: Span) -> Arc<Words> {
    let raw = if raw.contains("<!--") {
        blocks.iter().map(|block| plain(std::slice::from_ref(&block.node))).collect::<Vec<_>>().join("\n\n")
    } else {
        raw.trim().to_owned()
    };
    finish(reading, &raw, blocks, None, span)
}

fn finish(reading: &Reading, raw: &str, blocks: Vec<Block>, line: Option<Vec<TextNode>>, span: Span) -> Arc<Words> {
    let line = line.or_else(|| match blocks.as_slice() {
        [] => Some(Vec::new()),
        [Block { node: TextNode::Element(Element::Paragraph, nodes), .. }] if !nodes.contains(&TextNode::HardBreak) => {
            Some(nodes.clone())
        }
        _ => None,
    });
    let only_phrase = reading.phrases.line(raw) == Line::Phrases;
    Arc::new(Words { raw: raw.to_owned(), blocks: Arc::from(blocks), line: line.map(Arc::from), span, only_phrase })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Scope;
    use crate::load::phrases::Phrases;
    use crate::source::{Body, FileId, SourceFile, Sources};

    #[test]
    fn a_line_without_marks_is_what_markdown_makes_of_it() {
        let pieces = [
            "a",
            "Words",
            "e",
            " ",
            "  ",
            ". ",
            ", ",
            "(",
            ")",
            "'",
            "\"",
            "1.",
            "1)",
            "- ",
            "-",
            "--",
            "---",
            "+ ",
            "=",
            "===",
            ":",
            "://",
            "www.x.org",
            "@",
            "a@b.org",
            "%",
            "/",
            "£",
            "–",
            "…",
            "‘",
            "’",
            "“",
            "”",
            "é",
            "日本",
            "e\u{301}",
            "²",
            "ß",
            "?",
            ";",
            "\u{2027}",
            "\u{a0}",
            "#",
            "*",
            "_",
            "`",
            "<b>",
            "&amp;",
            "&",
            "\\",
            "[",
            "[[hub.name]]",
            "]",
            "!",
            "|",
            "~",
            ">",
            "{",
            "}",
            "$",
            "^",
            "\n",
            "\t",
            "tbc",
            "to be confirmed",
            "text here",
        ];
        let file = SourceFile { path: "content/a.md".into(), body: Body::Text(" ".repeat(100).into()) };
        let sources = Sources::new(vec![file], Vec::new());
        let phrases = Phrases::new(&[]);
        let (mut seed, mut plain) = (1_u64, 0);
        for round in 0..40_000 {
            let mut text = String::from("W");
            for _ in 0..round % 9 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) as usize % if round % 2 == 0 { 39 } else { pieces.len() }]);
            }
            let text = text.strip_prefix('W').filter(|_| round % 5 == 0).unwrap_or(&text);
            if !markdown::is_plain_line(text) {
                continue;
            }
            plain += 1;
            for place in [Place::At(0), Place::At(20), Place::In(Span::whole(FileId(0)))] {
                let mut reading = Reading::new(&sources, &phrases, FileId(0), Scope::Site);
                let quick = of_text(&mut reading, text, place);
                let parsed = of_markdown(&mut reading, text, place);
                assert_eq!(quick, parsed, "{text:?}");
                assert!(reading.report.findings.is_empty(), "{text:?}");
            }
        }
        assert!(plain > 5_000, "only {plain}");
    }
}
