//! A hub's file: its answers, its changes, and its dates and ways to apply.

use super::fields::{Fields, parsed, words as plain_words};
use super::markdown::{self, Place, Policy, Top, TopHeading};
use super::programme;
use super::reading::{Reading, did_you_mean};
use super::shape::{LOCAL, LOCAL_EDITION, PROGRAMME};
use super::yaml::Value;
use super::{practical, words, written};
use crate::finding::Rule;
use crate::model::address;
use crate::model::ids::{EditionName, HubId, ProgrammeId, SectionId, slug};
use crate::model::local::{Answer, Change, LocalFile, Notice, Verb};
use crate::model::national::Heading;
use crate::model::practical::Contact;
use crate::model::site::Site;
use crate::model::text::{Block, Element, Node, plain};
use crate::source::{Span, Spanned};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Whether a national programme of the file's id exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum National {
    /// It does.
    There,
    /// It doesn't.
    Missing,
}

/// Reads a hub's file for a programme. `None` where it is for a programme that nobody describes.
pub fn programme_file(
    reading: &mut Reading,
    site: &Site,
    edition: &EditionName,
    id: &ProgrammeId,
    national: National,
    known: &[&str],
) -> Option<LocalFile> {
    let front = Fields::of_markdown(reading);
    if front.is_none() && national == National::Missing {
        return None;
    }
    let (mut fields, body) = front.unwrap_or_else(|| (Fields::empty(reading), reading.text().len()));
    let own_span = fields.key_span("local").unwrap_or(fields.span);
    let own = fields.yes_no(reading, "local").unwrap_or(false);
    match (own, national) {
        (true, National::There) => {
            reading.find(
                Rule::DuplicateId,
                own_span,
                format!("The national team already describes a programme `{id}`."),
                "To change its page, take out `local: yes`. For a programme of your own, give the file another name.",
            );
            return None;
        }
        (false, National::Missing) => {
            unknown_programme(reading, id, known);
            return None;
        }
        _ => {}
    }
    if own {
        fields.against(reading, &[LOCAL, PROGRAMME])
    } else {
        against_local(reading, &fields)
    }
    fields.allowed(reading);
    let mut file = common(reading, edition, Some(id.clone()), &mut fields);
    file.offered = fields.yes_no(reading, "offered");
    file.cohorts = practical::cohorts(reading, &mut fields);
    file.sessions = practical::sessions(reading, &mut fields);
    file.contact = contact(reading, &mut fields);
    file.notice = notice(reading, &mut fields);
    file.status = practical::status(reading, &mut fields);
    file.cost = fields.text(reading, "cost");
    file.published = fields.date(reading, "published");
    file.with = with(reading, &mut fields);
    if own {
        file.own = Some(Arc::new(programme::of_fields(reading, site, edition, id, &mut fields, body)));
    } else {
        changes(reading, body, &mut file);
    }
    Some(file)
}

/// Reads a hub's `edition.md`.
pub fn edition_file(reading: &mut Reading, edition: &EditionName) -> LocalFile {
    let (mut fields, body) =
        Fields::of_markdown(reading).unwrap_or_else(|| (Fields::empty(reading), reading.text().len()));
    fields.against(reading, &[LOCAL_EDITION]);
    fields.allowed(reading);
    let mut file = common(reading, edition, None, &mut fields);
    file.dates = practical::year_dates(reading, &mut fields);
    changes(reading, body, &mut file);
    file
}

fn common(
    reading: &mut Reading,
    edition: &EditionName,
    programme: Option<ProgrammeId>,
    fields: &mut Fields,
) -> LocalFile {
    LocalFile {
        hub: reading.hub.clone().unwrap_or_else(|| HubId::new("")),
        edition: edition.clone(),
        programme,
        file: reading.file,
        offered: None,
        answers: answers(reading, fields),
        changes: Vec::new(),
        apply: practical::apply(reading, fields),
        cohorts: None,
        sessions: None,
        contact: None,
        notice: None,
        status: None,
        cost: None,
        published: None,
        with: Vec::new(),
        dates: None,
        own: None,
        unreadable: !fields.readable(),
    }
}

