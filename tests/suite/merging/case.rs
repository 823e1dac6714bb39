//! A case: its fact, the files of a site, and what is made of them.

use std::fmt::Write as _;

/// One file of `tests/cases/merge/`.
pub struct Case {
    /// The sentence or two at its top.
    pub fact: String,
    /// What follows each marker, in the file's order.
    pub parts: Vec<(String, String)>,
}

/// Markers of what is expected; the others are what is given.
const EXPECTED: &[&str] = &["merged", "national page", "offering", "offers", "withheld", "findings"];

fn is_expected(marker: &str) -> bool {
    EXPECTED.contains(&marker) || marker.starts_with("merged ")
}

/// Something that was made of a site, by its marker. For findings, the words of each beside its line.
pub struct Made {
    pub parts: Vec<(String, String)>,
    pub findings: Vec<(String, String)>,
}

impl Case {
    pub fn read(text: &str) -> Result<Case, String> {
        let (fact, rest) = text.split_once("\n=== ").ok_or("no line begins with ===")?;
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in rest.split("\n=== ") {
            let (marker, body) = part.split_once('\n').unwrap_or((part, ""));
            let marker = marker.trim().to_owned();
            if parts.iter().any(|(before, _)| *before == marker) {
                return Err(format!("{marker} stands twice"));
            }
            parts.push((marker, body.trim_end_matches('\n').to_owned()));
        }
        Ok(Case { fact: fact.trim().to_owned(), parts })
    }

    /// What follows a marker.
    pub fn part(&self, marker: &str) -> Option<&str> {
        self.parts.iter().find(|(name, _)| name == marker).map(|(_, body)| body.as_str())
    }

    /// What is given, by marker.
    pub fn given(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts
            .iter()
            .filter(|(marker, _)| !is_expected(marker))
            .map(|(marker, body)| (marker.as_str(), body.as_str()))
    }

    /// The markers of what is expected beside findings.
    pub fn wanted(&self) -> Vec<&str> {
        let markers = self.parts.iter().map(|(marker, _)| marker.as_str());
        let wanted: Vec<&str> = markers.filter(|marker| is_expected(marker) && *marker != "findings").collect();
        if wanted.is_empty() { vec!["merged"] } else { wanted }
    }

    /// The findings that are expected: each line with the words that it must hold.
    fn findings(&self) -> Vec<(&str, Vec<&str>)> {
        let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in self.part("findings").unwrap_or("").lines().filter(|line| !line.trim().is_empty()) {
            match (line.trim().strip_prefix('~'), out.last_mut()) {
                (Some(words), Some((_, held))) => held.push(words.trim()),
                _ => out.push((line, Vec::new())),
            }
        }
        out
    }

    /// What is made but not expected, or the other way round.
    pub fn difference(&self, made: &Made) -> Option<String> {
        let mut out = String::new();
        for (marker, body) in &made.parts {
            let expected = self.part(marker).unwrap_or("(nothing is said)");
            if expected != body {
                let _ = write!(out, "=== {marker}, expected:\n{expected}\n=== {marker}, made:\n{body}\n");
            }
        }
        let expected = self.findings();
        let lines: Vec<&str> = expected.iter().map(|(line, _)| *line).collect();
        let found: Vec<&str> = made.findings.iter().map(|(line, _)| line.as_str()).collect();
        if lines != found {
            let _ = writeln!(out, "=== findings, expected:\n{}\n=== findings, made:", lines.join("\n"));
            for (line, words) in &made.findings {
                let _ = writeln!(out, "{line}\n    {}", words.replace('\n', "\n    "));
            }
        } else {
            for ((line, held), (_, words)) in expected.iter().zip(&made.findings) {
                for held in held.iter().filter(|held| !words.contains(*held)) {
                    let _ = writeln!(out, "{line}\n  does not say: {held}\n  but: {words}");
                }
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// The file with what is made in place of what was expected. Words that a finding must hold are kept.
    pub fn rewritten(&self, made: &Made) -> String {
        let mut out = format!("{}\n", self.fact);
        for (marker, body) in self.given() {
            part(&mut out, marker, body);
        }
        for (marker, body) in &made.parts {
            part(&mut out, marker, body);
        }
        if !made.findings.is_empty() {
            let mut held = self.findings();
            let lines = made.findings.iter().map(|(line, _)| {
                let same = held.iter().position(|(expected, _)| expected == line);
                let words = same.map_or(Vec::new(), |same| held.remove(same).1);
                words.iter().fold(line.clone(), |line, words| format!("{line}\n  ~ {words}"))
            });
            part(&mut out, "findings", &lines.collect::<Vec<_>>().join("\n"));
        }
        out
    }
}

fn part(out: &mut String, marker: &str, body: &str) {
    let _ = write!(out, "\n=== {marker}\n{body}");
    if !body.is_empty() {
        out.push('\n');
    }
}
