//! YAML as a tree of values with their places. The only module that knows the YAML library.
//!
//! Every scalar keeps the words as typed, whatever YAML would make of them: `no`, `0123` and `2022-11-03` are
//! words here, and what they mean is decided by the key that they stand under.

pub mod front_matter;
mod plain;

use crate::source::{FileId, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Location;
use std::fmt;
use std::ops::Range;

/// A value and the bytes it stands at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands. For a list or map only where it begins.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// Words.
    Words(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in file order.
    Map(Vec<(Key, Node)>),
}

/// A value without its places: what it says, to compare and to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// Nothing.
    Null,
    /// Words.
    Words(String),
    /// A list.
    List(Vec<Plain>),
    /// Keys and values in file order.
    Map(Vec<(String, Plain)>),
}

impl Node {
    /// The value without its places.
    pub fn plain(&self) -> Plain {
        match &self.value {
            Value::Null => Plain::Null,
            Value::Words(words) => Plain::Words(words.clone()),
            Value::List(items) => Plain::List(items.iter().map(Node::plain).collect()),
            Value::Map(entries) => {
                Plain::Map(entries.iter().map(|(key, value)| (key.name.clone(), value.plain())).collect())
            }
        }
    }
}

/// A key of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// Why YAML can't be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong with a YAML text.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// A key stands twice.
    KeyTwice(String),
    /// A colon where no key can be.
    SecondColon,
    /// A colon inside brackets, where most often the bracket was not closed.
    MisplacedColon,
    /// A quotation mark is opened and not closed.
    UnclosedQuote,
    /// So is a bracket.
    UnclosedBracket,
    /// Words follow a closing quotation mark.
    AfterQuote,
    /// A value begins with a hyphen and a space, as an item of a list does.
    Hyphen,
    /// A value begins with a character that means something else.
    BadStart,
    /// A line without a colon where a key is due.
    NoColon,
    /// A tab where spaces indent.
    Tab,
    /// The text repeats or nests itself without end.
    TooMuch,
    /// A second line of three hyphens.
    SecondDocument,
    /// A value begins with `*`.
    Alias,
    /// Anything else, in the library's words.
    Other(String),
}

impl Trouble {
    /// What is wrong, in the words of somebody who writes front matter.
    pub fn words(&self) -> String {
        match self {
            Trouble::KeyTwice(key) => return format!("`{key}` stands here a second time."),
            Trouble::Other(said) => return format!("This line can't be read: {said}."),
            Trouble::SecondColon | Trouble::MisplacedColon => {
                "There is a second colon in this line, so it can't be told which is the key."
            }
            Trouble::UnclosedQuote => "A quotation mark opens here and is never closed.",
            Trouble::UnclosedBracket => "A bracket opens here and is never closed.",
            Trouble::AfterQuote => "There are more words after the closing quotation mark.",
            Trouble::NoColon => {
                "There is no colon in this line, so it can't be told what is the key and what its value."
            }
            Trouble::Hyphen => "A value behind a key can't begin with a hyphen and a space.",
            Trouble::BadStart => "A value can't begin with this character.",
            Trouble::Tab => "There is a tab here, and only spaces can indent a line.",
            Trouble::TooMuch => "This front matter repeats or nests itself far too often to be read.",
            Trouble::SecondDocument => "There is a second line of three hyphens in this front matter.",
            Trouble::Alias => "A value can't begin with `*` unless it stands in quotation marks.",
        }
        .to_owned()
    }
}

/// Reads a YAML text, which begins at byte `start` of `file`, as one value.
///
/// Plain YAML is read without the library, which would say the same of it.
///
/// # Errors
/// What is no YAML, a key twice, or nests or repeats itself beyond all bounds; with its place.
pub fn parse(text: &str, file: FileId, start: usize) -> Result<Node, Failure> {
    match plain::read(text, file, start) {
        Some(node) => Ok(node),
        None => read_by_library(text, file, start),
    }
}

fn read_by_library(text: &str, file: FileId, start: usize) -> Result<Node, Failure> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        // `417e326920733441` is words like any others, not a number too large to be one.
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::PassThrough,
    };
    let reader = Reader { text, file, start };
    serde_yaml::from_str_with_options(text, options).map(|raw| reader.node(raw)).map_err(|error| reader.failure(&error))
}

/// Turns the library's places into ours.
struct Reader<'a> {
    text: &'a str,
    file: FileId,
    start: usize,
}

impl Reader<'_> {
    fn failure(&self, error: &serde_yaml::Error) -> Failure {
        let at = error.location().map_or(0, |location| self.offset(&location));
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(words, _)| words);
        Failure { span: self.span(at..at), trouble: trouble(said) }
    }

    /// The byte of a location; the library gives it for values, but for most mistakes only line and column.
    fn offset(&self, location: &Location) -> usize {
        if let Some(at) = location.span().byte_offset() {
            return at as usize;
        }
        let line = (location.line() as usize).saturating_sub(1);
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = self.text.get(start..).unwrap_or("");
        let column = (location.column() as usize).saturating_sub(1);
        start + rest.chars().take_while(|c| *c != '\n').take(column).map(char::len_utf8).sum::<usize>()
    }

    fn range(&self, location: &Location) -> Range<usize> {
        let start = self.offset(location).min(self.text.len());
        let length = location.span().byte_len().unwrap_or(0) as usize;
        start..start + self.text.get(start..start + length).unwrap_or("").trim_end().len()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.start + range.start..self.start + range.end)
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>) -> Node {
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Words(words) => Value::Words(words),
            Raw::AsTyped => Value::Words(self.text.get(self.range(&raw.defined)).unwrap_or("").to_owned()),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let span = self.span(self.range(&key.referenced));
                        (Key { name: key.value, span }, self.node(value))
                    })
                    .collect(),
            ),
        };
        Node { value, span: self.span(self.range(&raw.referenced)) }
    }
}

/// What the library's message means.
fn trouble(said: &str) -> Trouble {
    let has = |words: &str| said.contains(words);
    if let Some(key) = said.strip_prefix("duplicate mapping key: ") {
        Trouble::KeyTwice(key.split(", set ").next().unwrap_or(key).to_owned())
    } else if has("mapping values are not allowed") {
        Trouble::SecondColon
    } else if has("illegal placement of ':'") {
        Trouble::MisplacedColon
    } else if has("unclosed quote") {
        Trouble::UnclosedQuote
    } else if has("unclosed bracket") {
        Trouble::UnclosedBracket
    } else if has("block sequence entries are not allowed") {
        Trouble::Hyphen
    } else if has("invalid trailing content after") {
        Trouble::AfterQuote
    } else if has("simple key expected ':'") || has("could not find expected ':'") {
        Trouble::NoColon
    } else if has("tabs disallowed") {
        Trouble::Tab
    } else if has("unexpected character") || has("cannot start any token") {
        Trouble::BadStart
    } else if has("budget") || has("repetition") || has("recursion") || has("depth") {
        Trouble::TooMuch
    } else if has("multiple YAML documents") {
        Trouble::SecondDocument
    } else if has("unknown anchor") {
        Trouble::Alias
    } else {
        Trouble::Other(said.to_owned())
    }
}

/// A value as the library hands it over. `AsTyped` are numbers and such, whose words are taken from the text.
enum Raw {
    Null,
    Words(String),
    AsTyped,
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::AsTyped)
    }

    fn visit_str<E>(self, words: &str) -> Result<Raw, E> {
        Ok(Raw::Words(words.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
