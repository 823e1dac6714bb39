//! What to say where front matter can't be found.

use super::reading::Reading;
use crate::finding::Rule;
pub use crate::yaml::front_matter::{Lost, split};

/// Says why it can't be found.
pub fn report(reading: &mut Reading, lost: Lost) {
    let (range, message, remedy) = match lost {
        Lost::NeverEnds(range) => (
            range,
            "The front matter begins with a line of three hyphens but never ends.",
            "Put a line of three hyphens, ---, after its last key.",
        ),
        Lost::WordsAbove(range) => (
            range,
            "These words stand above the front matter, which has to be the first thing in the file.",
            "Take them out, or move them below the second line of three hyphens, under a heading.",
        ),
        Lost::OtherMarks(range) => (
            range,
            "The front matter begins and ends with a line of three hyphens, and this line is something else.",
            "Write three hyphens and nothing else, here and after the last key:\n---",
        ),
    };
    let span = reading.span(range);
    reading.find(Rule::BadFrontMatter, span, message, remedy);
}
