//! The same facts for search engines, in schema.org's words: JSON-LD, which is data and never runs.

use super::escape;
use super::facts;
use super::plan::{HubPlan, Listed};
use super::shared::Crumb;
use crate::model::local::Hub;
use crate::model::merged::Offering;
use crate::model::national::Programme;
use crate::model::practical::{Cohort, Mode, Session, Status};
use crate::model::when::{Moment, iso_date, iso_moment};

/// A thing with what is known of it: a JSON object without the brace that ends it.
#[derive(Debug, Clone)]
pub struct Thing(String);

impl Thing {
    fn new(kind: &'static str) -> Self {
        let mut json = String::with_capacity(512);
        json.push_str("{\"@type\":\"");
        json.push_str(kind);
        json.push('"');
        Self(json)
    }

    /// Names what comes next.
    fn name(&mut self, name: &'static str) {
        self.0.push_str(",\"");
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    /// With words.
    fn with(mut self, name: &'static str, words: &str) -> Self {
        self.name(name);
        quoted(&mut self.0, words);
        self
    }

    /// With words of ours, in which there is nothing to escape.
    fn with_our(mut self, name: &'static str, words: &'static str) -> Self {
        self.name(name);
        self.0.push('"');
        self.0.push_str(words);
        self.0.push('"');
        self
    }

    /// With words, if there are any.
    fn with_any(self, name: &'static str, words: Option<&str>) -> Self {
        match words {
            Some(words) => self.with(name, words),
            None => self,
        }
    }

    /// With a number, or yes.
    fn with_bare(mut self, name: &'static str, value: &str) -> Self {
        self.name(name);
        self.0.push_str(value);
        self
    }

    /// With another thing.
    fn with_thing(mut self, name: &'static str, thing: &Thing) -> Self {
        self.name(name);
        thing.end(&mut self.0);
        self
    }

    /// With other things, if there are any.
    fn with_things(mut self, name: &'static str, things: impl IntoIterator<Item = Thing>) -> Self {
        let mut things = things.into_iter().peekable();
        if things.peek().is_some() {
            self.name(name);
            list(&mut self.0, things);
        }
        self
    }

    fn end(&self, out: &mut String) {
        out.push_str(&self.0);
        out.push('}');
    }
}

fn list(out: &mut String, things: impl Iterator<Item = impl std::borrow::Borrow<Thing>>) {
    out.push('[');
    for (number, thing) in things.enumerate() {
        if number > 0 {
            out.push(',');
        }
        thing.borrow().end(out);
    }
    out.push(']');
}

/// Words as JSON, so that nothing in them can end a `script` element or begin another.
fn quoted(out: &mut String, words: &str) {
    out.push('"');
    let mut rest = words;
    // Two letters that end lines begin with that last byte, as many others do.
    let special = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2);
    while let Some(at) = escape::find(rest, special) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut letters = after.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(letter @ ('\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            other => out.extend(other),
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// As text that can stand inside a `script` element.
pub fn text(graph: &[Thing]) -> String {
    let mut out = String::with_capacity(64 + graph.iter().map(|thing| thing.0.len() + 2).sum::<usize>());
    out.push_str("{\"@context\":\"https://schema.org\",\"@graph\":");
    list(&mut out, graph.iter());
    out.push('}');
    out
}

/// The network, or whoever else is known by a name and perhaps an address.
pub fn organization(name: &str, url: Option<&str>) -> Thing {
    Thing::new("Organization").with("name", name).with_any("url", url)
}

/// A hub.
pub fn hub(plan: &HubPlan, network: &str) -> Thing {
    let hub = plan.hub();
    Thing::new("EducationalOrganization")
        .with("name", &hub.name)
        .with_any("url", plan.base.as_deref().or(hub.website.as_deref()))
        .with_any("email", hub.email.as_deref())
        .with_any("telephone", hub.phone.as_deref())
        .with_any("address", hub.address.as_deref())
        .with("areaServed", hub.area.as_ref().unwrap_or(&hub.region))
        .with_thing("parentOrganization", &organization(network, None))
}

/// A programme without a hub, which the network offers.
pub fn course(programme: &Programme, network: &str, network_url: Option<&str>, url: Option<&str>) -> Thing {
    course_of(programme, programme.cost.as_deref(), &organization(network, network_url), url)
}

fn course_of(programme: &Programme, cost: Option<&str>, provider: &Thing, url: Option<&str>) -> Thing {
    let course = Thing::new("Course")
        .with("name", &programme.title)
        .with("description", &programme.summary)
        .with_any("courseCode", programme.code.as_deref())
        .with("educationalLevel", &programme.phase);
    let course = match programme.audience.as_slice() {
        [] => course,
        audience => {
            let audience = Thing::new("EducationalAudience").with("audienceType", &facts::list(audience));
            course.with_thing("audience", &audience)
        }
    };
    let course = course.with_our("inLanguage", "en-GB").with_any("url", url).with_thing("provider", provider);
    if !cost.is_some_and(is_free) {
        return course;
    }
    let offer =
        Thing::new("Offer").with_our("category", "Free").with_bare("price", "0").with_our("priceCurrency", "GBP");
    course.with_bare("isAccessibleForFree", "true").with_thing("offers", &offer)
}

/// An offering: the course, and each group that runs it.
pub fn offering(plan: &HubPlan, listed: &Listed, network: &str, url: Option<&str>) -> Thing {
    let offering = listed.offering;
    let course = course_of(&offering.programme, offering.cost.as_deref(), &hub(plan, network), url);
    let group = |cohort| Group { offering, cohort, hub: plan.hub(), url }.instance();
    match offering.cohorts.as_slice() {
        [] if offering.sessions.is_empty() => course,
        [] => course.with_things("hasCourseInstance", [group(None)]),
        cohorts => course.with_things("hasCourseInstance", cohorts.iter().map(|cohort| group(Some(cohort)))),
    }
}

/// The way to a page. Only with full addresses, which the steps must have.
pub fn breadcrumbs(crumbs: &[Crumb], root: &str, base: &str, here: &str) -> Option<Thing> {
    if crumbs.len() < 2 {
        return None;
    }
    let steps = crumbs.iter().enumerate().map(|(number, crumb)| {
        let item = match &crumb.href {
            Some(href) => super::address::public(base, href.strip_prefix(root).unwrap_or(href)),
            None => here.to_owned(),
        };
        let step = Thing::new("ListItem").with_bare("position", &(number + 1).to_string());
        step.with("name", &crumb.words).with("item", &item)
    });
    Some(Thing::new("BreadcrumbList").with_things("itemListElement", steps))
}

/// Whether words about the cost say plainly that there is none. Any other words say something that data can't.
fn is_free(cost: &str) -> bool {
    let words = cost.trim().trim_end_matches('.').to_lowercase();
    let schools = [" to schools", " for schools", " to colleges", " to schools and colleges", " to take part"];
    let words = schools.iter().find_map(|schools| words.strip_suffix(schools)).unwrap_or(&words);
    ["free", "free of charge", "nothing", "no charge", "no cost"].contains(&words)
}

/// Those who meet together.
struct Group<'a> {
    offering: &'a Offering,
    cohort: Option<&'a Cohort>,
    hub: &'a Hub,
    url: Option<&'a str>,
}

impl<'a> Group<'a> {
    fn instance(&self) -> Thing {
        let sessions = || self.cohort.iter().flat_map(|cohort| &cohort.sessions).chain(&self.offering.sessions);
        let online = sessions().filter(|session| session.online).count();
        let mode = match self.cohort.and_then(|cohort| cohort.mode) {
            Some(Mode::InPerson) => "onsite",
            Some(Mode::Online) => "online",
            Some(Mode::Blended) => "blended",
            None if online == 0 => "onsite",
            None if online == sessions().count() => "online",
            None => "blended",
        };
        let (first, last) = (sessions().filter_map(Session::date).min(), sessions().filter_map(Session::date).max());
        let organizer = organization(&self.hub.name, None);
        Thing::new("CourseInstance")
            .with("name", self.name())
            .with_our("courseMode", mode)
            .with_any("courseWorkload", self.offering.programme.commitment.as_deref())
            .with_any("startDate", first.map(iso_date).as_deref())
            .with_any("endDate", last.map(iso_date).as_deref())
            .with_our("eventStatus", event_status(self.status(None)))
            .with_thing("location", &self.place(None))
            .with_thing("organizer", &organizer)
            .with_things("subEvent", sessions().filter_map(|session| self.event(session, &organizer)))
    }

    fn name(&self) -> &'a str {
        self.cohort.map_or(&self.offering.programme.title, |cohort| &cohort.name)
    }

    /// A dated session.
    fn event(&self, session: &Session, organizer: &Thing) -> Option<Thing> {
        let date = session.date()?;
        // In the local time of the place, as the page says it.
        let at = |time| iso_moment(&Moment { date, time });
        let name = session.title.as_ref().map(|title| format!("{}: {title}", self.name()));
        let mode = match (session.online, session.venue.is_some()) {
            (true, true) => "https://schema.org/MixedEventAttendanceMode",
            (true, false) => "https://schema.org/OnlineEventAttendanceMode",
            _ => "https://schema.org/OfflineEventAttendanceMode",
        };
        let event = Thing::new("EducationEvent")
            .with("name", name.as_deref().unwrap_or(self.name()))
            .with("startDate", &at(session.start))
            .with_any("endDate", session.end.map(|end| at(Some(end))).as_deref())
            .with_our("eventStatus", event_status(self.status(session.status)))
            .with_our("eventAttendanceMode", mode)
            .with_thing("location", &self.place(Some(session)))
            .with_thing("organizer", organizer);
        Some(event)
    }

    /// What is off as a whole is off in each of its parts.
    fn status(&self, session: Option<Status>) -> Option<Status> {
        let all = [self.offering.status, self.cohort.and_then(|cohort| cohort.status), session];
        let off = |wanted: Status| all.contains(&Some(wanted)).then_some(wanted);
        off(Status::Cancelled).or_else(|| off(Status::Postponed))
    }

    /// Where it is: the session's venue, else the group's, else where the hub is.
    fn place(&self, session: Option<&Session>) -> Thing {
        let online = match session {
            Some(session) => session.online,
            None => self.cohort.and_then(|cohort| cohort.mode) == Some(Mode::Online),
        };
        let venue = session.and_then(|session| session.venue.as_deref());
        if online && venue.is_none() {
            return Thing::new("VirtualLocation").with_our("name", "Online").with_any("url", self.url);
        }
        let group = self.cohort.and_then(|cohort| cohort.venue.as_deref());
        let name = venue.or(group).or(self.hub.place.as_deref()).unwrap_or(&self.hub.region);
        Thing::new("Place").with("name", name).with("address", name)
    }
}

fn event_status(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Cancelled) => "https://schema.org/EventCancelled",
        Some(Status::Postponed) => "https://schema.org/EventPostponed",
        _ => "https://schema.org/EventScheduled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_mean_that_it_is_free() {
        for free in ["Free", "free to schools", "No charge.", "Nothing", "Free of charge for schools"] {
            assert!(is_free(free), "{free}");
        }
        for not in
            ["Free or nearly free to schools", "Free for the first year", "\u{a3}20", "The workshops are free", ""]
        {
            assert!(!is_free(not), "{not}");
        }
    }

    #[test]
    fn nothing_in_the_data_can_end_the_script() {
        let words = "</script><!-- & \u{2028}\u{2014}\"\\\n\r\t\u{8}\u{c}\0\u{1f}\u{7f}";
        let text = text(&[Thing::new("Thing").with("name", words)]);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["@graph"][0]["name"], words);
    }

    #[test]
    fn words_are_written_as_others_write_them() {
        let words: String = ('\0'..'\u{250}').filter(|letter| !['<', '>', '&'].contains(letter)).collect();
        let mut out = String::new();
        quoted(&mut out, &words);
        assert_eq!(out, serde_json::to_string(&words).unwrap());
    }
}
