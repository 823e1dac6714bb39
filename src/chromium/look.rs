//! How a page is looked at: the window, colours, with or without scripts; and pictures of it.

use super::Tab;
use crate::error::{Error, Result};
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::path::Path;

/// How a page is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// As on paper.
    pub paper: bool,
    /// By somebody who wants dark pages.
    pub dark: bool,
    /// With colours of one's own in place of the page's.
    pub forced_colours: bool,
    /// By somebody whom movement disturbs.
    pub less_motion: bool,
}

impl Tab<'_> {
    /// Sets the window's size in CSS pixels.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn window(&mut self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size).map(|_| ())
    }

    /// Sets how pages are looked at, the one that is open and those to come.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn look(&mut self, look: &Look) -> Result<()> {
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let emulated = json!({
            "media": if look.paper { "print" } else { "screen" },
            "features": [
                feature("prefers-color-scheme", if look.dark { "dark" } else { "light" }),
                feature("forced-colors", if look.forced_colours { "active" } else { "none" }),
                feature("prefers-reduced-motion", if look.less_motion { "reduce" } else { "no-preference" }),
            ],
        });
        self.call("Emulation.setEmulatedMedia", emulated).map(|_| ())
    }

    /// Whether scripts of pages that are opened from now on run. [`Tab::evaluate`] works all the same.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn scripts(&mut self, run: bool) -> Result<()> {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).map(|_| ())
    }

    /// Writes a picture of the whole page, however long: PNG, or WebP where the file's name ends so.
    ///
    /// # Errors
    /// The browser is gone, or the disk refuses.
    pub fn screenshot(&mut self, file: &Path) -> Result<()> {
        let size = self.call("Page.getLayoutMetrics", json!({}))?["cssContentSize"].take();
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        self.picture(file, json!({ "captureBeyondViewport": true, "clip": clip }))
    }

    /// Writes a picture of what the window shows.
    ///
    /// # Errors
    /// As [`Tab::screenshot`].
    pub fn screenshot_window(&mut self, file: &Path) -> Result<()> {
        self.picture(file, json!({}))
    }

    fn picture(&mut self, file: &Path, mut wanted: Value) -> Result<()> {
        let is_webp = file.extension().is_some_and(|extension| extension == "webp");
        wanted["format"] = if is_webp { "webp" } else { "png" }.into();
        if is_webp {
            wanted["quality"] = 80.into();
        }
        let taken = self.call("Page.captureScreenshot", wanted)?;
        std::fs::write(file, decoded(&taken)?).map_err(Error::disk("write", file))
    }
}

/// The bytes of an answer's `data`.
pub(super) fn decoded(answer: &Value) -> Result<Vec<u8>> {
    let data = answer["data"].as_str().unwrap_or_default();
    BASE64.decode(data.as_bytes()).map_err(|error| Error::Browser(format!("The browser gave no file: {error}.")))
}