/// Keys of the national text are unknown here, with words that say why.
fn against_local(reading: &mut Reading, fields: &Fields) {
    let local = |name: &str| LOCAL.iter().any(|field| field.name == name);
    let mut all_ours = true;
    for field in PROGRAMME.iter().filter(|field| !local(field.name)) {
        if let Some(span) = fields.key_span(field.name) {
            all_ours = false;
            reading.find(
                Rule::UnknownKey,
                span,
                format!("`{}` comes from the national text, so it can't be given here.", field.name),
                "Take it out. Only a programme of your own, with `local: yes`, has a title, a phase and a summary.",
            );
        }
    }
    if all_ours {
        return fields.against(reading, &[LOCAL]);
    }
    let ours = |name: &str| local(name) || !PROGRAMME.iter().any(|field| field.name == name);
    fields.only(&ours).against(reading, &[LOCAL]);
}

fn unknown_programme(reading: &mut Reading, id: &ProgrammeId, known: &[&str]) {
    let near = crate::finding::nearest(id.as_str(), known.iter().copied());
    let remedy = match near {
        Some(near) if reading.sources.find(&format!("{}/{near}.md", reading.folder())).is_some() => format!(
            "There is a file {near}.md beside it. If this is a copy, take it out, or begin its name with `_` to keep it for yourself."
        ),
        Some(near) => format!("Did you mean `{near}`? Then call this file {near}.md."),
        None => "Give the file the name of the national programme it belongs to.".to_owned(),
    };
    let edition = reading.edition.as_ref().map_or("", EditionName::as_str);
    let span = reading.span(0..0);
    reading.find(
        Rule::UnknownProgramme,
        span,
        format!("There is no national programme `{id}` in {edition}, so this file belongs to nothing."),
        format!("{remedy} For a programme of your own, write `local: yes` in its front matter, with title, phase and summary."),
    );
}

fn answers(reading: &mut Reading, fields: &mut Fields) -> Vec<Answer> {
    let map = fields.map(reading, "answers");
    map.into_iter()
        .filter_map(|(key, node)| {
            let words = words::of_value(reading, &key, &node)?;
            Some(Answer { name: Spanned::new(key.name, key.span), heading: false, words })
        })
        .collect()
}

fn contact(reading: &mut Reading, fields: &mut Fields) -> Option<Contact> {
    let node = fields.take("contact")?;
    if !matches!(node.value, Value::Map(_)) {
        let given = plain_words(reading, node, "contact")?;
        let email = parsed(reading, &given, address::email)?.value;
        return Some(Contact { email: Some(email), ..Contact::default() });
    }
    let mut fields = Fields::of_node(reading, node, "contact", &[super::shape::CONTACT])?;
    Some(Contact {
        name: fields.text(reading, "name"),
        email: fields.email(reading, "email"),
        phone: fields.text(reading, "phone"),
    })
}

fn notice(reading: &mut Reading, fields: &mut Fields) -> Option<Notice> {
    let node = fields.take("notice")?;
    let span = node.span;
    let (text, until) = if let Value::Map(_) = node.value {
        let mut fields = Fields::of_node(reading, node, "notice", &[super::shape::NOTICE])?;
        let text = fields.words(reading, "text");
        (text?, fields.date(reading, "until"))
    } else {
        (plain_words(reading, node, "notice")?, None)
    };
    let blocks = markdown::blocks(reading, &text.value, Place::In(text.span), Policy::Plain);
    Some(Notice { text: Arc::from(blocks), until, span: if text.span.start > 0 { text.span } else { span } })
}

fn with(reading: &mut Reading, fields: &mut Fields) -> Vec<Spanned<HubId>> {
    fields.texts(reading, "with").into_iter().map(|hub| Spanned::new(HubId::new(&hub.value), hub.span)).collect()
}

// The body: sections, each headed by a verb and a colon.

/// The verbs as people write them. Longer ones first, so that `Add to` is not taken for another.
const VERBS: &[(&str, Word)] = &[
    ("answers", Word::Answer),
    ("answer", Word::Answer),
    ("replace", Word::Replace),
    ("add before", Word::AddBefore),
    ("add after", Word::AddTo),
    ("add to", Word::AddTo),
    ("hide", Word::Hide),
    ("new section", Word::NewSection),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Answer,
    Replace,
    AddBefore,
    AddTo,
    Hide,
    NewSection,
}

