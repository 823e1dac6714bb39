//! Merging: national text and hubs' answers and changes become every hub's own text.

use crate::finding::Report;
use crate::model::{ids::EditionName, merged::Merged, site::Content};
use std::collections::BTreeMap;

/// Merges. `edition` is built as if it were current, in place of the site's.
pub fn merge(content: &Content, edition: Option<&EditionName>) -> (Merged, Report) {
    let merged = Merged {
        site: content.site.clone(),
        current: edition.unwrap_or(&content.site.edition).clone(),
        editions: Vec::new(),
        hubs: Vec::new(),
        assets: BTreeMap::new(),
    };
    (merged, Report::default())
}
