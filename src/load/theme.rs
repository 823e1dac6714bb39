//! Reading a theme: the built-in brochure, and over it, template by template, what the site's own folder has.

use crate::error::{Error, Result};
use crate::model::ids::is_id;
use crate::model::theme::Theme;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The built-in theme's name.
pub const BROCHURE: &str = "brochure";

/// The largest file of a theme that is read.
const LARGEST: u64 = 10 * 1024 * 1024;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/brochure/", $path)))),*]
    };
}

/// Every file of the built-in theme, by its path in `themes/brochure/`.
pub const BUILT_IN: &[(&str, &[u8])] = files![
    "theme.yaml",
    "templates/accessibility.html",
    "templates/apply.html",
    "templates/booklet.html",
    "templates/dates.html",
    "templates/hub.html",
    "templates/hubs.html",
    "templates/network.html",
    "templates/not-found.html",
    "templates/offered.html",
    "templates/offering.html",
    "templates/page.html",
    "templates/parts.html",
    "templates/programme.html",
    "templates/redirect.html",
    "templates/search.html",
    "assets/brochure.css",
    "assets/search.js",
];

/// `theme.yaml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The theme's name, for people.
    #[serde(default, rename = "name")]
    _name: Option<String>,
    /// The colour behind text.
    #[serde(default)]
    ground: Option<String>,
    /// The same in dark mode.
    #[serde(default)]
    ground_dark: Option<String>,
}

/// Reads the theme of that name: the built-in one, with what `themes/<name>/` of the site replaces.
///
/// # Errors
/// There is no such theme, its `theme.yaml` or a template can't be read as text, or the disk refuses.
pub fn read_theme(site: &Path, name: &str) -> Result<Theme> {
    let mut theme = Theme {
        folder: format!("themes/{name}"),
        templates: Vec::new(),
        assets: BTreeMap::new(),
        ground: "#ffffff".into(),
        ground_dark: "#1b1e22".into(),
    };
    for (path, bytes) in BUILT_IN {
        place(&mut theme, "default/", path, bytes, Path::new(path))?;
    }
    match own_folder(site, name)? {
        Some(folder) => read_own(&mut theme, &folder)?,
        None if name == BROCHURE => {}
        None => {
            return Err(Error::Theme(format!(
                "There is no theme called \u{201c}{name}\u{201d}: the site has no folder themes/{name}.\n\
                 To use the theme that comes with Foldout, remove the line `theme:` from content/site.yaml."
            )));
        }
    }
    Ok(theme)
}

/// The site's own folder for the theme, where it has one that lies inside the site.
fn own_folder(site: &Path, name: &str) -> Result<Option<PathBuf>> {
    if !is_id(name) {
        return Err(Error::Theme(format!(
            "A theme's name is made of small letters, digits and hyphens, and \u{201c}{name}\u{201d} is not.\n\
             Correct `theme:` in content/site.yaml, for example: theme: {BROCHURE}"
        )));
    }
    let folder = site.join("themes").join(name);
    if !folder.is_dir() {
        return Ok(None);
    }
    let real = |path: &Path| path.canonicalize().map_err(Error::disk("read", path));
    let (inside, whole) = (real(&folder)?, real(site)?);
    Ok(inside.starts_with(whole).then_some(inside))
}

/// Reads a theme's folder in the order of its paths. Links that lead out of it are passed over.
fn read_own(theme: &mut Theme, folder: &Path) -> Result<()> {
    let seen =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(seen) {
        let entry = entry.map_err(|problem| {
            let path = problem.path().unwrap_or(folder).to_path_buf();
            Error::Disk { doing: "read", path, source: problem.into() }
        })?;
        let path = entry.path();
        if entry.path_is_symlink() && !path.canonicalize().is_ok_and(|real| real.starts_with(folder)) {
            continue;
        }
        // `metadata` follows the link that was found to stay inside.
        let Ok(facts) = std::fs::metadata(path) else { continue };
        let Some(relative) = path.strip_prefix(folder).ok().and_then(|relative| relative.to_str()) else { continue };
        if !facts.is_file() {
            continue;
        }
        if facts.len() > LARGEST {
            return Err(Error::Theme(format!(
                "{} is larger than 10 MB, which is too much for a theme. Make it smaller.",
                path.display()
            )));
        }
        let bytes = std::fs::read(path).map_err(Error::disk("read", path))?;
        place(theme, "theme/", &relative.replace('\\', "/"), &bytes, path)?;
    }
    Ok(())
}

