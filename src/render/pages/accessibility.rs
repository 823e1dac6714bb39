//! A hub's accessibility statement, with the parts that the 2018 regulations ask of public bodies.

use super::{here, step};
use crate::error::Result;
use crate::model::when::display_date;
use crate::render::address::Spot;
use crate::render::facts::{Words, hub_contact};
use crate::render::plan::{Age, HubPlan};
use crate::render::shared::Shared;
use crate::render::templates::value;
use serde::Serialize;

#[derive(Serialize)]
struct StatementView {
    address: Option<String>,
    contact: Option<Words>,
    reviewed: Option<String>,
}

/// A hub's accessibility statement.
pub fn accessibility<'a>(shared: &Shared<'a>, plan: &HubPlan<'a>) -> Result<Vec<u8>> {
    let spot = Spot::new(Some(plan), "accessibility/index.html");
    let hub = plan.hub();
    let view = StatementView {
        address: plan.base.clone(),
        contact: hub.accessibility.contact.as_deref().map(contact).or_else(|| hub_contact(hub)),
        reviewed: hub.accessibility.reviewed.map(display_date),
    };
    let about = format!("How accessible the pages of {} are, and whom to tell of problems.", hub.name);
    let mut page = shared.page(&spot, format!("Accessibility \u{2013} {}", hub.name), Some(&about));
    page.crumbs.push(step(&hub.name, format!("{}index.html", spot.root)));
    page.crumbs.push(here("Accessibility"));
    let year = plan.years().iter().find(|year| year.age == Age::Current);
    let mut context = shared.context(&spot, year, &page)?;
    context.insert_value("statement", value(&view)?);
    shared.templates.page("accessibility.html", &context)
}

/// Whom to tell: an address, a number or a name, whichever it reads like.
fn contact(words: &str) -> Words {
    let email = Words::email(words);
    let phone = Words::phone(words);
    if words.contains('@') && email.href.is_some() {
        email
    } else if phone.href.is_some() {
        phone
    } else if words.starts_with("http") {
        Words::web(words)
    } else {
        Words::plain(words)
    }
}
