//! What the national text once said, from earlier versions of its files and from what hubs agreed to.

use super::history::Version;
use super::layout::{Role, national};
use super::markdown::{self, Place, Policy};
use super::phrases::Phrases;
use super::programme;
use super::reading::Reading;
use crate::finding::Scope;
use crate::model::ids::{EditionName, ProgrammeId, SectionId, is_edition_name};
use crate::model::national_words::{Earlier, Said, of_introduction, of_programme};
use crate::model::sentence::each_sentence;
use crate::model::site::{Content, Site};
use crate::source::{Body, FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The sentences of earlier versions of files, each once. What is wrong with an old version concerns nobody any more.
pub fn earlier(versions: &[Version], site: &Site) -> Arc<[Earlier]> {
    let phrases = Phrases::new(&site.placeholder_phrases);
    let sentences =
        versions.par_iter().flat_map_iter(|version| sentences(version, site, &phrases)).collect::<BTreeSet<Earlier>>();
    sentences.into_iter().collect()
}

fn sentences(version: &Version, site: &Site, phrases: &Phrases) -> Vec<Earlier> {
    let parts: Vec<&str> = version.path.split('/').collect();
    let ["content", "national", edition, name] = parts.as_slice() else { return Vec::new() };
    let Some(role) = national(edition, name).filter(|_| is_edition_name(edition)) else { return Vec::new() };
    let file = SourceFile { path: version.path.clone(), body: Body::Text(version.text.clone()) };
    let sources = Sources::new(vec![file], Vec::new());
    let mut reading = Reading::new(&sources, phrases, FileId(0), role.scope());
    let (edition, programme, said) = match role {
        Role::Programme(edition, id) => {
            let said = of_programme(&programme::programme(&mut reading, site, &edition, &id));
            (edition, Some(id), said)
        }
        Role::Introduction(edition) => {
            let said = of_introduction(&programme::introduction(&mut reading, site, &edition));
            (edition, None, said)
        }
        _ => return Vec::new(),
    };
    let earlier = |said: Said| Earlier {
        edition: edition.clone(),
        programme: programme.clone(),
        section: said.section,
        sentence: said.sentence,
    };
    said.into_iter().map(earlier).collect()
}

/// A section's text that some hub agreed to.
type AgreedText<'a> = (&'a EditionName, Option<&'a ProgrammeId>, &'a SectionId, &'a str);

/// The sentences of what hubs agreed to, each once, where the national text is not the same today.
pub fn once_agreed(content: &Content) -> Vec<Earlier> {
    let phrases = Phrases::new(&content.site.placeholder_phrases);
    let mut texts: BTreeSet<AgreedText> = BTreeSet::new();
    for (name, local) in content.hubs.values().flat_map(|hub| &hub.editions) {
        for entry in local.agreed.iter().flat_map(|agreed| &agreed.entries) {
            let today = section(content, name, entry.programme.as_ref(), &entry.section);
            if today != Some(&entry.text) {
                texts.insert((name, entry.programme.as_ref(), &entry.section, &entry.text));
            }
        }
    }
    texts.into_iter().flat_map(|text| of_section(text, &phrases)).collect::<BTreeSet<_>>().into_iter().collect()
}

fn section<'a>(
    content: &'a Content,
    edition: &EditionName,
    programme: Option<&ProgrammeId>,
    section: &SectionId,
) -> Option<&'a str> {
    let edition = content.editions.get(edition)?;
    let text = match programme {
        Some(id) => &edition.programmes.get(id)?.text,
        None => &edition.introduction.as_ref()?.text,
    };
    text.sections.iter().find(|there| there.id == *section).map(|there| &*there.text)
}

fn of_section((edition, programme, section, text): AgreedText, phrases: &Phrases) -> Vec<Earlier> {
    let file = SourceFile { path: Arc::from("agreed.md"), body: Body::Text(Arc::from(text)) };
    let sources = Sources::new(vec![file], Vec::new());
    let scope = Scope::Introduction { edition: edition.to_string() };
    let mut reading = Reading::new(&sources, phrases, FileId(0), scope);
    let blocks = markdown::blocks(&mut reading, text, Place::At(0), Policy::National);
    let mut sentences = Vec::new();
    each_sentence(&blocks, &mut |_, sentence| {
        sentences.push(Earlier {
            edition: edition.clone(),
            programme: programme.cloned(),
            section: Some(section.clone()),
            sentence,
        });
    });
    sentences
}
