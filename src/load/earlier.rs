//! What the national text once said, from earlier versions of its files and from what hubs agreed to.

use super::history::Version;
use super::layout::{Role, national};
use super::phrases::Phrases;
use super::programme;
use super::reading::Reading;
use crate::model::ids::is_edition_name;
use crate::model::national_words::{Earlier, of_introduction, of_programme};
use crate::model::site::Site;
use crate::source::{Body, FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The sentences of earlier versions, each once. What is wrong with an old version concerns nobody any more.
pub fn earlier(versions: &[Version], site: &Site) -> Arc<[Earlier]> {
    let phrases = Phrases::new(&site.placeholder_phrases);
    let sentences = versions
        .par_iter()
        .flat_map_iter(|version| sentences(version, site, &phrases))
        .collect::<BTreeSet<Earlier>>();
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
    let earlier = |said: crate::model::national_words::Said| Earlier {
        edition: edition.clone(),
        programme: programme.clone(),
        section: said.section,
        sentence: said.sentence,
    };
    said.into_iter().map(earlier).collect()
}
