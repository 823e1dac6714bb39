//! National text cut into sections, its placeholders named and put together with what the front matter declares.

use super::fields::Fields;
use super::markdown::{self, Parsed, Place, Policy, Top, TopHeading};
use super::practical::is_id;
use super::reading::Reading;
use super::shape::PLACEHOLDER;
use super::words;
use super::written;
use super::yaml::{Key, Node as YamlNode};
use crate::finding::Rule;
use crate::model::ids::{PlaceholderName, SectionId, slug};
use crate::model::national::{Description, Heading, Kind, Permission, Placeholder, Section, Use, Words};
use crate::model::text::{Block, Hole, HoleName, Link, Node, Target, plain};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether answers are left out when a new year begins.
const NEXT_YEAR: &[(&str, bool)] = &[("keep", false), ("clear", true)];

const PERMISSIONS: &[(&str, Permission)] =
    &[("open", Permission::Open), ("add", Permission::Add), ("locked", Permission::Locked)];
const KINDS: &[(&str, Kind)] = &[
    ("text", Kind::Text),
    ("markdown", Kind::Markdown),
    ("email", Kind::Email),
    ("link", Kind::Link),
    ("date", Kind::Date),
    ("number", Kind::Number),
];
/// Names that mean something else between double brackets.
const BUILT_IN: &[&str] = &["dates", "apply", "edition"];

/// `sections`: what hubs may do.
pub fn permission(reading: &mut Reading, fields: &mut Fields) -> Option<Permission> {
    fields.one_of(reading, "sections", PERMISSIONS)
}

/// A section while its text is gathered.
struct Draft {
    id: String,
    heading: Option<Heading>,
    was: Vec<SectionId>,
    permission: Permission,
    optional: bool,
    blocks: Vec<Block>,
    text: Arc<str>,
    span: Span,
    body: Span,
}

/// Reads a description: the body from byte `body` of the file on, and the declared placeholders. Phrases are
/// placeholders in the national team's text; in a hub's own programme they are forgotten prompts.
pub fn description(reading: &mut Reading, fields: &mut Fields, body: usize, permission: Permission) -> Description {
    let declared = fields.map(reading, "placeholders");
    let text = reading.text().get(body..).unwrap_or("");
    let policy = if reading.hub.is_some() { Policy::Local } else { Policy::National };
    let parsed = markdown::parse(reading, text, Place::At(body), policy);
    let prompts = parsed.prompts.clone();
    let mut drafts = sections(reading, parsed, body, permission);
    let mut asked = Asked { prompts, found: BTreeMap::new(), phrases: Vec::new(), phrase_starts: BTreeSet::new() };
    for draft in &mut drafts {
        asked.name_phrases(draft);
    }
    for draft in &drafts {
        asked.collect(draft);
    }
    let placeholders = placeholders(reading, asked, declared, &drafts);
    let sections = drafts.into_iter().map(Draft::finish).map(Arc::new).collect();
    Description { permission, sections, placeholders, unreadable: !fields.readable() }
}

impl Draft {
    fn finish(self) -> Section {
        Section {
            id: SectionId::new(&self.id),
            heading: self.heading.map(Arc::new),
            was: self.was,
            permission: self.permission,
            optional: self.optional,
            blocks: Arc::from(self.blocks),
            text: self.text,
            span: self.span,
            body: self.body,
        }
    }
}

fn sections(reading: &mut Reading, parsed: Parsed, body: usize, permission: Permission) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = vec![Draft {
        id: SectionId::INTRO.to_owned(),
        heading: None,
        was: Vec::new(),
        permission,
        optional: false,
        blocks: Vec::new(),
        text: Arc::from(""),
        span: reading.span(body..body),
        body: reading.span(body..body),
    }];
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    for top in parsed.tops {
        match top {
            Top::Heading(heading) if heading.level == 2 => {
                let draft = section(reading, heading, permission);
                for id in draft.was.iter().map(SectionId::as_str).chain([draft.id.as_str()]) {
                    unique(reading, &mut ids, id, draft.span);
                }
                drafts.push(draft);
            }
            Top::Heading(heading) => refuse_title(reading, &heading),
            Top::Block(block) => {
                if let Some(draft) = drafts.last_mut() {
                    draft.blocks.push(block);
                }
            }
        }
    }
    let starts: Vec<usize> = drafts.iter().skip(1).map(|draft| draft.span.start as usize).collect();
    for (draft, end) in drafts.iter_mut().zip(starts.into_iter().chain([reading.text().len()])) {
        (draft.body, draft.text) = written::below(reading, draft.body.end as usize..end);
    }
    if let Some(first) = drafts.first_mut().and_then(|intro| intro.blocks.first().map(|block| block.span)) {
        drafts[0].span = first;
    } else {
        drafts.remove(0);
    }
    drafts
}