impl Word {
    fn name(self) -> &'static str {
        match self {
            Word::Answer => "Answer",
            Word::Replace => "Replace",
            Word::AddBefore => "Add before",
            Word::AddTo => "Add to",
            Word::Hide => "Hide",
            Word::NewSection => "New section",
        }
    }
}

/// The verb with which a text begins, and what follows its colon (or dash).
fn verb(text: &str) -> Option<(Word, &str)> {
    let text = text.trim_start();
    VERBS.iter().find_map(|(name, word)| {
        let mut rest = text;
        for (i, part) in name.split(' ').enumerate() {
            if i > 0 {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                rest = trimmed;
            }
            let head = rest.get(..part.len())?;
            if !head.eq_ignore_ascii_case(part) {
                return None;
            }
            rest = &rest[part.len()..];
        }
        let after = rest.trim_start();
        if let Some(name) = after.strip_prefix(':') {
            return Some((*word, name.trim()));
        }
        let dash = after.strip_prefix(['-', '\u{2013}', '\u{2014}'])?;
        (after.len() < rest.len() || after.starts_with(['\u{2013}', '\u{2014}']))
            .then(|| (*word, dash.trim_start_matches('-').trim()))
    })
}

/// A section of the body while its text is gathered.
struct Part {
    heading: Option<TopHeading>,
    blocks: Vec<Block>,
    /// The byte after the heading, and the one before the next.
    start: usize,
}

fn changes(reading: &mut Reading, body: usize, file: &mut LocalFile) {
    let text = reading.text();
    let parsed = markdown::parse(reading, text.get(body..).unwrap_or(""), Place::At(body), Policy::Local);
    let mut parts = vec![Part { heading: None, blocks: Vec::new(), start: body }];
    for top in parsed.tops {
        match top {
            Top::Heading(heading) if heading.level == 2 => {
                parts.push(Part { start: heading.span.end as usize, heading: Some(heading), blocks: Vec::new() });
            }
            Top::Heading(heading) => misplaced_title(reading, &heading, parts.len() == 1),
            Top::Block(block) => {
                looks_like_verb(reading, &block);
                if let Some(part) = parts.last_mut() {
                    part.blocks.push(block);
                }
            }
        }
    }
    let ends: Vec<usize> = parts
        .iter()
        .skip(1)
        .map(|part| part.heading.as_ref().map_or(0, |heading| heading.span.start as usize))
        .chain([text.len()])
        .collect();
    for (part, end) in parts.into_iter().zip(ends) {
        let raw = text.get(part.start.min(end)..end).unwrap_or("");
        match part.heading {
            None => before_first_heading(reading, &part.blocks),
            Some(heading) => section(reading, file, heading, part.blocks, (raw, part.start..end)),
        }
    }
}

/// A level-1 heading: a verb with one hash too few, or a title that has no place here.
fn misplaced_title(reading: &mut Reading, heading: &TopHeading, first: bool) {
    let words = plain(&heading.nodes);
    if let Some((word, name)) = verb(&words) {
        not_level_two(reading, heading.span, word, name);
    } else if first {
        reading.find(
            Rule::BadValue,
            heading.span,
            "The page's title comes from the national text, so there can be no heading with one hash here.",
            "Take this line out.",
        );
    } else {
        markdown::refuse_heading(reading, heading);
    }
}

fn before_first_heading(reading: &mut Reading, blocks: &[Block]) {
    let first = blocks.first().map(|block| block.span);
    // A line that starts like a verb, there or above, has had its own finding.
    let told = first.is_some_and(|span| {
        reading.report.findings.iter().any(|finding| {
            finding.rule == Rule::UnknownVerb
                && matches!(finding.place, crate::finding::Place::Span(at) if at.start <= span.end)
        })
    });
    if let Some(span) = first.filter(|_| !told) {
        let span = first_line(reading, span);
        reading.find(
            Rule::UnknownVerb,
            span,
            "These words stand before the first heading, so it can't be told where they belong.",
            "Put a heading above them that says what they do, such as:\n## Answer: the-placeholder\n## Replace: The section\n## Add to: The section\n## New section: Its heading",
        );
    }
}

