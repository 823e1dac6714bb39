//! The workbench: what every hub has answered, what is missing, where it stands.

use super::build::Live;
use super::html::{self, Editor, counted, encoded, words};
use super::http::{Found, get};
use super::notice::Notice;
use super::panel::{over, sum};
use super::stage::{Scene, Site};
use super::subject::{Subject, address};
use super::view::View;
use crate::finding::{Finding, Level, Scope};
use crate::model::ids::slug;
use crate::model::merged::{Fill, HubEdition, Merged, MergedHub, NationalProgramme, Offering, Origin};
use crate::model::state::{self, State};
use crate::model::when::{Date, display_date, display_moment};
use axum::http::StatusCode;
use std::collections::HashMap;
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

/// What is left to do for an offering.
#[derive(Debug, Clone, Copy, Default)]
struct Left {
    errors: usize,
    warnings: usize,
}

/// What has been answered.
struct Answers {
    given: usize,
    missing: usize,
}

impl Answers {
    fn of(offering: &Offering) -> Self {
        let fills = offering.text.fills.values();
        let count = |test: fn(&Fill) -> bool| fills.clone().filter(|fill| test(fill)).count();
        Self {
            given: count(|fill| matches!(fill, Fill::Words { origin: Origin::Answer | Origin::HubAnswer, .. })),
            missing: count(|fill| matches!(fill, Fill::Unfilled { .. })),
        }
    }
}

