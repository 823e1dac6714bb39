//! The words for each placeholder: the local file's answer, the hub's own for every programme, the national default.

use super::prune::Nothing;
use super::sections::Changed;
use super::text::{Hole, Merging, standing};
use crate::finding::{Finding, Level, Rule};
use crate::model::address;
use crate::model::ids::{PlaceholderName, same_slug, slug};
use crate::model::local::Answer;
use crate::model::merged::{Fill, Origin, Value};
use crate::model::national::{Kind, Placeholder, Words};
use crate::model::section::Found;
use crate::model::text::{HoleName, plain};
use crate::model::when::{self, Unreadable};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was found for the placeholders of a text.
#[derive(Default)]
pub struct Answered {
    /// What goes into each.
    pub fills: BTreeMap<PlaceholderName, Fill>,
    /// Those that come to nothing: optional and not given.
    pub nothing: Nothing,
    /// Those without words about which there is a finding already.
    pub told: BTreeSet<PlaceholderName>,
    /// Answers of the local file that count as not given: where, and whether they stand under a heading.
    pub idle: BTreeMap<PlaceholderName, (Span, bool)>,
}

/// Finds the words for every placeholder that stands in the changed sections, whose holes are given.
pub fn fill(merging: &mut Merging, changed: &Changed, holes: &[Hole]) -> Answered {
    let mut answered = Answered::default();
    let given = given(merging, &mut answered);
    unknown_names(merging, holes, &mut answered);
    let left = standing(holes);
    unused(merging, changed, &given, &left);
    for name in left {
        let Some(placeholder) = placeholder(merging, name) else { continue };
        let fill = words_for(merging, placeholder, given.get(&placeholder.name).copied(), &mut answered);
        match fill {
            Some(fill) => {
                answered.fills.insert(name.clone(), fill);
            }
            None if placeholder.required => {
                if let Some(answer) = given.get(&placeholder.name) {
                    answered.idle.insert(name.clone(), (answer.name.span, answer.heading));
                }
                answered.fills.insert(name.clone(), unfilled(placeholder));
            }
            None => {
                answered.nothing.insert(name.clone());
            }
        }
    }
    answered
}

fn unfilled(placeholder: &Placeholder) -> Fill {
    Fill::Unfilled {
        ask: placeholder.ask.clone(),
        hint: placeholder.hint.clone(),
        example: placeholder.example.clone(),
    }
}

/// The placeholder of a name, or of an old name.
pub fn placeholder<'a>(merging: &Merging<'a, '_>, name: &PlaceholderName) -> Option<&'a Placeholder> {
    let all = &merging.description.placeholders;
    all.get(name).or_else(|| all.values().find(|placeholder| placeholder.was.contains(name)))
}

/// The local file's answers by the placeholder that each is for. Two for one are a finding, and neither counts.
fn given<'a>(merging: &mut Merging<'a, '_>, answered: &mut Answered) -> BTreeMap<&'a PlaceholderName, &'a Answer> {
    let mut given: BTreeMap<&PlaceholderName, &Answer> = BTreeMap::new();
    let answers = merging.local.map_or(&[][..], |local| &local.answers);
    for answer in answers {
        let Some(placeholder) = meant(merging, answer) else { continue };
        match given.get(&placeholder.name) {
            None => {
                given.insert(&placeholder.name, answer);
            }
            Some(first) => {
                let finding = Finding::new(
                    Rule::ConflictingChanges,
                    answer.name.span,
                    merging.scope.clone(),
                    format!("There are two answers for `{}`, so neither is used.", placeholder.name),
                    "Keep one of them.",
                )
                .also(first.name.span, "the other one stands here");
                merging.find(finding);
                answered.told.insert(placeholder.name.clone());
            }
        }
    }
    given.retain(|name, _| !answered.told.contains(*name));
    given
}