/// The first line of a span.
fn first_line(reading: &Reading, span: Span) -> Span {
    let length = reading.sources.slice(span).lines().next().map_or(0, str::len);
    Span::new(span.file, span.start as usize..span.start as usize + length)
}

/// A line that starts like a verb but is no level-2 heading: its words would be published as they stand.
fn looks_like_verb(reading: &mut Reading, block: &Block) {
    match &block.node {
        Node::Element(Element::Heading { .. }, words) => {
            if let Some((word, name)) = verb(&plain(words)) {
                not_level_two(reading, first_line(reading, block.span), word, name);
            }
        }
        Node::Element(Element::Paragraph, _) => {
            let source = reading.sources.slice(block.span);
            let mut at = block.span.start as usize;
            for line in source.split_inclusive('\n') {
                let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_>".contains(c));
                let marked = line.trim_start().starts_with(['#', '*', '_']);
                let bare = match bare.contains('*') {
                    true => {
                        Cow::from(bare.replace(":**", ":").replace("**:", ":").replace(":*", ":").replace("*:", ":"))
                    }
                    false => Cow::from(bare),
                };
                let colon = bare.split(':').next().is_some_and(|head| head.len() < bare.len() && head.len() <= 12);
                if let Some((word, name)) = verb(&bare).filter(|_| colon || marked) {
                    let span = reading.span(at..at + line.trim_end().len());
                    not_level_two(reading, span, word, name);
                }
                at += line.len();
            }
        }
        _ => {}
    }
}

fn not_level_two(reading: &mut Reading, span: Span, word: Word, name: &str) {
    let name = if name.is_empty() { "…" } else { name };
    reading.find(
        Rule::UnknownVerb,
        span,
        format!(
            "This line starts with “{}”, but is no heading with two hashes, so it would be published as it stands.",
            word.name()
        ),
        format!("Write it with two hashes and a space:\n## {}: {name}", word.name()),
    );
}

fn section(
    reading: &mut Reading,
    file: &mut LocalFile,
    heading: TopHeading,
    blocks: Vec<Block>,
    (raw, range): (&str, Range<usize>),
) {
    let words = heading_text(&heading.nodes);
    let Some((word, name)) = verb(&words) else {
        unknown_verb(reading, &heading, &words);
        return;
    };
    let name = name.trim_matches(['*', '_', '`']).trim();
    if name.is_empty() {
        reading.find(
            Rule::UnknownVerb,
            heading.span,
            format!("“{}:” doesn't say what it is about.", word.name()),
            format!("Write the name behind the colon, such as:\n## {}: Funding", word.name()),
        );
        return;
    }
    let name = Spanned::new(name.to_owned(), heading.span);
    attributes(reading, &heading, word);
    if word == Word::Answer {
        let span = blocks.first().map_or(heading.span, |block| block.span);
        // Answers may hold facts only: read again under that rule where there is anything to fill in.
        let words = if raw.contains("[[") {
            let start = heading.span.end as usize;
            let blocks = markdown::blocks(reading, raw, Place::At(start), Policy::Facts);
            words::of_blocks(reading, blocks, raw, span)
        } else {
            words::of_blocks(reading, blocks, raw, span)
        };
        file.answers.push(Answer { name, heading: true, words });
        return;
    }
    let verb = match word {
        Word::Replace => Verb::Replace,
        Word::AddBefore => Verb::AddBefore,
        Word::AddTo => Verb::AddTo,
        Word::Hide => Verb::Hide,
        Word::NewSection | Word::Answer => new_section(reading, &heading, &name.value),
    };
    if matches!(verb, Verb::Replace | Verb::AddBefore | Verb::AddTo) && blocks.is_empty() {
        reading.find(
            Rule::EmptyItem,
            heading.span,
            format!("There is nothing under “{}: {}”.", word.name(), name.value),
            "Write the words below this heading, or take it out. To leave a national section out, the verb is Hide.",
        );
        if verb != Verb::Replace {
            return;
        }
    }
    let (body, text) = written::below(reading, range);
    file.changes.push(Change { verb, section: name, blocks: Arc::from(blocks), text, span: heading.span, body });
}

