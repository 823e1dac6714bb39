//! The workbench: what every hub has answered, what is missing, where it stands.

use super::build::Live;
use super::html::{self, Editor, counted, encoded, words};
use super::http::{Found, get};
use super::notice::Notice;
use super::panel::{over, sum};
use super::stage::{Scene, Site};
use super::subject::{Subject, address};
use super::view::View;
use crate::finding::{Finding, Scope};
use crate::model::ids::{EditionName, slug};
use crate::model::merged::Merged;
use crate::model::state::State;
use crate::model::when::{Date, display_moment};
use crate::status::{HubStatus, NationalStatus, OfferingStatus, Status, state_words};
use axum::http::StatusCode;
use std::fmt::Write;

/// What is shown, to whom.
pub struct Asked<'a> {
    /// What the server shows.
    pub live: &'a Live,
    /// Its version, with the server's start.
    pub version: &'a str,
    /// How somebody looks.
    pub view: &'a View,
    /// Where files are opened.
    pub editor: &'a Editor,
}

/// One of the preview's own pages: what stands after `/_foldout/`.
pub fn page(scene: &Scene, asked: &Asked, name: &str, query: &[(String, String)]) -> Found {
    let Asked { live, version, view, editor } = *asked;
    let desk = Desk { merged: &scene.site.joined.merged, site: scene.site, live, view, editor, day: scene.site.day };
    let made = match name.strip_prefix("hub/") {
        None if name.is_empty() => Some(desk.table(query)),
        None if name == "impact" => Some(super::impact::page(scene, live, get(query, "against"), editor)),
        Some(hub) => desk.hub(hub.trim_end_matches('/')),
        None => None,
    };
    match made {
        Some((title, body)) => Found::page(StatusCode::OK, html::page(&title, version, &body)),
        None => {
            let body = "<main><h1>There is no such page</h1><p><a href=\"/_foldout/\">To the workbench</a></p></main>";
            Found::page(StatusCode::NOT_FOUND, html::page("There is no such page", version, body))
        }
    }
}

struct Desk<'d> {
    merged: &'d Merged,
    site: &'d Site,
    live: &'d Live,
    view: &'d View,
    editor: &'d Editor,
    day: Date,
}

/// The table's own address, with what it is filtered by.
fn address_of(query: &[(String, String)]) -> String {
    let value = |text: &str| encoded(text).replace('/', "%2F");
    let pairs: Vec<String> = query.iter().map(|(key, chosen)| format!("{}={}", value(key), value(chosen))).collect();
    if pairs.is_empty() { "/_foldout/".to_owned() } else { format!("/_foldout/?{}", pairs.join("&")) }
}

/// A choice in the table's filters.
fn choice<'c>(
    out: &mut String,
    key: &str,
    label: &str,
    all: &str,
    chosen: &str,
    choices: impl Iterator<Item = (&'c str, &'c str)>,
) {
    let _ = write!(out, "<label>{label} <select name=\"{key}\">");
    if !all.is_empty() {
        let _ = write!(out, "<option value=\"\">{all}</option>");
    }
    for (value, name) in choices {
        let selected = if value == chosen { " selected" } else { "" };
        let _ = write!(out, "<option value=\"{}\"{selected}>{}</option>", words(value), words(name));
    }
    out.push_str("</select></label>\n");
}

