//! `foldout serve`: the preview.

use super::args::Serve;
use super::{print, said, say, site};
use crate::error::{Error, Result};
use crate::serve::{Options, serve as run};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Where a file opens unless somebody says otherwise.
const VSCODE: &str = "vscode://file/{path}:{line}:{column}";

/// Serves the site in `root` until Ctrl-C.
pub fn serve(root: &Path, wanted: &Serve) -> Result<ExitCode> {
    let editor = match wanted.editor.as_deref() {
        None | Some("vscode") => Some(VSCODE.to_owned()),
        Some("copy") => None,
        Some(pattern) if pattern.contains("{path}") && pattern.contains(':') => Some(pattern.to_owned()),
        Some(other) => {
            return Err(Error::Usage(format!(
                "--editor takes vscode, copy, or an address with {{path}} in it, and {other:?} is none of these.\n\
                 For example: foldout serve --editor 'idea://open?file={{path}}&line={{line}}'"
            )));
        }
    };
    let options = Options { site: root.to_owned(), port: wanted.port, editor, today: site::today };
    run(options, |address| announce(address, wanted))?;
    Ok(ExitCode::SUCCESS)
}

fn announce(address: SocketAddr, wanted: &Serve) {
    if wanted.port != 0 && wanted.port != address.port() {
        let _ = say(&format!("Port {} is in use, so this is port {}.\n", wanted.port, address.port()));
    }
    let page = format!("http://localhost:{}/", address.port());
    let _ = say(&format!("The preview is at {page}\nWhat is left to do: {page}_foldout/\nTo stop it, press Ctrl-C.\n"));
    if wanted.open {
        open(page);
    }
}

/// Opens an address with what the system has for it, and says so where that fails.
fn open(page: String) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let failed = move || {
        let words = format!("No browser could be opened. Open {page} in one yourself.");
        let _ = said(print::sentence_to_stderr(&words));
    };
    match command.spawn() {
        Err(_) => failed(),
        // It may stay as long as the browser does. Explorer's exit status says nothing.
        Ok(mut child) => drop(std::thread::spawn(move || match child.wait() {
            Ok(status) if status.success() || cfg!(windows) => {}
            _ => failed(),
        })),
    }
}
