//! One value of a YAML file, or of a Markdown file's front matter: setting it, emptying it, taking it out.
//!
//! The library does the typing, and is not trusted: the text it gives is read back, must hold what was meant and
//! nothing else, and may differ from the old one only in the lines of that value.

use super::Original;
use super::original::common;
use crate::error::{Error, Result};
use crate::source::FileId;
use crate::yaml::{self, Node, Plain, Value, front_matter};
use std::ops::Range;
use std::str::FromStr;
use yaml_edit::{Document, Mapping, Sequence, YamlFile};

/// Where the YAML stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The whole file is YAML.
    File,
    /// Between lines of three hyphens above a Markdown text. Where there are none, they are written.
    FrontMatter,
}

/// A step on the way to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a key.
    Key(&'a str),
    /// An item of a list, from 0.
    Item(usize),
}

/// What is done to a value.
#[derive(Debug, Clone, Copy)]
enum Act<'a> {
    Set(&'a Plain),
    Empty,
    Remove,
}

/// Sets the value at `path`; keys on the way that are not there yet are added, each at the end of its map.
///
/// # Errors
/// The text is no YAML, something on the way is neither map nor list, or it can't be done without harm.
pub fn set(original: &Original, home: Home, path: &[Step], value: &Plain) -> Result<String> {
    change(original, home, path, Act::Set(value))
}

/// Takes the value at `path` away and leaves its key: `closes:`. Nothing happens where there is no such value.
///
/// # Errors
/// As for [`set`].
pub fn empty(original: &Original, home: Home, path: &[Step]) -> Result<String> {
    change(original, home, path, Act::Empty)
}

/// Takes out the key or list item at `path` with its value. Nothing happens where there is none.
///
/// # Errors
/// As for [`set`].
pub fn remove(original: &Original, home: Home, path: &[Step]) -> Result<String> {
    change(original, home, path, Act::Remove)
}

fn change(original: &Original, home: Home, path: &[Step], act: Act) -> Result<String> {
    let text = original.text();
    let range = match home {
        Home::File => 0..text.len(),
        Home::FrontMatter => match front_matter::split(text) {
            Ok(front) => match front.yaml {
                Some((yaml, start)) => start..start + yaml.len(),
                None => return no_front_matter(original, path, act),
            },
            Err(_) => return Err(unreadable()),
        },
    };
    let old = &text[range.clone()];
    let new = in_yaml(old, path, act)?;
    // Whatever was typed, the lines of hyphens must still be the first and the second.
    let whole = [&text[..range.start], &new, &text[range.end..]].concat();
    if home == Home::FrontMatter {
        let same = front_matter::split(&whole).is_ok_and(|front| front.yaml == Some((new.as_str(), range.start)));
        if !same {
            return Err(harm());
        }
    }
    Ok(original.with_text(&whole))
}

fn no_front_matter(original: &Original, path: &[Step], act: Act) -> Result<String> {
    let Act::Set(_) = act else { return Ok(original.raw().to_owned()) };
    let mut yaml = in_yaml("", path, act)?;
    if !yaml.ends_with('\n') {
        yaml.push('\n');
    }
    let gap = if original.text().is_empty() || original.text().starts_with('\n') { "" } else { "\n" };
    Ok(original.splice(0..0, &format!("---\n{yaml}---\n{gap}")))
}

/// The YAML text with the change, read back.
fn in_yaml(old: &str, path: &[Step], act: Act) -> Result<String> {
    let before = tree(old)?;
    let Some(after) = changed(before.as_ref().map(Node::plain), path, act)? else { return Ok(old.to_owned()) };
    let standing = before.as_ref().and_then(|node| find(node, path));
    if standing.is_none() && !matches!(act, Act::Set(_)) {
        return Ok(old.to_owned());
    }
    if standing.is_some_and(|node| matches!(act, Act::Set(value) if node.plain() == *value)) {
        return Ok(old.to_owned());
    }
    let lines = before.as_ref().map_or(0..old.len(), |root| lines(old, root, path));
    let after = nothing_as_null(after);
    let says = |new: &String| {
        tree(new).is_ok_and(|node| node.map_or(Plain::Null, |node| nothing_as_null(node.plain())) == after)
    };
    if let (Act::Remove, Some(node)) = (act, standing)
        && let Some(new) = without_lines(old, node, &lines).into_iter().find(says)
    {
        return Ok(new);
    }
    let new = typed(old, path, act)?;
    let (head, tail) = common(old, &new);
    let new = if head + tail >= old.len() { Some(new) } else { within(old, &new, lines) };
    new.filter(says).ok_or_else(harm)
}

