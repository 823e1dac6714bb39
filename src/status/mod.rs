//! Status: where each hub stands with each programme of a year. One value, which the preview's workbench and
//! `foldout status` show in their own ways.
//!
//! Pure: it counts what merging and checking found, and finds nothing itself.

use crate::finding::{Level, Report, Rule, Scope, Withheld};
use crate::model::ids::{EditionName, ProgrammeId};
use crate::model::local::Hub;
use crate::model::merged::{Fill, Merged, Offering, Origin};
use crate::model::national::Programme;
use crate::model::state::{self, Standing, State};
use crate::model::when::{Date, Moment};
use std::collections::HashMap;
use std::sync::Arc;

/// Every hub's standing in a year.
#[derive(Debug, Clone)]
pub struct Status<'m> {
    /// The year.
    pub edition: EditionName,
    /// The day for which it was worked out.
    pub day: Date,
    /// The national programmes, in display order.
    pub programmes: Vec<NationalStatus<'m>>,
    /// What was found in the year's national introduction.
    pub introduction: Found,
    /// The hubs, by name.
    pub hubs: Vec<HubStatus<'m>>,
}

/// A national programme.
#[derive(Debug, Clone)]
pub struct NationalStatus<'m> {
    /// The programme.
    pub programme: &'m Programme,
    /// What was found in its national text.
    pub found: Found,
}

/// A hub.
#[derive(Debug, Clone)]
pub struct HubStatus<'m> {
    /// The hub.
    pub hub: &'m Hub,
    /// What was found about the hub itself and its introduction to the year.
    pub about: Found,
    /// What it offers, in display order.
    pub offerings: Vec<OfferingStatus<'m>>,
}

/// A hub's version of a programme.
#[derive(Debug, Clone)]
pub struct OfferingStatus<'m> {
    /// What becomes a page.
    pub offering: &'m Offering,
    /// Whether people can apply.
    pub standing: Standing,
    /// What has been answered.
    pub answers: Answers,
    /// What was found in it.
    pub found: Found,
    /// Whether an error, its own or the national text's, holds its page back.
    pub withheld: bool,
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// What holds pages back.
    pub errors: usize,
    /// What doesn't, but should be put right.
    pub warnings: usize,
    /// Changes whose national text is another than the one that was agreed to, or was never agreed to.
    pub to_review: usize,
}

/// How many of the questions that stand in an offering are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the hub; a national default is none.
    pub given: usize,
    /// Not at all, though the page needs it.
    pub missing: usize,
}

/// The next day that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Applications open.
    Opens(Moment),
    /// Applications close.
    Closes(Moment),
    /// The first session.
    Begins(Moment),
}

impl<'m> Status<'m> {
    /// Every hub's standing in `edition` on `day`.
    pub fn of(merged: &'m Merged, report: &Report, edition: &EditionName, day: Date) -> Self {
        let counts = Counts::of(report, edition.as_str());
        let withheld = report.withheld();
        let year = merged.editions.iter().find(|year| year.edition == *edition);
        let programmes = year.into_iter().flat_map(|year| &year.programmes).map(|national| NationalStatus {
            found: counts.programme(national.programme.id.as_str()),
            programme: &national.programme,
        });
        let hubs = merged.hubs.iter().map(|hub| {
            let year = hub.editions.iter().find(|year| year.edition == *edition);
            let offerings = year.map_or(&[][..], |year| &year.offerings);
            let one = |offering: &'m Arc<Offering>| OfferingStatus::of(offering, &counts, &withheld, day);
            HubStatus {
                about: counts.hub(hub.hub.id.as_str()),
                offerings: offerings.iter().map(one).collect(),
                hub: &hub.hub,
            }
        });
        Self {
            edition: edition.clone(),
            day,
            programmes: programmes.collect(),
            introduction: counts.introduction,
            hubs: hubs.collect(),
        }
    }
}

impl<'m> OfferingStatus<'m> {
    fn of(offering: &'m Offering, counts: &Counts, withheld: &Withheld, day: Date) -> Self {
        let (hub, edition, id) = (offering.hub.as_str(), offering.edition.as_str(), offering.id().as_str());
        Self {
            standing: state::of_offering(offering, day),
            answers: Answers::of(offering),
            found: counts.offering(hub, id),
            withheld: withheld.offering(hub, edition, id),
            offering,
        }
    }

