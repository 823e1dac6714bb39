//! The same facts for search engines, in schema.org's words: JSON-LD, which is data and never runs.

use super::facts;
use super::plan::{HubPlan, Listed};
use super::shared::Crumb;
use crate::model::local::Hub;
use crate::model::merged::Offering;
use crate::model::national::Programme;
use crate::model::practical::{Cohort, Mode, Session, Status};
use crate::model::when::{Date, Time};
use serde_json::{Map, Value, json};

/// As text that can stand inside a `script` element: nothing in it can end the element or begin another.
pub fn text(graph: Vec<Value>) -> String {
    let json = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out
}

/// A hub.
pub fn hub(plan: &HubPlan, network: &str) -> Value {
    let hub = plan.hub();
    thing("EducationalOrganization", |of| {
        of("name", Some(json!(hub.name)));
        of("url", plan.base.as_ref().or(hub.website.as_ref()).map(|url| json!(url)));
        of("email", hub.email.as_ref().map(|email| json!(email)));
        of("telephone", hub.phone.as_ref().map(|phone| json!(phone)));
        of("address", hub.address.as_ref().map(|address| json!(address)));
        of("areaServed", Some(json!(hub.area.as_ref().unwrap_or(&hub.region))));
        of("parentOrganization", Some(organization(network, None)));
    })
}

/// The network, or whoever else is known by a name and perhaps an address.
pub fn organization(name: &str, url: Option<&str>) -> Value {
    thing("Organization", |of| {
        of("name", Some(json!(name)));
        of("url", url.map(|url| json!(url)));
    })
}

/// A programme without a hub.
pub fn course(programme: &Programme, provider: Value, url: Option<&str>) -> Value {
    thing("Course", |of| course_facts(programme, programme.cost.as_deref(), provider, url, of))
}

/// An offering: the course, and each group that runs it.
pub fn offering(plan: &HubPlan, listed: &Listed, network: &str, url: Option<&str>) -> Value {
    let offering = listed.offering;
    let groups: Vec<Value> = match offering.cohorts.as_slice() {
        [] if offering.sessions.is_empty() => Vec::new(),
        [] => vec![Group { offering, cohort: None, hub: plan.hub(), url }.instance()],
        cohorts => {
            let group = |cohort| Group { offering, cohort: Some(cohort), hub: plan.hub(), url }.instance();
            cohorts.iter().map(group).collect()
        }
    };
    thing("Course", |of| {
        course_facts(&offering.programme, offering.cost.as_deref(), hub(plan, network), url, of);
        of("hasCourseInstance", (!groups.is_empty()).then_some(Value::Array(groups)));
    })
}

/// The way to a page. Only with full addresses, which the steps must have.
pub fn breadcrumbs(crumbs: &[Crumb], root: &str, base: &str, here: &str) -> Option<Value> {
    let steps = crumbs.iter().enumerate().map(|(number, crumb)| {
        let url = match &crumb.href {
            Some(href) => super::address::public(base, href.strip_prefix(root).unwrap_or(href)),
            None => here.to_owned(),
        };
        json!({ "@type": "ListItem", "position": number + 1, "name": crumb.words, "item": url })
    });
    let steps: Vec<Value> = steps.collect();
    (steps.len() > 1).then(|| json!({ "@type": "BreadcrumbList", "itemListElement": steps }))
}

