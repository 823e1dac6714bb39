//! `foldout new`: a small site to start from.

use crate::error::{Error, Result};
use std::path::Path;

/// Makes it.
pub fn new(dir: &Path) -> Result<()> {
    let _ = dir;
    Err(Error::Usage("not yet".into()))
}
