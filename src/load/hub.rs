//! `hub.yaml` and `site.yaml`.

use super::fields::{Fields, words as plain_words};
use super::markdown::{self, Place, Policy};
use super::reading::{Reading, did_you_mean};
use super::shape::{ACCESSIBILITY, HUB, LOGO, SITE, TEAM};
use super::yaml::{Key, Node, Value};
use super::{description, links, practical, words};
use crate::finding::Rule;
use crate::model::address;
use crate::model::ids::{EditionName, HubId, PlaceholderName, ProgrammeId, is_edition_name, slug};
use crate::model::local::{Accessibility, Hub, Logo, Offers};
use crate::model::national::{Permission, Words};
use crate::model::site::{NationalTeam, Redirect, Site};
use crate::model::when::Unreadable;
use crate::source::Spanned;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reads `hub.yaml`.
pub fn hub(reading: &mut Reading, id: &HubId) -> Hub {
    let mut fields = yaml_file(reading);
    fields.against(reading, &[HUB]);
    fields.allowed(reading);
    let about = fields.words(reading, "about");
    let about = about.map(|about| markdown::blocks(reading, &about.value, Place::In(about.span), Policy::Plain));
    let mut accessibility = fields.fields(reading, "accessibility", ACCESSIBILITY);
    let accent = fields.words(reading, "accent");
    Hub {
        name: fields.text(reading, "name").unwrap_or_else(|| id.to_string()),
        region: fields.text(reading, "region").unwrap_or_default(),
        lead_schools: texts(reading, &mut fields, "lead_schools"),
        place: fields.text(reading, "place"),
        area: fields.text(reading, "area"),
        email: fields.email(reading, "email"),
        phone: fields.text(reading, "phone"),
        website: fields.web(reading, "website"),
        address: fields.text(reading, "address"),
        about: about.map(Arc::from),
        former_names: texts(reading, &mut fields, "former_names"),
        accent: accent.and_then(|accent| colour(reading, accent)),
        logo: logo(reading, &mut fields),
        answers: answers(reading, &mut fields),
        offers: offers(reading, &mut fields),
        partners: texts(reading, &mut fields, "partners"),
        accessibility: Accessibility {
            contact: accessibility.as_mut().and_then(|fields| fields.text(reading, "contact")),
            reviewed: accessibility.as_mut().and_then(|fields| fields.date(reading, "reviewed")),
        },
        base_url: fields.parsed(reading, "base_url", base_url).map(|url| url.value),
        id: id.clone(),
        file: Some(reading.file),
        unreadable: !fields.readable(),
    }
}

/// A hub whose `hub.yaml` is missing.
pub fn without_file(id: &HubId) -> Hub {
    Hub {
        id: id.clone(),
        file: None,
        name: id.to_string(),
        region: String::new(),
        lead_schools: Vec::new(),
        place: None,
        area: None,
        email: None,
        phone: None,
        website: None,
        address: None,
        about: None,
        former_names: Vec::new(),
        accent: None,
        logo: None,
        answers: Vec::new(),
        offers: Vec::new(),
        partners: Vec::new(),
        accessibility: Accessibility::default(),
        base_url: None,
        unreadable: true,
    }
}

fn yaml_file(reading: &mut Reading) -> Fields {
    let text = reading.text();
    Fields::of_yaml(reading, text, 0).unwrap_or_else(|| Fields::empty(reading))
}

fn texts(reading: &mut Reading, fields: &mut Fields, name: &str) -> Vec<String> {
    fields.texts(reading, name).into_iter().map(|text| text.value).collect()
}

fn colour(reading: &mut Reading, given: Spanned<String>) -> Option<Spanned<String>> {
    let digits = given.value.strip_prefix('#').unwrap_or("");
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(Spanned::new(given.value.to_ascii_lowercase(), given.span));
    }
    reading.find(
        Rule::BadValue,
        given.span,
        format!("“{}” is no colour.", given.value),
        "Write a hash and six digits or letters from a to f, in quotation marks: accent: '#1d70b8'",
    );
    None
}

