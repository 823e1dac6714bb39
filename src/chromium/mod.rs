//! The Chromium or Chrome of this computer, as a tool that prints pages and looks at them: started without a window
//! and with a profile of its own, spoken to by the DevTools protocol, ended and cleared away with its value.
//!
//! ```no_run
//! # fn main() -> foldout::error::Result<()> {
//! use foldout::chromium::{Browser, Look};
//!
//! let browser = Browser::start()?;
//! let mut tab = browser.tab()?;
//! tab.window(320, 800)?;
//! tab.look(&Look { dark: true, ..Look::default() })?;
//! tab.open("http://127.0.0.1:4000/cambridge/")?;
//! let title = tab.evaluate("document.title")?;
//! tab.press("Tab")?;
//! tab.screenshot("cambridge.png".as_ref())?;
//! assert!(tab.messages()?.is_empty(), "{title} says nothing to its console");
//! # Ok(())
//! # }
//! ```
//!
//! 1. [`find()`] looks for the program: `FOLDOUT_BROWSER`, the `PATH`, the usual places.
//! 2. [`process`] starts it and waits until it says where it listens; it ends it, too.
//! 3. [`wire`] carries calls and events.
//! 4. [`Tab`] is what one does with a page: [`tab`] opens and asks, [`look`](Look), [`input`] and [`paper`] do the
//!    rest, [`events`] keeps what the page said and asked for.
//!
//! Every wait has its limit. A tab belongs to one thread; several threads may each have one of the same browser.
//! Except for this computer itself the browser reaches no network.

mod events;
mod find;
mod input;
mod look;
mod paper;
mod process;
mod tab;
mod wire;

pub use events::{Message, Request};
pub use find::find;
pub use look::Look;
pub use tab::{Answer, Tab};

use crate::error::Result;
use process::Process;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use wire::Wire;

/// How long the browser may take to start, and a page to load or to be printed. Many times what it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser that runs. It ends, and its profile goes, when this is dropped.
#[derive(Debug)]
pub struct Browser {
    process: Process,
}

impl Browser {
    /// Finds a browser on this computer and starts it.
    ///
    /// # Errors
    /// There is none, with what to do about it; or it does not start.
    pub fn start() -> Result<Self> {
        Self::start_program(&find::find()?)
    }

    /// Starts this program, which is a Chromium or one of its kin.
    ///
    /// # Errors
    /// It does not start.
    pub fn start_program(program: &Path) -> Result<Self> {
        Ok(Self { process: Process::start(program)? })
    }

    /// A new, empty tab. Its window is 1280 by 900 until [`Tab::window`] says otherwise.
    ///
    /// # Errors
    /// The browser is gone, or does not answer in time.
    pub fn tab<'a>(&self) -> Result<Tab<'a>> {
        let mut wire = Wire::connect(self.process.address())?;
        let made = wire.call("Target.createTarget", &json!({ "url": "about:blank" }))?;
        Tab::attach(&self.process.page_address(made["targetId"].as_str().unwrap_or_default()))
    }

    /// A new tab with the page of this address.
    ///
    /// # Errors
    /// As [`Tab::open`].
    pub fn open<'a>(&self, address: &str) -> Result<Tab<'a>> {
        let mut tab = self.tab()?;
        tab.open(address)?;
        Ok(tab)
    }
}
