//! `foldout schema` accepts every file of `content/` and refuses a mistyped key, as a JSON Schema validator sees it.

use jsonschema::Validator;
use serde_json::Value;
use std::path::Path;

fn validator(kind: &str) -> Validator {
    let schema = foldout::load::schema(kind).unwrap_or_else(|| panic!("a schema for {kind}"));
    jsonschema::validator_for(&schema).expect("a schema that is one")
}

/// The YAML of a file: all of it, or the front matter of a Markdown file.
fn yaml(text: &str, path: &str) -> String {
    if path.ends_with(".yaml") {
        return text.to_owned();
    }
    let rest = text.strip_prefix("---\n").unwrap_or("---\n");
    rest.split("---\n").next().unwrap_or("").to_owned()
}

/// As an editor reads it.
fn value(yaml: &str) -> Value {
    let value: Value = serde_yaml::from_str(yaml).expect("YAML");
    if value.is_null() { serde_json::json!({}) } else { value }
}

/// Every file of the repo's content with the kind of schema that it belongs to.
fn content() -> Vec<(&'static str, String, Value)> {
    let sources = foldout::load::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repo's content");
    let mut out = Vec::new();
    for (id, file) in sources.files() {
        let parts: Vec<&str> = file.path.split('/').collect();
        let kind = match parts.as_slice() {
            ["content", "site.yaml"] => "site",
            ["content", "national", _, name] if name.ends_with(".md") => "programme",
            ["content", "national", _, "changes.yaml"] => "changes",
            ["content", "hubs", _, "hub.yaml"] => "hub",
            ["content", "hubs", _, _, name] if name.ends_with(".md") => "local",
            _ => continue,
        };
        out.push((kind, file.path.to_string(), value(&yaml(sources.text(id), &file.path))));
    }
    out
}

#[test]
fn every_file_of_the_content_is_accepted() {
    let files = content();
    assert!(files.len() > 80, "only {} files", files.len());
    for kind in ["site", "hub", "programme", "local", "changes"] {
        let validator = validator(kind);
        for (_, path, value) in files.iter().filter(|(of, ..)| *of == kind) {
            let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{path}: {errors:?}");
        }
    }
}

#[test]
fn a_mistyped_key_is_refused_in_every_kind() {
    for (kind, mistyped) in [("site", "titel"), ("hub", "lead_school"), ("programme", "sumary"), ("local", "anwsers")] {
        let validator = validator(kind);
        let (_, path, value) = content().into_iter().find(|(of, ..)| *of == kind).expect("a file of each kind");
        let mut value = value;
        value[mistyped] = Value::from("x");
        assert!(!validator.is_valid(&value), "{path} with {mistyped}");
    }
}

#[test]
fn a_note_on_a_change_is_refused_without_its_programme() {
    let changes = validator("changes");
    assert!(changes.is_valid(&value("- {programme: a, day: 2022-11-03, what: W., level: action, due: 2022-12-01}")));
    for yaml in ["- {day: 2022-11-03, what: W.}", "- {programme: a, day: 2022-11-03, what: W., lvel: action}"] {
        assert!(!changes.is_valid(&value(yaml)), "{yaml}");
    }
}

#[test]
fn a_mistyped_key_deeper_down_is_refused() {
    let local = validator("local");
    for yaml in [
        "apply: {lable: x}",
        "cohorts: [{name: A, sesions: []}]",
        "sessions: [{dat: 2022-11-03}]",
        "contact: {mail: a@b.org}",
        "status: canceled",
    ] {
        assert!(!local.is_valid(&value(yaml)), "{yaml}");
    }
    for yaml in [
        "apply: https://example.org",
        "sessions: 2022-11-03 09:30-15:30, Hall",
        "answers: {lead: '[[hub.name]]'}",
        "offered: no",
    ] {
        assert!(local.is_valid(&value(yaml)), "{yaml}");
    }
}
