//! Dates, places and ways to apply in front matter.

use super::fields::{Fields, parsed, words};
use super::links;
use super::reading::Reading;
use super::shape::{APPLY, COHORT, LINK, SESSION, YEAR_DATE};
use super::yaml::{Node, Value};
use crate::finding::Rule;
use crate::model::address;
use crate::model::national::YearDate;
use crate::model::practical::{Apply, Cohort, LabelledLink, Mode, Places, Session, SessionDay, Status};
use crate::model::when::{self, Unreadable};
use crate::source::{Span, Spanned};

const STATUSES: &[(&str, Status)] =
    &[("cancelled", Status::Cancelled), ("postponed", Status::Postponed), ("full", Status::Full)];
const MODES: &[(&str, Mode)] = &[("in person", Mode::InPerson), ("online", Mode::Online), ("blended", Mode::Blended)];
const PLACES: &[(&str, Places)] = &[("many", Places::Many), ("few", Places::Few), ("none", Places::None)];

/// `status`.
pub fn status(reading: &mut Reading, fields: &mut Fields) -> Option<Status> {
    fields.one_of(reading, "status", STATUSES)
}

/// `apply`: one way or a list of them. `None` where the key is not given.
pub fn apply(reading: &mut Reading, fields: &mut Fields) -> Option<Vec<Apply>> {
    let nodes = fields.nodes("apply")?;
    Some(nodes.into_iter().filter_map(|node| way(reading, node)).collect())
}

/// One way to apply: keys, or just an address.
fn way(reading: &mut Reading, node: Node) -> Option<Apply> {
    let mut apply = Apply {
        label: None,
        link: None,
        email: None,
        form: None,
        opens: None,
        closes: None,
        needs: None,
        span: node.span,
        closes_span: None,
    };
    if !matches!(node.value, Value::Map(_)) {
        let given = words(reading, node, "apply")?;
        if given.value.contains('@') && !given.value.contains("://") {
            apply.email = Some(parsed(reading, &given, address::email)?.value);
        } else {
            apply.link = Some(parsed(reading, &given, address::web)?.value);
        }
        return Some(apply);
    }
    let mut fields = Fields::of_node(reading, node, "apply", &[APPLY])?;
    apply.label = fields.text(reading, "label");
    apply.link = fields.web(reading, "link");
    apply.email = fields.email(reading, "email");
    apply.form = fields.words(reading, "form").and_then(|form| links::form(reading, &form.value, form.span));
    apply.opens = fields.moment(reading, "opens").map(|opens| opens.value);
    let closes = fields.moment(reading, "closes");
    apply.closes_span = closes.as_ref().map(|closes| closes.span);
    apply.closes = closes.map(|closes| closes.value);
    apply.needs = fields.text(reading, "needs");
    if let (Some(opens), Some(closes)) = (apply.opens, apply.closes)
        && opens.date > closes.date
    {
        reading.find(
            Rule::BadValue,
            apply.closes_span.unwrap_or(apply.span),
            "Applications close before they open.",
            format!("They open on {}: give a later date for `closes`.", when::display_date(opens.date)),
        );
    }
    Some(apply)
}

/// `sessions`. `None` where the key is not given.
pub fn sessions(reading: &mut Reading, fields: &mut Fields) -> Option<Vec<Session>> {
    let nodes = fields.nodes("sessions")?;
    Some(nodes.into_iter().filter_map(|node| session(reading, node)).collect())
}

/// One session: a line, or keys.
fn session(reading: &mut Reading, node: Node) -> Option<Session> {
    let span = node.span;
    if !matches!(node.value, Value::Map(_)) {
        let typed = reading.sources.slice(node.span);
        let line = words(reading, node, "sessions")?;
        if several(typed) {
            reading.find(
                Rule::BadValue,
                line.span,
                "These lines would be read as one session.",
                "Begin each session with a hyphen and a space:\nsessions:\n  - 2022-11-03 1pm to 4pm\n  - 2022-12-01 1pm to 4pm",
            );
            return None;
        }
        let line = parsed(reading, &line, when::parse_session_line)?.value;
        return Some(Session {
            day: line.day,
            start: line.start,
            end: line.end,
            venue: line.venue,
            online: line.online,
            title: None,
            status: None,
            note: None,
            span,
        });
    }
    let mut fields = Fields::of_node(reading, node, "sessions", &[SESSION])?;
    let key = fields.key_span("date").unwrap_or(span);
    let date = fields.words(reading, "date");
    let at = date.as_ref().map_or(key, |date| date.span);
    let day = match date {
        None => {
            reading.find(
                Rule::BadValue,
                at,
                "This session has no date.",
                "Write `date: 2022-11-03` with its day, or `date: to be confirmed`.",
            );
            None
        }
        Some(words) => parsed(reading, &words, session_day).map(|day| day.value),
    };
    let (start, end) = times(reading, &mut fields);
    let session = Session {
        day: day.clone().unwrap_or(SessionDay::ToBeConfirmed(None)),
        start,
        end,
        venue: fields.text(reading, "venue"),
        online: fields.yes_no(reading, "online").unwrap_or(false),
        title: fields.text(reading, "title"),
        status: status(reading, &mut fields),
        note: fields.text(reading, "note"),
        span: if day.is_some() { at } else { span },
    };
    day.map(|_| session)
}