fn refuse_title(reading: &mut Reading, heading: &TopHeading) {
    let words = plain(&heading.nodes);
    reading.find(
        Rule::BadValue,
        heading.span,
        "A heading with one hash is the page's title, which comes from the front matter.",
        format!("Begin it with two hashes: ## {words}"),
    );
}

fn unique(reading: &mut Reading, ids: &mut BTreeMap<String, Span>, id: &str, span: Span) {
    let before = if id == SectionId::INTRO { Some(span) } else { ids.get(id).copied() };
    if let Some(before) = before {
        let line = reading.sources.slice(span).lines().next().unwrap_or("");
        let line = line.split(" {").next().unwrap_or(line).trim();
        let mut finding = crate::finding::Finding::new(
            Rule::DuplicateId,
            span,
            reading.scope.clone(),
            if id == SectionId::INTRO {
                "The id `intro` means the text before the first heading.".to_owned()
            } else {
                format!("Two sections have the id `{id}`.")
            },
            format!("Give this one an id of its own in braces behind its heading:\n{line} {{#{id}-more}}"),
        );
        if before != span {
            finding = finding.also(before, "the first one stands here");
        }
        reading.report.push(finding);
    } else {
        ids.insert(id.to_owned(), span);
    }
}

fn section(reading: &mut Reading, heading: TopHeading, permission: Permission) -> Draft {
    let mut draft = Draft {
        id: String::new(),
        heading: None,
        was: Vec::new(),
        permission,
        optional: false,
        blocks: Vec::new(),
        text: Arc::from(""),
        span: heading.span,
        body: heading.span,
    };
    for class in &heading.classes {
        match class.as_str() {
            "optional" => draft.optional = true,
            class => match PERMISSIONS.iter().find(|(name, _)| *name == class) {
                Some((_, permission)) => draft.permission = *permission,
                None => attribute(reading, &heading, &format!(".{class}")),
            },
        }
    }
    for (key, value) in &heading.attributes {
        match (key.as_str(), value) {
            ("was", Some(old)) if is_id(reading, old, heading.span, "was") => draft.was.push(SectionId::new(old)),
            ("was", Some(_)) => {}
            _ => attribute(reading, &heading, key),
        }
    }
    let words = heading_words(&heading.nodes);
    draft.id = match &heading.id {
        Some(id) if is_id(reading, id, heading.span, "#id") => id.clone(),
        Some(id) => slug(id),
        None => slug(&words),
    };
    if draft.id.is_empty() {
        draft.id = "section".to_owned();
        if !heading.nodes.is_empty() {
            reading.find(
                Rule::BadValue,
                heading.span,
                "This heading has no letters or digits that an id could be made of.",
                "Give it an id in braces: ## Heading {#its-id}",
            );
        }
    }
    draft.heading = Some(Heading { nodes: heading.nodes, span: heading.span });
    draft
}

/// A heading's words for its slug; a placeholder counts by the words that stand in its place.
fn heading_words(nodes: &[Node]) -> String {
    let mut words = String::new();
    for node in nodes {
        node.walk(&mut |node| match node {
            Node::Text(text) | Node::Code(text) => words.push_str(text),
            Node::Hole(Hole { name: HoleName::Ask(name), .. }) => {
                words.push(' ');
                words.push_str(name.as_str());
            }
            Node::Hole(Hole { name: HoleName::Fact(fact), .. }) => words.push_str(fact.name()),
            Node::SoftBreak | Node::HardBreak => words.push(' '),
            _ => {}
        });
    }
    words
}

fn attribute(reading: &mut Reading, heading: &TopHeading, name: &str) {
    let near = super::reading::did_you_mean(name, [".open", ".add", ".locked", ".optional", "was"]);
    reading.find(
        Rule::BadValue,
        heading.span,
        format!("`{name}` means nothing behind a heading."),
        format!("{near}Behind a heading may stand: #its-id, .open, .add, .locked, .optional and was=old-id, all in one pair of braces."),
    );
}

