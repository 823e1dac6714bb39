//! What stands at the side of each page: what is wrong, what is left to do, and ways to look around.

use super::build::Live;
use super::html::{self, Editor, counted, encoded, words};
use super::jump;
use super::notice::Notice;
use super::stage::Scene;
use super::subject::{Subject, address};
use super::view::View;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::model::merged::Merged;
use std::fmt::Write;

/// What a panel is made of.
pub struct Panel<'p> {
    /// What the server shows.
    pub live: &'p Live,
    /// Its version, with the server's start.
    pub version: &'p str,
    /// How somebody looks.
    pub view: &'p View,
    /// Where files are opened.
    pub editor: &'p Editor,
    /// The page's path in the output.
    pub path: &'p str,
}

impl Panel<'_> {
    /// The panel, to be put into a page before its body ends. `mistake` is why the page is an older one.
    pub fn html(&self, scene: &Scene, mistake: Option<&Error>) -> String {
        let merged = &scene.site.joined.merged;
        let subject = Subject::of(self.path, merged);
        let mut out = self.open("");
        let notices: Vec<Notice> = self.live.notices.iter().cloned().chain(mistake.map(Notice::of_error)).collect();
        out.push_str(&over(&notices, self.editor));
        out.push_str("<div class=\"fo-bar\">\n");
        self.to_do(&mut out, &subject, scene);
        self.around(&mut out, &subject, scene);
        out.push_str(
            "</div>\n<p id=\"fo-place\" hidden></p>\n</div>\n<script src=\"/_foldout/preview.js\" defer></script>\n",
        );
        out
    }

    /// The beginning alone, for a page in a frame: enough to be kept up to date.
    pub fn framed(&self) -> String {
        format!("{}</div>\n<script src=\"/_foldout/preview.js\" defer></script>\n", self.open(" class=\"fo-framed\""))
    }

    fn open(&self, class: &str) -> String {
        let pattern = self.editor.pattern.as_deref().unwrap_or("");
        let root = self.editor.root.to_string_lossy().replace('\\', "/");
        format!(
            "\n<link rel=\"stylesheet\" href=\"/_foldout/preview.css\">\n<div id=\"foldout-preview\"{class} role=\"region\" \
             aria-label=\"Foldout preview\" data-version=\"{}\" data-editor=\"{}\" data-root=\"{}\" data-origins=\"{}\">\n",
            words(self.version),
            words(pattern),
            words(&encoded(&root)),
            if self.view.origins { "on" } else { "off" }
        )
    }

    fn to_do(&self, out: &mut String, subject: &Subject, scene: &Scene) {
        let merged = &scene.site.joined.merged;
        let findings: Vec<&Finding> =
            self.live.report.findings.iter().filter(|finding| subject.concerns(finding, merged)).collect();
        let broken = !self.live.notices.is_empty();
        let summary = match (self.live.checked, findings.is_empty()) {
            (_, true) if broken => "put right what can\u{2019}t be read".to_owned(),
            (true, _) => sum(&findings),
            (false, true) => "checking \u{2026}".to_owned(),
            (false, false) => format!("{} (checking \u{2026})", sum(&findings)),
        };
        let _ = writeln!(
            out,
            "<details class=\"fo-todo\" id=\"fo-todo\"><summary aria-keyshortcuts=\"t\">To do: {summary}</summary>"
        );
        if findings.is_empty() && broken {
            out.push_str("<p>Once it can be read again, what else is left to do stands here.</p>\n");
        } else if findings.is_empty() && self.live.checked {
            out.push_str("<p>Nothing is left to do for this page.</p>\n");
        } else {
            out.push_str("<ol>\n");
            for finding in findings {
                let jump = jump::anchor(subject, finding, merged);
                out.push_str(&html::notice(&Notice::new(finding, &scene.site.sources), self.editor, jump.as_deref()));
            }
            out.push_str("</ol>\n");
        }
        out.push_str("</details>\n");
    }

    fn around(&self, out: &mut String, subject: &Subject, scene: &Scene) {
        let merged = &scene.site.joined.merged;
        let here = format!("/{}", self.path.strip_suffix("index.html").unwrap_or(self.path));
        let back = words(&encoded(&here));
        let switch = |key: &str, on: bool, words: &str, off: &str| {
            let (to, label) = if on { ("off", off) } else { ("on", words) };
            format!("<a id=\"fo-{key}\" href=\"/_foldout/view?{key}={to}&amp;back={back}\">{label}</a>\n")
        };
        out.push_str(&html::unusual(self.view, &here));
        out.push_str("<nav aria-label=\"Preview\">\n<a href=\"/_foldout/\">Workbench</a>\n");
        if let Some(hub) = subject.hub() {
            let _ = writeln!(out, "<a href=\"/_foldout/hub/{}\">This hub\u{2019}s list</a>", encoded(hub));
        }
        out.push_str(&switch("origins", self.view.origins, "Show origins (o)", "Hide origins (o)"));
        out.push_str("</nav>\n<details class=\"fo-around\" id=\"fo-around\"><summary>Look around</summary>\n<ul>\n");
        let published = switch("published", self.view.published, "Show as published", "Show drafts too");
        let _ = writeln!(
            out,
            "<li>{published}</li>\n<li><a href=\"/_foldout/widths?path={back}\">Several widths and paper, side by side</a></li>\n</ul>"
        );
        out.push_str(&html::choose_day(self.view, &here));
        if let Some((edition, programme)) = subject.programme() {
            elsewhere(out, merged, edition, programme);
        }
        out.push_str("</details>\n");
    }
}

/// The same programme at other hubs.
fn elsewhere(out: &mut String, merged: &Merged, edition: &str, programme: &str) {
    out.push_str(
        "<details class=\"fo-elsewhere\" id=\"fo-elsewhere\"><summary>This programme at another hub</summary>\n<ul>\n",
    );
    for hub in &merged.hubs {
        let id = hub.hub.id.as_str();
        if super::subject::offering(merged, id, edition, programme).is_some() {
            let href = words(&encoded(&address(merged, id, edition, programme)));
            let _ = writeln!(out, "<li><a href=\"{href}\">{}</a></li>", words(&hub.hub.name));
        }
    }
    out.push_str("</ul></details>\n");
}

/// `2 errors, 1 note`, or `nothing`.
pub fn sum(findings: &[&Finding]) -> String {
    let counts = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (findings.iter().filter(|finding| finding.level == level).count(), level))
        .filter(|(count, _)| *count > 0)
        .map(|(count, level)| counted(count, level.name()));
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") }
}

/// What is wrong with what is on disk, over the last good page.
pub fn over(notices: &[Notice], editor: &Editor) -> String {
    if notices.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<section class=\"fo-over\" role=\"alert\" id=\"fo-over\">\n<h2>Something can\u{2019}t be read</h2>\n\
         <p>You see the page as it last was. It changes by itself once this is put right.</p>\n<ul>\n",
    );
    for notice in notices {
        out.push_str(&html::notice(notice, editor, None));
    }
    out.push_str("</ul>\n</section>\n");
    out
}

/// The page for when there is nothing to show yet.
pub fn nothing_yet(live: &Live, version: &str, editor: &Editor) -> String {
    let mut body = String::from(
        "<main>\n<h1>The site can\u{2019}t be shown yet</h1>\n<p>This page changes by itself once what follows is put right.</p>\n<ul>\n",
    );
    for notice in live.notices.iter() {
        body.push_str(&html::notice(notice, editor, None));
    }
    body.push_str("</ul>\n</main>");
    html::page("The site can\u{2019}t be shown yet", version, &body)
}
