//! `foldout new`: a small site to start from, whose files teach by their notes.

mod theme;

pub use theme::theme;

use crate::error::{Error, Result};
use crate::model::when::Date;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Its files. `{edition}`, `{first}` and `{last}` in names and texts become the year in which it is made.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("site/README.md")),
    (".gitignore", include_str!("site/gitignore")),
    ("content/site.yaml", include_str!("site/site.yaml")),
    ("content/national/{edition}/edition.md", include_str!("site/edition.md")),
    ("content/national/{edition}/talking-in-maths.md", include_str!("site/talking-in-maths.md")),
    ("content/national/{edition}/number-sense.md", include_str!("site/number-sense.md")),
    ("content/hubs/riverside/hub.yaml", include_str!("site/hub.yaml")),
    ("content/hubs/riverside/{edition}/talking-in-maths.md", include_str!("site/local.md")),
    ("content/hubs/riverside/{edition}/agreed.yaml", include_str!("site/agreed.yaml")),
];

/// The built-in theme, to be changed.
const THEME: &[(&str, &[u8])] = crate::load::BUILT_IN;

/// Makes the site in `dir` for the school year of `today`, and says what to do next.
pub fn new(dir: &Path, today: Date) -> Result<String> {
    make_empty(dir)?;
    let first = if today.month() >= 9 { today.year() } else { today.year() - 1 };
    let last = first + 1;
    let fill = |text: &str| {
        text.replace("{edition}", &format!("{first}-{:02}", last % 100))
            .replace("{first}", &first.to_string())
            .replace("{last}", &last.to_string())
    };
    for (path, text) in FILES {
        write(&dir.join(fill(path)), fill(text).as_bytes())?;
    }
    for (path, bytes) in THEME {
        write(&dir.join("themes/brochure").join(path), bytes)?;
    }
    Ok(next_steps(dir))
}

fn make_empty(dir: &Path) -> Result<()> {
    let refuse = |why| {
        Err(Error::Usage(format!(
            "{} {why}, and a new site needs a folder of its own.\nFor example: foldout new my-site",
            dir.display()
        )))
    };
    match fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => refuse("holds files already"),
        Err(error) if error.kind() == ErrorKind::NotADirectory => refuse("is a file"),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(dir).map_err(Error::disk("make the folder", dir))
        }
        Err(error) => Err(Error::disk("read", dir)(error)),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::disk("make the folder", folder))?;
    fs::write(path, bytes).map_err(Error::disk("write", path))
}

fn next_steps(dir: &Path) -> String {
    let dir = dir.display();
    format!(
        "A small site stands in {dir}. Its file README.md says what is where.\n\n\
         Next, type:\n  \
         cd {dir}\n  \
         foldout build\n\
         Then open public/riverside/index.html to look at its pages.\n"
    )
}
