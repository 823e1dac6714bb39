//! The preview's own pages as HTML: escaped words, links to files, findings.

use super::notice::{Notice, Shown};
use super::view::View;
use crate::finding::Level;
use crate::model::when::display_date;
use crate::render::escape;
use std::fmt::Write;
use std::path::Path;

/// Words as HTML.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::text(&mut out, text);
    out
}

/// Where files are opened.
#[derive(Debug, Clone)]
pub struct Editor {
    /// The site's true folder.
    pub root: std::path::PathBuf,
    /// An address with `{path}`, `{line}` and `{column}` in it; `None`: the place is copied.
    pub pattern: Option<String>,
}

impl Editor {
    /// The address that opens a file at a place.
    pub fn address(&self, path: &str, line: usize, column: usize) -> Option<String> {
        let pattern = self.pattern.as_ref()?;
        let file = encoded(&self.root.join(Path::new(path)).to_string_lossy().replace('\\', "/"));
        let filled = pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        // An address such as vscode://file/{path} brings the first slash of a path itself.
        let file = if pattern.contains("/{path}") { file.trim_start_matches('/') } else { &file };
        Some(filled.replace("{path}", file))
    }

    /// A link that opens a file at a place, or a button that copies it.
    pub fn link(&self, path: &str, line: usize, column: usize) -> String {
        let place = words(&format!("{path}:{line}"));
        match self.address(path, line, column) {
            Some(address) => format!("<a class=\"fo-file\" href=\"{}\">{place}</a>", words(&address)),
            None => format!("<button type=\"button\" class=\"fo-file\" data-fo-copy=\"{place}\">{place}</button>"),
        }
    }
}

/// A path or value as part of an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An address of this site as part of an address; what stands after its question mark is encoded already.
pub fn encoded_address(text: &str) -> String {
    let Some((path, query)) = text.split_once('?') else { return encoded(text) };
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-._~%+&=".contains(*c);
    format!("{}?{}", encoded(path), query.chars().filter(plain).collect::<String>())
}

/// A choice of the day for which states and findings are worked out. It leads back to `back`.
pub fn choose_day(view: &View, back: &str) -> String {
    let day = view.day.map_or(String::new(), |day| day.to_string());
    format!(
        "<form class=\"fo-day\" action=\"/_foldout/view\"><input type=\"hidden\" name=\"back\" value=\"{}\">\
         <label>As of <input type=\"date\" name=\"day\" value=\"{day}\"></label> <button>Show</button></form>\n",
        words(back)
    )
}

/// What is unusual about how somebody looks, and the way back.
pub fn unusual(view: &View, back: &str) -> String {
    let mut out = String::new();
    let back = words(&encoded(back));
    if let Some(day) = view.day {
        let _ = writeln!(
            out,
            "<p class=\"fo-day\"><strong>You see everything as of {}.</strong> \
             <a href=\"/_foldout/view?day=&amp;back={back}\">Back to today</a></p>",
            display_date(day)
        );
    }
    if view.published {
        let _ = writeln!(
            out,
            "<p class=\"fo-day\"><strong>You see only what would be published.</strong> \
             <a href=\"/_foldout/view?published=off&amp;back={back}\">Show drafts</a></p>"
        );
    }
    out
}

/// A level in words.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Note => "Note",
    }
}

/// A finding in full. `jump` leads to its place in the page.
pub fn notice(notice: &Notice, editor: &Editor, jump: Option<&str>) -> String {
    let mut out = format!(
        "<li class=\"fo-finding fo-{}\"><p><strong>{}:</strong> {}",
        notice.level.name(),
        level(notice.level),
        coded(&notice.message)
    );
    if let Some(rule) = notice.rule {
        let _ = write!(out, " <code>{rule}</code>");
    }
    out.push_str("</p>\n");
    for shown in &notice.places {
        place(&mut out, shown, editor);
    }
    // What another program says in its own words follows ours, after an empty line.
    let (remedy, quoted) = match notice.rule {
        None => notice.remedy.split_once("\n\n").unwrap_or((&notice.remedy, "")),
        Some(_) => (notice.remedy.as_str(), ""),
    };
    if !remedy.is_empty() {
        let _ = writeln!(out, "<p class=\"fo-remedy\">{}</p>", words(remedy));
    }
    if !quoted.is_empty() {
        let _ = writeln!(out, "<pre>{}</pre>", words(quoted));
    }
    if let Some(jump) = jump {
        let marked = notice.places.first().map_or("", |shown| shown.text[1].as_str());
        let _ = writeln!(
            out,
            "<p><a class=\"fo-jump\" href=\"#{}\" data-fo-words=\"{}\">Show in the page</a></p>",
            words(jump),
            words(marked)
        );
    }
    out.push_str("</li>\n");
    out
}

/// Words as HTML; what stands between two backticks is code.
fn coded(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return words(text);
    }
    let part =
        |(i, part): (usize, &str)| if i % 2 == 1 { format!("<code>{}</code>", words(part)) } else { words(part) };
    text.split('`').enumerate().map(part).collect()
}

fn place(out: &mut String, shown: &Shown, editor: &Editor) {
    let _ = write!(out, "<p class=\"fo-place\">{}", editor.link(&shown.path, shown.line, shown.column));
    if !shown.words.is_empty() {
        let _ = write!(out, " {}", words(&shown.words));
    }
    out.push_str("</p>\n");
    let [before, marked, after] = &shown.text;
    if !(before.is_empty() && marked.is_empty() && after.is_empty()) {
        let _ = writeln!(
            out,
            "<pre><span class=\"fo-number\">{} </span>{}<mark>{}</mark>{}</pre>",
            shown.line,
            words(before),
            words(marked),
            words(after)
        );
    }
}

/// `1 error`, `2 errors`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A page of the preview's own.
pub fn page(title: &str, version: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{}</title>\n\
         <link rel=\"stylesheet\" href=\"/_foldout/preview.css\">\n</head>\n<body class=\"fo-own\">\n\
         {body}\n<div id=\"foldout-preview\" class=\"fo-quiet\" data-version=\"{}\"></div>\n\
         <script src=\"/_foldout/preview.js\" defer></script>\n</body>\n</html>\n",
        words(title),
        words(version)
    )
}
