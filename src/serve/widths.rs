//! A page at several widths, side by side.

use super::html::{self, encoded, words};

/// Widths in pixels, with what has them.
const WIDTHS: [(u32, &str); 4] =
    [(360, "A telephone"), (768, "A tablet"), (794, "As wide as A4"), (1280, "A computer")];

/// The page at `path`, several times.
pub fn page(path: &str, version: &str) -> String {
    let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
    let address = words(&encoded(path));
    let mut body = format!(
        "<main>\n<h1>Widths</h1>\n<p><a href=\"{address}\">Back to the page</a></p>\n<div class=\"fo-widths\">\n"
    );
    for (width, name) in WIDTHS {
        body.push_str(&format!(
            "<section><h2>{name}, {width} pixels</h2><iframe title=\"{name}\" src=\"{address}\" width=\"{width}\" height=\"800\"></iframe></section>\n"
        ));
    }
    body.push_str("</div>\n</main>");
    html::page("Widths", version, &body)
}