/// A list or map without anything in it says as much as no value at all.
fn nothing_as_null(value: Plain) -> Plain {
    match value {
        Plain::List(items) if !items.is_empty() => Plain::List(items.into_iter().map(nothing_as_null).collect()),
        Plain::Map(entries) if !entries.is_empty() => {
            Plain::Map(entries.into_iter().map(|(key, value)| (key, nothing_as_null(value))).collect())
        }
        Plain::List(_) | Plain::Map(_) => Plain::Null,
        words_or_null => words_or_null,
    }
}

/// The text without the lines of a value; where a list's hyphen stands in front of it, the next line gets that.
fn without_lines(old: &str, node: &Node, lines: &Range<usize>) -> Vec<String> {
    let (head, tail) = (&old[..lines.start], &old[lines.end..]);
    let first = old[lines.clone()].lines().next().unwrap_or("");
    let mark = first.len() - first.trim_start_matches([' ', '-']).len();
    let whole = [head, tail].concat();
    if node.span.start as usize <= lines.start + mark {
        return vec![whole];
    }
    vec![whole, [head, &first[..mark], tail.trim_start_matches(' ')].concat()]
}

/// The new text, where it differs from the old one in those lines alone. Empty lines below them, which the library
/// takes for part of some values, are put back.
fn within(old: &str, new: &str, lines: Range<usize>) -> Option<String> {
    let (head, tail) = (&old[..lines.start], &old[lines.end..]);
    let rest = new.strip_prefix(head)?.strip_suffix(tail.trim_start_matches('\n'))?;
    if tail.is_empty() {
        return Some(new.to_owned());
    }
    let bare = rest.trim_end_matches('\n');
    let end = if bare.is_empty() { "" } else { "\n" };
    Some([head, bare, end, tail].concat())
}

fn tree(yaml: &str) -> Result<Option<Node>> {
    let node = yaml::parse(yaml, FileId(0), 0).map_err(|_| unreadable())?;
    Ok((node.value != Value::Null).then_some(node))
}

/// What the whole would say after the change. `None` where nothing would differ.
fn changed(whole: Option<Plain>, path: &[Step], act: Act) -> Result<Option<Plain>> {
    let Some((step, rest)) = path.split_first() else {
        return Ok(match act {
            Act::Set(value) => Some(value.clone()),
            Act::Empty => Some(Plain::Null),
            Act::Remove => None,
        });
    };
    let setting = matches!(act, Act::Set(_));
    match (whole, step) {
        (None | Some(Plain::Null), Step::Key(_) | Step::Item(0)) if setting => {
            let below = changed(None, rest, act)?.unwrap_or(Plain::Null);
            Ok(Some(match step {
                Step::Key(key) => Plain::Map(vec![((*key).to_owned(), below)]),
                Step::Item(_) => Plain::List(vec![below]),
            }))
        }
        (Some(Plain::Map(mut entries)), Step::Key(key)) => {
            let at = entries.iter().position(|(name, _)| name == key);
            match at {
                Some(at) if rest.is_empty() && matches!(act, Act::Remove) => drop(entries.remove(at)),
                Some(at) => match changed(Some(entries[at].1.clone()), rest, act)? {
                    Some(below) => entries[at].1 = below,
                    None => return Ok(None),
                },
                None if setting => {
                    let below = changed(None, rest, act)?.unwrap_or(Plain::Null);
                    entries.push(((*key).to_owned(), below));
                }
                None => return Ok(None),
            }
            Ok(Some(Plain::Map(entries)))
        }
        (Some(Plain::List(mut items)), Step::Item(at)) => {
            match items.get(*at).cloned() {
                Some(_) if rest.is_empty() && matches!(act, Act::Remove) => drop(items.remove(*at)),
                Some(item) => match changed(Some(item), rest, act)? {
                    Some(below) => items[*at] = below,
                    None => return Ok(None),
                },
                None if setting && *at == items.len() => {
                    items.push(changed(None, rest, act)?.unwrap_or(Plain::Null));
                }
                None if !setting => return Ok(None),
                None => return Err(no_way(step)),
            }
            Ok(Some(Plain::List(items)))
        }
        _ if !setting => Ok(None),
        _ => Err(no_way(step)),
    }
}

