//! The plain YAML that nearly all files consist of, read line by line at a fraction of what the library takes:
//!
//! - maps by their spaces, their keys of letters, digits, `-` and `_`
//! - lists by their spaces, deeper than their key, their items words or maps
//! - words on one line: bare, or between quotation marks without escapes
//! - lists of bare words in brackets on one line, and texts below a `|`
//! - remarks on lines of their own
//!
//! It gives up at anything else, mistakes too: the library reads the text then. What is read here is the very tree
//! that the library would give, to the last byte of its spans; the tests hold one against the other.

use super::{Key, Node, Value};
use crate::source::{FileId, Span};
use crate::words::first_line;

/// Bounds far within those that the library sets.
const TEXT: usize = 4 << 20;
const NODES: usize = 50_000;
const KEYS: usize = 250;
const KEY: usize = 200;
const DEPTH: usize = 20;

/// Reads a text that begins at byte `start` of `file`. `None` where it is no plain YAML.
pub fn read(text: &str, file: FileId, start: usize) -> Option<Node> {
    if text.len() > TEXT || !has_only_plain_characters(text) {
        return None;
    }
    let mut reader = Reader { text, file, start, at: 0, line: None, nodes: 0 };
    reader.advance();
    match reader.line {
        Some(line) if line.indent == 0 => reader.block(0).filter(|_| reader.line.is_none()),
        // Where the library puts nothing among remarks is left to it.
        Some(_) => None,
        None if text.is_empty() => reader.node(Value::Null, 0, 0),
        None => None,
    }
}

/// Whether all characters can be printed, and none but spaces and line ends is white space.
fn has_only_plain_characters(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~' | 0x80..);
    let special = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    // Without an early end, so that many bytes are looked at in one step.
    text.bytes().fold(true, |all, byte| all & plain(byte))
        && (text.is_ascii() || !text.chars().any(|c| !c.is_ascii() && special(c)))
}

