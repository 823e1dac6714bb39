//! Front matter read key by key: each reader takes a key, says what is wrong with its value, and goes on.

use super::reading::{Reading, did_you_mean};
use super::shape::Field;
use super::yaml::{self, Key, Node, Value};
use super::{front_matter, mend};
use crate::finding::Rule;
use crate::model::address;
use crate::model::when::{self, Date, Moment, Unreadable};
use crate::source::{Span, Spanned};

/// The keys of a file or of a map in it, each to be taken once.
pub struct Fields {
    entries: Vec<(Key, Node)>,
    /// Where they stand.
    pub span: Span,
    /// Whether they could be read at all; if not, none of them is missing.
    readable: bool,
}

impl Fields {
    /// Front matter of a Markdown file, with the byte at which its body begins. `None` where it can't be read: the
    /// finding says why. A file without front matter has no keys.
    pub fn of_markdown(reading: &mut Reading) -> Option<(Fields, usize)> {
        if reading.is_refused() {
            return None;
        }
        let text = reading.text();
        let front = match front_matter::split(text) {
            Ok(front) => front,
            Err(lost) => {
                front_matter::report(reading, lost);
                return None;
            }
        };
        let (yaml, start) = front.yaml.unwrap_or(("", 0));
        Self::of_yaml(reading, yaml, start).map(|fields| (fields, front.body))
    }

    /// The keys of a YAML text that begins at byte `start` of the file.
    pub fn of_yaml(reading: &mut Reading, yaml: &str, start: usize) -> Option<Fields> {
        match yaml::parse(yaml, reading.file, start) {
            Ok(Node { value: Value::Map(entries), .. }) => {
                Some(Fields { entries, span: reading.span(start..start), readable: true })
            }
            Ok(Node { value: Value::Null, .. }) => {
                Some(Fields { entries: Vec::new(), span: reading.span(0..0), readable: true })
            }
            Ok(node) => {
                mend::no_keys(reading, node.span);
                None
            }
            Err(failure) => {
                mend::report(reading, start, failure);
                None
            }
        }
    }

    /// A map's keys; anything else is a finding.
    pub fn of_node(reading: &mut Reading, node: Node, key: &str, tables: &[&[Field]]) -> Option<Fields> {
        let Value::Map(entries) = node.value else {
            let given = match &node.value {
                Value::Words(words) => words.trim(),
                _ => "…",
            };
            let fields = || tables.iter().copied().flatten();
            let first = fields().next().map_or("name", |field| field.name);
            let others = fields().skip(1).filter(|field| field.required);
            let lines: String = others.map(|field| format!("\n  {}: …", field.name)).collect();
            reading.find(
                Rule::BadValue,
                node.span,
                format!("`{key}` has lines of its own below it, each with a key."),
                match matches!(key, "cohorts" | "links" | "dates") {
                    true => format!("Write it like this:\n{key}:\n  - {first}: {given}{}", lines.replace('\n', "\n  ")),
                    false => format!("Write it like this:\n{key}:\n  {first}: {given}{lines}"),
                },
            );
            return None;
        };
        let fields = Fields { entries, span: node.span, readable: true };
        fields.against(reading, tables);
        Some(fields)
    }

    /// No keys at all: what is left of a file whose front matter can't be read.
    pub fn empty(reading: &Reading) -> Fields {
        Fields { entries: Vec::new(), span: reading.span(0..0), readable: false }
    }

    /// What can be rescued of front matter that is no YAML: the lines that are, each by itself. With them lists still
    /// name a withheld page by its title, in its phase. Nothing that is missing is a finding.
    pub fn rescued(reading: &Reading, text: &str, start: usize) -> Fields {
        let mut rescued = Fields::empty(reading);
        let mut at = start;
        for line in text.split_inclusive('\n') {
            let key = line.split_once(':').map_or("", |(key, _)| key);
            let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if plain
                && rescued.key_span(key).is_none()
                && let Ok(Node { value: Value::Map(entries), .. }) = yaml::parse(line, reading.file, at)
            {
                rescued.entries.extend(entries.into_iter().filter(|(_, node)| matches!(node.value, Value::Words(_))));
            }
            at += line.len();
        }
        rescued
    }

