//! Findings for people: where, the line with the place marked, what is wrong, what to type instead.

use super::{clean, has_lines};
use crate::finding::{Finding, Level, Place};
use crate::source::{Position, Sources, Span};
use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{ColorSpec, WriteColor};
use codespan_reporting::term::{Chars, Config, Styles, StylesWriter, emit_to_write_style};
use std::io::{self, Write};
use std::ops::Range;

/// Prints findings, each with the lines that it is about.
///
/// # Errors
/// What the stream says.
pub fn text(sources: &Sources, findings: &[&Finding], out: &mut dyn WriteColor) -> io::Result<()> {
    let config = Config { chars: Chars::ascii(), tab_width: 2, ..Config::default() };
    let styles = Styles::default();
    let mut out = Trimmed { out, spaces: 0 };
    let mut out = StylesWriter::new(&mut out, &styles);
    for finding in findings {
        let (diagnostic, excerpts) = describe(finding, sources);
        match emit_to_write_style(&mut out, &config, &excerpts, &diagnostic) {
            Ok(()) => {}
            Err(Error::Io(error)) => return Err(error),
            Err(error) => return Err(io::Error::other(error.to_string())),
        }
    }
    Ok(())
}

/// Leaves out spaces at line ends, which the library puts below a margin.
struct Trimmed<'a> {
    out: &'a mut dyn WriteColor,
    /// Spaces held back until something follows them.
    spaces: usize,
}

impl Write for Trimmed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| matches!(byte, b' ' | b'\n')) {
            let (words, end) = match part {
                [words @ .., end @ (b' ' | b'\n')] => (words, Some(*end)),
                words => (words, None),
            };
            if !words.is_empty() {
                self.out.write_all(&b" ".repeat(std::mem::take(&mut self.spaces)))?;
                self.out.write_all(words)?;
            }
            match end {
                Some(b' ') => self.spaces += 1,
                Some(_) => {
                    self.spaces = 0;
                    self.out.write_all(b"\n")?;
                }
                None => {}
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteColor for Trimmed<'_> {
    fn supports_color(&self) -> bool {
        self.out.supports_color()
    }

    fn set_color(&mut self, spec: &ColorSpec) -> io::Result<()> {
        self.out.set_color(spec)
    }

    fn reset(&mut self) -> io::Result<()> {
        self.out.reset()
    }
}

fn describe(finding: &Finding, sources: &Sources) -> (Diagnostic<usize>, Excerpts) {
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Note,
    };
    let mut excerpts = Excerpts(Vec::new());
    let mut labels = Vec::new();
    let mut notes = Vec::new();
    match &finding.place {
        Place::Span(span) if has_lines(*span, sources) => {
            labels.push(excerpts.label(LabelStyle::Primary, *span, "", sources));
        }
        Place::Span(span) => notes.push(format!("in {}", clean::words(sources.path(span.file)))),
        Place::Path(path) => notes.push(format!("in {}", clean::words(path))),
    }
    for also in &finding.also {
        labels.push(excerpts.label(LabelStyle::Secondary, also.span, &also.message, sources));
    }
    if !finding.remedy.is_empty() {
        notes.push(format!("help: {}", clean::words(&finding.remedy)));
    }
    let diagnostic = Diagnostic::new(severity)
        .with_code(finding.rule.name())
        .with_message(clean::words(&finding.message))
        .with_labels(labels)
        .with_notes(notes);
    (diagnostic, excerpts)
}

/// The lines that one finding shows, each a small file of its own to the library that draws them.
#[derive(Debug)]
struct Excerpts(Vec<Excerpt>);

#[derive(Debug)]
struct Excerpt {
    path: String,
    line: String,
    position: Position,
}

impl Excerpts {
    fn label(&mut self, style: LabelStyle, span: Span, message: &str, sources: &Sources) -> Label<usize> {
        let (line, mark) = excerpt(sources.text(span.file), span.range());
        self.0.push(Excerpt { path: clean::words(sources.path(span.file)), line, position: sources.position(span) });
        Label::new(style, self.0.len() - 1, mark).with_message(clean::words(message))
    }

    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|excerpt| excerpt.path.as_str())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|excerpt| excerpt.line.as_str())
    }

    fn line_index(&'a self, _: usize, _: usize) -> Result<usize, Error> {
        Ok(0)
    }

    fn line_number(&'a self, id: usize, _: usize) -> Result<usize, Error> {
        self.get(id).map(|excerpt| excerpt.position.line)
    }

    /// Only ever asked for the mark's start.
    fn column_number(&'a self, id: usize, _: usize, _: usize) -> Result<usize, Error> {
        self.get(id).map(|excerpt| excerpt.position.column)
    }

    fn line_range(&'a self, id: usize, _: usize) -> Result<Range<usize>, Error> {
        self.get(id).map(|excerpt| 0..excerpt.line.len())
    }
}

/// How much of a long line is shown before and after the mark, in characters. Paragraphs are often one line.
const BEFORE: usize = 50;
const SHOWN: usize = 100;
const ELLIPSIS: &str = "\u{2026}";