/// Whether words that YAML takes for one value are several sessions, each in a line without a hyphen and a space.
fn several(typed: &str) -> bool {
    let mut lines = typed.lines().map(str::trim);
    let hyphen = lines.next().is_some_and(|first| first.starts_with('-'));
    hyphen || lines.any(|line| line.starts_with('-') || when::parse_session_line(line).is_ok())
}

fn session_day(text: &str) -> Result<SessionDay, Unreadable> {
    match when::parse_to_be_confirmed(text) {
        Some(by) => by.map(SessionDay::ToBeConfirmed),
        None => when::parse_date(text).map(SessionDay::On),
    }
}

/// `start` and `end`; a range in `start` gives both.
fn times(reading: &mut Reading, fields: &mut Fields) -> (Option<when::Time>, Option<when::Time>) {
    let end = fields.parsed(reading, "end", when::parse_time);
    let start = fields.words(reading, "start");
    if let (Some(words), None) = (&start, &end)
        && let Ok((start, end)) = when::parse_times(&words.value)
    {
        return (Some(start), Some(end));
    }
    let start = start.and_then(|words| parsed(reading, &words, when::parse_time));
    if let (Some(start), Some(end)) = (&start, &end)
        && start.value >= end.value
    {
        reading.find(
            Rule::BadValue,
            end.span,
            "This session ends before it starts.",
            "Give a later time for `end`. An afternoon time is 15:30 or 3:30pm.",
        );
    }
    (start.map(|time| time.value), end.map(|time| time.value))
}

/// `cohorts`. `None` where the key is not given.
pub fn cohorts(reading: &mut Reading, fields: &mut Fields) -> Option<Vec<Cohort>> {
    let nodes = fields.nodes("cohorts")?;
    Some(nodes.into_iter().filter_map(|node| cohort(reading, node)).collect())
}

fn cohort(reading: &mut Reading, node: Node) -> Option<Cohort> {
    let span = node.span;
    let mut fields = Fields::of_node(reading, node, "cohorts", &[COHORT])?;
    let at = fields.key_span("name").unwrap_or(span);
    Some(Cohort {
        name: fields.text(reading, "name").unwrap_or_default(),
        area: fields.text(reading, "area"),
        lead: fields.text(reading, "lead"),
        mode: fields.one_of(reading, "mode", MODES),
        venue: fields.text(reading, "venue"),
        places: fields.one_of(reading, "places", PLACES),
        status: status(reading, &mut fields),
        note: fields.text(reading, "note"),
        apply: apply(reading, &mut fields),
        sessions: sessions(reading, &mut fields).unwrap_or_default(),
        span: at,
    })
}

/// `links`.
pub fn links(reading: &mut Reading, fields: &mut Fields) -> Vec<LabelledLink> {
    let nodes = fields.nodes("links").unwrap_or_default();
    nodes
        .into_iter()
        .filter_map(|node| {
            let span = node.span;
            let mut fields = Fields::of_node(reading, node, "links", &[LINK])?;
            let label = fields.text(reading, "label")?;
            let link = fields.words(reading, "link")?;
            let link = links::form(reading, &link.value, link.span)?;
            Some(LabelledLink { label, link, span })
        })
        .collect()
}

/// `dates` of a year. `None` where the key is not given.
pub fn year_dates(reading: &mut Reading, fields: &mut Fields) -> Option<Vec<YearDate>> {
    let nodes = fields.nodes("dates")?;
    let dates = nodes
        .into_iter()
        .filter_map(|node| {
            let mut fields = Fields::of_node(reading, node, "dates", &[YEAR_DATE])?;
            let date = fields.date(reading, "date");
            let what = fields.text(reading, "what");
            let place = fields.text(reading, "where");
            Some(YearDate { date: date?, what: what?, place })
        })
        .collect();
    Some(dates)
}

/// Words with their place, for a name that must be an id.
pub fn id_words(reading: &mut Reading, fields: &mut Fields, name: &str) -> Option<Spanned<String>> {
    let given = fields.words(reading, name)?;
    is_id(reading, &given.value, given.span, name).then_some(given)
}

/// Whether a text is an id; a finding otherwise.
pub fn is_id(reading: &mut Reading, text: &str, span: Span, name: &str) -> bool {
    let id = crate::model::ids::is_id(text);
    if !id {
        let right = crate::model::ids::slug(text.strip_suffix(".md").unwrap_or(text));
        reading.find(
            Rule::BadValue,
            span,
            format!("“{text}” can't be a name in `{name}`."),
            format!("Such names are made of small letters, digits and single hyphens: {right}"),
        );
    }
    id
}