fn find<'n>(node: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, step| match (&node.value, step) {
        (Value::Map(entries), Step::Key(key)) => {
            entries.iter().find(|(name, _)| name.name == *key).map(|(_, value)| value)
        }
        (Value::List(items), Step::Item(at)) => items.get(*at),
        _ => None,
    })
}

// Typing.

/// A value as the library takes it.
enum Typed {
    Words(String),
    List(Sequence),
    Map(Mapping),
    Null,
}

impl Typed {
    fn of(value: &Plain) -> Self {
        match value {
            Plain::Null => Typed::Null,
            Plain::Words(words) => Typed::Words(words.clone()),
            Plain::List(items) => {
                let list = Sequence::new();
                items.iter().for_each(|item| Typed::of(item).push_to(&list));
                Typed::List(list)
            }
            Plain::Map(entries) => {
                let map = Mapping::new();
                entries.iter().for_each(|(key, value)| Typed::of(value).set_in(&map, key));
                Typed::Map(map)
            }
        }
    }

    fn set_in(self, map: &Mapping, key: &str) {
        match self {
            Typed::Words(words) => map.set(key, words),
            Typed::List(list) => map.set(key, list),
            Typed::Map(inner) => map.set(key, inner),
            Typed::Null => map.set(key, yaml_edit::ScalarValue::null()),
        }
    }

    fn set_at(self, list: &Sequence, at: usize) -> bool {
        match self {
            Typed::Words(words) => list.set(at, words),
            Typed::List(inner) => list.set(at, inner),
            Typed::Map(map) => list.set(at, map),
            Typed::Null => list.set(at, yaml_edit::ScalarValue::null()),
        }
    }

    fn push_to(self, list: &Sequence) {
        match self {
            Typed::Words(words) => list.push(words),
            Typed::List(inner) => list.push(inner),
            Typed::Map(map) => list.push(map),
            Typed::Null => list.push(yaml_edit::ScalarValue::null()),
        }
    }
}

/// What stands on the way to a value, as the library sees it.
enum Holder {
    Map(Mapping),
    List(Sequence),
}

impl Holder {
    fn below(&self, step: &Step) -> Option<Holder> {
        let node = match (self, step) {
            (Holder::Map(map), Step::Key(key)) => map.get(*key)?,
            (Holder::List(list), Step::Item(at)) => list.get(*at)?,
            _ => return None,
        };
        if let Some(map) = node.as_mapping() {
            return Some(Holder::Map(map.clone()));
        }
        node.as_sequence().map(|list| Holder::List(list.clone()))
    }

    fn set(&self, step: &Step, value: Typed) {
        match (self, step) {
            (Holder::Map(map), Step::Key(key)) => value.set_in(map, key),
            (Holder::List(list), Step::Item(at)) if *at < list.len() => drop(value.set_at(list, *at)),
            (Holder::List(list), Step::Item(_)) => value.push_to(list),
            _ => {}
        }
    }

    fn remove(&self, step: &Step) {
        match (self, step) {
            (Holder::Map(map), Step::Key(key)) => drop(map.remove(*key)),
            (Holder::List(list), Step::Item(at)) => drop(list.remove(*at)),
            _ => {}
        }
    }
}

fn typed(old: &str, path: &[Step], act: Act) -> Result<String> {
    let file = YamlFile::from_str(old).map_err(|_| unreadable())?;
    let document = match file.document() {
        Some(document) if document.as_mapping().is_some() => document,
        _ => return from_nothing(old, path, act),
    };
    let Some((last, way)) = path.split_last() else { return Err(harm()) };
    let mut holder = document.as_mapping().map(Holder::Map).ok_or_else(unreadable)?;
    for (i, step) in way.iter().enumerate() {
        match holder.below(step) {
            Some(below) => holder = below,
            // From here on nothing is there yet: one value that holds the rest of the way.
            None => {
                let Act::Set(value) = act else { return Ok(old.to_owned()) };
                holder.set(step, Typed::of(&nested(&path[i + 1..], value)));
                return Ok(file.to_string());
            }
        }
    }
    match act {
        Act::Set(value) => holder.set(last, Typed::of(value)),
        Act::Remove => holder.remove(last),
        Act::Empty => {
            let mark = unused_word(old);
            holder.set(last, Typed::Words(mark.clone()));
            let marked = file.to_string();
            let at = marked.find(&mark).ok_or_else(harm)?;
            let start = marked[..at].trim_end_matches([' ', '\t', '\n']).len();
            return Ok([&marked[..start], &marked[at + mark.len()..]].concat());
        }
    }
    Ok(file.to_string())
}