/// The line in which `range` begins, cut to what fits a terminal, and the part of it to mark.
fn excerpt(text: &str, range: Range<usize>) -> (String, Range<usize>) {
    let start = floor(text, range.start);
    let end = floor(text, range.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = end.min(line_end);

    let back = text[line_start..start].char_indices().rev();
    let from = back.take(BEFORE).last().map_or(start, |(at, _)| line_start + at);
    // A line that fits is shown from its beginning.
    let from = if text[line_start..line_end].chars().take(SHOWN + 1).count() <= SHOWN { line_start } else { from };
    let until = text[from..line_end].char_indices().nth(SHOWN).map_or(line_end, |(at, _)| from + at);
    let (start, end) = (start.min(until), end.min(until));

    let head = if from > line_start { ELLIPSIS } else { "" };
    let tail = if until < line_end { ELLIPSIS } else { "" };
    let shift = |at: usize| at - from + head.len();
    (format!("{head}{}{tail}", clean::same_length(&text[from..until])), shift(start)..shift(end))
}

/// The nearest character's start at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Rule, Scope};
    use crate::source::{Body, SourceFile};
    use codespan_reporting::term::termcolor::NoColor;

    const NATIONAL: &str = "# One\n\nThe group meets at [[venue|Where do you meet?]] each term.\n";

    fn sources(local: &str) -> Sources {
        let file = |path: &str, text: &str| SourceFile { path: path.into(), body: Body::Text(text.into()) };
        let files = vec![file("content/hubs/oak/2022-23/a.md", local), file("content/national/2022-23/a.md", NATIONAL)];
        Sources::new(files, Vec::new())
    }

    fn span(sources: &Sources, path: &str, part: &str) -> Span {
        let file = sources.find(path).unwrap();
        let start = sources.text(file).find(part).unwrap();
        Span::new(file, start..start + part.len())
    }

    fn printed(finding: &Finding, sources: &Sources) -> String {
        let mut out = NoColor::new(Vec::new());
        text(sources, &[finding], &mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    fn scope() -> Scope {
        Scope::Aside { hub: None }
    }

    #[test]
    fn a_finding_shows_its_line_the_other_place_and_the_remedy() {
        let sources = sources("---\nanswers:\n  venu: the school\n---\n");
        let place = span(&sources, "content/hubs/oak/2022-23/a.md", "venu");
        let asks = span(&sources, "content/national/2022-23/a.md", "[[venue|Where do you meet?]]");
        let finding =
            Finding::new(Rule::UnknownPlaceholder, place, scope(), "Nothing here is called venu.", "Write:\nvenue")
                .also(asks, "the national text asks here");
        assert_eq!(
            printed(&finding, &sources),
            "error[unknown-placeholder]: Nothing here is called venu.
  --> content/hubs/oak/2022-23/a.md:3:3
  |
3 |   venu: the school
  |   ^^^^
  |
  --> content/national/2022-23/a.md:3:20
  |
3 | The group meets at [[venue|Where do you meet?]] each term.
  |                    ---------------------------- the national text asks here
  |
  = help: Write:
    venue

"
        );
    }

    #[test]
    fn a_finding_about_a_folder_shows_no_line() {
        let finding =
            Finding::at_path(Rule::StrayFile, "content/hubs/oak/x.txt", scope(), "It belongs nowhere.", "Move it.");
        assert_eq!(
            printed(&finding, &sources("")),
            "warning[stray-file]: It belongs nowhere.\n = in content/hubs/oak/x.txt\n = help: Move it.\n\n"
        );
    }

    #[test]
    fn long_lines_are_cut_and_the_column_is_the_true_one() {
        let sources = sources(&format!("{}wrong{}\n", "é ".repeat(200), " y".repeat(200)));
        let place = span(&sources, "content/hubs/oak/2022-23/a.md", "wrong");
        let text = printed(&Finding::new(Rule::BadValue, place, scope(), "No.", ""), &sources);
        assert!(text.contains("a.md:1:401\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 120), "{text}");
        let (line, mark) = (text.lines().nth(3).unwrap(), text.lines().nth(4).unwrap());
        let (line, mark): (Vec<char>, Vec<char>) = (line.chars().collect(), mark.chars().collect());
        let at = mark.iter().position(|c| *c == '^').unwrap();
        assert_eq!(line[at..at + 5].iter().collect::<String>(), "wrong");
    }

    #[test]
    fn words_from_files_can_t_steer_the_terminal() {
        let sources = sources("title: \u{1b}[2J\u{9b}5m\u{202e}x\n");
        let place = span(&sources, "content/hubs/oak/2022-23/a.md", "x");
        let text = printed(&Finding::new(Rule::BadValue, place, scope(), "No \u{1b}[0m.", "Try \u{7}."), &sources);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
    }

    #[test]
    fn any_span_of_any_text_is_printed() {
        let text = "a\u{e9}\n\n\u{1f600} b";
        for start in 0..text.len() + 2 {
            for end in start..text.len() + 3 {
                let (line, mark) = excerpt(text, start..end);
                assert!(mark.end <= line.len() && line.is_char_boundary(mark.start) && line.is_char_boundary(mark.end));
            }
        }
        let sources = sources("");
        let place = Span::whole(sources.find("content/hubs/oak/2022-23/a.md").unwrap());
        assert!(printed(&Finding::new(Rule::BadValue, place, scope(), "Empty.", ""), &sources).contains("a.md:1:1"));
    }
}
