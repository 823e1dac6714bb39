//! A case file: its small site, what is typed and what is printed.

use crate::site::foldout;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TYPED: &str = "foldout check --as-of 2022-10-01";
const SITE: &str = "\
title: Our maths brochures
edition: 2022-23
phases: [Primary, Secondary]
base_url: https://brochures.example.org/
";
const PROGRAMME: &str = "\
---
title: Example
phase: Primary
summary: Teachers learn together.
---
## What is involved?

Six sessions over the year.

## Funding

The programme is free.
";

/// A case as it stands in its file.
pub struct Case {
    /// What happened, in a sentence.
    pub sentence: String,
    head: String,
    files: Vec<SiteFile>,
    typed: String,
    /// What is printed for people, as JSON and for GitHub.
    pub expected: Vec<Run>,
}

/// One run of the program.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    typed: String,
    /// What it printed, with its exit status.
    pub text: String,
}

struct SiteFile {
    marker: String,
    path: String,
    what: What,
    text: String,
}

#[derive(PartialEq)]
enum What {
    Text,
    Folder,
    Missing,
    MegaBytes(usize),
}

impl Case {
    /// Reads a case.
    pub fn read(text: &str) -> Result<Case, String> {
        let mut parts = text.split("\n=== ");
        let head = parts.next().unwrap_or_default().to_owned();
        let sentence = head.trim().to_owned();
        if !sentence.ends_with('.') {
            return Err("it begins with no sentence".to_owned());
        }
        let mut case = Case { sentence, head, files: Vec::new(), typed: TYPED.to_owned(), expected: Vec::new() };
        for part in parts {
            let (marker, text) = part.split_once('\n').unwrap_or((part, ""));
            if marker.starts_with("foldout ") {
                if case.expected.is_empty() {
                    case.typed = marker.to_owned();
                }
                case.expected.push(Run { typed: marker.to_owned(), text: text.trim_end().to_owned() });
            } else if case.expected.is_empty() {
                case.files.push(SiteFile::read(marker, text)?);
            } else {
                return Err(format!("{marker} stands after what is printed"));
            }
        }
        Ok(case)
    }

    /// Whether the case says itself that nothing is to be said.
    pub fn is_silent(&self) -> bool {
        self.files.iter().any(|file| file.text.contains("allow: ")) || self.sentence.contains("Nothing is said")
    }

    /// Runs the program on the small site, once for each format.
    pub fn printed(&self) -> Vec<Run> {
        let dir = TempDir::new().unwrap();
        self.write(dir.path());
        self.agree(dir.path());
        ["", " --format json", " --format github"]
            .iter()
            .map(|format| {
                let typed = format!("{}{format}", self.typed);
                let args: Vec<&str> = typed.split(' ').skip(1).collect();
                let outcome = foldout(dir.path(), &args);
                let (said, silent) =
                    if format.is_empty() { (&outcome.err, &outcome.out) } else { (&outcome.out, &outcome.err) };
                assert_eq!(silent, "", "{typed} prints to the wrong stream");
                let text = format!("{}\n(exit status {})", said.trim_end(), outcome.status);
                Run { typed, text: text.trim_start().to_owned() }
            })
            .collect()
    }

    fn write(&self, root: &Path) {
        let given = |path: &str| self.files.iter().any(|file| file.path == path);
        let put = |path: &str, bytes: &[u8]| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        for file in &self.files {
            match file.what {
                What::Text => put(&file.path, file.text.as_bytes()),
                What::MegaBytes(size) => put(&file.path, &vec![b' '; size * 1_000_000]),
                What::Folder => fs::create_dir_all(root.join(&file.path)).unwrap(),
                What::Missing => {}
            }
        }
        if !given("content/site.yaml") {
            put("content/site.yaml", SITE.as_bytes());
        }
        let of_a_year = |path: &str| {
            path.starts_with("content/national/") && path.split('/').count() > 3 && !path.ends_with("/changes.yaml")
        };
        if !self.files.iter().any(|file| of_a_year(&file.path)) {
            put("content/national/2022-23/example.md", PROGRAMME.as_bytes());
        }
        for file in &self.files {
            let Some((hub, _)) = file.path.strip_prefix("content/hubs/").and_then(|path| path.split_once('/')) else {
                continue;
            };
            let path = format!("content/hubs/{hub}/hub.yaml");
            if !given(&path) {
                let name: String = hub[..1].to_uppercase() + &hub[1..];
                put(
                    &path,
                    format!("name: {name} Maths Hub\nregion: North\nlead_schools: [{name} School]\n").as_bytes(),
                );
            }
        }
    }

    /// Agrees to the national text of what the hubs change, where the case says nothing of it.
    fn agree(&self, root: &Path) {
        let changes = |text: &str| ["## replace", "## add", "## hide"].iter().any(|verb| text.contains(verb));
        let local = self.files.iter().filter(|file| changes(&file.text.to_lowercase()));
        let years: BTreeSet<(&str, &str)> = local
            .filter_map(|file| file.path.strip_prefix("content/hubs/")?.split_once('/'))
            .filter_map(|(hub, rest)| Some((hub, rest.split_once('/')?.0)))
            .collect();
        for (hub, year) in years {
            let agreed = format!("content/hubs/{hub}/{year}/agreed.yaml");
            if !self.files.iter().any(|file| file.path == agreed) {
                // Of a site that can't be read this fails, which is what the case is about.
                foldout(root, &["agree", hub, "--edition", year, "--as-of", "2022-09-01"]);
            }
        }
    }

    /// The case with what is printed in place of what it expects.
    pub fn rewritten(&self, printed: &[Run]) -> String {
        let mut text = format!("{}\n", self.head);
        for file in &self.files {
            let _ = write!(text, "=== {}\n{}", file.marker, file.text);
        }
        for run in printed {
            let _ = write!(text, "=== {}\n{}\n", run.typed, run.text);
        }
        text
    }

    /// The first line that is otherwise than expected.
    pub fn difference(&self, printed: &[Run]) -> String {
        for (at, run) in printed.iter().enumerate() {
            let expected = self.expected.get(at).map_or("", |run| run.text.as_str());
            if expected == run.text {
                continue;
            }
            let same = expected.lines().zip(run.text.lines()).take_while(|(a, b)| a == b).count();
            let line = |text: &str| text.lines().nth(same).unwrap_or("(nothing more)").to_owned();
            return format!("{}\n  expected: {}\n  printed:  {}", run.typed, line(expected), line(&run.text));
        }
        "more is expected than is printed".to_owned()
    }
}

impl SiteFile {
    fn read(marker: &str, text: &str) -> Result<SiteFile, String> {
        let (path, what) = match marker.strip_suffix(')').and_then(|marker| marker.rsplit_once(" (")) {
            Some((path, "folder")) => (path, What::Folder),
            Some((path, "missing")) => (path, What::Missing),
            Some((path, size)) if size.ends_with(" MB") => {
                let size = size.trim_end_matches(" MB").parse().map_err(|_| format!("{size} is no size"))?;
                (path, What::MegaBytes(size))
            }
            _ => (marker, What::Text),
        };
        if !path.starts_with("content/") {
            return Err(format!("{marker} is no file of a site"));
        }
        let text = if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
        Ok(SiteFile { marker: marker.to_owned(), path: path.to_owned(), what, text })
    }
}
