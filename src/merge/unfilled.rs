//! What is still missing when a text is merged: required placeholders and facts about the hub.

use super::answers::{Answered, placeholder};
use super::text::{Hole, Merging};
use crate::finding::{Finding, Place, Rule, Scope};
use crate::model::ids::{PlaceholderName, slug};
use crate::model::local::Hub;
use crate::model::merged::Fill;
use crate::model::national::{Placeholder, Programme};
use crate::model::text::{Fact, HoleName};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// Reports what is missing in the sections that are left, whose holes are given.
pub fn report(merging: &mut Merging, holes: &[Hole], answered: &Answered) {
    let mut asked: BTreeMap<PlaceholderName, Span> = BTreeMap::new();
    let mut facts: BTreeMap<Fact, Span> = BTreeMap::new();
    for (name, span) in holes {
        match name {
            HoleName::Ask(name) => match answered.fills.get(name) {
                Some(Fill::Unfilled { .. }) => {
                    asked.entry(name.clone()).or_insert(*span);
                }
                Some(Fill::Words { words, .. }) => {
                    for (name, span) in words.blocks.iter().flat_map(|block| block.node.holes()) {
                        if let HoleName::Fact(fact) = name {
                            facts.entry(*fact).or_insert(span);
                        }
                    }
                }
                _ => {}
            },
            HoleName::Fact(fact) => {
                facts.entry(*fact).or_insert(*span);
            }
            _ => {}
        }
    }
    if !merging.local.is_some_and(|local| local.unreadable) {
        for (name, span) in asked {
            if let Some(placeholder) = placeholder(merging, &name)
                && !answered.told.contains(&placeholder.name)
            {
                unanswered(merging, placeholder, span, answered.idle.get(&name).copied());
            }
        }
    }
    for (fact, span) in facts {
        missing_fact(merging, fact, span);
    }
}

/// A required placeholder without an answer.
fn unanswered(merging: &mut Merging, placeholder: &Placeholder, asked: Span, idle: Option<(Span, bool)>) {
    let name = &placeholder.name;
    let mut help = String::new();
    for (what, text) in [("Hint", &placeholder.hint), ("For example", &placeholder.example)] {
        if let Some(text) = text {
            help.push_str(&format!("{}{what}: {text}", if help.is_empty() { "\n\n" } else { "\n" }));
        }
    }
    let heading = match idle {
        Some((_, false)) => format!("{name}: your words"),
        _ => format!("## Answer: {name}\n\nyour words"),
    };
    let remedy = match merging.local {
        Some(_) if idle.is_some() => format!(
            "What stands here counts as no answer: nothing, `none`, or the question over again. Write your words instead:\n{heading}{help}"
        ),
        Some(_) => format!("In this file, write:\n{heading}{help}"),
        None => format!("Make the file {} and write in it:\n{heading}{help}", local_path(merging)),
    };
    let finding = Finding::new(
        Rule::Unfilled,
        idle.map_or(merging.asked_at, |(span, _)| span),
        merging.scope.clone(),
        question(placeholder),
        remedy,
    );
    let own = merging.local.is_some_and(|local| local.file == asked.file);
    merging.find(finding.also(asked, if own { "these words ask here" } else { "the national text asks here" }));
}

/// What is not answered. A name or a phrase alone is no question.
fn question(placeholder: &Placeholder) -> String {
    let name = &placeholder.name;
    if placeholder.phrase || slug(&placeholder.ask) == name.as_str() {
        format!("`{name}` is not answered.")
    } else {
        format!("`{name}` is not answered: {}", sentence(&placeholder.ask))
    }
}

fn sentence(ask: &str) -> String {
    let ask = ask.trim();
    if ask.ends_with(['.', '?', '!']) { ask.to_owned() } else { format!("{ask}.") }
}

fn local_path(merging: &Merging) -> String {
    let file = merging.programme.map_or("edition", |programme| programme.id.as_str());
    format!("content/hubs/{}/{}/{file}.md", merging.hub.id, merging.edition)
}

/// A fact that nothing tells.
fn missing_fact(merging: &mut Merging, fact: Fact, asked: Span) {
    let Some((key, example)) = missing_key(merging.hub, merging.programme.map(|programme| &**programme), fact) else {
        return;
    };
    let name = fact.name();
    let of_hub = !matches!(fact, Fact::ProgrammeTitle | Fact::ProgrammeCode);
    if of_hub && merging.hub.unreadable {
        return;
    }
    let (place, scope, remedy) = match (of_hub, merging.programme) {
        (true, _) => (
            Span::whole(merging.hub.file.unwrap_or(FileId(0))),
            merging.scope.clone(),
            format!("Add a line to content/hubs/{}/hub.yaml:\n{key}: {example}", merging.hub.id),
        ),
        (false, Some(programme)) => (
            asked,
            Scope::Programme { edition: programme.edition.to_string(), programme: programme.id.to_string() },
            format!("Add a line to the front matter: `{key}: {example}`, or take [[{name}]] out of the text."),
        ),
        (false, None) => (
            asked,
            merging.scope.clone(),
            format!("A year's introduction belongs to no programme: take [[{name}]] out of the text."),
        ),
    };
    let finding = Finding::new(
        Rule::Unfilled,
        place,
        scope,
        match of_hub {
            true => format!("The text needs [[{name}]], and the hub's hub.yaml doesn't give it."),
            false => format!("The text needs [[{name}]], and there is none."),
        },
        remedy,
    );
    let here = matches!(finding.place, Place::Span(span) if span == asked);
    merging.find(if here { finding } else { finding.also(asked, "the text asks for it here") });
}

/// The key that would tell a fact, with an example; `None` where it is known.
fn missing_key(hub: &Hub, programme: Option<&Programme>, fact: Fact) -> Option<(&'static str, &'static str)> {
    let (known, key, example) = match fact {
        Fact::HubName | Fact::Edition | Fact::NetworkHubCount => return None,
        Fact::HubEmail => (hub.email.is_some(), "email", "hub@example.org"),
        Fact::HubPhone => (hub.phone.is_some(), "phone", "'01223 000000'"),
        Fact::HubWebsite => (hub.website.is_some(), "website", "https://www.example.org"),
        Fact::HubContact => {
            let any =
                hub.email.is_some() || hub.phone.is_some() || hub.website.is_some() || !hub.lead_schools.is_empty();
            (any, "email", "hub@example.org")
        }
        Fact::HubLeadSchool => (!hub.lead_schools.is_empty(), "lead_schools", "[The school's name]"),
        Fact::HubArea => (hub.area.is_some(), "area", "the area that the hub serves"),
        Fact::ProgrammeTitle => (programme.is_some(), "title", "The programme's title"),
        Fact::ProgrammeCode => (programme.is_some_and(|programme| programme.code.is_some()), "code", "NCP22-12"),
    };
    (!known).then_some((key, example))
}
