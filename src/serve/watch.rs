//! Watching: what the operating system says of files is only a reason to look; what is on disk decides.
//!
//! A single save is taken up when its file is closed or renamed into place, several at once when it is quiet.

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use same_file::Handle;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How long it must be quiet after one finished save.
const GRACE: Duration = Duration::from_millis(2);
/// How long it must be quiet after several, or where a file may still be being written.
const QUIET: Duration = Duration::from_millis(30);
/// How long a storm may last before it is taken up as it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// The folders that are watched.
const WATCHED: [&str; 2] = ["content", "themes"];

/// A reason to look.
#[derive(Debug)]
pub enum Wake {
    /// Something happened to files.
    Files(notify::Result<Event>),
    /// The checks of a version are done.
    Checked(u64, crate::finding::Report),
    /// It is known what the national text once said.
    Remembered(std::sync::Arc<[crate::model::national_words::Earlier]>),
}

/// What may have changed.
#[derive(Debug, Default)]
pub struct Changes {
    /// Files that were touched.
    pub paths: BTreeSet<PathBuf>,
    /// Those that may still be open.
    open: BTreeSet<PathBuf>,
    /// Whether folders came or went, or something was missed, so that everything must be looked at.
    pub everything: bool,
}

impl Changes {
    /// Takes up an event. Reading a file is none.
    pub fn add(&mut self, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.everything = true;
            return;
        };
        self.everything |= event.need_rescan();
        let paths = event.paths.iter().filter(|path| !is_passing(path)).cloned();
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => paths.for_each(|path| {
                self.open.remove(&path);
                self.paths.insert(path);
            }),
            EventKind::Access(_) => {}
            EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(notify::event::CreateKind::File) => {
                paths.for_each(|path| {
                    self.open.insert(path.clone());
                    self.paths.insert(path);
                });
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::From | RenameMode::Both))
            | EventKind::Modify(ModifyKind::Metadata(_)) => self.paths.extend(paths),
            _ => {
                self.paths.extend(paths);
                self.everything = true;
            }
        }
    }

    /// Whether there is anything to look at.
    pub fn any(&self) -> bool {
        self.everything || !self.paths.is_empty()
    }

    fn pause(&self) -> Duration {
        if self.open.is_empty() && self.paths.len() <= 1 && !self.everything { GRACE } else { QUIET }
    }

    /// Gathers what belongs together: until it is quiet, or for a while. What else arrives is given back.
    pub fn gather(&mut self, wakes: &Receiver<Wake>) -> Vec<Wake> {
        let began = Instant::now();
        let mut others = Vec::new();
        while began.elapsed() < PATIENCE {
            match wakes.recv_timeout(self.pause()) {
                Ok(Wake::Files(event)) => self.add(event),
                Ok(other) => others.push(other),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        others
    }
}

/// Files that editors make for themselves and take away again.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".swp") || name == "4913"
}

/// Watches a site's folders, also when they are taken away and come back.
pub struct Watcher {
    root: PathBuf,
    notify: Option<RecommendedWatcher>,
    watched: [Option<Handle>; 2],
}

impl Watcher {
    /// Watches the site in `root` and says what happens to `wakes`.
    pub fn new(root: &Path, wakes: Sender<Wake>) -> Self {
        let notify = notify::recommended_watcher(move |event| {
            let _ = wakes.send(Wake::Files(event));
        });
        let mut notify = notify.ok();
        if let Some(watcher) = &mut notify {
            let _ = watcher.watch(root, RecursiveMode::NonRecursive);
        }
        Self { root: root.to_owned(), notify, watched: [None, None] }
    }

    /// Whether the operating system tells us of changes at all.
    pub fn works(&self) -> bool {
        self.notify.is_some()
    }

    /// Watches the folders that are there now, if they are others than before. Gives whether they were.
    pub fn renew(&mut self) -> bool {
        let mut renewed = false;
        for (name, watched) in WATCHED.into_iter().zip(&mut self.watched) {
            let folder = self.root.join(name);
            let now = Handle::from_path(&folder).ok();
            if now == *watched {
                continue;
            }
            renewed = true;
            let Some(watcher) = &mut self.notify else { continue };
            if watched.is_some() {
                let _ = watcher.unwatch(&folder);
            }
            if now.is_some() && watcher.watch(&folder, RecursiveMode::Recursive).is_err() {
                // More folders than the system lets us watch: from now on we look by ourselves.
                self.notify = None;
            }
            *watched = now;
        }
        renewed
    }
}