/// A heading's words; a placeholder in it by its name.
fn heading_text(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        node.walk(&mut |node| match node {
            Node::Text(text) | Node::Code(text) => out.push_str(text),
            Node::SoftBreak | Node::HardBreak => out.push(' '),
            Node::Hole(hole) => {
                if let crate::model::text::HoleName::Ask(name) = &hole.name {
                    out.push_str(name.as_str());
                }
            }
            _ => {}
        });
    }
    out
}

fn new_section(reading: &mut Reading, heading: &TopHeading, name: &str) -> Verb {
    let id = heading.id.clone().filter(|id| practical::is_id(reading, id, heading.span, "#id"));
    let id = id.unwrap_or_else(|| slug(name));
    let id = if id.is_empty() { "section".to_owned() } else { id };
    let after = heading
        .attributes
        .iter()
        .find(|(key, _)| key == "after")
        .and_then(|(_, value)| value.as_ref())
        .map(|after| Spanned::new(after.clone(), heading.span));
    let nodes = after_verb(&heading.nodes);
    Verb::NewSection { id: SectionId::new(&id), heading: Arc::new(Heading { nodes, span: heading.span }), after }
}

/// A heading's nodes without the verb and colon (or dash) at its beginning.
fn after_verb(nodes: &[Node]) -> Vec<Node> {
    let mut nodes = nodes.to_vec();
    if let Some(Node::Text(first)) = nodes.first_mut() {
        if let Some((_, rest)) = verb(first) {
            *first = rest.to_owned() + if first.ends_with(' ') && !rest.is_empty() { " " } else { "" };
        }
        if first.is_empty() {
            nodes.remove(0);
        }
    }
    nodes
}

fn attributes(reading: &mut Reading, heading: &TopHeading, word: Word) {
    let new = word == Word::NewSection;
    let strange = heading
        .classes
        .iter()
        .map(|class| format!(".{class}"))
        .chain(
            heading
                .attributes
                .iter()
                .filter(|(key, value)| !(new && key == "after" && value.is_some()))
                .map(|(key, _)| key.clone()),
        )
        .chain(heading.id.iter().filter(|_| !new).map(|id| format!("#{id}")))
        .collect::<Vec<_>>();
    for name in strange {
        let near = did_you_mean(&name, ["after"]);
        reading.find(
            Rule::BadValue,
            heading.span,
            format!("`{name}` means nothing behind this heading."),
            format!("{near}Only a new section may have braces behind its heading: ## New section: Its heading {{after=funding}}"),
        );
    }
}

/// The verb with which a text begins without a colon, and what follows it.
fn without_colon(words: &str) -> Option<(Word, &str)> {
    let lower = words.to_ascii_lowercase();
    let (verb, word) =
        VERBS.iter().find(|(verb, _)| lower.strip_prefix(verb).is_some_and(|rest| rest.starts_with(' ')))?;
    Some((*word, words.get(verb.len()..)?.trim()))
}

fn unknown_verb(reading: &mut Reading, heading: &TopHeading, words: &str) {
    // A verb whose colon was forgotten.
    if let Some((word, name)) = without_colon(words) {
        reading.find(
            Rule::UnknownVerb,
            heading.span,
            format!("There is no colon after “{}”.", word.name()),
            format!("Write it like this:\n## {}: {name}", word.name()),
        );
        return;
    }
    let (head, name) = words.split_once([':', '\u{2013}', '\u{2014}']).unwrap_or(("", words));
    let names = VERBS.iter().map(|(verb, _)| *verb);
    let near = crate::finding::nearest(&head.trim().to_lowercase(), names)
        .and_then(|near| VERBS.iter().find(|(verb, _)| *verb == near))
        .map(|(_, word)| word.name());
    let name = name.trim();
    let remedy = match near {
        Some(near) => format!("Did you mean this?\n## {near}: {name}"),
        None => format!(
            "Say what to do with it:\n## Answer: {name}\n## Replace: {name}\n## Add before: {name}\n## Add to: {name}\n## Hide: {name}\n## New section: {name}"
        ),
    };
    let message = if head.is_empty() {
        format!("The heading “{words}” has no verb, so it can't be told what to do with it.")
    } else {
        format!("“{}” is no verb that Foldout knows.", head.trim())
    };
    reading.find(Rule::UnknownVerb, heading.span, message, remedy);
}