    /// The programme.
    pub fn id(&self) -> &'m ProgrammeId {
        self.offering.id()
    }

    /// Whether it is the hub's own programme.
    pub fn is_own(&self) -> bool {
        self.offering.programme.hub.is_some()
    }

    /// Whether its page can be published.
    pub fn is_ready(&self) -> bool {
        !self.withheld && self.answers.missing == 0
    }

    /// The next day that matters, from `day` on.
    pub fn next(&self, day: Date) -> Option<Next> {
        let ahead = |moment: &Moment| moment.date >= day;
        let first = self.standing.first.map(|date| Moment { date, time: None });
        self.standing
            .opens
            .filter(ahead)
            .map(Next::Opens)
            .or_else(|| self.standing.closes.filter(ahead).map(Next::Closes))
            .or_else(|| first.filter(ahead).map(Next::Begins))
    }
}

impl HubStatus<'_> {
    /// The hub's questions without an answer, all offerings together.
    pub fn missing(&self) -> usize {
        self.offerings.iter().map(|one| one.answers.missing).sum()
    }

    /// Everything that was found about the hub and its offerings.
    pub fn found(&self) -> Found {
        self.offerings.iter().fold(self.about, |sum, one| sum.and(one.found))
    }

    /// How many of its pages can be published.
    pub fn ready(&self) -> usize {
        self.offerings.iter().filter(|one| one.is_ready()).count()
    }

    /// The earliest of its offerings' next days.
    pub fn next(&self, day: Date) -> Option<(Next, &OfferingStatus<'_>)> {
        let days = self.offerings.iter().filter_map(|one| Some((one.next(day)?, one)));
        days.min_by_key(|(next, _)| next.moment().date)
    }
}

impl Found {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            to_review: self.to_review + other.to_review,
        }
    }

    fn count(&mut self, rule: Rule, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => {}
        }
        self.to_review += usize::from(asks_for_review(rule));
    }
}

/// Whether a finding of that rule is settled by reading what the national text says now.
fn asks_for_review(rule: Rule) -> bool {
    matches!(rule, Rule::NationalTextChanged | Rule::NeverAgreed)
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

impl Next {
    /// When.
    pub fn moment(&self) -> Moment {
        match self {
            Next::Opens(moment) | Next::Closes(moment) | Next::Begins(moment) => *moment,
        }
    }

    /// What happens: `Closes`.
    pub fn verb(&self) -> &'static str {
        match self {
            Next::Opens(_) => "Opens",
            Next::Closes(_) => "Closes",
            Next::Begins(_) => "Begins",
        }
    }
}

/// A state's words; where nothing is known, that.
pub fn state_words(state: State) -> &'static str {
    match state {
        State::None => "No dates yet",
        state => state.words(),
    }
}

/// The findings of a year, counted by whom they concern.
#[derive(Default)]
struct Counts<'r> {
    offerings: HashMap<(&'r str, &'r str), Found>,
    programmes: HashMap<&'r str, Found>,
    hubs: HashMap<&'r str, Found>,
    introduction: Found,
}

impl<'r> Counts<'r> {
    fn of(report: &'r Report, wanted: &str) -> Self {
        let mut counts = Self::default();
        for finding in &report.findings {
            let found = match &finding.scope {
                Scope::Offering { hub, edition, programme } if edition == wanted => {
                    counts.offerings.entry((hub, programme)).or_default()
                }
                Scope::Programme { edition, programme } if edition == wanted => {
                    counts.programmes.entry(programme).or_default()
                }
                Scope::Introduction { edition } if edition == wanted => &mut counts.introduction,
                Scope::HubIntroduction { hub, edition } if edition == wanted => counts.hubs.entry(hub).or_default(),
                Scope::Hub(hub) | Scope::Aside { hub: Some(hub) } => counts.hubs.entry(hub).or_default(),
                _ => continue,
            };
            found.count(finding.rule, finding.level);
        }
        counts
    }

    fn offering(&self, hub: &str, programme: &str) -> Found {
        self.offerings.get(&(hub, programme)).copied().unwrap_or_default()
    }

    fn programme(&self, programme: &str) -> Found {
        self.programmes.get(programme).copied().unwrap_or_default()
    }

    fn hub(&self, hub: &str) -> Found {
        self.hubs.get(hub).copied().unwrap_or_default()
    }
}
