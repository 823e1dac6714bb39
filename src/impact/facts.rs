//! What a page says beside its text.

use super::telling::{Site, Teller};
use crate::model::ids::{HubId, ProgrammeId};
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{MergedIntroduction, Offering};
use crate::model::national::{Description, Introduction, Kind, Programme, YearDate};
use crate::model::practical::{Apply, Cohort, Form, Mode, Places, Session, SessionDay, Status};
use crate::model::when::{Date, display_date, display_moment, display_time};
use crate::render::facts::{asking, list};
use crate::source::Spanned;

/// Facts with their names, in the order in which they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(pub Vec<(String, String)>);

impl Facts {
    /// One more, unless there is nothing to say.
    pub fn put(&mut self, name: &str, words: impl Into<String>) {
        let words = words.into();
        if !words.is_empty() {
            self.0.push((name.to_owned(), words));
        }
    }

    fn may(&mut self, name: &str, words: Option<&String>) {
        self.put(name, words.cloned().unwrap_or_default());
    }

    /// What a fact says.
    pub fn find(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, words)| words)
    }
}

/// The name of each fact that a hub may give in place of the national one.
pub const APPLY: &str = "How to apply";
/// Groups.
pub const COHORTS: &str = "Cohorts";
/// Meetings.
pub const SESSIONS: &str = "Sessions";

/// What it costs.
pub const COST: &str = "Cost";

/// Of a programme as such. `hub` is whose page it is.
pub fn of_programme(site: &Site, programme: &Programme, hub: Option<&HubId>) -> Facts {
    let mut facts = Facts::default();
    facts.put("Title", &programme.title);
    facts.put("Phase", &programme.phase);
    facts.put("Summary", &programme.summary);
    facts.may("Code", programme.code.as_ref());
    facts.put("Number", programme.number.map_or(String::new(), |number| number.to_string()));
    facts.may("Stage", programme.stage.as_ref().map(|stage| &stage.value));
    facts.put("Who it is for", programme.audience.join("; "));
    facts.may("What it asks of you", programme.commitment.as_ref());
    let link = |link: &crate::model::practical::LabelledLink| format!("{}: {}", link.label, form(site, &link.link));
    facts.put("Links", programme.links.iter().map(link).collect::<Vec<_>>().join("; "));
    facts.may("Runs", programme.runs.as_ref());
    let neighbour = |to: &Option<Spanned<ProgrammeId>>| match to {
        Some(to) => match site.leads(hub, &programme.edition, &to.value) {
            "none" => String::new(),
            _ => to.value.to_string(),
        },
        None => String::new(),
    };
    facts.put("Next", neighbour(&programme.next));
    facts.put("Before", neighbour(&programme.previous));
    facts
}

/// Of the national file alone: what is the same everywhere, and what it asks.
pub fn of_national(site: &Site, programme: &Programme) -> Facts {
    let mut facts = of_programme(site, programme, None);
    facts.may(COST, programme.cost.as_ref());
    facts.put("Published", programme.published.map_or(String::new(), display_date));
    facts.put("For every hub", if programme.every_hub { "yes" } else { "" });
    facts.put(APPLY, ways(site, programme.apply.as_deref().unwrap_or_default()));
    facts.put(COHORTS, cohorts(site, programme.cohorts.as_deref().unwrap_or_default()));
    facts.put(SESSIONS, sessions(programme.sessions.as_deref().unwrap_or_default()));
    questions(&mut facts, &programme.text);
    facts
}

/// Of a year's introduction.
pub fn of_introduction(site: &Site, introduction: &Introduction) -> Facts {
    let mut facts = Facts::default();
    facts.may("Title", introduction.title.as_ref());
    for (phase, goal) in &introduction.goals {
        facts.put(&format!("Goal of {}", phase.value), goal);
    }
    for (stage, meaning) in &introduction.stages {
        facts.put(&format!("Stage {stage}"), meaning);
    }
    facts.put("Dates", dates(&introduction.dates));
    facts.put(APPLY, ways(site, &introduction.apply));
    questions(&mut facts, &introduction.text);
    facts
}

fn questions(facts: &mut Facts, text: &Description) {
    for placeholder in text.placeholders.values() {
        let must = if placeholder.required { "must be answered" } else { "may be answered" };
        let default = placeholder.default.as_ref().map_or(String::new(), |words| format!("; default: {}", words.raw));
        let kind = kind(placeholder.kind);
        facts.put(&format!("Question {}", placeholder.name), format!("{} ({kind}, {must}{default})", placeholder.ask));
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a line",
        Kind::Markdown => "text",
        Kind::Email => "an e-mail address",
        Kind::Link => "a web address",
        Kind::Address => "a web or e-mail address",
        Kind::Date => "a date",
        Kind::Number => "a number",
    }
}

/// Of a hub's page of a programme.
pub fn of_offering(site: &Site, offering: &Offering, hub: &Hub, teller: &Teller) -> Facts {
    let mut facts = of_programme(site, &offering.programme, Some(&hub.id));
    facts.put("Hub", &hub.name);
    facts.put(APPLY, offering.apply.as_deref().map_or(String::new(), |apply| ways(site, apply)));
    facts.put(COHORTS, cohorts(site, &offering.cohorts));
    facts.put(SESSIONS, sessions(&offering.sessions));
    facts.put("Status", offering.status.map_or("", status));
    facts.may(COST, offering.cost.as_ref());
    facts.put("Published", offering.published.map_or(String::new(), display_date));
    let asked = asking(&offering.contact, hub);
    let known: Vec<String> =
        std::iter::once(asked.who).chain(asked.ways.into_iter().map(|way| way.words)).chain(asked.led_by).collect();
    facts.put("Whom to ask", known.join(", "));
    if let Some(local) = &offering.local {
        of_local(&mut facts, local, teller);
    }
    facts
}

