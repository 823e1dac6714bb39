//! The sentences of a text, in the order in which they stand, each with what joins it to the one before.
//!
//! List items, rows of tables, headings and lines of code count as sentences, so that a text can be put together
//! again from them: nothing of it is lost.

use super::even;

/// A sentence, or what stands in the place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'t> {
    /// What joins it to the one before.
    pub joint: Joint,
    /// The white space before it, as written.
    pub space: &'t str,
    /// Its words as written, with the mark of the list item or heading that it begins.
    pub words: &'t str,
}

/// What joins a sentence to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// It stands in the same paragraph.
    Same,
    /// It begins a line that counts: a list item, a row, a line of code.
    Line,
    /// It begins a paragraph.
    Paragraph,
}

impl Sentence<'_> {
    /// What tells it from others: white space and the shape of quotation marks don't.
    pub fn key(&self) -> String {
        let mark = match self.joint {
            Joint::Same => "",
            Joint::Line => "\u{2028}",
            Joint::Paragraph => "\u{2029}",
        };
        // How deep a line stands is part of what it says.
        let deep = if self.joint == Joint::Same { "" } else { indent(self.space) };
        format!("{mark}{deep}{}", even(self.words))
    }
}

fn indent(space: &str) -> &str {
    &space[space.rfind('\n').map_or(0, |at| at + 1)..]
}

/// The sentences of a text. Put one behind the other with the space before each, they are the text without the
/// space at its ends.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let text = text.trim_end();
    let text = &text[text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()..];
    let mut out: Vec<Sentence> = Vec::new();
    // Where the space before the next sentence begins.
    let mut from = 0;
    let mut at = 0;
    let mut blank = true;
    let mut fence: Option<&str> = None;
    let mut comment = false;
    let mut flowing = false;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        let bare = line.trim();
        let next = at + line.len();
        if bare.is_empty() {
            blank |= fence.is_none() && !comment;
            flowing = false;
            at = next;
            continue;
        }
        let opens = fence_mark(bare);
        let whole = fence.is_some() || opens.is_some() || comment || bare.starts_with("<!--") || whole_line(line);
        let joint = match (blank && fence.is_none() && !comment, whole || !flowing || begins_line(bare)) {
            (true, _) => Joint::Paragraph,
            (false, true) => Joint::Line,
            (false, false) => Joint::Same,
        };
        match (fence, opens) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if mark.starts_with(open) && bare == mark => fence = None,
            _ => {}
        }
        if fence.is_none() {
            comment = (comment || bare.starts_with("<!--")) && !bare.contains("-->");
        }
        if whole {
            out.push(Sentence { joint, space: &text[from..start], words: &text[start..end] });
            from = end;
            flowing = false;
        } else if joint == Joint::Same && !ends_sentence(out.last().map_or("", |last| last.words), bare) {
            // The last sentence goes on in this line up to where it ends.
            let last_start = out.last().map_or(start, |last| offset(text, last.words));
            let first = first_end(&text[start..end]).map_or(end, |length| start + length);
            if let Some(last) = out.last_mut() {
                last.words = &text[last_start..first];
            }
            from = first;
            push_all(&mut out, text, &mut from, first, end, Joint::Same);
            flowing = true;
        } else {
            push_all(&mut out, text, &mut from, start, end, joint);
            flowing = true;
        }
        // Two spaces or a backslash at a line's end begin a new line on the page.
        if line.trim_end_matches('\n').ends_with("  ") || bare.ends_with('\\') {
            flowing = false;
        }
        blank = false;
        at = next;
    }
    out
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Pushes the sentences of one line of running text.
fn push_all<'t>(out: &mut Vec<Sentence<'t>>, text: &'t str, from: &mut usize, start: usize, end: usize, joint: Joint) {
    let mut joint = joint;
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let begin = at + (rest.len() - rest.trim_start().len());
        if begin == end {
            break;
        }
        let stop = first_end(&text[begin..end]).map_or(end, |length| begin + length);
        out.push(Sentence { joint, space: &text[*from..begin], words: &text[begin..stop] });
        joint = Joint::Same;
        *from = stop;
        at = stop;
    }
}

fn fence_mark(bare: &str) -> Option<&str> {
    let first = bare.chars().next().filter(|c| *c == '`' || *c == '~')?;
    let length = bare.len() - bare.trim_start_matches(first).len();
    (length >= 3).then(|| &bare[..length])
}

/// Whether a line can't run on into the next: a heading, a row of a table, a line of hyphens, code.
fn whole_line(line: &str) -> bool {
    let bare = line.trim();
    let ruler = bare.len() > 1 && bare.chars().all(|c| "-=*_|: ".contains(c));
    bare.starts_with(['#', '|']) || ruler || bare.starts_with("[[") && bare.ends_with("]]") || line.starts_with("    ")
}

/// Whether a line begins a list item or a quotation.
fn begins_line(bare: &str) -> bool {
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < bare.len() && digits.len() + 10 > bare.len() && digits.starts_with([')', '.']);
    let (mark, rest) = match (numbered, bare.chars().next()) {
        (true, _) => (true, &digits[1..]),
        (false, Some('-' | '*' | '+')) => (true, &bare[1..]),
        (false, Some('>')) => return true,
        _ => (false, bare),
    };
    mark && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether a sentence ends where its line does, `next` being the line below.
fn ends_sentence(words: &str, next: &str) -> bool {
    let mark = words.trim_end_matches(CLOSING);
    mark.ends_with(['.', '!', '?', '…']) && begins_sentence(next) && !is_short_form(mark)
}

/// What may follow the mark that ends a sentence.
const CLOSING: &[char] = &[')', ']', '"', '\'', '\u{201d}', '\u{2019}', '*', '_'];

/// Where the first sentence of a line ends, if another follows.
fn first_end(line: &str) -> Option<usize> {
    let marker = item_marker(line);
    let mut at = marker;
    while let Some(found) = line[at..].find(['.', '!', '?', '…']) {
        let mark = at + found;
        let rest = line[mark..].trim_start_matches(['.', '!', '?', '…']);
        let rest = rest.trim_start_matches(CLOSING);
        let end = line.len() - rest.len();
        let next = rest.trim_start();
        if next.len() < rest.len() && begins_sentence(next) && !is_short_form(&line[marker..=mark_end(line, mark)]) {
            return Some(end);
        }
        at = end;
    }
    None
}

fn mark_end(line: &str, mark: usize) -> usize {
    mark + line[mark..].chars().next().map_or(1, char::len_utf8) - 1
}

/// How long the mark of a list item at a line's beginning is.
fn item_marker(line: &str) -> usize {
    if !begins_line(line) {
        return 0;
    }
    let mark = line.find([' ', '\t']).unwrap_or(line.len());
    line.len() - line[mark..].trim_start().len()
}

fn begins_sentence(next: &str) -> bool {
    let first = next.trim_start_matches(['(', '[', '"', '\'', '\u{201c}', '\u{2018}', '*', '_', '`']).chars().next();
    first.is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || c == '£' || c == '<')) || next.starts_with("[[")
}

/// Whether the full stop at the end belongs to a short form: `e.g.`, `Ms.`, `J.`
fn is_short_form(words: &str) -> bool {
    const SHORT: &[&str] = &["mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "vs", "approx", "tel", "ext", "rev"];
    let Some(head) = words.strip_suffix('.') else { return false };
    let word = head.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let letters = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "I";
    letters || word.contains('.') && word.len() < 6 || SHORT.contains(&word.to_lowercase().as_str())
}
