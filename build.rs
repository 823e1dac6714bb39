//! Tells `foldout --version` what it was built from, and a build which other builds made the same pages.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// All that decides what pages Foldout makes.
const SOURCES: [&str; 5] = ["build.rs", "Cargo.toml", "Cargo.lock", "src", "themes/brochure"];

fn main() {
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let compiler = said(&std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()), &["--version"]);
    let compiler = compiler.map(|words| words.split(" (").next().unwrap_or_default().to_owned());
    let from: Vec<String> = [commit(), compiler, std::env::var("TARGET").ok()].into_iter().flatten().collect();
    println!("cargo:rustc-env=FOLDOUT_VERSION={version} ({})", from.join(", "));
    println!("cargo:rustc-env=FOLDOUT_SOURCES={:016x}", sources());
}

/// A hash of Foldout's own sources: programs that share it make the same pages of the same site.
fn sources() -> u64 {
    let mut files: Vec<PathBuf> = SOURCES.iter().flat_map(|path| files(Path::new(path))).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        // One that can't be read counts as empty: the compiler will say so.
        (file.to_str(), std::fs::read(&file).unwrap_or_default()).hash(&mut hasher);
    }
    SOURCES.iter().for_each(|path| println!("cargo:rerun-if-changed={path}"));
    hasher.finish()
}

/// The file at `path`, or every file below it.
fn files(path: &Path) -> Vec<PathBuf> {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().flat_map(|entry| files(&entry.path())).collect(),
        Err(_) => vec![path.to_path_buf()],
    }
}

/// The commit, of builds that people use: otherwise each commit would compile everything anew.
fn commit() -> Option<String> {
    let head = Path::new(".git/logs/HEAD");
    if std::env::var("PROFILE").ok()? != "release" || !head.exists() {
        return None;
    }
    println!("cargo:rerun-if-changed={}", head.display());
    said("git", &["log", "-1", "--format=commit %h of %cs"])
}

/// What a command prints, where it is there and has something to say.
fn said(command: &str, arguments: &[&str]) -> Option<String> {
    let done = Command::new(command).args(arguments).output().ok().filter(|done| done.status.success())?;
    let words = String::from_utf8(done.stdout).ok()?;
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