/// What the text asks: each placeholder's places and the prompt that stands there.
struct Asked {
    prompts: BTreeMap<u32, String>,
    found: BTreeMap<PlaceholderName, Found>,
    /// Phrases with the names that they got, in reading order.
    phrases: Vec<(PlaceholderName, Span, SectionId, usize)>,
    /// Where they begin.
    phrase_starts: BTreeSet<u32>,
}

#[derive(Default)]
struct Found {
    uses: Vec<Use>,
    prompts: Vec<String>,
    in_sentence: bool,
    in_address: bool,
    phrase: bool,
}

impl Asked {
    /// Gives the phrases of a section their names: its id, then `<id>-2` and so on.
    fn name_phrases(&mut self, draft: &mut Draft) {
        let section = SectionId::new(&draft.id);
        let mut count = 0;
        let mut name = |hole: &mut Hole| {
            if matches!(&hole.name, HoleName::Ask(name) if name.as_str().is_empty()) {
                count += 1;
                let name = if count == 1 { section.to_string() } else { format!("{section}-{count}") };
                let name = PlaceholderName::new(&name);
                self.phrases.push((name.clone(), hole.span, section.clone(), count));
                self.phrase_starts.insert(hole.span.start);
                hole.name = HoleName::Ask(name);
            }
        };
        for node in draft.heading.iter_mut().flat_map(|heading| &mut heading.nodes) {
            each_hole(node, &mut name);
        }
        for block in &mut draft.blocks {
            each_hole(&mut block.node, &mut name);
        }
    }

    fn collect(&mut self, draft: &Draft) {
        let heading = draft.heading.iter().flat_map(|heading| &heading.nodes);
        let section = SectionId::new(&draft.id);
        for node in heading.chain(draft.blocks.iter().map(|block| &block.node)) {
            node.walk(&mut |node| match node {
                Node::Hole(Hole { name: HoleName::Ask(name), block, span }) => {
                    let found = self.used(name, &section, *span);
                    found.in_sentence |= !block;
                }
                Node::Link(Link { target: Target::Hole(HoleName::Ask(name)), span, .. }) => {
                    self.used(name, &section, *span).in_address = true;
                }
                _ => {}
            });
        }
    }

    fn used(&mut self, name: &PlaceholderName, section: &SectionId, span: Span) -> &mut Found {
        let prompt = self.prompts.get(&span.start).cloned();
        let phrase = self.phrase_starts.contains(&span.start);
        let found = self.found.entry(name.clone()).or_default();
        found.uses.push(Use { section: section.clone(), span });
        found.phrase |= phrase;
        found.prompts.extend(prompt);
        found
    }
}

fn each_hole(node: &mut Node, visit: &mut impl FnMut(&mut Hole)) {
    match node {
        Node::Hole(hole) => visit(hole),
        Node::Element(_, children) => children.iter_mut().for_each(|child| each_hole(child, visit)),
        Node::Link(link) => link.children.iter_mut().for_each(|child| each_hole(child, visit)),
        _ => {}
    }
}

fn placeholders(
    reading: &mut Reading,
    mut asked: Asked,
    declared: Vec<(Key, YamlNode)>,
    drafts: &[Draft],
) -> BTreeMap<PlaceholderName, Placeholder> {
    taken_names(reading, &asked);
    for (name, span, section, count) in &asked.phrases {
        if *count > 1 {
            reading.find(
                Rule::UnnamedPlaceholder,
                *span,
                format!("This placeholder is called `{name}` because it is number {count} in its section: another one above it would change its name, and hubs' answers would be lost."),
                format!("Give it a name of its own: [[{section}-details]], or [[{section}-details|the question to the hub]]"),
            );
        }
    }
    let mut out = BTreeMap::new();
    let mut names = BTreeSet::new();
    for (key, node) in declared {
        let known = is_id(reading, &key.name, key.span, "placeholders");
        if BUILT_IN.contains(&key.name.as_str()) {
            reading.find(
                Rule::ReservedId,
                key.span,
                format!("[[{}]] always means the same on every page, so no placeholder can have this name.", key.name),
                "Choose another name.",
            );
        }
        let name = PlaceholderName::new(&key.name);
        let found = asked.found.remove(&name);
        if found.is_none() && known && !BUILT_IN.contains(&key.name.as_str()) {
            let unused: Vec<&str> = asked.found.keys().map(PlaceholderName::as_str).collect();
            let near = crate::finding::nearest(&key.name, unused)
                .map_or(String::new(), |near| format!("Did you mean `{near}`? Then write that here. If not: "));
            reading.find(
                Rule::UnusedPlaceholder,
                key.span,
                format!("The placeholder `{}` is declared, but stands nowhere in the text.", key.name),
                format!(
                    "{near}[[{}]] has to stand in the text where the hub's words go; or take it out of `placeholders`.",
                    key.name
                ),
            );
        }
        if let Some(placeholder) = declare(reading, name, key.span, node, found.unwrap_or_default(), drafts) {
            names.extend(placeholder.was.iter().cloned());
            out.insert(placeholder.name.clone(), placeholder);
        }
    }
    for (name, found) in asked.found {
        let placeholder = undeclared(name, found, drafts);
        out.insert(placeholder.name.clone(), placeholder);
    }
    out
}

