//! The door to what the site was: its content in a revision that git keeps.
//!
//! 1. `git rev-parse` says which commit is meant. A name that begins like an option is none.
//! 2. `git ls-tree` lists the files below `content/` in it.
//! 3. `git cat-file --batch` gives what they held.
//!
//! Git is only ever asked: it gets no network and no locks, writes nothing, and runs no program of the repository's.

use super::history::git;
use super::read::{FILE_LIMIT, TEXT_LIMIT, is_text_name, text_of, too_big};
use crate::error::{Error, Result};
use crate::source::{Body, SourceFile, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

/// The content of a site as it was in a revision.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The commit, in a form that is short enough to read.
    pub id: String,
    /// What its files held.
    pub sources: Sources,
}

/// A file in a commit.
struct Listed {
    path: String,
    object: String,
    is_link: bool,
    size: u64,
}

/// Reads the content that the site in `site` had in `revision`: `HEAD`, a branch, a tag, a commit.
///
/// # Errors
/// There is no git, no repository, no such revision, or no site in it.
pub fn read_revision(site: &Path, revision: &str) -> Result<Revision> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(Error::Usage(format!(
            "{revision:?} is no version of the site. Type the name of one, or a folder.\nFor example: foldout impact HEAD"
        )));
    }
    in_repository(site)?;
    let commit =
        ask(site, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let commit = commit.filter(|(good, _)| *good).map(|(_, out)| String::from_utf8_lossy(&out).trim().to_owned());
    let Some(commit) = commit.filter(|commit| commit.bytes().all(|b| b.is_ascii_hexdigit()) && !commit.is_empty())
    else {
        return Err(unknown(site, revision)?);
    };
    let listed = ask(site, &["ls-tree", "-r", "-z", "--long", &commit, "--", "content/"])?;
    let listed = match listed {
        Some((true, out)) => listing(&out),
        _ => return Err(Error::Usage(format!("git could not list the files of {revision}."))),
    };
    let id = commit.get(..10).unwrap_or(&commit).to_owned();
    if !listed.iter().any(|file| file.path == "content/site.yaml") {
        return Err(Error::Usage(format!(
            "In {revision} ({id}) there was no site here yet: it has no content/site.yaml.\nChoose a later version."
        )));
    }
    Ok(Revision { id, sources: sources(site, listed)? })
}

fn in_repository(site: &Path) -> Result<()> {
    match ask(site, &["rev-parse", "--is-inside-work-tree"])? {
        Some((true, _)) => Ok(()),
        Some(_) => Err(Error::Usage(format!(
            "The site in {} is not kept in git, so it has no earlier versions to compare with.\n\
             Compare it with a copy in another folder, for example: foldout impact ../site-as-published",
            site.display()
        ))),
        None => Err(Error::Usage(
            "The program git isn\u{2019}t there, and earlier versions of the site can\u{2019}t be read without it.\n\
             Install git, or compare with a copy in another folder, for example: foldout impact ../site-as-published"
                .to_owned(),
        )),
    }
}

fn unknown(site: &Path, revision: &str) -> Result<Error> {
    let any = ask(site, &["rev-parse", "--verify", "--quiet", "HEAD"])?.is_some_and(|(good, _)| good);
    Ok(Error::Usage(if any {
        format!(
            "{revision:?} is neither a folder with a site nor a version that git knows here.\n\
             To see the versions, type: git log --oneline\nFor example: foldout impact HEAD~1"
        )
    } else {
        "git keeps no version of this site yet. Commit it first, or compare with a copy in another folder,\n\
         for example: foldout impact ../site-as-published"
            .to_owned()
    }))
}

/// Asks git: whether it succeeded, and what it said. `None` where there is no git.
fn ask(site: &Path, question: &[&str]) -> Result<Option<(bool, Vec<u8>)>> {
    match git(site).args(question).output() {
        Ok(output) => Ok(Some((output.status.success(), output.stdout))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::disk("run git in", site)(error)),
    }
}