fn logo(reading: &mut Reading, fields: &mut Fields) -> Option<Logo> {
    let mut fields = fields.fields(reading, "logo", LOGO)?;
    let src = fields.words(reading, "src")?;
    let alt = fields.text(reading, "alt").unwrap_or_default();
    links::image(reading, &src.value, src.span).map(|file| Logo { file, alt })
}

fn answers(reading: &mut Reading, fields: &mut Fields) -> Vec<(Spanned<PlaceholderName>, Arc<Words>)> {
    let map = fields.map(reading, "answers");
    map.into_iter()
        .filter_map(|(key, node)| {
            let words = words::of_value(reading, &key, &node)?;
            let known = practical::is_id(reading, &key.name, key.span, "answers");
            known.then(|| (Spanned::new(PlaceholderName::new(&key.name), key.span), words))
        })
        .collect()
}

fn offers(reading: &mut Reading, fields: &mut Fields) -> Vec<(Spanned<EditionName>, Offers)> {
    let map = fields.map(reading, "offers");
    map.into_iter().filter_map(|(key, node)| offer(reading, key, node)).collect()
}

fn offer(reading: &mut Reading, key: Key, node: Node) -> Option<(Spanned<EditionName>, Offers)> {
    let edition = Spanned::new(EditionName::new(&key.name), key.span);
    let span = node.span;
    let offers = match node.value {
        Value::Null => Offers::These(Vec::new()),
        Value::Words(words) if words.eq_ignore_ascii_case("all") => Offers::All(span),
        Value::List(items) => Offers::These(items.into_iter().filter_map(|item| one_offer(reading, item)).collect()),
        Value::Words(words) => {
            Offers::These(one_offer(reading, Node { value: Value::Words(words), span }).into_iter().collect())
        }
        Value::Map(_) => {
            reading.find(
                Rule::BadValue,
                span,
                format!("`offers` for {} is neither `all` nor a list of programmes.", key.name),
                format!(
                    "Write `{}: all`, or a list such as `{}: [first-programme, second-programme]`.",
                    key.name, key.name
                ),
            );
            return None;
        }
    };
    Some((edition, offers))
}

fn one_offer(reading: &mut Reading, node: Node) -> Option<Spanned<ProgrammeId>> {
    let given = plain_words(reading, node, "offers")?;
    let id = given.value.strip_suffix(".md").unwrap_or(&given.value);
    practical::is_id(reading, id, given.span, "offers").then(|| Spanned::new(ProgrammeId::new(id), given.span))
}

fn base_url(text: &str) -> Result<String, Unreadable> {
    let url = address::web(text)?;
    if !url.starts_with("https://") || url.contains(['?', '#']) {
        return Err(Unreadable {
            message: format!("“{text}” can't be the address of a site."),
            remedy: "Write an address that begins with https:// and has no ? or # in it.".into(),
        });
    }
    Ok(if url.ends_with('/') { url } else { format!("{url}/") })
}

/// Reads `site.yaml`. `editions` are the folders of `content/national/`.
pub fn site(reading: &mut Reading, editions: &BTreeSet<EditionName>) -> Site {
    let mut fields = yaml_file(reading);
    fields.against(reading, &[SITE]);
    fields.allowed(reading);
    let mut team = fields.fields(reading, "national_team", TEAM);
    Site {
        file: reading.file,
        title: fields.text(reading, "title").unwrap_or_default(),
        edition: edition(reading, &mut fields, editions),
        phases: phases(reading, &mut fields),
        description: fields.text(reading, "description"),
        network: fields.text(reading, "network"),
        national_team: NationalTeam {
            name: team.as_mut().and_then(|team| team.text(reading, "name")),
            url: team.as_mut().and_then(|team| team.web(reading, "url")),
            email: team.as_mut().and_then(|team| team.email(reading, "email")),
        },
        base_url: site_address(reading, &mut fields),
        sections: description::permission(reading, &mut fields).unwrap_or(Permission::Open),
        placeholder_phrases: texts(reading, &mut fields, "placeholder_phrases"),
        timezone: timezone(reading, &mut fields),
        theme: theme(reading, &mut fields),
        glossary: glossary(reading, &mut fields),
        redirects: redirects(reading, &mut fields),
    }
}