/// A line that is neither empty nor a remark.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// The spaces before its words.
    indent: usize,
    /// The byte at which its words begin.
    at: usize,
    /// Its words, without the spaces around them.
    words: &'a str,
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    start: usize,
    /// The byte at which the line after `line` begins.
    at: usize,
    /// The line to be read next.
    line: Option<Line<'a>>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    /// The line that begins at a byte, without its end; `None` at the end of the text.
    fn line_at(&self, at: usize) -> Option<&'a str> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        Some(first_line(rest))
    }

    /// Goes to the next line with words.
    fn advance(&mut self) {
        self.line = None;
        while let Some(line) = self.line_at(self.at) {
            let indent = spaces(line);
            let at = self.at + indent;
            self.at += line.len() + 1;
            let words = line[indent..].trim_end_matches(' ');
            if !words.is_empty() && !words.starts_with('#') {
                self.line = Some(Line { indent, at, words });
                return;
            }
        }
    }

    fn span(&self, at: usize, length: usize) -> Span {
        Span::new(self.file, self.start + at..self.start + at + length)
    }

    fn node(&mut self, value: Value, at: usize, length: usize) -> Option<Node> {
        self.nodes += 1;
        (self.nodes < NODES).then(|| Node { value, span: self.span(at, length) })
    }

    /// The list or map that begins at this line.
    fn block(&mut self, depth: usize) -> Option<Node> {
        match self.line?.words.starts_with("- ") {
            true => self.list(depth),
            false => self.map(depth),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Node> {
        let first = self.line?;
        let mut items = Vec::new();
        while let Some(line) = self.line.filter(|line| line.indent == first.indent) {
            let words = line.words.strip_prefix("- ")?.trim_start_matches(' ');
            let before = line.words.len() - words.len();
            let item = Line { indent: line.indent + before, at: line.at + before, words };
            if key(words).is_some() {
                self.line = Some(item);
                items.push(self.map(depth + 1)?);
            } else {
                items.push(self.value(item.at, words)?);
                self.advance();
            }
        }
        self.end(first, Value::List(items))
    }

    fn map(&mut self, depth: usize) -> Option<Node> {
        let first = self.line.filter(|_| depth < DEPTH)?;
        let mut entries: Vec<(Key, Node)> = Vec::new();
        while let Some(line) = self.line.filter(|line| line.indent == first.indent) {
            let name = key(line.words)?;
            if entries.len() == KEYS || entries.iter().any(|(key, _)| key.name == name) {
                return None;
            }
            self.nodes += 1;
            let key = Key { name: name.to_owned(), span: self.span(line.at, name.len()) };
            let words = line.words[name.len() + 1..].trim_start_matches(' ');
            let node = match words {
                "" => {
                    self.advance();
                    match self.line {
                        Some(next) if next.indent > line.indent => self.block(depth + 1)?,
                        _ => self.node(Value::Null, line.at + name.len(), 0)?,
                    }
                }
                "|" => self.text_below(line.indent)?,
                _ => {
                    self.advance();
                    self.value(line.at + line.words.len() - words.len(), words)?
                }
            };
            entries.push((key, node));
        }
        self.end(first, Value::Map(entries))
    }

    /// A list or map that has ended before this line. A line deeper than it goes on with something that is not read here.
    fn end(&mut self, first: Line, value: Value) -> Option<Node> {
        match self.line {
            Some(line) if line.indent > first.indent => None,
            _ => self.node(value, first.at, 0),
        }
    }

    /// The text below a `|`, all of whose lines are deeper than its key.
    fn text_below(&mut self, indent: usize) -> Option<Node> {
        let begin = self.at;
        let deep = spaces(self.line_at(begin)?);
        let mut end = begin;
        let (mut words, mut length) = (String::new(), 0);
        while let Some(line) = self.line_at(self.at) {
            let before = spaces(line);
            let blank = before == line.len();
            // Spaces that would count as words, or a text that begins with an empty line.
            if blank && (before > deep || end == begin) {
                return None;
            }
            if !blank && before < deep {
                break;
            }
            self.at += line.len() + 1;
            words.push_str(line.get(deep..).unwrap_or(""));
            words.push('\n');
            if !blank {
                (end, length) = (self.at - 1, words.len());
            }
        }
        if deep <= indent || end == begin {
            return None;
        }
        // Empty lines at the end are none of it.
        words.truncate(length);
        self.advance();
        let typed = &self.text[begin + deep..end];
        self.node(Value::Words(words), begin + deep, typed.trim_end_matches(' ').len())
    }

    /// A value on one line.
    fn value(&mut self, at: usize, words: &'a str) -> Option<Node> {
        let inside = |open: char, close: char| words.strip_prefix(open)?.strip_suffix(close);
        match words.as_bytes().first()? {
            b'"' => {
                let quoted = inside('"', '"').filter(|quoted| !quoted.contains(['"', '\\']))?;
                self.node(Value::Words(quoted.to_owned()), at, words.len())
            }
            b'\'' => {
                let quoted = inside('\'', '\'').filter(|quoted| !quoted.contains('\''))?;
                self.node(Value::Words(quoted.to_owned()), at, words.len())
            }
            b'[' => {
                let items = self.items(at + 1, inside('[', ']')?)?;
                self.node(Value::List(items), at, 1)
            }
            _ => self.bare(at, words),
        }
    }

    /// The items between brackets.
    fn items(&mut self, at: usize, inside: &str) -> Option<Vec<Node>> {
        const MARKS: [char; 9] = ['[', ']', '{', '}', ':', '#', '"', '\'', '\\'];
        if inside.contains(MARKS) {
            return None;
        }
        let mut items = Vec::new();
        let mut at = at;
        for item in inside.split(',').filter(|_| !inside.trim_matches(' ').is_empty()) {
            let words = item.trim_start_matches(' ');
            items.push(self.bare(at + item.len() - words.len(), words.trim_end_matches(' '))?);
            at += item.len() + 1;
        }
        Some(items)
    }

    /// Words without quotation marks. Numbers and such are words too.
    fn bare(&mut self, at: usize, words: &str) -> Option<Node> {
        const MARKS: &[u8] = b"-?:,[]{}#&*!|>'\"%@`";
        if MARKS.contains(words.as_bytes().first()?) || words.ends_with(':') {
            return None;
        }
        if words.as_bytes().windows(2).any(|pair| matches!(pair, b": " | b" #")) {
            return None;
        }
        let value = match words {
            "~" | "null" | "Null" | "NULL" => Value::Null,
            _ => Value::Words(words.to_owned()),
        };
        self.node(value, at, words.len())
    }
}

/// The spaces with which a line begins.
fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key with which a line begins. Nothing that YAML takes for a number: it has other ways to say when two are one.
fn key(words: &str) -> Option<&str> {
    let in_key = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let (key, rest) = words.split_at_checked(words.bytes().position(|byte| !in_key(byte))?)?;
    let value = rest.strip_prefix(':')?;
    let first = *key.as_bytes().first()?;
    let begins = first.is_ascii_alphabetic() || first.is_ascii_digit() && key.contains('-');
    let plain = begins && key.len() <= KEY && !key.eq_ignore_ascii_case("null");
    (plain && (value.is_empty() || value.starts_with(' '))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{front_matter, read_by_library};

    /// Whether the quick reader reads a text; if so, as the library does.
    fn reads(text: &str) -> bool {
        let Some(quick) = read(text, FileId(3), 7) else { return false };
        assert_eq!(Ok(quick), read_by_library(text, FileId(3), 7), "{text:?}");
        true
    }

    #[test]
    fn what_people_mostly_write_is_read() {
        for text in [
            "",
            "title: Programme 1\nphase: Secondary\nnumber: 10\naudience: [Teachers, Heads of department]\ntags: []\n",
            "# A remark\n\nanswers:\n  # Another\n  venue: The Hall, 2 High Street\n  time-of-day: 'no'\n  none: \"\"\n",
            "cohorts:\n  - name: Group 1\n    sessions:\n      - 2027-01-22 09:30-15:30\n      - 1 May 2027, 1–4pm\n  - name: 7\n",
            "offers:\n  2022-23: all\n  2023-24:\napply: https://apply.example/#form\ncloses: ~\n",
            "- section: funding\n  what: It changed.\n- section: venue\n",
            "programme-0:\n  intro:\n    day: 2026-11-22\n    text: |\n      Words: \"so\" # far.\n\n      - An item\n          more  \n\n  part-1:\n    text: |\n      Ends here",
        ] {
            assert!(reads(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_library() {
        for text in [
            "a: words # and a remark",
            "a: words\n  that go on",
            "a: >-\n  words",
            "a: |\n\n  words",
            "a: |\n  words\n     \n",
            "a: b: c",
            "a: x\na: y",
            "1: x\n0x1: y",
            "a:\n- x",
            "a:\n    b: x\n  c: y",
            "a: \"it\\n\"",
            "a: 'it''s'",
            "a: [[hub.name]]",
            "a: &b c",
            "a: *b",
            "a: - b",
            "a:\tb",
            "a: x\u{a0}",
            "<<: x",
            "words",
            "# A remark",
            "a: x\n---\n",
        ] {
            assert!(!reads(text), "{text}");
        }
    }

    #[test]
    fn files_of_a_site_are_read_as_the_library_reads_them() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = ["content", "tests/cases"].iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)));
        let texts = files.filter_map(|file| std::fs::read_to_string(file.ok()?.into_path()).ok());
        let mut read = 0;
        for text in texts {
            let pieces =
                text.split("---\n").chain(text.split("\n=== ").filter_map(|piece| Some(piece.split_once('\n')?.1)));
            let fronts = front_matter::split(&text).ok().and_then(|front| front.yaml).map(|(yaml, _)| yaml);
            read += pieces.chain(fronts).filter(|piece| !piece.is_empty() && reads(piece)).count();
        }
        assert!(read > 100, "only {read}");
    }

    /// Numbers that look random and are the same in each run.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, bound: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as usize % bound
        }

        fn of<'a>(&mut self, among: &[&'a str]) -> &'a str {
            among[self.below(among.len())]
        }
    }

    const PIECES: &[&str] = &[
        "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", " ", "  ", "a", "b", "key", "null", "~", "true", "yes", "0x1f",
        ".inf", "1e5", "007", "1_0", "-1", "a: ", "b: ", "c:", "x y", "# c", " # c", "#", "\"", "'", "\"q r\"", "'s'",
        "''", "[", "]", "[a, b]", "[]", "[ a ,b ]", ", ", "{", "}", ": ", ":", "|", "|\n", "|\n    ", ">", "- ", "-",
        "?", "? ", "&a", "*a", "!t", "%", "@", "`", "\\", "---", "...", "<<: ", "=", "é", "–", "\u{a0}", "\u{85}",
        "\u{2028}", "\u{feff}", "\u{fffe}", "\t", "\r", "\u{7f}", "\0", "1-1", "x://y", "null: ", "1: ", "0x1: ",
    ];

    /// A value, perhaps broken, with the lines below its key.
    fn value(chance: &mut Chance, out: &mut String, indent: usize, depth: usize) {
        if chance.below(20) == 0 {
            out.push_str(chance.of(PIECES));
        }
        match chance.below(if depth > 3 { 5 } else { 9 }) {
            0 => out.push('\n'),
            1 => out.push_str(" x y z\n"),
            2 => {
                out.push_str(" |\n");
                let deep = indent + 1 + chance.below(3);
                for _ in 0..=chance.below(4) {
                    let spaces = [0, deep, deep, deep, deep + chance.below(3), chance.below(deep + 2)][chance.below(6)];
                    out.push_str(&" ".repeat(spaces));
                    out.push_str(chance.of(&["\n", "words\n", "- w: x  \n", "# deep\n", "words\n"]));
                }
            }
            3 => *out += &format!(" {}\n", chance.of(PIECES)),
            4 => *out += &format!(" [{}, {}]\n", chance.of(PIECES), chance.of(PIECES)),
            5 | 6 => {
                out.push('\n');
                let indent = indent + 1 + chance.below(3);
                map(chance, out, indent, depth + 1, false);
            }
            _ => {
                out.push('\n');
                let indent = indent + chance.below(4);
                for _ in 0..=chance.below(3) {
                    let space = 1 + chance.below(2);
                    *out += &format!("{}-{}", " ".repeat(indent), " ".repeat(space));
                    match chance.below(2) {
                        0 => map(chance, out, indent + 1 + space, depth + 1, true),
                        _ => *out += &format!("{}\n", chance.of(PIECES)),
                    }
                }
            }
        }
        if chance.below(8) == 0 {
            *out += &format!("{}{}\n", " ".repeat(chance.below(5)), chance.of(&["# remark", "", "  "]));
        }
    }

    fn map(chance: &mut Chance, out: &mut String, indent: usize, depth: usize, in_line: bool) {
        for at in 0..=chance.below(3) {
            let before = if at == 0 && in_line { 0 } else { indent };
            let key = ["a", "b", "c-d", "e_f", "G1", "2022-23"][(chance.below(2) + at * 2) % 6];
            *out += &format!("{}{key}:", " ".repeat(before));
            value(chance, out, indent, depth);
        }
    }

    #[test]
    fn what_is_read_is_what_the_library_reads() {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
        let mut read = 0;
        for round in 0..60_000 {
            let mut text = String::new();
            match round % 2 {
                0 => (0..=chance.below(12)).for_each(|_| text.push_str(chance.of(PIECES))),
                _ => map(&mut chance, &mut text, 0, 0, false),
            }
            read += usize::from(reads(&text));
        }
        assert!(read > 5_000, "only {read}");
    }
}
