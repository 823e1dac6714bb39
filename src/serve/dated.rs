//! The site as of another day: its pages, what is left to do, what is withheld.
//!
//! What is found depends on the day too: a deadline has passed, a date that was to be confirmed is late. So another
//! day is a stage of its own, raised when somebody asks for it and kept until the site or the day is another.

use super::build::{Findings, Live};
use super::stage::{Site, Stage};
use crate::error::Result;
use crate::finding::Report;
use crate::model::when::Date;
use crate::pipeline;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// The last other day that was asked for.
#[derive(Debug, Default)]
pub struct Dated {
    kept: Mutex<Option<(u64, Date, Live)>>,
}

impl Dated {
    /// What the server shows, as of a day. Where that can't be made, as it is.
    pub async fn of(&self, live: &Live, day: Date) -> Live {
        // Whoever asks meanwhile waits for the same answer.
        let mut kept = self.kept.lock().await;
        if let Some((version, known, dated)) = &*kept
            && (*version, *known) == (live.version, day)
        {
            return dated.clone();
        }
        let Ok(Some(dated)) = raise(live, day).await else { return live.clone() };
        *kept = Some((live.version, day, dated.clone()));
        dated
    }
}

async fn raise(live: &Live, day: Date) -> Result<Option<Live>> {
    let Some(stage) = &live.stage else { return Ok(None) };
    let site = stage.ask(move |scene| {
        let Site { sources, joined, theme, .. } = scene.site;
        Site { sources: sources.clone(), joined: joined.clone(), theme: theme.clone(), day }
    });
    let site = Arc::new(site.await?);
    let checked = spawn_blocking(move || {
        let report = pipeline::examine(&site.joined, &site.sources, &site.theme, day);
        let stage = Stage::raise(site.clone(), report.withheld())?;
        Ok((stage, report, site))
    });
    let Ok(checked) = checked.await else { return Ok(None) };
    let (stage, report, site) = checked?;
    let report = without_older(report, live, &site);
    let report = Arc::new(Findings::new(Box::new(move || report)));
    Ok(Some(Live { stage: Some(stage), report, checked: true, ..live.clone() }))
}

/// What is found in a file as it last could be read says nothing of the file as it is.
fn without_older(mut report: Report, live: &Live, site: &Site) -> Report {
    let places = live.notices.iter().filter_map(|notice| notice.places.first());
    let older: HashSet<&str> = places.map(|place| place.path.as_str()).collect();
    report.findings.retain(|finding| finding.file().is_none_or(|file| !older.contains(site.sources.path(file))));
    report
}