fn edition(reading: &mut Reading, fields: &mut Fields, editions: &BTreeSet<EditionName>) -> EditionName {
    let latest = || editions.iter().next_back().cloned().unwrap_or_else(|| EditionName::new(""));
    let Some(given) = fields.words(reading, "edition") else { return latest() };
    let name = EditionName::new(&given.value);
    if editions.contains(&name) {
        return name;
    }
    let (rule, message) = if is_edition_name(&given.value) {
        (Rule::UnknownEdition, format!("There is no folder content/national/{}.", given.value))
    } else {
        (Rule::BadValue, format!("“{}” is no name of an edition.", given.value))
    };
    let near = did_you_mean(&given.value, editions.iter().map(EditionName::as_str));
    let list = editions.iter().map(EditionName::as_str).collect::<Vec<_>>().join(", ");
    let remedy = if list.is_empty() {
        "Make a folder such as content/national/2022-23 and put the year's programmes into it.".to_owned()
    } else {
        format!("{near}The editions are: {list}.")
    };
    reading.find(rule, given.span, message, remedy);
    latest()
}

fn phases(reading: &mut Reading, fields: &mut Fields) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut phases = Vec::new();
    for phase in fields.texts(reading, "phases") {
        let slug = slug(&phase.value);
        if slug.is_empty() || !seen.insert(slug) {
            reading.find(
                Rule::BadValue,
                phase.span,
                format!("The phase “{}” stands here twice, or has no letters.", phase.value),
                "Give each phase a name of its own.",
            );
        } else {
            phases.push(phase.value);
        }
    }
    phases
}

fn site_address(reading: &mut Reading, fields: &mut Fields) -> Option<String> {
    if fields.key_span("base_url").is_none() {
        let span = reading.span(0..0);
        reading.find(
            Rule::NoBaseUrl,
            span,
            "The site has no `base_url`, so its pages name no addresses of their own for search engines, and links from one hub to another are words.",
            "When the site's address is known, add a line such as `base_url: https://www.example.org/`.",
        );
    }
    fields.parsed(reading, "base_url", base_url).map(|url| url.value)
}

fn timezone(reading: &mut Reading, fields: &mut Fields) -> String {
    const LONDON: &str = "Europe/London";
    let Some(given) = fields.words(reading, "timezone") else { return LONDON.to_owned() };
    if jiff::tz::TimeZone::get(&given.value).is_ok() {
        return given.value;
    }
    reading.find(
        Rule::BadValue,
        given.span,
        format!("There is no time zone “{}”.", given.value),
        "Write a name such as Europe/London.",
    );
    LONDON.to_owned()
}

fn theme(reading: &mut Reading, fields: &mut Fields) -> String {
    practical::id_words(reading, fields, "theme").map_or_else(|| "brochure".to_owned(), |theme| theme.value)
}

fn glossary(reading: &mut Reading, fields: &mut Fields) -> std::collections::BTreeMap<String, String> {
    let map = fields.map(reading, "glossary");
    map.into_iter()
        .filter_map(|(key, node)| Some((key.name.clone(), plain_words(reading, node, &key.name)?.value)))
        .collect()
}

fn redirects(reading: &mut Reading, fields: &mut Fields) -> Vec<Redirect> {
    let map = fields.map(reading, "redirects");
    map.into_iter()
        .filter_map(|(key, node)| {
            let to = plain_words(reading, node, &key.name)?;
            let from = path(reading, Spanned::new(key.name, key.span))?;
            let to = if address::is_web(&to.value) { to } else { path(reading, to)? };
            Some(Redirect { from, to })
        })
        .collect()
}

/// A path below the site, without a leading `/`.
fn path(reading: &mut Reading, given: Spanned<String>) -> Option<Spanned<String>> {
    let plain = given.value.trim_start_matches('/');
    let good = |part: &str| {
        part != ".."
            && part != "."
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
    };
    if !plain.is_empty() && plain.trim_end_matches('/').split('/').all(|part| !part.is_empty() && good(part)) {
        return Some(Spanned::new(plain.to_owned(), given.span));
    }
    reading.find(
        Rule::BadValue,
        given.span,
        format!("“{}” is no path of a page.", given.value),
        "Write a path below the site such as cambridge/old-name/",
    );
    None
}
