//! Tells `foldout --version` what it was built from.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let compiler = said(&std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()), &["--version"]);
    let compiler = compiler.map(|words| words.split(" (").next().unwrap_or_default().to_owned());
    let from: Vec<String> = [commit(), compiler, std::env::var("TARGET").ok()].into_iter().flatten().collect();
    println!("cargo:rustc-env=FOLDOUT_VERSION={version} ({})", from.join(", "));
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