    /// The keys that `keep` says, to be checked by themselves.
    pub fn only(&self, keep: &impl Fn(&str) -> bool) -> Fields {
        let entries = self.entries.iter().filter(|(key, _)| keep(&key.name)).cloned().collect();
        Fields { entries, span: self.span, readable: self.readable }
    }

    /// Reports unknown keys, values that YAML dropped, and missing required keys.
    pub fn against(&self, reading: &mut Reading, tables: &[&[Field]]) {
        let known = || tables.iter().copied().flatten();
        let mut meant = Vec::new();
        for (key, _) in &self.entries {
            if !known().any(|field| field.name == key.name) {
                meant.extend(unknown_key(reading, key, tables));
            }
        }
        let dropped = self.dropped(reading);
        let missing: Vec<&Field> = known()
            .filter(|field| field.required && self.readable && !self.has(field.name))
            .filter(|field| !meant.contains(&field.name) && !dropped.iter().any(|name| name == field.name))
            .collect();
        if missing.len() > 1 && self.entries.is_empty() {
            nothing_yet(reading, self.span, &missing);
            return;
        }
        for field in missing {
            let (span, message, what) = match self.key_span(field.name) {
                Some(span) => (span, format!("The key `{}` has no value.", field.name), "Write it after the colon"),
                None => (self.span, format!("The key `{}` is missing.", field.name), "Add a line for it"),
            };
            reading.find(Rule::BadFrontMatter, span, message, format!("{} {what}:\n{}: …", field.about, field.name));
        }
    }

