//! `image-alt`: a picture without words that say what it shows.

use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::text::{Image, Node};
use crate::source::{Sources, Span};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for text in &writing.texts {
            text.walk(|node| {
                if let Node::Image(image) = node
                    && says_nothing(input.sources, image)
                {
                    report.push(finding(input.sources, writing, image));
                }
            });
        }
    }
    for hub in input.content.hubs.values() {
        let (Some(logo), Some(file)) = (&hub.hub.logo, hub.hub.file) else { continue };
        if logo.alt.trim().is_empty() {
            let text = input.sources.text(file);
            let at = text.find("logo").map_or(0..0, |at| at..at + "logo".len());
            report.push(Finding::new(
                Rule::ImageAlt,
                Span::new(file, at),
                Scope::Hub(hub.hub.id.to_string()),
                "The logo has no words that say what it shows.",
                format!(
                    "Write its words with it: logo: {{src: {}, alt: {}}}",
                    name(input.sources, logo.file),
                    hub.hub.name
                ),
            ));
        }
    }
    report
}

/// Whether a picture has no words, or only its file's name.
fn says_nothing(sources: &Sources, image: &Image) -> bool {
    let alt = image.alt.trim();
    alt.is_empty() || image.file.is_some_and(|file| name(sources, file) == alt)
}

fn name(sources: &Sources, file: crate::source::FileId) -> &str {
    let path = sources.path(file);
    path.rsplit('/').next().unwrap_or(path)
}

fn finding(sources: &Sources, writing: &Writing, image: &Image) -> Finding {
    let file = image.file.map_or("picture.jpg", |file| name(sources, file));
    writing.finding(
        Rule::ImageAlt,
        image.span,
        "This picture has no words that say what it shows.",
        format!("Write them between the brackets: ![what the picture shows]({file})"),
    )
}
