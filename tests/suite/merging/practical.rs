//! Dates, ways to apply and whom to ask, a line each.

use foldout::model::local::Notice;
use foldout::model::merged::{MergedIntroduction, Offering};
use foldout::model::practical::{Apply, Cohort, Contact, Form, Session, SessionDay};
use foldout::model::text::plain;
use foldout::model::when::{Moment, display_time};
use foldout::source::Sources;

/// What is practical about an offering.
pub fn written(sources: &Sources, offering: &Offering) -> String {
    let local = offering.local.as_ref();
    let mut out = vec![format!("ask: {}", contact(&offering.contact))];
    out.extend(offering.apply.iter().flatten().map(|way| format!("apply: {}", apply(sources, way))));
    out.extend(offering.status.map(|status| format!("status: {status:?}")));
    for group in &offering.cohorts {
        out.push(format!("cohort: {}", cohort(group)));
        out.extend(group.apply.iter().flatten().map(|way| format!("  apply: {}", apply(sources, way))));
        out.extend(group.sessions.iter().map(|meeting| format!("  session: {}", session(meeting))));
    }
    out.extend(offering.sessions.iter().map(|meeting| format!("session: {}", session(meeting))));
    out.extend(local.and_then(|file| file.notice.as_ref()).map(|said| format!("notice: {}", notice(said))));
    out.extend(local.iter().flat_map(|file| &file.with).map(|hub| format!("with: {}", hub.value)));
    out.join("\n")
}

/// What is practical about a year.
pub fn introduction(introduction: &MergedIntroduction) -> String {
    let mut out = String::new();
    for date in &introduction.dates {
        let place = date.place.as_ref().map_or(String::new(), |place| format!(", {place}"));
        out.push_str(&format!("\n\ndate: {} {}{place}", date.date, date.what));
    }
    for way in &introduction.apply {
        let words = facts(&[("link", way.link.clone()), ("e-mail", way.email.clone())]);
        out.push_str(&format!("\n\napply: {words}"));
    }
    out
}

fn facts(facts: &[(&str, Option<String>)]) -> String {
    let known: Vec<String> =
        facts.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("{name} {value}"))).collect();
    if known.is_empty() { "nothing is said".to_owned() } else { known.join(", ") }
}

fn contact(contact: &Contact) -> String {
    let Contact { name, email, phone } = contact;
    facts(&[("name", name.clone()), ("e-mail", email.clone()), ("phone", phone.clone())])
}

fn moment(moment: Moment) -> String {
    moment.time.map_or(moment.date.to_string(), |time| format!("{} {}", moment.date, display_time(time)))
}

fn apply(sources: &Sources, way: &Apply) -> String {
    let form = way.form.as_ref().map(|form| match form {
        Form::Web(address) => address.clone(),
        Form::File(file) => sources.path(*file).to_owned(),
    });
    facts(&[
        ("label", way.label.clone()),
        ("link", way.link.clone()),
        ("e-mail", way.email.clone()),
        ("form", form),
        ("opens", way.opens.map(moment)),
        ("closes", way.closes.map(moment)),
        ("needs", way.needs.clone()),
    ])
}

fn cohort(cohort: &Cohort) -> String {
    facts(&[
        ("name", Some(cohort.name.clone())),
        ("area", cohort.area.clone()),
        ("lead", cohort.lead.clone()),
        ("mode", cohort.mode.map(|mode| format!("{mode:?}"))),
        ("venue", cohort.venue.clone()),
        ("places", cohort.places.map(|places| format!("{places:?}"))),
        ("status", cohort.status.map(|status| format!("{status:?}"))),
        ("note", cohort.note.clone()),
    ])
}

fn session(session: &Session) -> String {
    let day = match session.day {
        SessionDay::On(day) => day.to_string(),
        SessionDay::ToBeConfirmed(None) => "to be confirmed".to_owned(),
        SessionDay::ToBeConfirmed(Some(by)) => format!("to be confirmed by {by}"),
    };
    facts(&[
        ("on", Some(day)),
        ("from", session.start.map(display_time)),
        ("to", session.end.map(display_time)),
        ("venue", session.venue.clone()),
        ("online", session.online.then(|| "yes".to_owned())),
        ("title", session.title.clone()),
        ("status", session.status.map(|status| format!("{status:?}"))),
        ("note", session.note.clone()),
    ])
}

fn notice(notice: &Notice) -> String {
    let words = notice.text.iter().map(|block| plain(std::slice::from_ref(&block.node))).collect::<Vec<_>>().join(" ");
    notice.until.map_or(words.clone(), |day| format!("{words} (until {day})"))
}
