//! The shapes of front matter and YAML files: every key, what it holds and what it is for.
//!
//! One table serves three needs: a mistyped key is found against it, a missing required one too, and the JSON
//! Schema for editors is made of it.

use serde_json::{Map, Value, json};

/// A key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether the file must have it.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// What it is for, one sentence for an editor's help.
    pub about: &'static str,
}

/// What a key holds.
#[derive(Debug)]
pub enum Shape {
    /// Words; a number or yes/no is taken as words too.
    Words,
    /// `yes`, `no`, `true` or `false`.
    YesNo,
    /// A whole number.
    Number,
    /// A date.
    Date,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// One, or a list of them.
    OneOrList(&'static Shape),
    /// Words, or these keys.
    WordsOr(&'static [Field]),
    /// These keys.
    Fields(&'static [Field]),
    /// Keys chosen by the writer.
    Map(&'static Shape),
    /// Anything on one line, kept as typed.
    AsTyped,
    /// `all`, or a list of words.
    AllOrList,
}

const fn key(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: false, shape, about }
}

const fn must(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: true, shape, about }
}

const WORDS_LIST: Shape = Shape::List(&Shape::Words);
const PERMISSION: Shape = Shape::OneOf(&["open", "add", "locked"]);
const STATUS: Shape = Shape::OneOf(&["cancelled", "postponed", "full"]);
const ALLOW: Field = key("allow", WORDS_LIST, "Rules whose warnings and notes are not shown for this file.");

const COST: Field = key("cost", Shape::Words, "What it costs to take part: Free to schools.");
const PUBLISHED: Field = key("published", Shape::Date, "The day on which it came out, for the feed of what is new.");

/// A way to apply.
pub const APPLY: &[Field] = &[
    key("label", Shape::Words, "The words of the link: Apply for a place."),
    key("link", Shape::Words, "A web address that begins with https://."),
    key("email", Shape::Words, "An e-mail address to write to."),
    key("form", Shape::Words, "A form to fill in: a file beside this one, or a web address."),
    key("opens", Shape::Words, "When applications open: a date, or a date and time."),
    key("closes", Shape::Words, "When applications close: a date, or a date and time."),
    key("needs", Shape::Words, "What people need to apply."),
];
const APPLY_SHAPE: Shape = Shape::OneOrList(&Shape::WordsOr(APPLY));

/// A session written with keys.
pub const SESSION: &[Field] = &[
    key("date", Shape::Words, "The day: 2022-11-03, 3 November 2022, or to be confirmed."),
    key("start", Shape::Words, "When it starts: 09:30 or 9:30am."),
    key("end", Shape::Words, "When it ends."),
    key("venue", Shape::Words, "Where it is."),
    key("online", Shape::YesNo, "Whether it is online."),
    key("title", Shape::Words, "What it is about."),
    key("status", STATUS, "cancelled, postponed or full."),
    key("note", Shape::Words, "A remark."),
];
const SESSIONS: Shape = Shape::OneOrList(&Shape::WordsOr(SESSION));

/// A cohort.
pub const COHORT: &[Field] = &[
    must("name", Shape::Words, "The group's name."),
    key("area", Shape::Words, "Where its people come from."),
    key("lead", Shape::Words, "Who leads it."),
    key("mode", Shape::OneOf(&["in person", "online", "blended"]), "How it meets."),
    key("venue", Shape::Words, "Where it meets."),
    key("places", Shape::OneOf(&["many", "few", "none"]), "How many places are left."),
    key("status", STATUS, "cancelled, postponed or full, where the dates don't tell."),
    key("note", Shape::Words, "A remark."),
    key("apply", APPLY_SHAPE, "Its own way to apply, in place of the programme's."),
    key("sessions", SESSIONS, "Its meetings."),
];
const COHORTS: Shape = Shape::List(&Shape::Fields(COHORT));

/// A link with its words.
pub const LINK: &[Field] = &[
    must("label", Shape::Words, "The words of the link."),
    must("link", Shape::Words, "A web address, or a file beside this one."),
];

/// A placeholder.
pub const PLACEHOLDER: &[Field] = &[
    key("ask", Shape::Words, "What it asks the hub."),
    key("kind", Shape::OneOf(&["text", "markdown", "email", "link", "date", "number"]), "What an answer must be."),
    key("required", Shape::YesNo, "Whether a page needs an answer; yes unless you say no."),
    key("default", Shape::Words, "The national words for a hub that answers nothing."),
    key("example", Shape::Words, "An example answer."),
    key("hint", Shape::Words, "Help for the person who answers."),
    key("was", Shape::OneOrList(&Shape::Words), "Names that it had before."),
    key(
        "next-year",
        Shape::OneOf(&["keep", "clear"]),
        "keep or clear: what a new year begins with; keep unless you say clear.",
    ),
];
const PLACEHOLDERS: Shape = Shape::Map(&Shape::Fields(PLACEHOLDER));

/// A programme, national or (with `local: yes`) a hub's own.
pub const PROGRAMME: &[Field] = &[
    must("title", Shape::Words, "The programme's title."),
    must("phase", Shape::Words, "One of the phases in site.yaml."),
    must("summary", Shape::Words, "One sentence about the programme."),
    key("code", Shape::Words, "A code, if the programme has one."),
    key("number", Shape::Number, "Its number in the year's list."),
    key("stage", Shape::Words, "Its stage, explained in the year's edition.md."),
    key("audience", Shape::OneOrList(&Shape::Words), "Who it is for."),
    key("commitment", Shape::Words, "How much time it takes."),
    COST,
    key("links", Shape::List(&Shape::Fields(LINK)), "Further links."),
    key("runs", Shape::Words, "Years, where it runs for more than one: 2018-20."),
    key("next", Shape::Words, "The id of the programme that follows."),
    key("previous", Shape::Words, "The id of the programme before."),
    key("every_hub", Shape::YesNo, "Whether each hub offers it unless its file says offered: no."),
    PUBLISHED,
    key("apply", APPLY_SHAPE, "How to apply, where that is the same everywhere."),
    key("cohorts", COHORTS, "Groups, where they are the same everywhere."),
    key("sessions", SESSIONS, "Meetings, where they are the same everywhere."),
    key("sections", PERMISSION, "What hubs may do to a section unless it says otherwise."),
    key("placeholders", PLACEHOLDERS, "What the text asks hubs, by the placeholder's name."),
    ALLOW,
];

/// Whom to ask.
pub const CONTACT: &[Field] = &[
    key("name", Shape::Words, "Who."),
    key("email", Shape::Words, "E-mail."),
    key("phone", Shape::Words, "Telephone."),
];
/// A notice.
pub const NOTICE: &[Field] = &[
    must("text", Shape::Words, "The words of the notice."),
    key("until", Shape::Date, "The last day on which it is shown."),
];
const ANSWERS: Shape = Shape::Map(&Shape::AsTyped);

/// A hub's file for a programme: the keys of its own.
pub const LOCAL: &[Field] = &[
    key("offered", Shape::YesNo, "Whether the hub offers the programme."),
    key("answers", ANSWERS, "From a placeholder to your words."),
    key("apply", APPLY_SHAPE, "How to apply."),
    key("cohorts", COHORTS, "Groups that run the programme."),
    key("sessions", SESSIONS, "Meetings; beside cohorts they belong to all."),
    key("contact", Shape::WordsOr(CONTACT), "Whom to ask."),
    key("notice", Shape::WordsOr(NOTICE), "Shown at the top of the page until a day."),
    key("status", STATUS, "cancelled, postponed or full, where the dates don't tell."),
    COST,
    key("with", Shape::OneOrList(&Shape::Words), "Hubs that deliver it together with you, by id."),
    PUBLISHED,
    key("local", Shape::YesNo, "yes: a programme of your own, which no national file describes."),
    ALLOW,
];

/// A hub's `edition.md`.
pub const LOCAL_EDITION: &[Field] = &[
    key("answers", ANSWERS, "From a placeholder to your words."),
    key("apply", APPLY_SHAPE, "How to apply."),
    key("dates", Shape::List(&Shape::Fields(YEAR_DATE)), "Dates of the year."),
    ALLOW,
];

/// A date of the year.
pub const YEAR_DATE: &[Field] = &[
    must("date", Shape::Date, "The day."),
    must("what", Shape::Words, "What happens."),
    key("where", Shape::Words, "Where."),
];

/// A year's introduction.
pub const EDITION: &[Field] = &[
    key("title", Shape::Words, "The introduction's title."),
    key("goals", Shape::Map(&Shape::Words), "From a phase to its goal for the year."),
    key("stages", Shape::Map(&Shape::Words), "From a stage's name to what it means."),
    key("dates", Shape::List(&Shape::Fields(YEAR_DATE)), "Dates of the year."),
    key("apply", APPLY_SHAPE, "How to apply."),
    key("sections", PERMISSION, "What hubs may do to a section unless it says otherwise."),
    key("placeholders", PLACEHOLDERS, "What the text asks hubs, by the placeholder's name."),
    ALLOW,
];

/// What was agreed about a section, in `agreed.yaml`.
pub const AGREED: &[Field] = &[
    key("day", Shape::Date, "The day on which it was agreed."),
    key("fingerprint", Shape::Words, "The text's fingerprint, by which an edited text is found."),
    key("text", Shape::Words, "The national text as it was then."),
];

/// A note on a change of the national text, in `changes.yaml`.
pub const CHANGE: &[Field] = &[
    must("programme", Shape::Words, "The programme's id, or edition for the year's introduction."),
    key("section", Shape::Words, "The section, by its id or heading; all sections without it."),
    must("day", Shape::Date, "The day of the change."),
    must("what", Shape::Words, "What changed and why, in one sentence."),
    key(
        "level",
        Shape::OneOf(&["wording", "action"]),
        "action where hubs have to act; wording unless you say otherwise.",
    ),
    key("due", Shape::Date, "For an action: the last day on which a hub's page may be without it."),
];

/// A hub's logo.
pub const LOGO: &[Field] = &[
    must("src", Shape::Words, "The image, a file beside hub.yaml."),
    must("alt", Shape::Words, "What it shows, in words."),
];
/// For the accessibility statement.
pub const ACCESSIBILITY: &[Field] = &[
    key("contact", Shape::Words, "Whom to tell of problems with the pages."),
    key("reviewed", Shape::Date, "When the pages were last looked at."),
];

/// `hub.yaml`.
pub const HUB: &[Field] = &[
    must("name", Shape::Words, "The hub's name."),
    must("region", Shape::Words, "Its region."),
    must("lead_schools", Shape::OneOrList(&Shape::Words), "The schools that lead it."),
    key("place", Shape::Words, "Its town."),
    key("area", Shape::Words, "The area it serves."),
    key("email", Shape::Words, "Its e-mail address."),
    key("phone", Shape::Words, "Its telephone number."),
    key("website", Shape::Words, "Its web address."),
    key("address", Shape::Words, "Its postal address."),
    key("about", Shape::Words, "About the hub, in Markdown."),
    key("former_names", Shape::OneOrList(&Shape::Words), "Names that it had before."),
    key("accent", Shape::Words, "Its colour, as #rrggbb."),
    key("logo", Shape::Fields(LOGO), "Its logo."),
    key("answers", ANSWERS, "Answers for every programme."),
    key("offers", Shape::Map(&Shape::AllOrList), "From an edition to all, or a list of programmes."),
    key("partners", Shape::OneOrList(&Shape::Words), "Partners."),
    key("accessibility", Shape::Fields(ACCESSIBILITY), "For the accessibility statement."),
    key("base_url", Shape::Words, "Where this hub's folder is published, if not below the site's."),
    ALLOW,
];

/// The national team.
pub const TEAM: &[Field] = &[
    key("name", Shape::Words, "Its name."),
    key("url", Shape::Words, "Its web address."),
    key("email", Shape::Words, "Its e-mail address."),
];

/// `site.yaml`.
pub const SITE: &[Field] = &[
    must("title", Shape::Words, "The site's title."),
    must("edition", Shape::Words, "The current edition, a folder of content/national/."),
    must("phases", WORDS_LIST, "The phases, in the order in which they are shown."),
    key("description", Shape::Words, "One sentence about the site."),
    key("network", Shape::Words, "What the hubs together are called."),
    key("national_team", Shape::Fields(TEAM), "Who writes the national text."),
    key("base_url", Shape::Words, "The https address of the whole site."),
    key("sections", PERMISSION, "What hubs may do to a section unless it says otherwise."),
    key("placeholder_phrases", WORDS_LIST, "Phrases that mark a placeholder, beside the built-in ones."),
    key("timezone", Shape::Words, "The time zone, Europe/London unless you say otherwise."),
    key("theme", Shape::Words, "The theme, a folder of themes/."),
    key("glossary", Shape::Map(&Shape::Words), "From a short form to its words."),
    key("redirects", Shape::Map(&Shape::Words), "From an old path to a new one."),
    ALLOW,
];

/// The JSON Schema (draft 2020-12) of a kind of file: `site`, `hub`, `programme`, `local` or `changes`. `None` for any
/// other.
///
/// `programme` serves a year's `edition.md` too, and `local` a hub's own programmes and `edition.md`.
pub fn schema(kind: &str) -> Option<Value> {
    if kind == "changes" {
        return Some(json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "The national team's changes.yaml",
            "type": "array",
            "items": object(&[CHANGE]),
        }));
    }
    let (title, alternatives): (_, Vec<Vec<&[Field]>>) = match kind {
        "site" => ("content/site.yaml", vec![vec![SITE]]),
        "hub" => ("A hub's hub.yaml", vec![vec![HUB]]),
        "programme" => ("The front matter of a national programme or edition.md", vec![vec![PROGRAMME], vec![EDITION]]),
        "local" => ("The front matter of a hub's file", vec![vec![LOCAL], vec![LOCAL, PROGRAMME], vec![LOCAL_EDITION]]),
        _ => return None,
    };
    let all: Vec<&[Field]> = alternatives.iter().flatten().copied().collect();
    let mut schema = object(&all);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!(title));
        if alternatives.len() > 1 {
            map.remove("required");
            let which = alternatives.iter().map(|tables| {
                let names = tables.iter().copied().flatten().map(|field| field.name).collect::<Vec<_>>();
                json!({ "required": required(tables), "propertyNames": { "enum": names } })
            });
            map.insert("anyOf".into(), which.collect());
        }
    }
    Some(schema)
}

