//! A year as a table: a row for each hub, a column for each national programme.

use super::cell::{self, Cell, Made};
use super::introductions::Preface;
use super::order;
use super::prune::Prunings;
use crate::finding::{Report, Reports};
use crate::model::ids::{EditionName, HubId, PlaceholderName};
use crate::model::merged::{HubEdition, MergedEdition, NationalProgramme, Offering};
use crate::model::national::{Introduction, Programme};
use crate::model::site::{Content, Edition, HubContent, Site};
use rayon::prelude::*;
use std::sync::Arc;

/// A year, merged.
#[derive(Debug)]
pub struct Year {
    name: EditionName,
    /// By the programmes' ids.
    columns: Vec<Column>,
    /// By the hubs' ids.
    rows: Vec<Row>,
    national: Option<Arc<MergedEdition>>,
}

/// A programme of the year.
#[derive(Debug)]
struct Column {
    national: Arc<NationalProgramme>,
    report: Arc<Report>,
}

/// A hub in the year.
#[derive(Debug)]
struct Row {
    entry: Arc<HubContent>,
    cells: Vec<Cell>,
    /// The hub's own programmes, each with what it was made of.
    own: Vec<(Arc<Programme>, Cell)>,
    preface: Preface,
    edition: Arc<HubEdition>,
    /// What was found, of those parts where anything was.
    reports: Reports,
}

/// What a row needs beside its hub to be merged.
struct Across<'c> {
    name: &'c EditionName,
    programmes: Vec<&'c Arc<Programme>>,
    introduction: Option<&'c Arc<Introduction>>,
    site: &'c Site,
}

impl Year {
    /// A year of which nothing is merged yet.
    pub fn new(name: &EditionName) -> Self {
        Self { name: name.clone(), columns: Vec::new(), rows: Vec::new(), national: None }
    }

    /// Its name.
    pub fn name(&self) -> &EditionName {
        &self.name
    }

    /// Whether its columns are those of `edition`.
    pub fn fits(&self, edition: &Edition) -> bool {
        self.columns.iter().map(|column| &column.national.programme.id).eq(edition.programmes.keys())
    }

    /// Merges what is not merged yet or has changed, and notes in `changed` whose years are others now.
    pub fn merge(&mut self, content: &Content, changed: &mut [bool]) {
        let Some(edition) = content.editions.get(&self.name) else { return };
        let hubs: Vec<&Arc<HubContent>> = content.hubs.values().collect();
        let across = Across {
            name: &self.name,
            programmes: edition.programmes.values().collect(),
            introduction: edition.introduction.as_ref(),
            site: &content.site,
        };
        let anew: Vec<Option<(Column, Vec<Cell>)>> = across
            .programmes
            .par_iter()
            .enumerate()
            .map(|(at, programme)| {
                let kept = self.columns.get(at).is_some_and(|it| Arc::ptr_eq(&it.national.programme, programme));
                (!kept).then(|| {
                    let (national, report) = cell::national(programme);
                    let column = Column { national: Arc::new(national), report: Arc::new(report) };
                    (column, cell::column(&hubs, programme))
                })
            })
            .collect();
        let same_introduction = self.national.as_ref().is_some_and(|national| {
            national.introduction.as_ref().map(Arc::as_ptr) == across.introduction.map(Arc::as_ptr)
        });
        let mut fresh: Vec<Vec<(usize, Cell)>> = hubs.iter().map(|_| Vec::new()).collect();
        let mut columns = std::mem::take(&mut self.columns).into_iter();
        let mut other_columns = false;
        for (at, anew) in anew.into_iter().enumerate() {
            let before = columns.next();
            let Some((column, cells)) = anew else {
                self.columns.extend(before);
                continue;
            };
            other_columns = true;
            self.columns.push(column);
            cells.into_iter().zip(&mut fresh).for_each(|(cell, row)| row.push((at, cell)));
        }
        let before = std::mem::take(&mut self.rows);
        if before.is_empty() {
            let made = hubs.par_iter().zip(fresh).map(|(entry, cells)| {
                let cells = cells.into_iter().map(|(_, cell)| cell).collect();
                Row::new(entry, cells, Vec::new(), None, &across)
            });
            self.rows = made.collect();
            changed.fill(true);
        } else {
            let rows = before.into_par_iter().zip(&hubs).zip(fresh).zip(changed.par_iter_mut());
            let rows = rows.map(|(((row, entry), fresh), changed)| {
                if fresh.is_empty() && same_introduction && Arc::ptr_eq(&row.entry, entry) {
                    return row;
                }
                let before = row.edition.clone();
                let row = row.merge_again(entry, fresh, &across);
                *changed |= !Arc::ptr_eq(&before, &row.edition);
                row
            });
            self.rows = rows.collect();
        }
        if other_columns || !same_introduction || changed.contains(&true) {
            self.summarise(edition, &content.site);
        }
    }

