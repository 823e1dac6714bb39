//! The browser's process: started with a profile of its own, ended with its value.

use super::PATIENCE;
use super::wire::Wire;
use crate::error::{Error, Result};
use serde_json::json;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the browser need not do for us. It asks nothing of the network by itself, and the resolver knows no name but
/// this computer's: a page that would load something from elsewhere can't.
const ARGUMENTS: [&str; 17] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--mute-audio",
    "--password-store=basic",
];

/// How long it may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(5);

/// What it says about itself while it starts, in its profile.
const SAYS: &str = "foldout-says.txt";

/// A browser's process.
#[derive(Debug)]
pub struct Process {
    child: Child,
    address: String,
    profile: Option<TempDir>,
}

impl Process {
    /// Starts the program and waits until it listens.
    pub fn start(program: &Path) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("foldout-browser-").tempdir();
        let profile = profile.map_err(Error::disk("make a folder in", &std::env::temp_dir()))?;
        let says = profile.path().join(SAYS);
        let mut command = Command::new(program);
        command.args(ARGUMENTS).arg(format!("--user-data-dir={}", profile.path().display()));
        // The sandbox needs a user who may make one, which the administrator of a container is not.
        if is_owned_by_root(profile.path()) {
            command.arg("--no-sandbox");
        }
        let heard = File::create(&says).map_err(Error::disk("write", &says))?;
        let child = command.arg("about:blank").stdin(Stdio::null()).stdout(Stdio::null()).stderr(heard).spawn();
        let child = child.map_err(|error| does_not_start(program, &error.to_string()))?;
        // From here on whatever goes wrong ends the process.
        let mut process = Self { child, address: String::new(), profile: Some(profile) };
        process.address = process.wait_for_address(program)?;
        Ok(process)
    }

    /// Where the browser itself is spoken to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where one of its pages is spoken to.
    pub fn page_address(&self, page: &str) -> String {
        let host = self.address.split("/devtools/").next().unwrap_or_default();
        format!("{host}/devtools/page/{page}")
    }

    fn wait_for_address(&mut self, program: &Path) -> Result<String> {
        let until = Instant::now() + PATIENCE;
        loop {
            let said = self.said();
            if let Some(address) = said.lines().find_map(|line| line.strip_prefix("DevTools listening on ")) {
                return Ok(address.trim().to_owned());
            }
            if let Some(address) = self.written_address() {
                return Ok(address);
            }
            let ended = self.child.try_wait().is_ok_and(|status| status.is_some());
            if ended || Instant::now() > until {
                let last: Vec<&str> = said.lines().filter(|line| !line.is_empty()).collect();
                let last = last[last.len().saturating_sub(3)..].join("\n");
                let why = if ended { "it ended at once" } else { "it says nothing" };
                return Err(does_not_start(program, &format!("{why}. Its last words:\n{last}")));
            }
            sleep(Duration::from_millis(10));
        }
    }

    /// What it wrote to its standard error.
    fn said(&self) -> String {
        let file = self.profile.as_ref().map(|profile| profile.path().join(SAYS));
        let said = file.and_then(|file| fs::read(file).ok()).unwrap_or_default();
        String::from_utf8_lossy(&said).into_owned()
    }

    /// Windows' browsers have no standard error, and write their port and path into their profile.
    fn written_address(&self) -> Option<String> {
        let file = self.profile.as_ref()?.path().join("DevToolsActivePort");
        let text = fs::read_to_string(file).ok()?;
        let (port, path) = text.trim().split_once('\n')?;
        Some(format!("ws://127.0.0.1:{}{}", port.trim(), path.trim()))
    }

    /// Asks it to end, and waits a while.
    fn ends_by_itself(&mut self) -> bool {
        let asked = !self.address.is_empty()
            && Wire::connect(&self.address).and_then(|mut wire| wire.send("Browser.close", &json!({}))).is_ok();
        let until = Instant::now() + FAREWELL;
        while asked && Instant::now() < until {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return true;
            }
            sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.ends_by_itself() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        // Its children may still be writing for a moment.
        let Some(profile) = self.profile.take() else { return };
        let path = profile.keep();
        let until = Instant::now() + FAREWELL;
        while fs::remove_dir_all(&path).is_err() && path.exists() && Instant::now() < until {
            sleep(Duration::from_millis(20));
        }
    }
}

#[cfg(unix)]
fn is_owned_by_root(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(folder).is_ok_and(|folder| folder.uid() == 0)
}

#[cfg(not(unix))]
fn is_owned_by_root(_: &Path) -> bool {
    false
}

fn does_not_start(program: &Path, why: &str) -> Error {
    Error::Browser(format!("The browser {} does not start: {why}", program.display()))
}