fn state_words(state: State) -> &'static str {
    match state {
        State::None => "No dates yet",
        state => state.words(),
    }
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
            "{}<main>\n<p><a href=\"/\">The network\u{2019}s pages</a> \u{b7} <a href=\"/_foldout/\">Workbench</a></p>\n<h1>{}</h1>\n{}{}",
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
        let year = self.merged.editions.iter().find(|year| year.edition.as_str() == wanted);
        let (phase, region, state) = (get(query, "phase"), get(query, "region"), get(query, "state"));
        let mut out = self.head("Workbench", &address_of(query));
        out.push_str(&super::review::waiting(self.site));
        self.filters(&mut out, wanted, phase, region, state);
        let programmes: Vec<&NationalProgramme> = year
            .iter()
            .flat_map(|year| &year.programmes)
            .map(|national| &**national)
            .filter(|national| phase.is_empty() || national.programme.phase == phase)
            .collect();
        let left = self.left(wanted);
        let hubs = self.merged.hubs.iter().filter(|hub| region.is_empty() || hub.hub.region == region);
        out.push_str("<div class=\"fo-table\" role=\"region\" aria-label=\"Hubs by programmes\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Hub</th>");
        for national in &programmes {
            let _ = write!(out, "<th scope=\"col\">{}</th>", words(&national.programme.title));
        }
        out.push_str("<th scope=\"col\">The hub\u{2019}s own</th></tr></thead>\n<tbody>\n");
        let mut shown = 0;
        for hub in hubs {
            let row = self.row(hub, wanted, &programmes, phase, state, &left);
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

    /// What is left to do for each offering of an edition.
    fn left(&self, edition: &str) -> HashMap<(&str, &str), Left> {
        let mut left: HashMap<(&str, &str), Left> = HashMap::new();
        for finding in &self.live.report.findings {
            if let Scope::Offering { hub, edition: of, programme } = &finding.scope
                && of == edition
            {
                let entry = left.entry((hub, programme)).or_default();
                match finding.level {
                    Level::Error => entry.errors += 1,
                    Level::Warning => entry.warnings += 1,
                    Level::Note => {}
                }
            }
        }
        left
    }

    fn row(
        &self,
        hub: &MergedHub,
        edition: &str,
        programmes: &[&NationalProgramme],
        phase: &str,
        state: &str,
        left: &HashMap<(&str, &str), Left>,
    ) -> Option<String> {
        let id = hub.hub.id.as_str();
        let year = hub.editions.iter().find(|year| year.edition.as_str() == edition);
        let offerings = year.map_or(&[][..], |year| &year.offerings);
        let fits = |offering: &Offering| {
            let left = left.get(&(id, offering.id().as_str())).copied().unwrap_or_default();
            match state {
                "" => true,
                "to-do" => left.errors + left.warnings > 0,
                "ready" => left.errors == 0,
                state => state::of_offering(offering, self.day).state.name() == state,
            }
        };
        let is_national = |offering: &Offering| {
            let of = |national: &&NationalProgramme| national.programme.id == *offering.id();
            programmes.iter().any(of)
        };
        let mut any = false;
        let mut cells = String::new();
        for national in programmes {
            let found = offerings.iter().find(|offering| *offering.id() == national.programme.id);
            match found.filter(|offering| fits(offering)) {
                Some(offering) => {
                    any = true;
                    let _ = write!(
                        cells,
                        "<td>{}</td>",
                        self.cell(offering, left, &national.programme.title, &hub.hub.name)
                    );
                }
                None if found.is_some() => cells.push_str("<td></td>"),
                None => cells.push_str("<td class=\"fo-not\">not offered</td>"),
            }
        }
        let own = offerings.iter().filter(|offering| offering.local.as_ref().is_some_and(|local| local.own.is_some()));
        let own = own.filter(|offering| !is_national(offering) && fits(offering));
        let own = own.filter(|offering| phase.is_empty() || offering.programme.phase == phase);
        cells.push_str("<td>");
        for offering in own {
            any = true;
            let _ = write!(
                cells,
                "<p>{}: {}</p>",
                words(&offering.programme.title),
                self.cell(offering, left, &offering.programme.title, &hub.hub.name)
            );
        }
        cells.push_str("</td>");
        (any || state.is_empty()).then(|| {
            format!(
                "<tr><th scope=\"row\"><a href=\"/_foldout/hub/{}\">{}</a></th>{cells}</tr>\n",
                encoded(id),
                words(&hub.hub.name)
            )
        })
    }

    fn cell(&self, offering: &Offering, left: &HashMap<(&str, &str), Left>, title: &str, hub: &str) -> String {
        let state = state::of_offering(offering, self.day).state;
        let (hub_id, id) = (offering.hub.as_str(), offering.id().as_str());
        let left = left.get(&(hub_id, id)).copied().unwrap_or_default();
        let answers = Answers::of(offering);
        let href = words(&encoded(&address(self.merged, hub_id, offering.edition.as_str(), id)));
        let mut out = format!(
            "<a href=\"{href}\" aria-label=\"{} at {}: {}\"><span class=\"fo-state fo-state-{}\">{}</span></a>",
            words(title),
            words(hub),
            state_words(state),
            state.name(),
            state_words(state)
        );
        for (class, count, what) in [
            ("missing", answers.missing, "missing answer"),
            ("error", left.errors, "error"),
            ("warning", left.warnings, "warning"),
        ] {
            if count > 0 {
                let _ = write!(out, "<br><span class=\"fo-{class}\">{}</span>", counted(count, what));
            }
        }
        if self.live.checked && left.errors == 0 && answers.missing == 0 {
            out.push_str("<br><span class=\"fo-ready\">ready</span>");
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
            self.year(&mut out, id, year);
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

    fn year(&self, out: &mut String, hub: &str, year: &HubEdition) {
        let edition = year.edition.as_str();
        let _ = write!(
            out,
            "<h2 id=\"{0}\">{0}</h2>\n<div class=\"fo-table\" role=\"region\" aria-label=\"Programmes of {0}\" tabindex=\"0\"><table>\n<thead><tr>\
             <th scope=\"col\">Programme</th><th scope=\"col\">State</th><th scope=\"col\">Answers</th>\
             <th scope=\"col\">To do</th><th scope=\"col\">Next date</th></tr></thead>\n<tbody>\n",
            words(edition)
        );
        for offering in &year.offerings {
            let id = offering.id().as_str();
            let subject = Subject::Offering(hub.to_owned(), edition.to_owned(), id.to_owned());
            let findings: Vec<&Finding> =
                self.live.report.findings.iter().filter(|finding| subject.concerns(finding, self.merged)).collect();
            let standing = state::of_offering(offering, self.day);
            let answers = Answers::of(offering);
            let next = self.next(&standing);
            let page = words(&encoded(&address(self.merged, hub, edition, id)));
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
                words(&offering.programme.title),
                words(&offering.programme.phase),
                slug(standing.state.name()),
                state_words(standing.state),
                answers.given,
                answers.missing,
                to_do,
                words(&next)
            );
        }
        out.push_str("</tbody></table></div>\n");
    }

    /// The next day that matters.
    fn next(&self, standing: &state::Standing) -> String {
        let ahead = |date: Date| date >= self.day;
        if let Some(opens) = standing.opens.filter(|opens| ahead(opens.date)) {
            return format!("Opens {}", display_moment(&opens));
        }
        if let Some(closes) = standing.closes.filter(|closes| ahead(closes.date)) {
            return format!("Closes {}", display_moment(&closes));
        }
        match standing.first.filter(|first| ahead(*first)) {
            Some(first) => format!("Begins {}", display_date(first)),
            None => String::new(),
        }
    }
}
