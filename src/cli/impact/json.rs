//! Impact for other programs.

use crate::impact::{AnswerChange, FactChange, Hidden, Impact, PageChange, PageName, SectionChange};
use serde_json::{Map, Value, json};

/// The whole value; what doesn't apply is null.
pub fn json(impact: &Impact, against: &str) -> String {
    let value = json!({
        "against": against,
        "national": impact.national.iter().map(page).collect::<Vec<_>>(),
        "pages": impact.pages.iter().map(page).collect::<Vec<_>>(),
        "hidden": impact.hidden.iter().map(hidden).collect::<Vec<_>>(),
        "unused": impact.unused.iter().map(answer).collect::<Vec<_>>(),
        "unfilled": impact.unfilled.iter().map(answer).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn page(change: &PageChange) -> Value {
    named(
        &change.page,
        json!({
            "title": change.title,
            "path": change.path,
            "how": change.how.name(),
            "withheld": change.withheld,
            "sections": change.sections.iter().map(section).collect::<Vec<_>>(),
            "facts": change.facts.iter().map(fact).collect::<Vec<_>>(),
            "errors": change.errors,
        }),
    )
}

fn section(section: &SectionChange) -> Value {
    json!({
        "section": section.id.as_str(),
        "heading": Some(&section.name).filter(|name| !name.is_empty()),
        "before": section.before,
        "after": section.after,
    })
}

fn fact(fact: &FactChange) -> Value {
    let some = |words: &String| (!words.is_empty()).then(|| words.clone());
    json!({ "fact": fact.name, "before": some(&fact.before), "after": some(&fact.after) })
}

fn hidden(hidden: &Hidden) -> Value {
    named(&hidden.page, json!({ "what": hidden.what, "file": hidden.file, "line": hidden.line }))
}

fn answer(answer: &AnswerChange) -> Value {
    named(&answer.page, json!({ "placeholder": answer.name, "words": answer.words }))
}

/// With whose page it is.
fn named(page: &PageName, rest: Value) -> Value {
    let mut all = Map::new();
    all.insert("hub".into(), json!(page.hub.as_ref().map(|hub| hub.as_str())));
    all.insert("edition".into(), json!(page.edition.as_str()));
    all.insert("programme".into(), json!(page.programme.as_ref().map(|id| id.as_str())));
    if let Value::Object(rest) = rest {
        all.extend(rest);
    }
    Value::Object(all)
}
