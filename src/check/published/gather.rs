//! Gathering: what each file would have published.

use super::{Practical, Prompts, Writing};
use crate::check::leaves::Sort;
use crate::finding::Scope;
use crate::model::ids::EditionName;
use crate::model::local::{Hub, LocalFile, Verb};
use crate::model::national::{Introduction, Programme};
use crate::model::site::{Content, Edition, HubContent, Site};
use crate::source::FileId;
use rayon::prelude::*;

fn prompts(content: &Content) -> Prompts {
    let programmes =
        content.editions.values().flat_map(|edition| edition.programmes.values()).map(|programme| &programme.text);
    let introductions =
        content.editions.values().filter_map(|edition| edition.introduction.as_ref()).map(|text| &text.text);
    let placeholders = programmes.chain(introductions).flat_map(|text| text.placeholders.values());
    Prompts::new(placeholders.map(|placeholder| placeholder.ask.as_str()))
}

/// Everything that would be published.
pub fn writings(content: &Content) -> Vec<Writing<'_>> {
    let prompts = prompts(content);
    let mut out = vec![site(&content.site)];
    for (name, edition) in &content.editions {
        out.extend(edition.introduction.as_deref().map(introduction));
        out.extend(edition.programmes.values().map(|programme| national(name, programme)));
    }
    let of_hubs = content.hubs.par_iter().flat_map_iter(|(_, hub)| {
        let itself = hub.hub.file.map(|file| hub_itself(&hub.hub, file, &prompts));
        itself.into_iter().chain(local_files(content, hub, &prompts))
    });
    out.par_extend(of_hubs);
    out
}

fn site(site: &Site) -> Writing<'_> {
    let mut out = Writing::new(Scope::Site, site.file);
    out.field(Sort::Words, &site.title, 0);
    out.fields(Sort::Words, &site.description, 0);
    out
}

fn introduction(introduction: &Introduction) -> Writing<'_> {
    let scope = Scope::Introduction { edition: introduction.edition.to_string() };
    let mut out = Writing { edition: Some(&introduction.edition), ..Writing::new(scope, introduction.file) };
    out.fields(Sort::Words, &introduction.title, 0);
    for (phase, goal) in &introduction.goals {
        out.field(Sort::Words, goal, phase.span.start);
    }
    for (stage, meaning) in &introduction.stages {
        out.fields(Sort::Words, [stage, meaning], 0);
    }
    out.dates(&introduction.dates);
    out.practical(Practical { apply: &introduction.apply, ..Practical::default() });
    out.description(&introduction.text);
    out
}

fn national<'a>(edition: &'a EditionName, programme: &'a Programme) -> Writing<'a> {
    let scope = Scope::Programme { edition: edition.to_string(), programme: programme.id.to_string() };
    let mut out = Writing { edition: Some(edition), ..Writing::new(scope, programme.file) };
    out.programme(programme);
    out.practical(Practical {
        apply: programme.apply.as_deref().unwrap_or_default(),
        cohorts: programme.cohorts.as_deref().unwrap_or_default(),
        sessions: programme.sessions.as_deref().unwrap_or_default(),
        runs: programme.runs.as_deref(),
    });
    out
}

fn hub_itself<'a>(hub: &'a Hub, file: FileId, prompts: &Prompts) -> Writing<'a> {
    let mut out = Writing { hub: Some(hub), ..Writing::new(Scope::Hub(hub.id.to_string()), file) };
    out.fields(Sort::Name, [&hub.name, &hub.region], 0);
    out.fields(Sort::Name, hub.lead_schools.iter().chain(&hub.partners), 0);
    out.fields(Sort::Name, [&hub.place, &hub.area, &hub.address].into_iter().flatten(), 0);
    out.fields(Sort::Address, [&hub.email, &hub.website, &hub.accessibility.contact].into_iter().flatten(), 0);
    if let Some(about) = &hub.about {
        out.text(None, about);
    }
    out.fields(Sort::Words, hub.logo.as_ref().map(|logo| &logo.alt), 0);
    let about = out.texts.len();
    for (_, words) in &hub.answers {
        out.words(words, prompts);
    }
    out.texts.iter_mut().skip(about).for_each(|answer| answer.shared = true);
    out
}

fn local_files<'a>(content: &'a Content, hub: &'a HubContent, prompts: &Prompts) -> impl Iterator<Item = Writing<'a>> {
    hub.editions.iter().flat_map(move |(name, edition)| {
        let national = content.editions.get(name);
        let files = edition.introduction.iter().chain(edition.programmes.values());
        files.filter(|file| file.offered != Some(false)).map(move |file| local(&hub.hub, file, national, prompts))
    })
}

fn local<'a>(hub: &'a Hub, file: &'a LocalFile, edition: Option<&'a Edition>, prompts: &Prompts) -> Writing<'a> {
    let (hub_id, edition_name) = (file.hub.to_string(), file.edition.to_string());
    let scope = match &file.programme {
        Some(programme) => Scope::Offering { hub: hub_id, edition: edition_name, programme: programme.to_string() },
        None => Scope::HubIntroduction { hub: hub_id, edition: edition_name },
    };
    let mut out = Writing {
        hub: Some(hub),
        edition: Some(&file.edition),
        local: Some(file),
        with: &file.with,
        ..Writing::new(scope, file.file)
    };
    let own = file.own.as_deref();
    if let Some(own) = own {
        out.programme(own);
    }
    for answer in &file.answers {
        out.words(&answer.words, prompts);
    }
    changes(&mut out, file);
    let national = file.programme.as_ref().zip(edition).and_then(|(id, edition)| edition.programmes.get(id));
    let apply = file.apply.as_ref().or(own.and_then(|own| own.apply.as_ref()));
    let cohorts = file.cohorts.as_ref().or(own.and_then(|own| own.cohorts.as_ref()));
    let sessions = file.sessions.as_ref().or(own.and_then(|own| own.sessions.as_ref()));
    out.practical(Practical {
        apply: apply.map(Vec::as_slice).unwrap_or_default(),
        cohorts: cohorts.map(Vec::as_slice).unwrap_or_default(),
        sessions: sessions.map(Vec::as_slice).unwrap_or_default(),
        runs: own.or(national.map(|programme| &**programme)).and_then(|programme| programme.runs.as_deref()),
    });
    out.fields(Sort::Words, &file.cost, 0);
    if let Some(contact) = &file.contact {
        out.contact(contact);
    }
    if let Some(notice) = &file.notice {
        out.text(None, &notice.text);
    }
    if let Some(dates) = &file.dates {
        out.dates(dates);
    }
    out
}

fn changes<'a>(out: &mut Writing<'a>, file: &'a LocalFile) {
    for change in &file.changes {
        match &change.verb {
            Verb::Hide => {}
            Verb::NewSection { heading, .. } => {
                out.heading(heading);
                out.text(Some(heading), &change.blocks);
            }
            Verb::Replace | Verb::AddBefore | Verb::AddTo => out.text(None, &change.blocks),
        }
    }
}
