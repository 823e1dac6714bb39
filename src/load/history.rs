//! The door to what the site's folder was: earlier versions of the national files, where the site is kept in git.
//!
//! 1. Without a `.git` above the site nothing is asked.
//! 2. `git log --raw` lists the versions that the files below `content/national/` had, newest first.
//! 3. `git cat-file --batch` gives their text.
//!
//! Git is only ever asked: it gets no network, no locks, no pager, and none of the programs that a repository's
//! settings may name. Whatever goes wrong, a missing program, a folder of somebody else's, a slow disk, there is no
//! history, and nothing else is different.

use super::read::text_of;
use crate::source::Body;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// The most commits that are looked at, newest first.
const COMMITS_LIMIT: &str = "--max-count=2000";
/// The most versions that are read, newest first.
pub const VERSIONS_LIMIT: usize = 2_000;
/// The most bytes of text that are read.
pub const BYTES_LIMIT: u64 = 20_000_000;
/// The longest list of versions, in bytes.
const LIST_LIMIT: u64 = 20_000_000;
/// How long each question to git may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// An earlier version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The file's path from the site's folder, with `/` between its parts.
    pub path: Arc<str>,
    /// Its text then.
    pub text: Arc<str>,
}

/// The versions that the files of `content/national/` had, as git knows them; nothing where git knows nothing.
pub fn read_history(site: &Path) -> Vec<Version> {
    versions(site).unwrap_or_default()
}

fn versions(site: &Path) -> Option<Vec<Version>> {
    let root = site.canonicalize().ok()?;
    if !root.ancestors().any(|folder| folder.join(".git").exists()) {
        return None;
    }
    let listed = ask(&root, &LOG, Vec::new(), read_all)?;
    let wanted = wanted(&listed);
    if wanted.is_empty() {
        return None;
    }
    let asked: String = wanted.iter().map(|(id, _)| format!("{id}\n")).collect();
    let texts = ask(&root, &["cat-file", "--batch"], asked.into_bytes(), read_texts)?;
    let with_path = |((_, path), text): ((String, Arc<str>), Option<Arc<str>>)| Some(Version { path, text: text? });
    Some(wanted.into_iter().zip(texts).filter_map(with_path).collect())
}

/// Lists what each commit put in the place of what, by its paths from the folder.
const LOG: [&str; 15] = [
    "log",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--relative",
    "--format=",
    COMMITS_LIMIT,
    "HEAD",
    "--",
    "content/national",
];

/// Git, to be asked in a folder: without network, locks, prompts or any program of the repository's.
pub(super) fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--literal-pathspecs", "--no-replace-objects"]);
    git.args(["-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-c", "core.quotePath=false"]);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF"] {
        git.env_remove(name);
    }
    git.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    git.current_dir(folder).stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// Asks git, sends it `input` and gives what `read` makes of its answer. Nothing where it fails or takes too long.
fn ask<T: Send + 'static>(
    folder: &Path,
    question: &[&str],
    input: Vec<u8>,
    read: fn(&mut dyn BufRead) -> Option<T>,
) -> Option<T> {
    let mut child = git(folder).args(question).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
    std::thread::spawn(move || stdin.write_all(&input));
    let (sender, answer) = channel();
    std::thread::spawn(move || sender.send(read(&mut BufReader::new(stdout))));
    match answer.recv_timeout(PATIENCE) {
        Ok(read) => {
            stop(&mut child);
            read
        }
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            stop(&mut child);
            None
        }
    }
}

/// It has answered, or never will: in both cases nothing of it may stay behind.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn read_all(from: &mut dyn BufRead) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    from.take(LIST_LIMIT).read_to_end(&mut all).ok()?;
    Some(all)
}

/// Which versions to read, each once: `:100644 100644 <before> <after> M\0<path>\0`, one after another.
fn wanted(listed: &[u8]) -> Vec<(String, Arc<str>)> {
    let mut seen = BTreeSet::new();
    let mut wanted = Vec::new();
    let mut parts = listed.split(|b| *b == 0).filter_map(|part| std::str::from_utf8(part).ok());
    while let Some(part) = parts.next() {
        let Some(change) = part.trim_start().strip_prefix(':') else { continue };
        let Some(path) = parts.next() else { break };
        let [mode_before, mode_after, before, after, _] = change.split(' ').collect::<Vec<_>>()[..] else { continue };
        for (mode, id) in [(mode_after, after), (mode_before, before)] {
            let file = mode.starts_with("100") && path.ends_with(".md") && !id.bytes().all(|b| b == b'0');
            if file && wanted.len() < VERSIONS_LIMIT && seen.insert((id, path)) {
                wanted.push((id.to_owned(), Arc::from(path)));
            }
        }
    }
    wanted
}

/// The texts, in the order asked for; `None` in place of one that is missing or no text.
fn read_texts(from: &mut dyn BufRead) -> Option<Vec<Option<Arc<str>>>> {
    let mut texts = Vec::new();
    let mut all = 0;
    let mut line = String::new();
    while from.read_line(&mut line).ok()? > 0 {
        let [_, "blob", size] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            texts.push(None);
            line.clear();
            continue;
        };
        let size: u64 = size.parse().ok()?;
        all += size;
        if all > BYTES_LIMIT {
            break;
        }
        let mut bytes = Vec::new();
        (&mut *from).take(size + 1).read_to_end(&mut bytes).ok()?;
        bytes.pop();
        texts.push(match text_of(bytes) {
            Body::Text(text) => Some(text),
            _ => None,
        });
        line.clear();
    }
    Some(texts)
}
