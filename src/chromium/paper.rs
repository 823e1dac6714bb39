//! A page on paper.

use super::Tab;
use super::look::decoded;
use crate::error::Result;
use serde_json::json;

impl Tab<'_> {
    /// The page as a tagged PDF with an outline of its headings, on the paper that the page asks for, else A4.
    ///
    /// # Errors
    /// The browser is gone, or does not finish in time.
    pub fn pdf(&mut self) -> Result<Vec<u8>> {
        let wanted = json!({
            "generateTaggedPDF": true,
            "generateDocumentOutline": true,
            "preferCSSPageSize": true,
            "printBackground": false,
            "displayHeaderFooter": false,
            "paperWidth": 8.27,
            "paperHeight": 11.69,
        });
        decoded(&self.call("Page.printToPDF", wanted)?)
    }
}