impl Desk<'_> {
    /// How each page of the workbench begins. `back` is its own address.
    fn head(&self, title: &str, back: &str) -> String {
        let mut out = format!(
            "{}<main>\n<p><a href=\"/\">The network\u{2019}s pages</a> \u{b7} <a href=\"/_foldout/\">Workbench</a> \u{b7} \
             <a href=\"/_foldout/impact\">What your changes do</a></p>\n<h1>{}</h1>\n{}{}",
            over(&self.live.notices, self.editor),
            words(title),
            html::choose_day(self.view, back),
            html::unusual(&View { published: false, ..self.view.clone() }, back)
        );
        if !self.live.checked {
            out.push_str("<p>Still checking \u{2026} This page changes by itself.</p>\n");
        }
        out
    }

    /// The table of hubs by programmes.
    fn table(&self, query: &[(String, String)]) -> (String, String) {
        let wanted = match get(query, "edition") {
            "" => self.merged.current.as_str(),
            edition => edition,
        };
        let status = self.status(&EditionName::new(wanted));
        let (phase, region, state) = (get(query, "phase"), get(query, "region"), get(query, "state"));
        let mut out = self.head("Workbench", &address_of(query));
        out.push_str(&super::review::waiting(self.site));
        self.filters(&mut out, wanted, phase, region, state);
        let programmes: Vec<&NationalStatus> =
            status.programmes.iter().filter(|national| phase.is_empty() || national.programme.phase == phase).collect();
        let hubs = status.hubs.iter().filter(|hub| region.is_empty() || hub.hub.region == region);
        out.push_str("<div class=\"fo-table\" role=\"region\" aria-label=\"Hubs by programmes\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Hub</th>");
        for national in &programmes {
            let _ = write!(out, "<th scope=\"col\">{}</th>", words(&national.programme.title));
        }
        out.push_str("<th scope=\"col\">The hub\u{2019}s own</th></tr></thead>\n<tbody>\n");
        let mut shown = 0;
        for hub in hubs {
            let row = self.row(hub, &programmes, phase, state);
            if let Some(row) = row {
                out.push_str(&row);
                shown += 1;
            }
        }
        let said = match shown {
            0 => "No hub fits. Choose less above.".to_owned(),
            shown => format!("{} shown.", counted(shown, "hub")),
        };
        let _ = writeln!(out, "</tbody>\n</table></div>\n<p>{said}</p>\n</main>");
        ("Workbench".to_owned(), out)
    }

    fn filters(&self, out: &mut String, edition: &str, phase: &str, region: &str, state: &str) {
        let editions = self.merged.editions.iter().map(|year| (year.edition.as_str(), year.edition.as_str()));
        let phases = self.merged.site.phases.iter().map(|phase| (phase.as_str(), phase.as_str()));
        let mut regions: Vec<&str> = self.merged.hubs.iter().map(|hub| hub.hub.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        out.push_str("<form class=\"fo-filters\" action=\"/_foldout/\">\n");
        choice(out, "edition", "Edition", "", edition, editions);
        choice(out, "phase", "Phase", "All phases", phase, phases);
        choice(out, "region", "Region", "All regions", region, regions.into_iter().map(|region| (region, region)));
        let states = State::ALL.iter().map(|state| (state.name(), state_words(*state)));
        let states = [("to-do", "Anything to do"), ("ready", "Ready to publish")].into_iter().chain(states);
        choice(out, "state", "State", "All states", state, states);
        out.push_str("<button>Show</button>\n</form>\n");
    }

    fn status(&self, edition: &EditionName) -> Status<'_> {
        Status::of(self.merged, &self.live.report, edition, self.day)
    }

    fn row(&self, hub: &HubStatus, programmes: &[&NationalStatus], phase: &str, state: &str) -> Option<String> {
        let fits = |one: &OfferingStatus| match state {
            "" => true,
            "to-do" => one.found.errors + one.found.warnings + one.found.to_review > 0,
            "ready" => !one.withheld,
            state => one.standing.state.name() == state,
        };
        let mut any = false;
        let mut cells = String::new();
        for national in programmes {
            let found = hub.offerings.iter().find(|one| *one.id() == national.programme.id);
            match found.filter(|one| fits(one)) {
                Some(one) => {
                    any = true;
                    let _ = write!(cells, "<td>{}</td>", self.cell(one, hub));
                }
                None if found.is_some() => cells.push_str("<td></td>"),
                None => cells.push_str("<td class=\"fo-not\">not offered</td>"),
            }
        }
        let own = hub.offerings.iter().filter(|one| one.is_own() && fits(one));
        cells.push_str("<td>");
        for one in own.filter(|one| phase.is_empty() || one.offering.programme.phase == phase) {
            any = true;
            let _ = write!(cells, "<p>{}: {}</p>", words(&one.offering.programme.title), self.cell(one, hub));
        }
        cells.push_str("</td>");
        (any || state.is_empty()).then(|| {
            format!(
                "<tr><th scope=\"row\"><a href=\"/_foldout/hub/{}\">{}</a></th>{cells}</tr>\n",
                encoded(hub.hub.id.as_str()),
                words(&hub.hub.name)
            )
        })
    }

    fn cell(&self, one: &OfferingStatus, hub: &HubStatus) -> String {
        let state = one.standing.state;
        let (hub_id, offering) = (hub.hub.id.as_str(), one.offering);
        let href = words(&encoded(&address(self.merged, hub_id, offering.edition.as_str(), one.id().as_str())));
        let mut out = format!(
            "<a href=\"{href}\" aria-label=\"{} at {}: {}\"><span class=\"fo-state fo-state-{}\">{}</span></a>",
            words(&offering.programme.title),
            words(&hub.hub.name),
            state_words(state),
            state.name(),
            state_words(state)
        );
        for (class, count, what) in [
            ("missing", one.answers.missing, "missing answer"),
            ("error", one.found.errors, "error"),
            ("warning", one.found.warnings, "warning"),
        ] {
            if count > 0 {
                let _ = write!(out, "<br><span class=\"fo-{class}\">{}</span>", counted(count, what));
            }
        }
        if one.found.to_review > 0 {
            let to_review = counted(one.found.to_review, "change");
            let _ = write!(out, "<br><span class=\"fo-warning\">{to_review} to review</span>");
        }
        if self.live.checked && one.is_ready() {
            out.push_str("<br><span class=\"fo-ready\">ready</span>");
        } else if one.found.errors == 0 && one.answers.missing == 0 {
            out.push_str("<br><span class=\"fo-error\">held back by the national text</span>");
        }
        out
    }

    /// A hub's own list.
    fn hub(&self, id: &str) -> Option<(String, String)> {
        let hub = self.merged.hubs.iter().find(|hub| hub.hub.id.as_str() == id)?;
        let title = format!("{}: what is left to do", hub.hub.name);
        let mut out = self.head(&title, &format!("/_foldout/hub/{id}"));
        let _ = writeln!(out, "<p><a href=\"/{}/\">The hub\u{2019}s pages</a></p>", encoded(id));
        for year in hub.editions.iter().rev() {
            let status = self.status(&year.edition);
            if let Some(hub) = status.hubs.iter().find(|one| one.hub.id.as_str() == id) {
                self.year(&mut out, hub, &status);
            }
        }
        let about = |finding: &&Finding| match &finding.scope {
            Scope::Hub(hub) | Scope::HubIntroduction { hub, .. } | Scope::Aside { hub: Some(hub) } => hub == id,
            _ => false,
        };
        let findings: Vec<&Finding> = self.live.report.findings.iter().filter(about).collect();
        if !findings.is_empty() {
            out.push_str("<h2>About the hub itself</h2>\n<ul>\n");
            for finding in findings {
                out.push_str(&html::notice(&Notice::new(finding, &self.site.sources), self.editor, None));
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</main>");
        Some((title, out))
    }

    fn year(&self, out: &mut String, hub: &HubStatus, status: &Status) {
        let (id, edition) = (hub.hub.id.as_str(), status.edition.as_str());
        let _ = write!(
            out,
            "<h2 id=\"{0}\">{0}</h2>\n<div class=\"fo-table\" role=\"region\" aria-label=\"Programmes of {0}\" tabindex=\"0\"><table>\n<thead><tr>\
             <th scope=\"col\">Programme</th><th scope=\"col\">State</th><th scope=\"col\">Answers</th>\
             <th scope=\"col\">To do</th><th scope=\"col\">Next date</th></tr></thead>\n<tbody>\n",
            words(edition)
        );
        for one in &hub.offerings {
            let programme = one.id().as_str();
            let subject = Subject::Offering(id.to_owned(), edition.to_owned(), programme.to_owned());
            let findings: Vec<&Finding> =
                self.live.report.findings.iter().filter(|finding| subject.concerns(finding, self.merged)).collect();
            let next = one.next(status.day);
            let next = next.map_or(String::new(), |next| format!("{} {}", next.verb(), display_moment(&next.moment())));
            let page = words(&encoded(&address(self.merged, id, edition, programme)));
            let to_do = match (findings.is_empty(), self.live.checked) {
                (false, _) => format!("<a href=\"{page}#fo-todo\">{}</a>", sum(&findings)),
                (true, true) => "<span class=\"fo-ready\">nothing</span>".to_owned(),
                (true, false) => "checking \u{2026}".to_owned(),
            };
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\"><a href=\"{}\">{}</a><br><small>{}</small></th>\
                 <td><span class=\"fo-state fo-state-{}\">{}</span></td><td>{} given, {} missing</td><td>{}</td><td>{}</td></tr>",
                page,
                words(&one.offering.programme.title),
                words(&one.offering.programme.phase),
                slug(one.standing.state.name()),
                state_words(one.standing.state),
                one.answers.given,
                one.answers.missing,
                to_do,
                words(&next)
            );
        }
        out.push_str("</tbody></table></div>\n");
    }
}