/// A text that holds no value yet, at most comments: what is to stand there goes below them.
fn from_nothing(old: &str, path: &[Step], act: Act) -> Result<String> {
    let Act::Set(value) = act else { return Ok(old.to_owned()) };
    let Plain::Map(entries) = nested(path, value) else { return Err(harm()) };
    let document = Document::new_mapping();
    let map = document.as_mapping().ok_or_else(harm)?;
    for (key, value) in &entries {
        Typed::of(value).set_in(&map, key);
    }
    let gap = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    let new = document.to_string();
    Ok(format!("{old}{gap}{}\n", new.trim_end_matches('\n')))
}

fn nested(path: &[Step], value: &Plain) -> Plain {
    path.iter().rev().fold(value.clone(), |below, step| match step {
        Step::Key(key) => Plain::Map(vec![((*key).to_owned(), below)]),
        Step::Item(_) => Plain::List(vec![below]),
    })
}

fn unused_word(text: &str) -> String {
    let mut word = "nothing".to_owned();
    while text.contains(&word) {
        word.push('0');
    }
    word
}

// Which lines a value takes.

/// The bytes that a change at `path` may touch: the lines of that value from its key on, or, where it is not there
/// yet, those of the nearest value on the way that is.
fn lines(text: &str, root: &Node, path: &[Step]) -> Range<usize> {
    let mut starts = Vec::new();
    let mut own = None;
    let depth = (0..=path.len()).rev().find(|depth| find(root, &path[..*depth]).is_some()).unwrap_or(0);
    walk(root, root.span.start as usize, &mut Vec::new(), &mut |way, start| {
        let is_own = way.len() >= depth && same_way(&way[..depth], &path[..depth]);
        if is_own && own.is_none() {
            own = Some(start);
        }
        // What a map or list begins with stands where that map or list does.
        starts.push((start, is_own));
    });
    let start = own.unwrap_or(0);
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let first = line_start(start);
    let next = starts.iter().filter(|(at, is_own)| !is_own && line_start(*at) > first).map(|(at, _)| *at).min();
    let mut end = next.map_or(text.len(), line_start);
    // Empty lines and comments below belong to what follows, unless they stand deeper than the key itself.
    let indent = start - first;
    let foreign = |line: &&str| {
        let bare = line.trim();
        bare.is_empty() || bare.starts_with('#') && line.len() - line.trim_start().len() <= indent
    };
    let below: Vec<&str> = text[first..end].split_inclusive('\n').skip(1).collect();
    end -= below.iter().rev().take_while(|line| foreign(line)).map(|line| line.len()).sum::<usize>();
    first..end
}

fn same_way(a: &[Step<'_>], b: &[Step<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

/// Calls `visit` with the way to each value and where it (or its key) begins.
fn walk<'n>(node: &'n Node, start: usize, way: &mut Vec<Step<'n>>, visit: &mut impl FnMut(&[Step<'n>], usize)) {
    visit(way, start);
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                way.push(Step::Key(&key.name));
                walk(value, key.span.start as usize, way, visit);
                way.pop();
            }
        }
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                way.push(Step::Item(at));
                walk(item, item.span.start as usize, way, visit);
                way.pop();
            }
        }
        Value::Null | Value::Words(_) => {}
    }
}

fn unreadable() -> Error {
    Error::Unsafe(
        "This file's YAML can't be read, so nothing was changed. foldout check says where the slip is.".to_owned(),
    )
}

fn no_way(step: &Step) -> Error {
    let name = match step {
        Step::Key(key) => format!("`{key}`"),
        Step::Item(at) => format!("item {}", at + 1),
    };
    Error::Unsafe(format!("There is no place for {name} in this file as it stands, so nothing was changed."))
}

fn harm() -> Error {
    Error::Unsafe(
        "This value can't be changed here without touching something else, so nothing was changed. \
         Change it in the file by hand."
            .to_owned(),
    )
}