    /// Makes the national side of the year, once it is known who offers what.
    fn summarise(&mut self, edition: &Edition, site: &Site) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let offered = self.rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| cell.made().is_some()));
            let hubs = offered.map(|row| &row.entry.hub.id);
            if !column.national.hubs.iter().eq(hubs.clone()) {
                let hubs: Vec<HubId> = hubs.cloned().collect();
                Arc::make_mut(&mut column.national).hubs = hubs;
            }
        }
        let programmes = self.columns.iter().map(|column| column.national.clone()).collect();
        let programmes = order::by_display(programmes, site, |it: &Arc<NationalProgramme>| &it.programme);
        let same = self.national.as_ref().is_some_and(|national| {
            national.introduction.as_ref().map(Arc::as_ptr) == edition.introduction.as_ref().map(Arc::as_ptr)
                && national.programmes.iter().map(Arc::as_ptr).eq(programmes.iter().map(Arc::as_ptr))
        });
        if !same {
            let introduction = edition.introduction.clone();
            self.national = Some(Arc::new(MergedEdition { edition: self.name.clone(), introduction, programmes }));
        }
    }

    /// The national side of the year.
    pub fn national(&self) -> Option<Arc<MergedEdition>> {
        self.national.clone()
    }

    /// The n-th hub's year, where it offers or says anything.
    pub fn of_hub(&self, at: usize) -> Option<Arc<HubEdition>> {
        let edition = &self.rows.get(at)?.edition;
        (edition.introduction.is_some() || !edition.offerings.is_empty()).then(|| edition.clone())
    }

    /// Adds what was found.
    pub fn report(&self, reports: &mut Reports) {
        self.columns.iter().for_each(|column| reports.push(column.report.clone()));
        self.rows.iter().for_each(|row| reports.extend(&row.reports));
    }

    /// Whether the n-th hub's answer for every programme is used in the year.
    pub fn uses(&self, at: usize, name: &PlaceholderName) -> bool {
        let used = |row: &Row| row.preface.used.contains(name) || row.made().any(|made| made.used.contains(name));
        self.rows.get(at).is_some_and(used)
    }
}

impl Row {
    /// Merges a hub's year, its cells being merged. `before` is its introduction as it was.
    fn new(
        entry: &Arc<HubContent>,
        cells: Vec<Cell>,
        own: Vec<(Arc<Programme>, Cell)>,
        before: Option<Preface>,
        across: &Across,
    ) -> Self {
        let mut prunings = Prunings::default();
        let own = own_cells(entry, across.name, own, &mut prunings);
        let made = || cells.iter().chain(own.iter().map(|(_, cell)| cell)).filter_map(Cell::made);
        let offers = made().next().is_some();
        let (name, national) = (across.name, across.introduction);
        let preface = before
            .filter(|before| before.fits(entry, name, national, offers))
            .unwrap_or_else(|| Preface::new(entry, name, national, offers, &mut prunings));
        let offerings = made().map(|made| made.offering.clone()).collect();
        let offerings = order::by_display(offerings, across.site, |offering: &Arc<Offering>| &offering.programme);
        let mut reports = Reports::default();
        made().for_each(|made| reports.push(made.report.clone()));
        reports.push(preface.report.clone());
        let introduction = preface.made.clone();
        let edition = Arc::new(HubEdition { edition: name.clone(), introduction, offerings });
        Self { entry: entry.clone(), cells, own, preface, edition, reports }
    }

    /// Merges again what has changed; `fresh` is what has been merged anew already, by its column. What shows the
    /// same stays the same value.
    fn merge_again(mut self, entry: &Arc<HubContent>, fresh: Vec<(usize, Cell)>, across: &Across) -> Self {
        let mut given = vec![false; self.cells.len()];
        for (at, cell) in fresh {
            (self.cells[at], given[at]) = (cell, true);
        }
        if !Arc::ptr_eq(&self.entry, entry) {
            let mut prunings = Prunings::default();
            let cells = self.cells.iter_mut().zip(&across.programmes).zip(given);
            for ((cell, programme), given) in cells {
                if !given && !cell.fits(entry, programme) {
                    *cell = Cell::new(entry, programme, &mut prunings);
                }
            }
        }
        let mut row = Row::new(entry, self.cells, self.own, Some(self.preface), across);
        let parts = |edition: &HubEdition| {
            let introduction = edition.introduction.as_ref().map(Arc::as_ptr);
            (introduction, edition.offerings.iter().map(Arc::as_ptr).collect::<Vec<_>>())
        };
        if parts(&self.edition) == parts(&row.edition) {
            row.edition = self.edition;
        }
        row
    }

    fn made(&self) -> impl Iterator<Item = &Made> {
        self.cells.iter().chain(self.own.iter().map(|(_, cell)| cell)).filter_map(Cell::made)
    }
}

/// A hub's own programmes, merged; those of `before` that still hold are kept.
fn own_cells(
    entry: &HubContent,
    name: &EditionName,
    mut before: Vec<(Arc<Programme>, Cell)>,
    prunings: &mut Prunings,
) -> Vec<(Arc<Programme>, Cell)> {
    let files = entry.editions.get(name).into_iter().flat_map(|edition| edition.programmes.values());
    let own = files.filter_map(|file| file.own.as_ref());
    own.map(|programme| {
        let kept = before.iter().position(|(of, cell)| Arc::ptr_eq(of, programme) && cell.fits(entry, programme));
        match kept {
            Some(at) => before.swap_remove(at),
            None => (programme.clone(), Cell::new(entry, programme, prunings)),
        }
    })
    .collect()
}