    /// Whether a key has a value.
    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, node)| {
            key.name == name
                && match &node.value {
                    Value::Null => false,
                    Value::Words(words) => !words.trim().is_empty(),
                    Value::List(items) => !items.is_empty(),
                    Value::Map(_) => true,
                }
        })
    }

    /// Keys whose whole value YAML takes for a remark, such as `accent: #1d70b8`.
    fn dropped(&self, reading: &mut Reading) -> Vec<String> {
        let mut names = Vec::new();
        for (key, _) in self.entries.iter().filter(|(key, _)| !self.has(&key.name)) {
            let end = key.span.end as usize;
            let colon = usize::from(reading.text().get(end..).is_some_and(|rest| rest.starts_with(':')));
            if let Some(words) = mend::cut_off(reading, end + colon) {
                mend::report_cut_off(reading, &key.name, key.span, words);
                names.push(key.name.clone());
            }
        }
        names
    }

    /// Whether the front matter could be read at all.
    pub fn readable(&self) -> bool {
        self.readable
    }

    /// Takes a key's value.
    pub fn take(&mut self, name: &str) -> Option<Node> {
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        Some(self.entries.swap_remove(index).1).filter(|node| node.value != Value::Null)
    }

    /// Where a key stands.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(key, _)| key.span)
    }

    /// Words; `None` where there are none.
    pub fn words(&mut self, reading: &mut Reading, name: &str) -> Option<Spanned<String>> {
        let node = self.take(name)?;
        words(reading, node, name)
    }

    /// Words without their place.
    pub fn text(&mut self, reading: &mut Reading, name: &str) -> Option<String> {
        self.words(reading, name).map(|words| words.value)
    }

    /// One text or a list of them.
    pub fn texts(&mut self, reading: &mut Reading, name: &str) -> Vec<Spanned<String>> {
        let nodes = items(self.take(name));
        nodes.into_iter().filter_map(|node| words(reading, node, name)).collect()
    }

    /// One value or a list of them, as they are.
    pub fn nodes(&mut self, name: &str) -> Option<Vec<Node>> {
        self.take(name).map(|node| items(Some(node)))
    }

    /// The keys and values of a map that the writer chose.
    pub fn map(&mut self, reading: &mut Reading, name: &str) -> Vec<(Key, Node)> {
        match self.take(name) {
            None => Vec::new(),
            Some(Node { value: Value::Map(entries), .. }) => entries,
            Some(node) => {
                let example = if name == "offers" { "2022-23: all" } else { "name: words" };
                reading.find(
                    Rule::BadValue,
                    node.span,
                    format!("`{name}` needs lines of its own below it."),
                    format!("Write each in a line, indented by two spaces, for example:\n{name}:\n  {example}"),
                );
                Vec::new()
            }
        }
    }

    /// The keys of a map whose keys are known.
    pub fn fields(&mut self, reading: &mut Reading, name: &str, table: &[Field]) -> Option<Fields> {
        let node = self.take(name)?;
        Fields::of_node(reading, node, name, &[table])
    }

    /// Yes or no.
    pub fn yes_no(&mut self, reading: &mut Reading, name: &str) -> Option<bool> {
        let words = self.words(reading, name)?;
        match words.value.to_ascii_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => {
                reading.find(
                    Rule::BadValue,
                    words.span,
                    format!("`{name}` is yes or no, not “{}”.", words.value),
                    format!("Write `{name}: yes` or `{name}: no`."),
                );
                None
            }
        }
    }

    /// A value read by `parse`.
    pub fn parsed<T>(
        &mut self,
        reading: &mut Reading,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Unreadable>,
    ) -> Option<Spanned<T>> {
        let words = self.words(reading, name)?;
        parsed(reading, &words, parse)
    }

    /// A date.
    pub fn date(&mut self, reading: &mut Reading, name: &str) -> Option<Date> {
        self.parsed(reading, name, when::parse_date).map(|date| date.value)
    }

    /// A date, or a date and time.
    pub fn moment(&mut self, reading: &mut Reading, name: &str) -> Option<Spanned<Moment>> {
        self.parsed(reading, name, when::parse_moment)
    }

    /// An e-mail address.
    pub fn email(&mut self, reading: &mut Reading, name: &str) -> Option<String> {
        self.parsed(reading, name, address::email).map(|email| email.value)
    }

    /// A web address.
    pub fn web(&mut self, reading: &mut Reading, name: &str) -> Option<String> {
        self.parsed(reading, name, address::web).map(|web| web.value)
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&mut self, reading: &mut Reading, name: &str, words: &[(&str, T)]) -> Option<T> {
        let given = self.words(reading, name)?;
        let lower = given.value.to_ascii_lowercase();
        let found = words.iter().find(|(word, _)| *word == lower).map(|(_, value)| *value);
        if found.is_none() {
            let list = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            let near = did_you_mean(&lower, words.iter().map(|(word, _)| *word));
            reading.find(
                Rule::BadValue,
                given.span,
                format!("`{name}` can't be “{}”.", given.value),
                format!("{near}It is one of: {list}."),
            );
        }
        found
    }

    /// The rules that the file allows (`allow`).
    pub fn allowed(&mut self, reading: &mut Reading) {
        for name in self.texts(reading, "allow") {
            match Rule::find(&name.value) {
                Some(rule) => reading.allowed.push(rule),
                None => {
                    let near = did_you_mean(&name.value, Rule::ALL.iter().map(|rule| rule.name()));
                    reading.find(
                        Rule::BadValue,
                        name.span,
                        format!("There is no rule `{}`.", name.value),
                        format!("{near}`foldout explain` lists the rules."),
                    );
                }
            }
        }
    }
}

/// Reports a key that nothing knows. The key that was meant, where one is near.
fn unknown_key(reading: &mut Reading, key: &Key, tables: &[&[Field]]) -> Option<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for field in tables.iter().copied().flatten() {
        if !names.contains(&field.name) {
            names.push(field.name);
        }
    }
    let near = crate::finding::nearest(&key.name, names.iter().copied());
    let hint = match near {
        Some(near) => format!("Did you mean `{near}`? "),
        None if names.contains(&"answers") => format!(
            "If it answers a question of the national text, write it below `answers`:\nanswers:\n  {}: your words\n",
            key.name
        ),
        None => String::new(),
    };
    reading.find(
        Rule::UnknownKey,
        key.span,
        format!("There is no key `{}` here.", key.name),
        format!("{hint}The keys here are: {}.", names.join(", ")),
    );
    names.into_iter().find(|name| Some(*name) == near)
}

