//! A theme as read: templates, assets and settings.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A theme: the built-in one with what the site's own theme replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The site's folder for it, as people know it: `themes/brochure`.
    pub folder: String,
    /// Templates with their names: `default/page.html` for the built-in ones, `theme/page.html` for the site's own.
    pub templates: Vec<(String, Arc<str>)>,
    /// Files for `assets/`, by their path below it.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The colour behind text, `#rrggbb`, against which accents are measured.
    pub ground: String,
    /// The same in dark mode.
    pub ground_dark: String,
}
