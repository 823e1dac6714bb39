//! Fuzzing: files of real sites, changed in random ways, never make Foldout panic, hang, write outside its folder or
//! let markup through.
//!
//! Whole sites go through every stage here; [`parsers`] tries each parser by itself, many more times. The ordinary run
//! tries the same ones each time. A longer one tries others until its time is up, which each of these tests gets:
//!
//! ```text
//! FOLDOUT_FUZZ_SECONDS=600 cargo test --release --test suite fuzz -- --nocapture
//! ```
//! What fails is written to `tests/cases/fuzz/`, from where it is tried again in every run: the first line of such a
//! file is the path that it had in its site, and the rest its text.

mod parsers;

use foldout::finding::Place;
use foldout::load;
use foldout::model::when::parse_date;
use foldout::pipeline;
use foldout::render::{Preview, Request};
use foldout::source::{Body, Sources};
use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many sites the ordinary run tries, and how long it does so at most.
const SITES: u64 = 300;
const BOUND: Duration = Duration::from_secs(20);
/// What takes longer hangs. A busy machine may stand still for a while.
const SOON: Duration = Duration::from_secs(60);
/// Stands in texts as the start of an element; a page that holds it lets markup through.
const EVIL: &str = "<evil onload=alert(1)>";

/// What people's files are made of, and what they are not.
const PIECES: [&str; 58] = [
    "[[",
    "]]",
    "|",
    "[[hub.name]]",
    "[[lead|Who?]]",
    "[[dates]]",
    "[[apply]]",
    "[[network.hubs]]",
    "{#",
    "{#intro}",
    "}",
    "{#a .locked was=b}",
    " .optional",
    "---",
    "\n---\n",
    "## ",
    "### ",
    "# ",
    "## Answer: ",
    "## Replace: ",
    "## Hide: ",
    "## Add to: ",
    "## New section: ",
    "{after=intro}",
    "Hub to insert local information here",
    "Text here",
    "To be confirmed by 2022-10-01",
    "none",
    EVIL,
    "<!--",
    "-->",
    "](javascript:alert(1))",
    "](../../../../etc/passwd)",
    "](other.md#x)",
    "![",
    "](",
    "|---|\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "```",
    "`",
    "\\",
    "*",
    "_",
    "&a ",
    "*a",
    "<<: *a\n",
    ": ",
    " #",
    "\"",
    "'",
    "\r\n",
    "\u{feff}",
    "\u{202e}\u{0}",
    "\u{e9}\u{301}",
];

/// A row of numbers that is the same for the same seed.
struct Row(u64);