/// Reports a file or map without any of the keys that it needs, once.
fn nothing_yet(reading: &mut Reading, span: Span, missing: &[&Field]) {
    let lines: Vec<String> = missing.iter().map(|field| format!("{}: …", field.name)).collect();
    let names: Vec<String> = missing.iter().map(|field| format!("`{}`", field.name)).collect();
    let bare = reading.sources.path(reading.file).ends_with(".md") && !reading.text().starts_with("---");
    let remedy = match bare {
        true => format!("Begin the file with:\n---\n{}\n---", lines.join("\n")),
        false => format!("Write these lines, each with its value:\n{}", lines.join("\n")),
    };
    reading.find(Rule::BadFrontMatter, span, format!("The keys {} are missing.", names.join(", ")), remedy);
}

/// One value as a list of one; a list as it is.
fn items(node: Option<Node>) -> Vec<Node> {
    match node {
        None => Vec::new(),
        Some(Node { value: Value::List(items), .. }) => items,
        Some(node) => vec![node],
    }
}

/// A node's words. A list or map is a finding, and so is a placeholder, which has no place in front matter.
pub fn words(reading: &mut Reading, node: Node, name: &str) -> Option<Spanned<String>> {
    let typed = reading.sources.slice(node.span);
    match node.value {
        Value::Words(words) if words.contains("[[") => {
            placeholder_here(reading, node.span);
            None
        }
        Value::Words(words) => {
            if typed == words
                && let Some(lost) = mend::cut_off(reading, node.span.end as usize)
            {
                mend::report_cut_off(reading, name, node.span, &format!("{typed}{lost}"));
            }
            let trimmed = words.trim();
            let words = if trimmed.len() == words.len() { words } else { trimmed.to_owned() };
            (!words.is_empty()).then(|| Spanned::new(words, node.span))
        }
        Value::Null => None,
        // `[[name]]` is a list in a list to YAML.
        Value::List(items) if typed == "[" && matches!(items.as_slice(), [Node { value: Value::List(_), .. }]) => {
            placeholder_here(reading, node.span);
            None
        }
        Value::List(_) | Value::Map(_) => {
            reading.find(
                Rule::BadValue,
                node.span,
                format!("`{name}` needs words here, not a list or further keys."),
                format!("Write the words after the colon, in the same line: `{name}: words`. Words that begin with a bracket or hold a colon need quotation marks round them."),
            );
            None
        }
    }
}

fn placeholder_here(reading: &mut Reading, span: Span) {
    reading.find(
        Rule::BadValue,
        span,
        "Nothing is filled in here, so `[[` would be shown as it stands.",
        "Write the words themselves. Placeholders and facts in double brackets work in the text below the front matter.",
    );
}

/// A value of words already taken.
pub fn parsed<T>(
    reading: &mut Reading,
    words: &Spanned<String>,
    parse: impl FnOnce(&str) -> Result<T, Unreadable>,
) -> Option<Spanned<T>> {
    match parse(&words.value) {
        Ok(value) => Some(Spanned::new(value, words.span)),
        Err(problem) => {
            reading.find(Rule::BadValue, words.span, problem.message, problem.remedy);
            None
        }
    }
}

/// How to write words that YAML can't carry on one line: in a hub's file as a heading below the front matter,
/// elsewhere in quotation marks.
pub fn instead(reading: &Reading, name: &str, words: &str) -> String {
    let in_markdown = reading.sources.path(reading.file).ends_with(".md");
    if reading.hub.is_some() && in_markdown {
        format!(
            "Write the answer below the front matter instead, where any character may stand:\n\n## Answer: {name}\n\n{words}"
        )
    } else if words.contains('\n') {
        format!("Write it as lines of text:\n{name}: |\n  {}", words.replace('\n', "\n  "))
    } else {
        format!("Put the words in single quotation marks:\n{name}: '{}'", words.replace('\'', "''"))
    }
}
