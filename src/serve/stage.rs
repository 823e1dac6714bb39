//! A stage: a thread that owns one state of the site and makes its pages when they are asked for.
//!
//! Rendered pages borrow from what was merged, so both stay on one thread, which answers questions one after the
//! other and ends when nobody holds its [`Stage`] any more. That needs no lock and no page in memory.

use super::view::View;
use crate::error::{Error, Result};
use crate::finding::Withheld;
use crate::model::{theme::Theme, when::Date};
use crate::pipeline::Joined;
use crate::render::{Pages, Preview, Request};
use crate::source::Sources;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use tokio::sync::oneshot;

/// How many views of a site are kept beside the usual one.
const VIEWS: usize = 3;

/// One state of the site.
#[derive(Debug)]
pub struct Site {
    /// The text that is shown: as on disk, but for files that can't be read, which stand as they last could.
    pub sources: Arc<Sources>,
    /// What was parsed and merged.
    pub joined: Arc<Joined>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Today.
    pub day: Date,
}

/// What a task may look at.
pub struct Scene<'a> {
    /// The site.
    pub site: &'a Site,
    withheld: &'a Withheld,
    shown: Vec<(View, Pages<'a>)>,
}

impl<'a> Scene<'a> {
    /// The pages of a view.
    ///
    /// # Errors
    /// A theme's template that can't be read.
    pub fn pages(&mut self, view: &View) -> Result<&Pages<'a>> {
        let at = match self.shown.iter().position(|(known, _)| known == view) {
            Some(at) => at,
            None => {
                let pages = self.render(view)?;
                if self.shown.len() > VIEWS {
                    self.shown.remove(1);
                }
                self.shown.push((view.clone(), pages));
                self.shown.len() - 1
            }
        };
        self.shown.get(at).map(|(_, pages)| pages).ok_or_else(gone)
    }

    fn render(&self, view: &View) -> Result<Pages<'a>> {
        let origins = view.origins.then(|| self.site.sources.clone());
        let request = Request {
            day: view.day.unwrap_or(self.site.day),
            drafts: !view.published,
            hubs: None,
            preview: Some(Preview { origins }),
        };
        Pages::new(&self.site.joined.merged, self.withheld, &self.site.theme, &request)
    }
}

type Task = Box<dyn FnOnce(&mut Scene<'_>) + Send>;

/// The way to a state of the site.
#[derive(Debug, Clone)]
pub struct Stage {
    tasks: Sender<Task>,
}

impl Stage {
    /// Raises the stage for a state of the site, and waits until its pages can be asked for.
    ///
    /// # Errors
    /// A theme's template that can't be read.
    pub fn raise(site: Arc<Site>, withheld: Withheld) -> Result<Stage> {
        let (tasks, todo) = channel::<Task>();
        let (ready, is_ready) = channel();
        std::thread::spawn(move || {
            let mut scene = Scene { site: &site, withheld: &withheld, shown: Vec::new() };
            let began = scene.pages(&View::default()).map(|_| ());
            let good = began.is_ok();
            let _ = ready.send(began);
            while let Some(task) = good.then(|| todo.recv().ok()).flatten() {
                task(&mut scene);
            }
        });
        is_ready.recv().unwrap_or_else(|_| Err(gone()))?;
        Ok(Stage { tasks })
    }

    /// Has something done on the stage, and gives what came of it.
    ///
    /// # Errors
    /// The stage has broken down.
    pub async fn ask<T: Send + 'static>(&self, task: impl FnOnce(&mut Scene<'_>) -> T + Send + 'static) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |scene| {
            let _ = answer.send(task(scene));
        });
        self.tasks.send(task).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())
    }
}

fn gone() -> Error {
    Error::Usage("The preview has a mistake: a page could not be made. Save any file to have it made anew.".to_owned())
}