/// Puts a file where it belongs; one that belongs nowhere, such as a note beside the templates, is passed over.
fn place(theme: &mut Theme, prefix: &str, relative: &str, bytes: &[u8], path: &Path) -> Result<()> {
    if relative == "theme.yaml" {
        let settings = settings(text(bytes, path)?, path)?;
        theme.ground = settings.ground.unwrap_or_else(|| theme.ground.clone());
        theme.ground_dark = settings.ground_dark.unwrap_or_else(|| theme.ground_dark.clone());
    } else if let Some(name) = relative.strip_prefix("templates/") {
        let text = text(bytes, path)?;
        // A copy of the built-in template needs no second place.
        let built_in = format!("default/{name}");
        if !theme.templates.iter().any(|(known, same)| *known == built_in && **same == *text) {
            theme.templates.push((format!("{prefix}{name}"), Arc::from(text)));
        }
    } else if let Some(name) = relative.strip_prefix("assets/") {
        theme.assets.insert(name.to_owned(), Arc::from(bytes));
    }
    Ok(())
}

fn text<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str> {
    std::str::from_utf8(bytes)
        .map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
        .map_err(|_| Error::Theme(format!("{} is not text in UTF-8. Save it again as UTF-8.", path.display())))
}

fn settings(text: &str, path: &Path) -> Result<Settings> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Settings { _name: None, ground: None, ground_dark: None });
    }
    let settings: Settings = serde_yaml::from_str(text)
        .map_err(|problem| Error::Theme(format!("{} can't be used as it is: {problem}", path.display())))?;
    let colour = |text: &str| {
        text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let named = [("ground", settings.ground.clone()), ("ground_dark", settings.ground_dark.clone())];
    match named.into_iter().find_map(|(key, value)| Some((key, value.filter(|value| !colour(value))?))) {
        Some((key, value)) => Err(Error::Theme(format!(
            "{}: `{key}: {value}` is no colour. Write it as six digits after a #, in quotes: {key}: \"#ffffff\"",
            path.display()
        ))),
        None => Ok(settings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn template<'a>(theme: &'a Theme, name: &str) -> Option<&'a str> {
        theme.templates.iter().find(|(known, _)| known == name).map(|(_, text)| &**text)
    }

    #[test]
    fn every_file_of_the_built_in_theme_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/brochure");
        let mut on_disk: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        let mut embedded: Vec<String> = BUILT_IN.iter().map(|(path, _)| (*path).to_owned()).collect();
        on_disk.sort();
        embedded.sort();
        assert_eq!(embedded, on_disk);
    }

    #[test]
    fn a_site_without_themes_gets_the_built_in_one() {
        let site = tempfile::tempdir().unwrap();
        let theme = read_theme(site.path(), BROCHURE).unwrap();
        assert!(template(&theme, "default/page.html").is_some());
        assert!(theme.assets.contains_key("brochure.css"));
        let problem = read_theme(site.path(), "other").unwrap_err().to_string();
        assert!(problem.contains("no folder themes/other"), "{problem}");
        assert!(read_theme(site.path(), "../other").is_err());
    }

    #[test]
    fn a_sites_theme_replaces_file_by_file() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("themes/brochure");
        fs::create_dir_all(folder.join("templates")).unwrap();
        fs::create_dir_all(folder.join("assets/icons")).unwrap();
        fs::write(folder.join("templates/hub.html"), "own").unwrap();
        fs::write(folder.join("assets/icons/a.svg"), "<svg/>").unwrap();
        fs::write(folder.join("theme.yaml"), "name: Ours\nground: \"#fafaf0\"\n").unwrap();
        let theme = read_theme(site.path(), BROCHURE).unwrap();
        assert_eq!(template(&theme, "theme/hub.html"), Some("own"));
        assert!(template(&theme, "theme/page.html").is_none());
        assert!(theme.assets.contains_key("icons/a.svg"));
        assert_eq!(theme.ground, "#fafaf0");
        fs::write(folder.join("theme.yaml"), "ground: white\n").unwrap();
        assert!(read_theme(site.path(), BROCHURE).unwrap_err().to_string().contains("is no colour"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let site = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.html"), "secret").unwrap();
        let folder = site.path().join("themes/brochure/templates");
        fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.html"), folder.join("hub.html")).unwrap();
        std::os::unix::fs::symlink(outside.path(), site.path().join("themes/away")).unwrap();
        let theme = read_theme(site.path(), BROCHURE).unwrap();
        assert!(template(&theme, "theme/hub.html").is_none());
        assert!(read_theme(site.path(), "away").is_err());
    }
}