fn course_facts(
    programme: &Programme,
    cost: Option<&str>,
    provider: Value,
    url: Option<&str>,
    of: &mut dyn FnMut(&str, Option<Value>),
) {
    of("name", Some(json!(programme.title)));
    of("description", Some(json!(programme.summary)));
    of("courseCode", programme.code.as_ref().map(|code| json!(code)));
    of("educationalLevel", Some(json!(programme.phase)));
    let audience = (!programme.audience.is_empty()).then(|| facts::list(&programme.audience));
    of("audience", audience.map(|who| json!({ "@type": "EducationalAudience", "audienceType": who })));
    of("inLanguage", Some(json!("en-GB")));
    of("url", url.map(|url| json!(url)));
    of("provider", Some(provider));
    let free = cost.is_some_and(is_free);
    of("isAccessibleForFree", free.then(|| json!(true)));
    of("offers", free.then(|| json!({ "@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "GBP" })));
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

impl Group<'_> {
    fn instance(&self) -> Value {
        let own = self.cohort.map_or(&[][..], |cohort| &cohort.sessions);
        let sessions: Vec<&Session> = own.iter().chain(&self.offering.sessions).collect();
        let mut days: Vec<Date> = sessions.iter().filter_map(|session| session.date()).collect();
        days.sort_unstable();
        let name = self.cohort.map_or(&self.offering.programme.title, |cohort| &cohort.name);
        let online = sessions.iter().filter(|session| session.online).count();
        let mode = match self.cohort.and_then(|cohort| cohort.mode) {
            Some(Mode::InPerson) => "onsite",
            Some(Mode::Online) => "online",
            Some(Mode::Blended) => "blended",
            None if online == 0 => "onsite",
            None if online == sessions.len() => "online",
            None => "blended",
        };
        thing("CourseInstance", |of| {
            of("name", Some(json!(name)));
            of("courseMode", Some(json!(mode)));
            of("courseWorkload", self.offering.programme.commitment.as_ref().map(|words| json!(words)));
            of("startDate", days.first().map(|day| json!(day.to_string())));
            of("endDate", days.last().map(|day| json!(day.to_string())));
            of("eventStatus", Some(json!(event_status(self.status(None)))));
            of("location", Some(self.place(None)));
            of("organizer", Some(organization(&self.hub.name, None)));
            let events: Vec<Value> = sessions.iter().filter_map(|session| self.event(session)).collect();
            of("subEvent", (!events.is_empty()).then_some(Value::Array(events)));
        })
    }

    /// A dated session.
    fn event(&self, session: &Session) -> Option<Value> {
        let date = session.date()?;
        let group = self.cohort.map_or(&self.offering.programme.title, |cohort| &cohort.name);
        let name = session.title.as_ref().map_or_else(|| group.clone(), |title| format!("{group}: {title}"));
        let mode = match (session.online, session.venue.is_some()) {
            (true, true) => "Mixed",
            (true, false) => "Online",
            _ => "Offline",
        };
        Some(thing("EducationEvent", |of| {
            of("name", Some(json!(name)));
            of("startDate", Some(json!(moment(date, session.start))));
            of("endDate", session.end.map(|end| json!(moment(date, Some(end)))));
            of("eventStatus", Some(json!(event_status(self.status(session.status)))));
            of("eventAttendanceMode", Some(json!(format!("https://schema.org/{mode}EventAttendanceMode"))));
            of("location", Some(self.place(Some(session))));
            of("organizer", Some(organization(&self.hub.name, None)));
        }))
    }

    /// What is off as a whole is off in each of its parts.
    fn status(&self, session: Option<Status>) -> Option<Status> {
        let all = [self.offering.status, self.cohort.and_then(|cohort| cohort.status), session];
        let off = |wanted: Status| all.contains(&Some(wanted)).then_some(wanted);
        off(Status::Cancelled).or_else(|| off(Status::Postponed))
    }

    /// Where it is: the session's venue, else the group's, else where the hub is.
    fn place(&self, session: Option<&Session>) -> Value {
        let online = match session {
            Some(session) => session.online,
            None => self.cohort.and_then(|cohort| cohort.mode) == Some(Mode::Online),
        };
        let venue = session.and_then(|session| session.venue.as_ref());
        if online && venue.is_none() {
            return thing("VirtualLocation", |of| {
                of("name", Some(json!("Online")));
                of("url", self.url.map(|url| json!(url)));
            });
        }
        let group = self.cohort.and_then(|cohort| cohort.venue.as_ref());
        let name = venue.or(group).or(self.hub.place.as_ref()).unwrap_or(&self.hub.region);
        json!({ "@type": "Place", "name": name, "address": name })
    }
}

fn event_status(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Cancelled) => "https://schema.org/EventCancelled",
        Some(Status::Postponed) => "https://schema.org/EventPostponed",
        _ => "https://schema.org/EventScheduled",
    }
}

/// In the local time of the place, as the page says it.
fn moment(date: Date, time: Option<Time>) -> String {
    match time {
        Some(time) => format!("{date}T{:02}:{:02}", time.hour(), time.minute()),
        None => date.to_string(),
    }
}

/// A thing of that type, with what is known of it.
fn thing(kind: &str, fill: impl FnOnce(&mut dyn FnMut(&str, Option<Value>))) -> Value {
    let mut map = Map::new();
    map.insert("@type".to_owned(), json!(kind));
    fill(&mut |name, value| {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    });
    Value::Object(map)
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
        let text = text(vec![json!("</script><!-- & \u{2028}")]);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["@graph"][0], "</script><!-- & \u{2028}");
    }
}