/// The placeholder that an answer is for: by its name, an old name, or a section that has exactly one.
fn meant<'a>(merging: &mut Merging<'a, '_>, answer: &Answer) -> Option<&'a Placeholder> {
    let written = answer.name.value.trim().trim_start_matches("[[").trim_end_matches("]]").trim();
    let exact = PlaceholderName::new(&written.to_lowercase());
    if let Some(placeholder) = placeholder(merging, &exact) {
        return Some(placeholder);
    }
    let mut remedy = String::new();
    let mut message = String::new();
    if answer.heading {
        match merging.description.find(written) {
            Found::One(_, section) => {
                let inside: Vec<&Placeholder> = merging
                    .description
                    .placeholders
                    .values()
                    .filter(|placeholder| placeholder.uses.iter().any(|place| place.section == section.id))
                    .collect();
                match inside.as_slice() {
                    [one] => return Some(one),
                    [] => {
                        message = format!("The section “{}” of the national text asks nothing.", section.name());
                        remedy = format!(
                            "To change its words, write one of these in place of it:\n## Replace: {0}\n## Add to: {0}\n",
                            section.name()
                        );
                    }
                    several => {
                        message = format!("The section “{}” asks {} things.", section.name(), several.len());
                        let lines: Vec<String> =
                            several.iter().map(|placeholder| format!("## Answer: {}", placeholder.name)).collect();
                        remedy = format!("Name the one you mean:\n{}\n", lines.join("\n"));
                    }
                }
            }
            Found::Several(_) | Found::None => {}
        }
    }
    if remedy.is_empty()
        && let Some(placeholder) = placeholder(merging, &PlaceholderName::new(&slug(written)))
    {
        return Some(placeholder);
    }
    unknown(merging, written, answer.name.span, &message, &remedy, answer.heading);
    None
}

fn unknown(merging: &mut Merging, written: &str, span: Span, message: &str, remedy: &str, heading: bool) {
    let names: Vec<&str> = merging.description.placeholders.keys().map(PlaceholderName::as_str).collect();
    let near = crate::finding::nearest(&slug(written), names.iter().copied());
    let near = match near {
        Some(near) if remedy.is_empty() && heading => format!("Did you mean this?\n## Answer: {near}\n"),
        Some(near) if remedy.is_empty() => format!("Did you mean `{near}`? "),
        _ => String::new(),
    };
    let list = match (names.is_empty(), remedy.is_empty()) {
        (false, _) => format!("It asks for: {}.", names.join(", ")),
        (true, true) => "It asks for nothing, so take this out.".to_owned(),
        (true, false) => String::new(),
    };
    let message = match message.is_empty() {
        true => format!("The national text asks for nothing called “{written}”."),
        false => message.to_owned(),
    };
    let scope = merging.scope.clone();
    merging.find(Finding::new(
        Rule::UnknownPlaceholder,
        span,
        scope,
        message,
        format!("{near}{remedy}{list}").trim_end().to_owned(),
    ));
}

/// Placeholders in local words that the national text doesn't have.
fn unknown_names(merging: &mut Merging, holes: &[Hole], answered: &mut Answered) {
    for (name, span) in holes {
        if let HoleName::Ask(name) = name
            && placeholder(merging, name).is_none()
        {
            unknown(merging, name.as_str(), *span, "", "", false);
            answered.told.insert(name.clone());
        }
    }
}

/// Answers whose placeholder no longer stands in the text.
fn unused(
    merging: &mut Merging,
    changed: &Changed,
    given: &BTreeMap<&PlaceholderName, &Answer>,
    left: &BTreeSet<&PlaceholderName>,
) {
    for (name, answer) in given {
        let Some(placeholder) = placeholder(merging, name) else { continue };
        let stands = left.contains(&&placeholder.name) || placeholder.was.iter().any(|old| left.contains(&old));
        if stands {
            continue;
        }
        let gone = placeholder.uses.iter().find(|place| changed.gone.contains(&place.section));
        let (message, remedy) = match gone {
            Some(place) => (
                format!(
                    "The answer `{name}` is not shown, for this file replaces or hides the section `{}` that asks for it.",
                    place.section
                ),
                format!("Take the answer out, or write [[{name}]] in your own words where it belongs."),
            ),
            None => (
                format!("The answer `{name}` is not shown, for the placeholder stands nowhere in the national text."),
                "Take the answer out.".to_owned(),
            ),
        };
        let scope = merging.scope.clone();
        merging.find(Finding::new(Rule::UnusedAnswer, answer.name.span, scope, message, remedy).level(Level::Note));
    }
}

/// Whether words are no answer: nothing, the prompt or a phrase over again.
fn is_given(words: &Words, placeholder: &Placeholder) -> bool {
    let empty = words.blocks.is_empty() && words.raw.trim().is_empty();
    !empty && !words.only_phrase && !placeholder.prompts.iter().any(|prompt| same_slug(&words.raw, prompt))
}

