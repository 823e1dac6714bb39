//! A small site on disk, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// What a run of the program did.
#[derive(Debug)]
pub struct Outcome {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program in a folder.
pub fn foldout(folder: &Path, args: &[&str]) -> Outcome {
    run(command(folder, args))
}

pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foldout"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).env("RUST_BACKTRACE", "0");
    command
}

fn run(mut command: Command) -> Outcome {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { status: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

/// The site that `foldout new` makes, in a folder of its own.
pub struct Site {
    root: PathBuf,
    _dir: TempDir,
}

impl Site {
    pub fn new() -> Self {
        let site = Self::empty();
        let made = site.run(&["new", "."]);
        assert_eq!(made.status, 0, "{}", made.err);
        site
    }

    /// A folder without anything.
    pub fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("site");
        fs::create_dir(&root).unwrap();
        Self { root, _dir: dir }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The one edition that it has: that of the year in which it was made.
    pub fn edition(&self) -> String {
        let entry = fs::read_dir(self.path("content/national")).unwrap().next().unwrap().unwrap();
        entry.file_name().into_string().unwrap()
    }

    pub fn local(&self, file: &str) -> String {
        format!("content/hubs/riverside/{}/{file}", self.edition())
    }

    pub fn national(&self, file: &str) -> String {
        format!("content/national/{}/{file}", self.edition())
    }

    pub fn run(&self, args: &[&str]) -> Outcome {
        foldout(&self.root, args)
    }

    pub fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Outcome {
        let mut command = command(&self.root, args);
        command.envs(environment.iter().copied());
        run(command)
    }

    /// Runs the program and kills it after a while, unless it was quicker.
    pub fn kill_after(&self, args: &[&str], moment: Duration) {
        let mut command = command(&self.root, args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(moment);
        let _ = child.kill();
        child.wait().unwrap();
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Puts `new` in place of `old`, which must stand in the file.
    pub fn change(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(old), "{path} has no {old:?}");
        fs::write(self.path(path), text.replace(old, new)).unwrap();
    }

    /// Every file below a folder, but the manifest, with its text.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, String> {
        let folder = self.path(folder);
        let files = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.unwrap());
        files
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != ".foldout-manifest.json")
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                (path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned())
            })
            .collect()
    }
}
