//! Findings for other programs.

use super::{locate, locate_span};
use crate::finding::{Also, Finding};
use crate::source::Sources;
use serde_json::{Value, json};

/// The findings as a JSON list; what doesn't apply is null.
pub fn json(sources: &Sources, findings: &[&Finding]) -> String {
    let list: Vec<Value> = findings.iter().map(|finding| object(finding, sources)).collect();
    format!("{:#}\n", Value::Array(list))
}

fn object(finding: &Finding, sources: &Sources) -> Value {
    let (file, position) = locate(&finding.place, sources);
    json!({
        "rule": finding.rule.name(),
        "level": finding.level.name(),
        "message": finding.message,
        "remedy": finding.remedy,
        "file": file,
        "line": position.map(|at| at.line),
        "column": position.map(|at| at.column),
        "hub": finding.scope.hub(),
        "programme": finding.scope.programme(),
        "also": finding.also.iter().map(|also| other(also, sources)).collect::<Vec<_>>(),
    })
}

fn other(also: &Also, sources: &Sources) -> Value {
    let (file, at) = locate_span(also.span, sources);
    json!({ "file": file, "line": at.line, "column": at.column, "message": also.message })
}
