//! A line that says what is going on, on a terminal, once the work has taken half a second.

use std::io::{IsTerminal, Write, stderr};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

const QUIET: Duration = Duration::from_millis(500);

/// The line. It goes when this is dropped.
#[derive(Debug)]
pub struct Progress {
    told: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to watch the clock, where standard error is a terminal.
    pub fn start() -> Self {
        let told = stderr().is_terminal().then(|| {
            let (sender, receiver) = channel();
            (sender, std::thread::spawn(move || show(&receiver)))
        });
        Self { told }
    }

    /// Says what is being done now.
    pub fn say(&self, stage: &'static str) {
        if let Some((sender, _)) = &self.told {
            let _ = sender.send(stage);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, shower)) = self.told.take() {
            drop(sender);
            let _ = shower.join();
        }
    }
}

fn show(stages: &Receiver<&'static str>) {
    let started = std::time::Instant::now();
    let mut stage = "Working";
    let mut shown = false;
    loop {
        let wait = if shown { QUIET } else { QUIET.saturating_sub(started.elapsed()) };
        match stages.recv_timeout(wait) {
            Ok(next) => stage = next,
            Err(RecvTimeoutError::Timeout) => shown = true,
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if shown {
            let _ = write!(stderr(), "\r\x1b[2K{stage} \u{2026} {} s", started.elapsed().as_secs());
        }
    }
    if shown {
        let _ = write!(stderr(), "\r\x1b[2K");
    }
}
