//! What a made-up site says, before it is written for one generator or another.

use super::words::Row;

/// The year.
pub const EDITION: &str = "2026-27";
/// The phases.
pub const PHASES: [&str; 4] = ["Early years", "Primary", "Secondary", "Post-16"];

/// How much there is of everything.
#[derive(Clone, Copy)]
pub struct Size {
    pub hubs: usize,
    pub programmes: usize,
    pub sections: usize,
    pub changes: usize,
    pub cohorts: usize,
}

/// Everything.
pub struct Facts {
    pub programmes: Vec<Programme>,
    pub hubs: Vec<Hub>,
}

/// A national programme.
pub struct Programme {
    pub id: String,
    pub title: String,
    pub phase: &'static str,
    pub number: usize,
    pub summary: String,
    pub sections: Vec<Section>,
}

/// A section, with one placeholder.
pub struct Section {
    pub id: String,
    pub heading: String,
    pub first: String,
    pub second: String,
    pub items: Vec<String>,
    /// Its placeholder's name.
    pub asks: String,
}

/// A hub.
pub struct Hub {
    pub id: String,
    pub name: String,
    pub region: String,
    pub lead: String,
    pub email: String,
    /// One for each programme.
    pub offerings: Vec<Local>,
}

/// What a hub says of a programme.
pub struct Local {
    /// One for each section; `None` where the hub replaces or hides what asks.
    pub answers: Vec<Option<String>>,
    pub changes: Vec<Change>,
    pub closes: String,
    pub cohorts: Vec<Cohort>,
}

/// What a hub does to a section.
pub struct Change {
    pub verb: &'static str,
    /// The section's number.
    pub section: usize,
    pub text: String,
}

/// A group.
pub struct Cohort {
    pub name: String,
    pub venue: String,
    /// Days, at half past nine to half past three.
    pub days: Vec<String>,
}

impl Facts {
    /// The facts of a size: always the same.
    pub fn new(size: Size) -> Self {
        Facts {
            programmes: (0..size.programmes).map(|number| programme(number, size.sections)).collect(),
            hubs: (0..size.hubs).map(|number| hub(number, size)).collect(),
        }
    }
}

fn programme(number: usize, sections: usize) -> Programme {
    let mut row = Row::of(&[1, number]);
    let section = |at: usize, row: &mut Row| Section {
        id: format!("part-{at}"),
        heading: format!("Part {at}: what to expect"),
        first: row.paragraph(3),
        second: row.paragraph(2),
        items: (0..3).map(|_| row.sentence()).collect(),
        asks: format!("local-{at}"),
    };
    Programme {
        id: format!("programme-{number}"),
        title: format!("Programme {number}"),
        phase: PHASES[number % PHASES.len()],
        number,
        summary: row.sentence(),
        sections: (0..sections).map(|at| section(at, &mut row)).collect(),
    }
}

fn hub(number: usize, size: Size) -> Hub {
    Hub {
        id: format!("hub-{number}"),
        name: format!("Hub {number}"),
        region: format!("Region {}", number % 9),
        lead: format!("School {number}"),
        email: format!("office@hub-{number}.example"),
        offerings: (0..size.programmes).map(|programme| local(number, programme, size)).collect(),
    }
}

fn local(hub: usize, programme: usize, size: Size) -> Local {
    let mut row = Row::of(&[2, hub, programme]);
    let verbs = ["Replace", "Add to", "Add before", "Hide"];
    let change = |at: usize, row: &mut Row| Change {
        verb: verbs[(hub + at) % verbs.len()],
        section: (at * 2 + hub) % size.sections.max(1),
        text: row.paragraph(2),
    };
    let mut changes: Vec<Change> = (0..size.changes.min(size.sections)).map(|at| change(at, &mut row)).collect();
    changes.sort_by_key(|change| change.section);
    changes.dedup_by_key(|change| change.section);
    let silent =
        |at: usize| changes.iter().any(|change| change.section == at && ["Replace", "Hide"].contains(&change.verb));
    Local {
        answers: (0..size.sections).map(|at| (!silent(at)).then(|| row.sentence())).collect(),
        changes,
        closes: format!("2026-12-{:02}", 1 + row.below(28)),
        cohorts: (0..size.cohorts).map(|at| cohort(at, hub, &mut row)).collect(),
    }
}

fn cohort(number: usize, hub: usize, row: &mut Row) -> Cohort {
    Cohort {
        name: format!("Group {}", number + 1),
        venue: format!("School {hub}"),
        days: [1, 3, 5, 7].iter().map(|month| format!("2027-0{month}-{:02}", 1 + row.below(28))).collect(),
    }
}
