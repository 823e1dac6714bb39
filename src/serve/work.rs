//! The work beside the server: waits for a reason to look, looks, builds anew, has it checked.

use super::build::Builder;
use super::watch::{Changes, Wake, Watcher};
use crate::model::national_words::Earlier;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long after a change everything is looked at once more: no event is relied upon.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// How long after a change its checks begin, unless another one comes.
const CHECK: Duration = Duration::from_millis(40);
/// How often to look whether folders or the day are others, or, where the system tells nothing, files.
const TICK: Duration = Duration::from_secs(1);
/// How many files are read by themselves; for more the whole site is looked at.
const FEW: usize = 8;

/// The work.
pub struct Work {
    root: PathBuf,
    builder: Builder,
    watcher: Watcher,
    wakes: Receiver<Wake>,
    sender: Sender<Wake>,
    look: Option<Instant>,
    check: Option<Instant>,
    /// The version whose checks have begun last.
    checking: u64,
    /// Whether it was asked what the national text once said.
    remembering: bool,
    /// Those checks: never two at a time, however fast somebody saves.
    checks: Option<JoinHandle<()>>,
}

impl Work {
    /// For the site in `root`, which must be its true path: events name files by it.
    pub fn new(root: &Path, builder: Builder) -> Self {
        let (sender, wakes) = std::sync::mpsc::channel();
        let watcher = Watcher::new(root, sender.clone());
        Self {
            root: root.to_owned(),
            builder,
            watcher,
            wakes,
            sender,
            look: None,
            check: None,
            checking: 0,
            remembering: false,
            checks: None,
        }
    }

    /// Works until the program ends.
    pub fn run(mut self) {
        self.watcher.renew();
        self.look();
        loop {
            match self.wakes.recv_timeout(self.wait()) {
                Ok(Wake::Files(event)) => self.files(event),
                Ok(Wake::Checked(version, report)) => self.builder.checked(version, report),
                Ok(Wake::Remembered(history)) => self.remembered(history),
                Err(RecvTimeoutError::Timeout) => self.due(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn wait(&self) -> Duration {
        let next = self.look.into_iter().chain(self.check).min();
        next.map_or(TICK, |next| next.saturating_duration_since(Instant::now()).min(TICK))
    }

    fn files(&mut self, event: notify::Result<notify::Event>) {
        let mut changes = Changes::default();
        changes.add(event);
        if !changes.any() {
            return;
        }
        let others = changes.gather(&self.wakes);
        if !self.few(&changes) {
            self.watcher.renew();
            self.look();
        }
        self.look = Some(Instant::now() + LOOK_AGAIN);
        self.check = Some(Instant::now() + CHECK);
        for other in others {
            match other {
                Wake::Checked(version, report) => self.builder.checked(version, report),
                Wake::Remembered(history) => self.remembered(history),
                Wake::Files(_) => {}
            }
        }
    }

    /// Takes up a few files by themselves, where that is enough.
    fn few(&mut self, changes: &Changes) -> bool {
        if changes.everything || changes.paths.len() > FEW {
            return false;
        }
        if changes.paths.iter().all(|path| path.starts_with(self.root.join("themes"))) {
            return self.builder.retheme();
        }
        let mut files = Vec::new();
        for path in &changes.paths {
            let Some(name) = self.name(path) else { return false };
            if self.builder.knows(&name) {
                files.push(name);
            } else if path.exists() || !name.starts_with("content/") {
                return false;
            }
        }
        self.builder.reread(&files)
    }

    /// A file's path from the site's folder, with `/` between its parts.
    fn name(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        Some(relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    fn look(&mut self) {
        let readable = self.builder.rescan();
        // A file that went away while we looked is none of the content's mistakes: look again.
        self.look = (!readable).then(|| Instant::now() + LOOK_AGAIN);
        self.check = Some(Instant::now() + CHECK);
        if let Some(site) = self.builder.site().filter(|_| !self.remembering) {
            self.remembering = true;
            let (root, sender) = (self.root.clone(), self.sender.clone());
            std::thread::spawn(move || {
                let history = crate::load::earlier(&crate::load::read_history(&root), &site);
                let _ = sender.send(Wake::Remembered(history));
            });
        }
    }

    /// Takes what the national text once said, which is asked once, beside the work.
    fn remembered(&mut self, history: Arc<[Earlier]>) {
        self.builder.remember(history);
        self.check = Some(Instant::now() + CHECK);
    }

    fn due(&mut self) {
        let now = Instant::now();
        if self.check.is_some_and(|at| at <= now) {
            let busy = self.checks.as_ref().is_some_and(|checks| !checks.is_finished());
            self.check = busy.then(|| now + CHECK);
            if let Some(todo) = self.builder.to_check().filter(|todo| !busy && todo.version() != self.checking) {
                self.checking = todo.version();
                let sender = self.sender.clone();
                self.checks = Some(std::thread::spawn(move || {
                    let (version, report) = todo.check();
                    let _ = sender.send(Wake::Checked(version, report));
                }));
            }
        } else if self.watcher.renew() || self.look.is_some_and(|at| at <= now) || !self.watcher.works() {
            self.look();
        } else if self.builder.is_another_day() {
            self.builder.rebuild();
            self.check = Some(now);
        }
    }
}
