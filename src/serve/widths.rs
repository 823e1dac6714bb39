//! A page at several widths and on paper, side by side.

use super::html::{self, encoded, words};

/// Widths in pixels, with what has them.
const TELEPHONE: (u32, &str) = (360, "A telephone");
/// The same, for what seldom fits beside the others.
const WIDER: [(u32, &str); 2] = [(768, "A tablet"), (1280, "A computer")];

/// A side of A4 in pixels.
const A4: (u32, u32) = (794, 1123);

/// The page at `path`, several times. The script lets the rules for paper hold in the frame of paper.
pub fn page(path: &str, version: &str) -> String {
    let path = if path.starts_with('/') && !path.starts_with("//") { path } else { "/" };
    let address = words(&encoded(path));
    let mut body = format!(
        "<main>\n<h1>Several widths and paper</h1>\n<p><a href=\"{address}\">Back to the page</a></p>\n\
         <div class=\"fo-widths\" role=\"region\" aria-label=\"The page several times\" tabindex=\"0\">\n"
    );
    let frame = |(width, name): (u32, &str)| {
        format!(
            "<section><h2>{name}</h2>\n<p>{width} pixels</p>\n<iframe title=\"{name}\" src=\"{address}\" width=\"{width}\" height=\"800\"></iframe></section>\n"
        )
    };
    body.push_str(&frame(TELEPHONE));
    let (width, height) = A4;
    body.push_str(&format!(
        "<section><h2>Paper</h2>\n<p>A4. Your browser\u{2019}s print preview shows where each side ends.</p>\n\
         <iframe title=\"Paper\" data-fo-paper src=\"{address}\" width=\"{width}\" height=\"{height}\"></iframe></section>\n"
    ));
    WIDER.into_iter().for_each(|wider| body.push_str(&frame(wider)));
    body.push_str("</div>\n</main>");
    html::page("Several widths and paper", version, &body)
}
