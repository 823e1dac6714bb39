//! The text under a heading as it was written: what hubs agree to, and what is compared.

use super::markdown::PARSER_OPTIONS;
use super::reading::Reading;
use crate::source::Span;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;
use std::sync::Arc;

/// The place and the text of what stands between the end of a heading and the next, or the end of the file.
pub fn below(reading: &Reading, between: Range<usize>) -> (Span, Arc<str>) {
    let text = reading.text();
    let end = between.end.min(text.len());
    let start = between.start.min(end);
    // The rest of the heading's own line is no text.
    let rest = text.get(start..end).unwrap_or("");
    let start = match rest.find('\n') {
        Some(at) if start > 0 && rest[..at].trim().is_empty() && !text[..start].ends_with('\n') => start + at + 1,
        _ => start,
    };
    (reading.span(start..end), Arc::from(without_comments(text.get(start..end).unwrap_or("")).as_str()))
}

/// A text without its HTML comments and without empty lines around it.
fn without_comments(text: &str) -> String {
    if !text.contains("<!--") {
        return trimmed(text).to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for comment in comments(text) {
        let comment = comment.start.max(at)..comment.end.max(at);
        out.push_str(&text[at..comment.start]);
        at = comment.end;
        if out.is_empty() || out.ends_with('\n') {
            at += text[at..].bytes().take_while(|b| *b == b'\n').count();
        }
    }
    out.push_str(&text[at..]);
    trimmed(&out).to_owned()
}

fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    &text[start..]
}

/// Where a text's comments stand. What looks like one in code is none.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block = None;
    for (event, range) in Parser::new_ext(text, PARSER_OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(range),
            Event::End(TagEnd::HtmlBlock) => {
                let open = block.take().unwrap_or_else(|| range.clone());
                in_html(text, open.start..open.end.max(range.end), &mut found);
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => found.push(range),
            _ => {}
        }
    }
    found
}

fn in_html(text: &str, html: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = html.start;
    while let Some(open) = text.get(at..html.end).and_then(|rest| rest.find("<!--")) {
        let start = at + open;
        let close = text.get(start + 4..html.end).and_then(|rest| rest.find("-->"));
        at = close.map_or(html.end, |close| start + 4 + close + 3);
        found.push(start..at);
    }
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_are_no_text_but_code_is() {
        for (written, text) in [
            ("\n\nWords.\n\n", "Words."),
            ("\n    code\n", "    code"),
            ("<!-- a note -->\nWords.", "Words."),
            ("One.\n\n<!-- a\n\nnote -->\n\nTwo.", "One.\n\nTwo."),
            ("One <!-- a note -->two.", "One two."),
            ("Write `<!-- this -->`.", "Write `<!-- this -->`."),
            ("One.\n<!-- never ends\n\nTwo.", "One."),
            ("", ""),
        ] {
            assert_eq!(without_comments(written), text, "{written:?}");
        }
    }
}
