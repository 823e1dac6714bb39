//! `unknown-programme`: `next`, `previous`, `offers` or a note in `changes.yaml` names a programme that the edition
//! doesn't have.

use super::{Input, Writing, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, ProgrammeId};
use crate::model::local::Offers;
use crate::model::national::Programme;
use crate::model::site::{Content, HubContent};
use crate::source::Spanned;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let content = input.content;
    for edition in content.editions.values() {
        for programme in edition.programmes.values() {
            let scope =
                Scope::Programme { edition: programme.edition.to_string(), programme: programme.id.to_string() };
            neighbours(content, None, programme, &scope, &mut report);
        }
    }
    for (name, edition) in &content.editions {
        for note in edition.changes.iter() {
            let Some(id) = &note.programme else { continue };
            if !exists(content, None, name, id) {
                let named = Spanned::new(id.clone(), note.programme_span);
                let scope = Scope::Aside { hub: None };
                report.push(finding(content, None, name, &named, &scope, None, |id| format!("programme: {id}")));
            }
        }
    }
    for hub in content.hubs.values() {
        let files = hub.editions.values().flat_map(|edition| edition.programmes.values());
        for own in files.filter_map(|file| file.own.as_deref()) {
            let scope = Scope::Offering {
                hub: hub.hub.id.to_string(),
                edition: own.edition.to_string(),
                programme: own.id.to_string(),
            };
            neighbours(content, Some(hub), own, &scope, &mut report);
        }
        offers(content, hub, &mut report);
    }
    report
}

/// What `next` and `previous` of a programme name.
fn neighbours(content: &Content, hub: Option<&HubContent>, programme: &Programme, scope: &Scope, report: &mut Report) {
    for (key, named) in [("next", &programme.next), ("previous", &programme.previous)] {
        let Some(named) = named else { continue };
        if !exists(content, hub, &programme.edition, &named.value) {
            report.push(finding(content, hub, &programme.edition, named, scope, Some(&programme.id), |id| {
                format!("{key}: {id}")
            }));
        }
    }
}

/// What a hub's `offers` names.
fn offers(content: &Content, hub: &HubContent, report: &mut Report) {
    let scope = Scope::Hub(hub.hub.id.to_string());
    for (edition, offers) in &hub.hub.offers {
        let Offers::These(named) = offers else { continue };
        if !content.editions.contains_key(&edition.value) {
            // The unknown edition is a finding already.
            continue;
        }
        for named in named.iter().filter(|named| !exists(content, Some(hub), &edition.value, &named.value)) {
            report.push(finding(content, Some(hub), &edition.value, named, &scope, None, |id| format!("- {id}")));
        }
    }
}

fn exists(content: &Content, hub: Option<&HubContent>, edition: &EditionName, id: &ProgrammeId) -> bool {
    known(content, hub, edition).any(|known| known == id)
}

/// The national programmes of an edition, and the hub's own.
fn known<'a>(
    content: &'a Content,
    hub: Option<&'a HubContent>,
    edition: &EditionName,
) -> impl Iterator<Item = &'a ProgrammeId> {
    let national = content.editions.get(edition).into_iter().flat_map(|edition| edition.programmes.keys());
    let local = hub.and_then(|hub| hub.editions.get(edition)).into_iter().flat_map(|edition| &edition.programmes);
    national.chain(local.filter(|(_, file)| file.own.is_some()).map(|(id, _)| id))
}

fn finding(
    content: &Content,
    hub: Option<&HubContent>,
    edition: &EditionName,
    named: &Spanned<ProgrammeId>,
    scope: &Scope,
    besides: Option<&ProgrammeId>,
    line: impl Fn(&str) -> String,
) -> Finding {
    let ids = known(content, hub, edition).filter(|id| Some(*id) != besides).map(ProgrammeId::as_str);
    let remedy = match crate::finding::nearest(named.value.as_str(), ids) {
        Some(near) => format!("{}Write: {}", did_you_mean(named.value.as_str(), [near]), line(near)),
        None => format!("Write the name of a file of content/national/{edition}/ without .md, or take the line out."),
    };
    Finding::new(
        Rule::UnknownProgramme,
        named.span,
        scope.clone(),
        format!("There is no programme `{}` in {edition}.", named.value),
        remedy,
    )
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::{Rule, Scope};
    use crate::model::ids::ProgrammeId;
    use crate::source::{FileId, Span, Spanned};

    #[test]
    fn neighbours_are_programmes_of_the_edition() {
        let mut sample = Sample::new();
        let named = |id: &str| Some(Spanned::new(ProgrammeId::new(id), Span::whole(FileId(3))));
        sample.national().next = named("sampel");
        sample.national().previous = named("sample");
        let found = sample.found(super::check, Rule::UnknownProgramme);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "There is no programme `sampel` in 2022-23.");
        assert_eq!(
            found[0].remedy,
            "Write the name of a file of content/national/2022-23/ without .md, or take the line out."
        );
        assert!(matches!(found[0].scope, Scope::Programme { .. }));
    }
}