/// A phrase's name that another placeholder has too.
fn taken_names(reading: &mut Reading, asked: &Asked) {
    let taken = |name: &PlaceholderName| asked.found.get(name).is_some_and(|found| found.uses.len() > 1);
    for (name, span, ..) in asked.phrases.iter().filter(|(name, ..)| taken(name)) {
        reading.find(
            Rule::DuplicateId,
            *span,
            format!("This placeholder is called `{name}` after its section, but that name is taken."),
            format!("Write [[a-name]] in its place, with a name of its own such as [[{name}-details]]."),
        );
    }
}

/// The kind that follows from where a placeholder stands.
fn kind(found: &Found) -> Kind {
    if found.in_address {
        Kind::Address
    } else if found.in_sentence {
        Kind::Text
    } else {
        Kind::Markdown
    }
}

/// Old names of a phrase: the old ids of its section.
fn old_names(name: &PlaceholderName, found: &Found, drafts: &[Draft]) -> Vec<PlaceholderName> {
    let section = drafts.iter().find(|draft| draft.id == name.as_str() && found.phrase);
    section.into_iter().flat_map(|draft| &draft.was).map(|old| PlaceholderName::new(old.as_str())).collect()
}

fn undeclared(name: PlaceholderName, found: Found, drafts: &[Draft]) -> Placeholder {
    Placeholder {
        ask: found.prompts.first().cloned().unwrap_or_else(|| name.as_str().replace('-', " ")),
        prompts: found.prompts.clone(),
        kind: kind(&found),
        required: true,
        default: None,
        example: None,
        hint: None,
        was: old_names(&name, &found, drafts),
        cleared: false,
        uses: found.uses,
        declared: None,
        phrase: found.phrase,
        name,
    }
}

fn default(reading: &mut Reading, fields: &mut Fields) -> Option<Arc<Words>> {
    let span = fields.key_span("default")?;
    let node = fields.take("default")?;
    words::of_value(reading, &Key { name: "default".to_owned(), span }, &node)
}

fn declare(
    reading: &mut Reading,
    name: PlaceholderName,
    span: Span,
    node: YamlNode,
    found: Found,
    drafts: &[Draft],
) -> Option<Placeholder> {
    let mut placeholder = undeclared(name, found, drafts);
    placeholder.declared = Some(span);
    if node.value == super::yaml::Value::Null {
        return Some(placeholder);
    }
    let mut fields = Fields::of_node(reading, node, "placeholders", &[PLACEHOLDER])?;
    if let Some(ask) = fields.text(reading, "ask") {
        placeholder.prompts.push(ask.clone());
        placeholder.ask = ask;
    }
    let kind_span = fields.key_span("kind").unwrap_or(span);
    let given = fields.one_of(reading, "kind", KINDS);
    placeholder.kind = match (given, placeholder.kind) {
        (Some(Kind::Link | Kind::Email) | None, _) => given.unwrap_or(placeholder.kind),
        (Some(_), Kind::Address) => {
            reading.find(
                Rule::BadValue,
                kind_span,
                "This placeholder is a link's address in the text, so its kind is `link` or `email`.",
                "Write `kind: link` or `kind: email`.",
            );
            Kind::Address
        }
        (Some(Kind::Markdown), Kind::Text) => Kind::Text,
        (Some(kind), _) => kind,
    };
    placeholder.required = fields.yes_no(reading, "required").unwrap_or(true);
    placeholder.default = default(reading, &mut fields);
    placeholder.example = fields.text(reading, "example");
    placeholder.hint = fields.text(reading, "hint");
    placeholder.cleared = fields.one_of(reading, "next-year", NEXT_YEAR).unwrap_or(false);
    for old in fields.texts(reading, "was") {
        if is_id(reading, &old.value, old.span, "was") {
            placeholder.was.push(PlaceholderName::new(&old.value));
        }
    }
    Some(placeholder)
}
