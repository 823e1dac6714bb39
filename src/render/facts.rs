//! Built-in facts: what the text may say of the hub, the programme, the edition and the network without asking.

use super::escape;
use crate::model::ids::EditionName;
use crate::model::local::Hub;
use crate::model::national::Programme;
use crate::model::practical::Contact;
use crate::model::text::Fact;

/// What a hub's fact reads on a national page.
pub const YOUR_HUB: &str = "your hub";

/// Who speaks in a text.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// The hub; `None` on national pages.
    pub hub: Option<&'a Hub>,
    /// The programme; `None` in a year's introduction.
    pub programme: Option<&'a Programme>,
    /// The edition.
    pub edition: &'a EditionName,
    /// How many hubs there are.
    pub hubs: usize,
}

/// Words, and the address that they lead to, where they lead anywhere.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Words {
    /// The words.
    pub words: String,
    /// The address.
    pub href: Option<String>,
}

impl Words {
    /// Words that lead nowhere.
    pub fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), href: None }
    }

    /// An e-mail address.
    pub fn email(email: &str) -> Self {
        Self { words: email.to_owned(), href: escape::mail_address(email) }
    }

    /// A telephone number.
    pub fn phone(phone: &str) -> Self {
        Self { words: phone.to_owned(), href: escape::phone_address(phone) }
    }

    /// A web address, shown as people write it.
    pub fn web(address: &str) -> Self {
        let href = escape::safe_address(address).map(str::to_owned);
        let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
        Self { words: bare.strip_suffix('/').unwrap_or(bare).to_owned(), href }
    }

    /// As HTML.
    pub fn html(&self, out: &mut String) {
        escape::link(out, self.href.as_deref(), &self.words);
    }
}

impl Speaker<'_> {
    /// What a fact says; `None` where it is missing.
    pub fn say(&self, fact: Fact) -> Option<Words> {
        match fact {
            Fact::ProgrammeTitle => self.programme.map(|programme| Words::plain(&programme.title)),
            Fact::ProgrammeCode => self.programme.and_then(|it| it.code.as_deref()).map(Words::plain),
            Fact::Edition => Some(Words::plain(self.edition.as_str())),
            Fact::NetworkHubCount => Some(Words::plain(self.hubs.to_string())),
            of_hub => match self.hub {
                Some(hub) => say_of_hub(hub, of_hub),
                None => Some(Words::plain(YOUR_HUB)),
            },
        }
    }
}

fn say_of_hub(hub: &Hub, fact: Fact) -> Option<Words> {
    match fact {
        Fact::HubName => Some(Words::plain(&hub.name)),
        Fact::HubEmail => hub.email.as_deref().map(Words::email),
        Fact::HubPhone => hub.phone.as_deref().map(Words::phone),
        Fact::HubWebsite => hub.website.as_deref().map(Words::web),
        Fact::HubContact => hub_contact(hub),
        Fact::HubLeadSchool => lead_schools(hub).map(Words::plain),
        Fact::HubArea => hub.area.as_deref().map(Words::plain),
        Fact::ProgrammeTitle | Fact::ProgrammeCode | Fact::Edition | Fact::NetworkHubCount => None,
    }
}

/// A hub's e-mail, else phone, else website, else its lead school.
pub fn hub_contact(hub: &Hub) -> Option<Words> {
    hub_way(hub).or_else(|| lead_schools(hub).map(Words::plain))
}

/// A hub's e-mail, else phone, else website.
fn hub_way(hub: &Hub) -> Option<Words> {
    let email = hub.email.as_deref().map(Words::email);
    let phone = || hub.phone.as_deref().map(Words::phone);
    email.or_else(phone).or_else(|| hub.website.as_deref().map(Words::web))
}

/// A hub's lead schools in words.
pub fn lead_schools(hub: &Hub) -> Option<String> {
    (!hub.lead_schools.is_empty()).then(|| list(&hub.lead_schools))
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Whom to ask, for templates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Asking {
    /// Who: a person, or the hub.
    pub who: String,
    /// The hub, where `who` is a person.
    pub of: Option<String>,
    /// E-mail, phone or website.
    pub ways: Vec<Words>,
    /// The lead school, where there is no other way to reach the hub.
    pub led_by: Option<String>,
}

/// Whom to ask about an offering: its contact; the hub's own ways where that has none.
pub fn asking(contact: &Contact, hub: &Hub) -> Asking {
    let mut ways: Vec<Words> = contact.email.as_deref().map(Words::email).into_iter().collect();
    ways.extend(contact.phone.as_deref().map(Words::phone));
    if ways.is_empty() {
        ways.extend(hub_way(hub));
    }
    let led_by = if ways.is_empty() { lead_schools(hub) } else { None };
    let who = contact.name.clone().unwrap_or_else(|| hub.name.clone());
    Asking { of: contact.name.as_ref().map(|_| hub.name.clone()), who, ways, led_by }
}

/// Whom to ask about the hub itself: every way there is.
pub fn asking_hub(hub: &Hub) -> Asking {
    let contact = Contact { name: None, email: hub.email.clone(), phone: hub.phone.clone() };
    let mut asking = asking(&contact, hub);
    let website = hub.website.as_deref().map(Words::web);
    asking.ways.extend(website.filter(|website| !asking.ways.contains(website)));
    asking
}