fn of_local(facts: &mut Facts, local: &LocalFile, teller: &Teller) {
    if let Some(notice) = &local.notice {
        let until = notice.until.map_or(String::new(), |until| format!(" (until {})", display_date(until)));
        facts.put("Notice", format!("{}{until}", teller.blocks(notice.text.iter())));
    }
    let with: Vec<String> = local.with.iter().map(|hub| hub.value.to_string()).collect();
    facts.put("Together with", with.join(", "));
}

/// Of a hub's page of a year.
pub fn of_hub(site: &Site, hub: &Hub, introduction: Option<&MergedIntroduction>, teller: &Teller) -> Facts {
    let mut facts = Facts::default();
    facts.put("Hub", &hub.name);
    facts.put("Region", &hub.region);
    facts.put("Lead schools", list(&hub.lead_schools));
    facts.may("Place", hub.place.as_ref());
    facts.may("Area", hub.area.as_ref());
    facts.may("E-mail", hub.email.as_ref());
    facts.may("Telephone", hub.phone.as_ref());
    facts.may("Website", hub.website.as_ref());
    facts.may("Postal address", hub.address.as_ref());
    facts.put("About", hub.about.as_ref().map_or(String::new(), |about| teller.blocks(about.iter())));
    facts.put("Former names", hub.former_names.join(", "));
    facts.put("Partners", hub.partners.join(", "));
    facts.may("Colour", hub.accent.as_ref().map(|accent| &accent.value));
    let logo = hub.logo.as_ref().map(|logo| format!("{} ({})", logo.alt, site.file(logo.file)));
    facts.put("Logo", logo.unwrap_or_default());
    if let Some(introduction) = introduction {
        if let Some(national) = &introduction.national {
            for (phase, goal) in &national.goals {
                facts.put(&format!("Goal of {}", phase.value), goal);
            }
        }
        facts.put("Dates", dates(&introduction.dates));
        facts.put(APPLY, ways(site, &introduction.apply));
    }
    facts
}

fn dates(dates: &[YearDate]) -> String {
    let line = |date: &YearDate| {
        let place = date.place.as_ref().map_or(String::new(), |place| format!(", {place}"));
        format!("{}: {}{place}", display_date(date.date), date.what)
    };
    dates.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn ways(site: &Site, ways: &[Apply]) -> String {
    let way = |way: &Apply| {
        let moment = |word: &str, moment: &Option<crate::model::when::Moment>| {
            moment.as_ref().map(|moment| format!("{word} {}", display_moment(moment)))
        };
        let form = way.form.as_ref().map(|own| form(site, own));
        let parts = [
            way.label.clone(),
            way.link.clone(),
            way.email.clone(),
            form,
            moment("opens", &way.opens),
            moment("closes", &way.closes),
            way.needs.as_ref().map(|needs| format!("needs {needs}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    ways.iter().map(way).collect::<Vec<_>>().join("\n")
}

fn form(site: &Site, form: &Form) -> String {
    match form {
        Form::Web(address) => address.clone(),
        Form::File(file) => site.file(*file),
    }
}

fn cohorts(site: &Site, cohorts: &[Cohort]) -> String {
    let one = |cohort: &Cohort| {
        let mode = cohort.mode.map(|mode| match mode {
            Mode::InPerson => "in person",
            Mode::Online => "online",
            Mode::Blended => "blended",
        });
        let places = cohort.places.map(|places| match places {
            Places::Many => "many places",
            Places::Few => "few places",
            Places::None => "no places",
        });
        let parts = [
            Some(cohort.name.clone()),
            cohort.area.clone(),
            cohort.lead.clone(),
            mode.map(str::to_owned),
            cohort.venue.clone(),
            places.map(str::to_owned),
            cohort.status.map(|own| status(own).to_owned()),
            cohort.note.clone(),
            cohort.apply.as_deref().map(|own| ways(site, own)),
            Some(sessions(&cohort.sessions)).filter(|words| !words.is_empty()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    };
    cohorts.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn sessions(sessions: &[Session]) -> String {
    let one = |session: &Session| {
        let by = |day: Option<Date>| day.map_or(String::new(), |day| format!(" by {}", display_date(day)));
        let day = match session.day {
            SessionDay::On(date) => display_date(date),
            SessionDay::ToBeConfirmed(day) => format!("to be confirmed{}", by(day)),
        };
        let times = match (session.start, session.end) {
            (Some(start), Some(end)) => Some(format!("{} to {}", display_time(start), display_time(end))),
            (Some(start), None) => Some(display_time(start)),
            _ => None,
        };
        let parts = [
            Some(day),
            times,
            session.venue.clone(),
            session.online.then(|| "online".to_owned()),
            session.title.clone(),
            session.status.map(|own| status(own).to_owned()),
            session.note.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    sessions.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
        Status::Full => "full",
    }
}