/// `<mode> <type> <object> <size>\t<path>\0`, one after another. What starts with `.` or `_` is passed over, as on disk.
fn listing(out: &[u8]) -> Vec<Listed> {
    let one = |line: &[u8]| {
        let line = std::str::from_utf8(line).ok()?;
        let (about, path) = line.split_once('\t')?;
        let [mode, kind, object, size] = about.split_whitespace().collect::<Vec<_>>()[..] else { return None };
        let ours = path.split('/').all(|part| !part.starts_with(['.', '_']) && part != "README.md");
        let is_link = mode == "120000";
        (kind == "blob" && ours).then(|| Listed {
            path: path.to_owned(),
            object: object.to_owned(),
            is_link,
            size: size.parse().unwrap_or(u64::MAX),
        })
    };
    out.split(|byte| *byte == 0).filter_map(one).collect()
}

fn sources(site: &Path, listed: Vec<Listed>) -> Result<Sources> {
    let limit = |file: &Listed| if is_text_name(&file.path) { TEXT_LIMIT } else { FILE_LIMIT };
    let wanted: Vec<&str> =
        listed.iter().filter(|file| file.size <= limit(file)).map(|file| file.object.as_str()).collect();
    let held = read_objects(site, &wanted)?;
    let mut folders = BTreeSet::new();
    let mut files = Vec::new();
    for file in &listed {
        let mut folder = file.path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if parent != "content" {
                folders.insert(parent.to_owned());
            }
            folder = parent;
        }
        let body = match held.get(file.object.as_str()) {
            Some(bytes) if file.is_link => linked(file, bytes, &listed, &held),
            Some(bytes) => body(&file.path, bytes),
            None => Body::Refused(too_big(file.size, limit(file))),
        };
        files.push(SourceFile { path: Arc::from(file.path.as_str()), body });
    }
    Ok(Sources::new(files, folders.into_iter().collect()))
}

fn body(path: &str, bytes: &Arc<[u8]>) -> Body {
    if is_text_name(path) { text_of(bytes.to_vec()) } else { Body::Bytes(bytes.clone()) }
}

/// What a link leads to, where that is a file of the same commit.
fn linked(link: &Listed, target: &[u8], listed: &[Listed], held: &BTreeMap<&str, Arc<[u8]>>) -> Body {
    let refused = || Body::Refused("is a link that leads nowhere".to_owned());
    let Ok(target) = std::str::from_utf8(target) else { return refused() };
    let mut parts: Vec<&str> = link.path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let path = parts.join("/");
    let found = listed.iter().find(|file| file.path == path && !file.is_link);
    match found.and_then(|file| held.get(file.object.as_str())) {
        Some(bytes) => body(&link.path, bytes),
        None => refused(),
    }
}

/// What objects hold.
fn read_objects<'o>(site: &Path, objects: &[&'o str]) -> Result<BTreeMap<&'o str, Arc<[u8]>>> {
    let stopped = || Error::Usage("git stopped before it had given every file.".to_owned());
    let mut child = git(site)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Error::disk("run git in", site))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Err(stopped()) };
    let asked: String = objects.iter().map(|object| format!("{object}\n")).collect();
    // Git answers while it is still being asked: one who only asks would wait for ever.
    let asking = std::thread::spawn(move || input.write_all(asked.as_bytes()));
    let mut output = BufReader::new(output);
    let mut held = BTreeMap::new();
    for object in objects {
        let Some(bytes) = next_object(&mut output) else { break };
        held.insert(*object, bytes);
    }
    let whole = objects.iter().all(|object| held.contains_key(object));
    drop(output);
    let _ = child.kill();
    let _ = child.wait();
    let _ = asking.join();
    if whole { Ok(held) } else { Err(stopped()) }
}

/// `<object> blob <size>\n<bytes>\n`.
fn next_object(output: &mut impl BufRead) -> Option<Arc<[u8]>> {
    let mut line = String::new();
    output.read_line(&mut line).ok()?;
    let [_, "blob", size] = line.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let size: usize = size.parse().ok()?;
    let mut bytes = vec![0; size.checked_add(1)?];
    output.read_exact(&mut bytes).ok()?;
    bytes.pop();
    Some(Arc::from(bytes))
}