fn required(tables: &[&[Field]]) -> Vec<&'static str> {
    tables.iter().copied().flatten().filter(|field| field.required).map(|field| field.name).collect()
}

fn object(tables: &[&[Field]]) -> Value {
    let mut properties = Map::new();
    for field in tables.iter().copied().flatten() {
        let mut value = shape(&field.shape);
        if !field.required {
            or_nothing(&mut value);
        }
        if let Some(map) = value.as_object_mut() {
            map.insert("description".into(), json!(field.about));
        }
        properties.insert(field.name.into(), value);
    }
    json!({ "type": "object", "properties": properties, "required": required(tables), "additionalProperties": false })
}

/// A key with nothing behind it is as good as none: so it stands where dates of a year are still to be filled in.
fn or_nothing(value: &mut Value) {
    let Some(map) = value.as_object_mut() else { return };
    if let Some(Value::Array(words)) = map.get_mut("enum") {
        words.push(Value::Null);
    }
    if let Some(Value::Array(ways)) = map.get_mut("anyOf") {
        ways.push(json!({ "type": "null" }));
    }
    match map.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&json!("null")) => types.push(json!("null")),
        Some(one @ Value::String(_)) => *one = json!([one.clone(), "null"]),
        _ => {}
    }
}

fn shape(of: &Shape) -> Value {
    match of {
        Shape::Words | Shape::Date => json!({ "type": ["string", "number", "boolean"] }),
        // YAML 1.2 reads yes and no as words, YAML 1.1 as truth values.
        Shape::YesNo => json!({ "enum": [true, false, "yes", "no", "Yes", "No", "true", "false"] }),
        Shape::Number => json!({ "type": "integer", "minimum": 0 }),
        Shape::OneOf(words) => json!({ "enum": words }),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": shape(item) }),
        Shape::OneOrList(item) => {
            let item = shape(item);
            json!({ "anyOf": [item, { "type": "array", "items": item }] })
        }
        Shape::WordsOr(fields) => json!({ "anyOf": [{ "type": "string" }, object(&[fields])] }),
        Shape::Fields(fields) => object(&[fields]),
        Shape::Map(item) => json!({ "type": ["object", "null"], "additionalProperties": shape(item) }),
        Shape::AsTyped => json!({ "not": { "type": "object" } }),
        Shape::AllOrList => {
            json!({ "anyOf": [{ "const": "all" }, { "type": "array", "items": { "type": "string" } }] })
        }
    }
}
