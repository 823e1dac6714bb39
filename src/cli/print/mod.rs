//! The one printer: findings for people, for other programs, for GitHub; and the summary.

pub(super) mod clean;
mod github;
mod json;
pub(super) mod summary;
mod text;

pub use github::github;
pub use json::json;
pub use text::text;

use crate::finding::{Finding, Place};
use crate::source::{Body, Position, Sources, Span};
use codespan_reporting::term::termcolor::{BufferedStandardStream, ColorChoice};
use std::io::{self, IsTerminal, Write};

/// Prints findings for people to standard error, in colour where that is a terminal and `NO_COLOR` isn't set.
pub(super) fn text_to_stderr(sources: &Sources, findings: &[&Finding]) -> io::Result<()> {
    let colour = if io::stderr().is_terminal() { ColorChoice::Auto } else { ColorChoice::Never };
    let mut stream = BufferedStandardStream::stderr(colour);
    text(sources, findings, &mut stream)?;
    stream.flush()
}

/// Prints a sentence, if there is any, to standard error.
pub(super) fn sentence_to_stderr(sentence: &str) -> io::Result<()> {
    if sentence.is_empty() { Ok(()) } else { writeln!(io::stderr(), "{}", clean::words(sentence)) }
}

/// The file in which a place is, and where in it.
fn locate<'a>(place: &'a Place, sources: &'a Sources) -> (&'a str, Option<Position>) {
    match place {
        Place::Span(span) => {
            let (path, position) = locate_span(*span, sources);
            (path, has_lines(*span, sources).then_some(position))
        }
        Place::Path(path) => (path, None),
    }
}

/// Whether a place is in a text: a picture, or a file too big to be read, has no lines.
fn has_lines(span: Span, sources: &Sources) -> bool {
    matches!(sources.file(span.file).body, Body::Text(_))
}

fn locate_span(span: Span, sources: &Sources) -> (&str, Position) {
    (sources.path(span.file), sources.position(span))
}