impl Row {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// A site to be changed, and the texts that its files are made of.
struct Ground {
    sources: Sources,
    root: PathBuf,
}

fn ground() -> Ground {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap().keep();
    // Two editions and three hubs of the real content: all that there is, in little.
    for path in ["site.yaml", "national", "hubs/cambridge", "hubs/archimedes-ne", "hubs/london-north-east"] {
        let from = root.join("content").join(path);
        for entry in
            walkdir::WalkDir::new(&from).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file())
        {
            let to = folder.join("content").join(entry.path().strip_prefix(root.join("content")).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(entry.path(), to).unwrap();
        }
    }
    Ground { sources: load::read(&folder).unwrap(), root: folder }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Where a text may be cut: between characters.
fn cut(text: &str, row: &mut Row) -> usize {
    let mut at = row.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Changes a text in one to five ways.
fn changed(text: &str, other: &str, row: &mut Row) -> String {
    let mut text = text.to_owned();
    for _ in 0..=row.below(5) {
        let (a, b) = (cut(&text, row), cut(&text, row));
        let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 400));
        let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        match row.below(7) {
            0 => text.replace_range(start..end, ""),
            1 => {
                let again = text[start..end].to_owned();
                text.insert_str(end, &again);
            }
            2 => text.insert_str(start, &PIECES[row.below(PIECES.len())].repeat(1 + row.below(3))),
            3 => text.insert_str(start, &PIECES[row.below(PIECES.len())].repeat(1 + row.below(600))),
            4 => {
                let (from, to) = (cut(other, row), cut(other, row));
                text.insert_str(start, &other[from.min(to)..from.max(to)]);
            }
            5 => {
                let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
                text.insert_str(line, PIECES[row.below(PIECES.len())]);
            }
            _ => text.truncate(start),
        }
    }
    text
}

/// The site of a seed: some of its files are not what they were.
fn site(ground: &Ground, seed: u64) -> (Sources, Vec<(String, String)>) {
    let mut row = Row(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(seed));
    let texts: Vec<_> = ground.sources.files().filter(|(_, file)| matches!(file.body, Body::Text(_))).collect();
    let mut sources = ground.sources.clone();
    let mut what = Vec::new();
    for _ in 0..=row.below(3) {
        let (id, file) = texts[row.below(texts.len())];
        let (other, _) = texts[row.below(texts.len())];
        let text = changed(ground.sources.text(id), ground.sources.text(other), &mut row);
        what.push((file.path.to_string(), text.clone()));
        sources.put(id, Body::Text(Arc::from(text)));
    }
    (sources, what)
}

/// Runs every stage over a site; gives what is wrong with the result.
fn wrong(ground: &Ground, sources: &Sources) -> Option<String> {
    let began = Instant::now();
    let parsed = pipeline::parse(sources);
    let theme = load::read_theme(&ground.root, "brochure").unwrap();
    let day = parse_date("2022-10-01").unwrap();
    let checked = pipeline::check(parsed, sources, &theme, None, day);
    for finding in &checked.report.findings {
        if let Place::Span(span) = finding.place
            && sources.text(span.file).get(span.range()).is_none()
        {
            return Some(format!("{} marks half a character, or what is not there: {span:?}", finding.rule.name()));
        }
    }
    for (drafts, preview) in [(false, None), (true, Some(Preview { origins: Some(Arc::new(sources.clone())) }))] {
        let request = Request { day, drafts, hubs: None, preview };
        let Some(output) = pipeline::render(&checked, &theme, &request).unwrap() else { continue };
        for file in &output.files {
            let inside = file.path.split('/').all(|part| !part.is_empty() && part != ".." && part != ".");
            if !inside || file.path.contains(['\\', '\0', ':']) {
                return Some(format!("the path {:?} is not one of the output folder", file.path));
            }
            if file.path.ends_with(".html") {
                let bytes = file.bytes().unwrap();
                let page = String::from_utf8(bytes.to_vec()).unwrap();
                if page.contains("<evil") || page.contains("\"javascript:") {
                    return Some(format!("{} lets markup through", file.path));
                }
            }
        }
    }
    (began.elapsed() > SOON).then(|| format!("it took {:?}", began.elapsed()))
}

/// What fails is kept beside the cases.
fn fails(ground: &Ground, sources: &Sources) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| wrong(ground, sources))) {
        Ok(found) => found,
        Err(panic) => Some(panicked(&*panic)),
    }
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    words.unwrap_or("it panicked").to_owned()
}

/// How long a longer run is to take.
fn longer() -> Option<Duration> {
    std::env::var("FOLDOUT_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs)
}

/// Keeps a text that failed, to be tried again in every run.
fn keep(name: &str, path: &str, text: &str) -> PathBuf {
    fs::create_dir_all(cases()).unwrap();
    let case = cases().join(format!("{name}.txt"));
    fs::write(&case, format!("{path}\n{text}")).unwrap();
    case
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/fuzz")
}

#[test]
fn random_changes_of_real_files_break_nothing() {
    let ground = ground();
    let (bound, sites) = longer().map_or((BOUND, SITES), |bound| (bound, u64::MAX));
    let began = Instant::now();
    let mut tried = 0;
    for seed in 0..sites {
        if began.elapsed() > bound {
            break;
        }
        let (sources, what) = site(&ground, seed);
        if let Some(found) = fails(&ground, &sources) {
            for (number, (path, text)) in what.iter().enumerate() {
                keep(&format!("seed-{seed}-{number}"), path, text);
            }
            panic!("the site of seed {seed}: {found}. Its files are in tests/cases/fuzz.");
        }
        tried += 1;
    }
    println!("{tried} sites in {:?}", began.elapsed());
    assert!(tried > 5, "a machine that tries {tried} sites in {bound:?} says nothing");
}

#[test]
fn what_once_failed_fails_no_more() {
    let ground = ground();
    let Ok(cases) = fs::read_dir(cases()) else { return };
    for case in cases {
        let path = case.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (file, text) = text.split_once('\n').unwrap();
        let id = ground.sources.find(file).unwrap_or_else(|| panic!("{}: no file {file}", path.display()));
        let mut sources = ground.sources.clone();
        sources.put(id, Body::Text(Arc::from(text)));
        if let Some(found) = fails(&ground, &sources) {
            panic!("{}: {found}", path.display());
        }
    }
}
