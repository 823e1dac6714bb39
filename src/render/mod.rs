//! Rendering: from merged text to the files of the published site, as values.

use crate::error::Result;
use crate::finding::Withheld;
use crate::model::{ids::HubId, merged::Merged, output::Output, theme::Theme, when::Date};

/// What to render.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day for which states are worked out.
    pub day: Date,
    /// Whether withheld pages are written too, with a banner and their prompts marked; later editions as well.
    pub drafts: bool,
    /// Only these hubs: one puts its pages at the root, several each into its own folder. `None`: the whole site.
    pub hubs: Option<Vec<HubId>>,
}

/// Renders.
///
/// # Errors
/// A theme's template that can't be read.
pub fn render<'a>(
    merged: &'a Merged,
    withheld: &'a Withheld,
    theme: &'a Theme,
    request: &Request,
) -> Result<Output<'a>> {
    let _ = (merged, withheld, theme, request);
    Ok(Output { files: Vec::new() })
}