fn is_none(words: &Words) -> bool {
    words.raw.trim().trim_end_matches('.').eq_ignore_ascii_case("none")
}

/// The words for a placeholder; `None` where there are none.
fn words_for(
    merging: &mut Merging,
    placeholder: &Placeholder,
    answer: Option<&Answer>,
    answered: &mut Answered,
) -> Option<Fill> {
    if let Some(answer) = answer.filter(|answer| is_given(&answer.words, placeholder)) {
        return chosen(merging, placeholder, &answer.words, Origin::Answer, answered);
    }
    if let Some((name, words)) = hub_wide(merging, placeholder)
        && is_given(&words, placeholder)
    {
        merging.used.insert(name);
        // Two answers in the file: neither counts, and this one would hide that.
        if answered.told.contains(&placeholder.name) {
            return None;
        }
        return chosen(merging, placeholder, &words, Origin::HubAnswer, answered);
    }
    let words = placeholder.default.as_ref().filter(|words| is_given(words, placeholder) && !is_none(words))?;
    // One that doesn't fit is a finding of the national file.
    let value = value(placeholder.kind, words).ok()?;
    Some(Fill::Words { words: words.clone(), value, origin: Origin::Default })
}

fn hub_wide(merging: &Merging, placeholder: &Placeholder) -> Option<(PlaceholderName, Arc<Words>)> {
    let names = std::iter::once(&placeholder.name).chain(&placeholder.was);
    names
        .filter_map(|name| merging.hub.answers.iter().find(|(given, _)| given.value == *name))
        .map(|(name, words)| (name.value.clone(), words.clone()))
        .next()
}

/// Words that were given, if they fit. `none` is a deliberate nothing.
fn chosen(
    merging: &mut Merging,
    placeholder: &Placeholder,
    words: &Arc<Words>,
    origin: Origin,
    answered: &mut Answered,
) -> Option<Fill> {
    if is_none(words) {
        return None;
    }
    match value(placeholder.kind, words) {
        Ok(value) => Some(Fill::Words { words: words.clone(), value, origin }),
        Err(problem) => {
            let finding =
                Finding::new(Rule::BadValue, words.span, merging.scope.clone(), problem.message, problem.remedy);
            let asked = placeholder.uses.first().map(|place| place.span).or(placeholder.declared);
            merging.find(match asked {
                Some(span) => finding.also(span, "the national text asks here"),
                None => finding,
            });
            answered.told.insert(placeholder.name.clone());
            None
        }
    }
}

/// Understands words by their kind.
///
/// # Errors
/// Words that don't fit it.
pub fn value(kind: Kind, words: &Words) -> Result<Value, Unreadable> {
    match when::parse_to_be_confirmed(&words.raw) {
        Some(Ok(by)) => return Ok(Value::ToBeConfirmed(by)),
        Some(Err(problem)) => return Err(problem),
        None => {}
    }
    let line = match kind {
        Kind::Text | Kind::Markdown => None,
        _ => words.line.as_ref().map(|line| plain(line)),
    };
    let text = line.as_deref().unwrap_or(&words.raw).trim();
    match kind {
        Kind::Markdown => Ok(Value::Blocks),
        Kind::Text if words.line.is_some() => Ok(Value::Line),
        Kind::Text => Err(Unreadable {
            message: "This answer stands inside a sentence, so it must be one line.".into(),
            remedy: "Write it as one line without lists, tables or headings. Bold, italics and links work.".into(),
        }),
        Kind::Email => address::email(text).map(Value::Email),
        Kind::Link => address::web(text).map(Value::Link),
        Kind::Address if text.contains('@') && !text.contains("://") => address::email(text).map(Value::Email),
        Kind::Address => address::web(text).map(Value::Link),
        Kind::Date => when::parse_date(text).map(Value::Date),
        Kind::Number if is_number(text) => Ok(Value::Number),
        Kind::Number => Err(Unreadable {
            message: format!("“{text}” is no number."),
            remedy: "Write digits, such as 12 or 1,000.".into(),
        }),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut parts = digits.splitn(2, '.');
    let whole = parts.next().unwrap_or("");
    let good = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    whole.split(',').all(good) && parts.next().is_none_or(good)
}
