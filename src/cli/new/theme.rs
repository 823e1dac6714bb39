//! `foldout new --theme`: the beginning of a theme, whose files say what to change.

use super::write;
use crate::error::{Error, Result};
use crate::model::ids::is_id;
use std::fs;
use std::path::Path;

/// Its files. Each leaves the pages as they are until somebody changes it.
const FILES: &[(&str, &str)] = &[
    ("theme.yaml", include_str!("theme/theme.yaml")),
    ("assets/theme.css", include_str!("theme/theme.css")),
    ("templates/page.html", include_str!("theme/page.html")),
    ("README.md", include_str!("../../../themes/README.md")),
];

/// Starts a theme of that name in the site in `root`, and says how to use it. Nothing that is there is changed.
pub fn theme(root: &Path, name: &str) -> Result<String> {
    if !root.join("content/site.yaml").is_file() {
        return Err(Error::NoSite(root.to_path_buf()));
    }
    if !is_id(name) {
        return Err(Error::Usage(format!(
            "A theme's name is made of small letters, digits and hyphens, and \u{201c}{name}\u{201d} is not.\n\
             For example: foldout new --theme our-look"
        )));
    }
    let folder = root.join("themes").join(name);
    match fs::read_dir(&folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => {
            return Err(Error::Usage(format!(
                "There is a theme in {} already, and nothing was changed.\n\
                 To start another one, give it another name: foldout new --theme {name}-2",
                folder.display()
            )));
        }
        Err(problem) if problem.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::disk("read", &folder)(problem));
        }
        _ => {}
    }
    for (path, text) in FILES {
        write(&folder.join(path), text.replace("{name}", name).as_bytes())?;
    }
    Ok(format!(
        "A theme stands in {}. Until you change its files, pages look as before. Its README.md says what you can change.\n\n\
         To use it, write this line in content/site.yaml, in place of one that begins with theme: if there is any:\n  \
         theme: {name}\n\
         Then type foldout serve --open, and look at the pages while you change the theme.\n",
        folder.display()
    ))
}
