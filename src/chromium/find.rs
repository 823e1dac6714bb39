//! Finding the program.

use crate::error::{Error, Result};
use std::env;
use std::path::PathBuf;

/// The variable that names a browser, for computers where it stands in an unusual place.
const VARIABLE: &str = "FOLDOUT_BROWSER";

/// Its names on the `PATH`.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where it stands on macOS, below the root and below the home folder.
const ON_MACOS: [&str; 3] = [
    "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "Applications/Chromium.app/Contents/MacOS/Chromium",
    "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// Where it stands on Windows, below the folders of programs.
const ON_WINDOWS: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// The folders of programs on Windows.
const WINDOWS_FOLDERS: [&str; 3] = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];

/// The Chromium, Chrome or Edge of this computer: the one that `FOLDOUT_BROWSER` names, else the first on the
/// `PATH`, else one in the usual places.
///
/// # Errors
/// There is none, or the variable names none; in words that say what to do.
pub fn find() -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        return if named.is_file() { Ok(named) } else { Err(names_nothing(&named)) };
    }
    on_path().chain(usual_places()).find(|place| place.is_file()).ok_or_else(none)
}

fn on_path() -> impl Iterator<Item = PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    folders.into_iter().flat_map(|folder| NAMES.map(|name| folder.join(name)))
}

fn usual_places() -> impl Iterator<Item = PathBuf> {
    let home = env::var_os("HOME").map(PathBuf::from);
    let on_macos = [Some(PathBuf::from("/")), home].into_iter().flatten();
    let on_macos = on_macos.filter(|_| cfg!(target_os = "macos"));
    let on_windows = WINDOWS_FOLDERS.iter().filter_map(env::var_os).map(PathBuf::from);
    on_macos
        .flat_map(|folder| ON_MACOS.map(|place| folder.join(place)))
        .chain(on_windows.flat_map(|folder| ON_WINDOWS.map(|place| folder.join(place))))
}

fn none() -> Error {
    Error::Browser(format!(
        "There is no Chromium, Chrome or Edge on this computer that Foldout can find, and it needs one to make PDFs.\n\
         Install one of them; or, where there is one, say where its program is with the environment variable {VARIABLE}, \
         for example: {VARIABLE}=/opt/chrome/chrome foldout pdf\n\
         You can also open a page in any browser and print it to a PDF there."
    ))
}

fn names_nothing(named: &std::path::Path) -> Error {
    Error::Browser(format!(
        "The environment variable {VARIABLE} says that the browser is {}, and there is no such program.\n\
         Correct it, or take the variable away: then Foldout looks for a browser by itself.",
        named.display()
    ))
}
