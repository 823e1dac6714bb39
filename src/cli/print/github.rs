//! Findings for a workflow on GitHub, which shows them beside the lines of a change.

use super::locate;
use crate::finding::{Finding, Level};
use crate::source::Sources;
use std::path::{Component, Path, PathBuf};

/// One workflow command a line. Files are named from where the command runs: `site` is how the site was named.
pub fn github(sources: &Sources, findings: &[&Finding], site: &Path) -> String {
    findings.iter().map(|finding| command(finding, sources, site)).collect()
}

fn command(finding: &Finding, sources: &Sources, site: &Path) -> String {
    let kind = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let (file, position) = locate(&finding.place, sources);
    // `.` and `./` say nothing that GitHub could use.
    let site: PathBuf = site.components().filter(|part| *part != Component::CurDir).collect();
    let file = site.join(file).display().to_string();
    let position = position.map_or(String::new(), |at| format!(",line={},col={}", at.line, at.column));
    let (title, words) = (finding.rule.name(), format!("{}\n{}", finding.message, finding.remedy));
    format!("::{kind} file={}{position},title={title}::{}\n", property(&file), data(words.trim_end()))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
