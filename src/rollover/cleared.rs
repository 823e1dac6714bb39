//! Answers that hold for one year only: the national text says so of a placeholder by `next-year: clear`.

use super::emptied::Emptied;
use crate::edit::value::{self, Home, Step};
use crate::edit::{Original, section};
use crate::model::ids::slug;
use crate::model::local::{Answer, LocalFile};
use crate::model::national::{Description, Placeholder};
use crate::model::text::plain;

/// The file without its answers to questions whose answers are not carried over.
pub fn cleared(original: Original, local: &LocalFile, national: Option<&Description>) -> Emptied {
    let mut done = Emptied { original, notes: Vec::new(), trouble: Vec::new() };
    let Some(national) = national else { return done };
    let asked: Vec<&Placeholder> = national.placeholders.values().filter(|it| it.cleared).collect();
    let is_cleared = |answer: &&Answer| asked.iter().any(|placeholder| means(answer, placeholder, national));
    let mut answers: Vec<&Answer> = local.answers.iter().filter(is_cleared).collect();
    // From the last one up, so that those above stay where they are.
    answers.sort_by_key(|answer| std::cmp::Reverse(answer.name.span.start));
    for answer in answers {
        let name = answer.name.value.as_str();
        let new = if answer.heading {
            section::remove(&done.original, answer.name.span.start as usize)
        } else {
            value::remove(&done.original, Home::FrontMatter, &[Step::Key("answers"), Step::Key(name)])
        };
        match new {
            Ok(new) => {
                done.original = Original::new(new);
                done.notes.push(format!("the answer `{name}`"));
            }
            Err(error) => done.trouble.push(format!("the answer `{name}` is to be taken out by hand: {error}")),
        }
    }
    done
}

/// Whether an answer is one to that placeholder: by its name, an old one, its question, or its section.
fn means(answer: &Answer, placeholder: &Placeholder, national: &Description) -> bool {
    let given = slug(&answer.name.value);
    let by_name = given == placeholder.name.as_str() || placeholder.was.iter().any(|old| old.as_str() == given);
    if by_name || !answer.heading {
        return by_name;
    }
    let asks = |placeholder: &Placeholder| {
        slug(&placeholder.ask) == given || placeholder.prompts.iter().any(|prompt| slug(prompt) == given)
    };
    let named = |placeholder: &Placeholder| placeholder.name.as_str() == given;
    if asks(placeholder) {
        return true;
    }
    if national.placeholders.values().any(named) {
        return false;
    }
    let section = national.sections.iter().find(|section| {
        let heading = section.heading.as_ref().map(|heading| slug(&plain(&heading.nodes)));
        let old = section.was.iter().any(|old| old.as_str() == given);
        section.id.as_str() == given || old || heading.as_deref() == Some(&given)
    });
    let Some(section) = section else { return false };
    let here = |placeholder: &&Placeholder| placeholder.uses.iter().any(|place| place.section == section.id);
    let mut there = national.placeholders.values().filter(here);
    matches!((there.next(), there.next()), (Some(only), None) if only.name == placeholder.name)
}
