//! The pages in a real browser: axe-core finds nothing to mend in any kind of page, on a phone and on a desk, light
//! and dark, in any accent. `tests/run` installs the browser and axe-core; without them these tests say so and pass.

use super::site::{Site, foldout};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of what the browser tests need, which `tests/run` fills.
const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser");

/// Twenty accents, from white to black.
const ACCENTS: [&str; 20] = [
    "#ffffff", "#ffff00", "#ffe0e0", "#00ffff", "#ffcc00", "#00ff00", "#ff9900", "#ff66cc", "#c0c0c0", "#999999",
    "#808080", "#767676", "#ff0000", "#cc3300", "#008080", "#2255aa", "#0000ff", "#660066", "#222222", "#000000",
];

/// In each frame: runs axe and tells the page around it what was found.
const IN_FRAME: &str = r#"
addEventListener('load', () => axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']
}).then(({ violations }) => {
  const found = violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target}: ${node.any.concat(node.all).map(it => it.message).join('; ')}`));
  if (document.documentElement.scrollWidth > innerWidth) found.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  parent.postMessage({ found, dark, width: innerWidth, sheets: document.styleSheets.length }, '*');
}, problem => parent.postMessage({ found: [String(problem)] }, '*')));
"#;

/// Around them: one frame after another, so that none waits for the processor.
const AROUND: &str = r#"
const done = [];
const next = () => {
  const job = jobs[done.length];
  if (!job) {
    const plain = JSON.stringify(done).replace(/[<>&]/g, c => '\\u00' + c.charCodeAt(0).toString(16));
    document.getElementById('results').textContent = plain;
    return;
  }
  const frame = document.createElement('iframe');
  frame.width = job.width;
  frame.height = 900;
  frame.src = job.page;
  onmessage = ({ data }) => { done.push({ ...job, ...data }); frame.remove(); next(); };
  document.body.append(frame);
};
next();
"#;

pub struct Tools {
    pub chromium: PathBuf,
    axe: PathBuf,
}

/// `None`, with a sentence, where something is missing.
pub fn tools() -> Option<Tools> {
    let axe = Path::new(TOOLS).join("node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let chromium = std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file());
    match chromium {
        Some(chromium) if axe.is_file() => Some(Tools { chromium, axe }),
        _ => {
            eprintln!("Skipped: the browser tests need Chromium and axe-core. tests/run installs them.");
            None
        }
    }
}

/// A page to look at, and what it is.
type Page = (String, &'static str);

/// Loads each page in frames of both widths and gives what is wrong, in sentences.
fn look(tools: &Tools, root: &Path, pages: &[Page], dark: bool) -> Vec<String> {
    fs::copy(&tools.axe, root.join("axe.js")).unwrap();
    fs::write(root.join("in-frame.js"), IN_FRAME).unwrap();
    let mut jobs = Vec::new();
    for (path, kind) in pages {
        let text = fs::read_to_string(root.join(path)).unwrap_or_else(|_| panic!("no {path}"));
        let up = "../".repeat(path.matches('/').count());
        let scripts = format!("<script src=\"{up}axe.js\"></script><script src=\"{up}in-frame.js\"></script></body>");
        // A page for any address links from the root, which a file on disk has not.
        let text = text.replace("</body>", &scripts).replace("href=\"/assets/", "href=\"assets/");
        let copy = format!("{}-axe.html", path.trim_end_matches(".html"));
        fs::write(root.join(&copy), text).unwrap();
        jobs.extend([320, 1280].map(|width| serde_json::json!({ "page": copy, "kind": kind, "width": width })));
    }
    let jobs = serde_json::Value::from(jobs.clone());
    let around = format!(
        "<!DOCTYPE html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <body><pre id=\"results\"></pre><script>const jobs = {jobs};{AROUND}</script>"
    );
    fs::write(root.join("around.html"), around).unwrap();
    let results = results(&tools.chromium, &root.join("around.html"), dark);
    assert_eq!(results.len(), jobs.as_array().unwrap().len(), "every page was looked at");
    let mut wrong = Vec::new();
    for result in results {
        let place = format!("{} ({}), {} px", result["page"], result["kind"], result["width"]);
        assert_eq!(result["dark"], dark, "{place}: {result}");
        assert!(result["sheets"].as_u64() > Some(0), "{place} has its style sheets");
        wrong.extend(result["found"].as_array().unwrap().iter().map(|found| format!("{place}: {found}")));
    }
    wrong
}

/// Runs the browser until all is done, and reads what it wrote into the page.
pub fn results(chromium: &Path, page: &Path, dark: bool) -> Vec<serde_json::Value> {
    let profile = tempfile::TempDir::new().unwrap();
    let out = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"])
        .args(["--allow-file-access-from-files", "--hide-scrollbars", "--window-size=1400,1000"])
        .args(["--virtual-time-budget=3600000", "--dump-dom"])
        .arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!dark)))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&out.stdout);
    let start = "<pre id=\"results\">";
    let json = dom.split_once(start).and_then(|(_, rest)| rest.split_once("</pre>")).map(|(json, _)| json);
    let json = json.filter(|json| !json.is_empty());
    let json = json.unwrap_or_else(|| panic!("the browser gave nothing: {}", String::from_utf8_lossy(&out.stderr)));
    serde_json::from_str(json).unwrap()
}

fn assert_fine(root: &Path, pages: &[Page]) {
    let Some(tools) = tools() else { return };
    for dark in [false, true] {
        let wrong = look(&tools, root, pages, dark);
        assert!(wrong.is_empty(), "{}:\n{}", if dark { "dark" } else { "light" }, wrong.join("\n"));
    }
}

#[test]
fn every_kind_of_page_of_the_repo_s_content_is_accessible() {
    if tools().is_none() {
        return;
    }
    let dir = tempfile::TempDir::new().unwrap();
    let root = dir.path().join("out");
    let args = ["build", "--as-of", "2022-09-20", "--out", root.to_str().unwrap()];
    let built = foldout(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
    assert_eq!(built.status, 0, "{}", built.err);
    let pages = [
        ("index.html", "the network"),
        ("programmes/year-5-8-continuity/index.html", "a national programme"),
        ("programmes/2018-19/teaching-for-mastery-developing/index.html", "an earlier national programme"),
        ("cambridge/index.html", "a hub"),
        ("south-yorkshire/2017-18/index.html", "a hub's earlier year"),
        ("cambridge/primary/index.html", "a booklet"),
        ("cambridge/year-5-8-continuity/index.html", "an offering with cohorts"),
        ("cambridge/2018-19/teaching-for-mastery-developing/index.html", "an earlier edition"),
        ("cambridge/accessibility/index.html", "a statement"),
        ("cambridge/404.html", "no page"),
        ("404.html", "no page of the network"),
        ("search/index.html", "search in the network"),
        ("cambridge/search/index.html", "search in a hub"),
    ];
    assert_fine(&root, &pages.map(|(path, kind)| (path.to_owned(), kind)));
}

/// How many sides a page takes on paper. Chromium writes each one's dictionary in clear text.
fn sides(chromium: &Path, page: &Path, dir: &Path) -> usize {
    let (profile, pdf) = (tempfile::TempDir::new().unwrap(), dir.join("page.pdf"));
    let out = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"])
        .arg("--no-pdf-header-footer")
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let bytes = fs::read(&pdf).unwrap_or_else(|_| panic!("no PDF: {}", String::from_utf8_lossy(&out.stderr)));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/StructTreeRoot"), "the PDF is tagged");
    text.split("/Type /Page").skip(1).filter(|rest| !rest.starts_with('s')).count()
}

#[test]
fn an_offering_prints_as_a_leaflet_of_two_sides_at_most() {
    let Some(tools) = tools() else { return };
    let dir = tempfile::TempDir::new().unwrap();
    let root = dir.path().join("out");
    let args = ["build", "--as-of", "2022-09-20", "--hub", "cambridge", "--out", root.to_str().unwrap()];
    let built = foldout(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
    assert_eq!(built.status, 0, "{}", built.err);
    for page in ["year-5-8-continuity", "teaching-for-mastery-developing", "2018-19/teaching-for-mastery-developing"] {
        let sides = sides(&tools.chromium, &root.join(page).join("index.html"), dir.path());
        assert!((1..=2).contains(&sides), "{page} takes {sides} sides");
    }
}

/// A hub for each accent, between them in every state there is.
fn coloured() -> Site {
    let site = Site::empty();
    site.write(
        "content/site.yaml",
        "title: Colours\nedition: 2022-23\nphases: [Primary]\nbase_url: https://colours.example/\nredirects: {old/: group/}\n",
    );
    site.write(
        "content/national/2022-23/group.md",
        "---\ntitle: Group\nphase: Primary\nsummary: We meet.\nnext: after\naudience: [Teachers]\ncommitment: Three days\n---\n\
         Words, [a link](https://www.example.org/), `code`.\n\n## Who {#who}\n\n| Part | What |\n|---|---|\n| One | Two |\n\n\
         > Quoted words\n\n### Deeper\n\n1. [[lead|Who leads?]]\n\n```\ncode\n```\n",
    );
    site.write(
        "content/national/2022-23/after.md",
        "---\ntitle: After\nphase: Primary\nsummary: Later.\nprevious: group\nevery_hub: yes\n---\nWords.\n",
    );
    let states = [
        "apply: {link: 'https://www.example.org/', closes: 2022-12-01}\nnotice: {text: 'Mind [this](https://www.example.org/).'}\n",
        "apply: {link: 'https://www.example.org/', closes: 2022-10-07}\nsessions: [2022-11-03 09:30-15:30, to be confirmed]\n",
        "apply: {label: Go, link: 'https://www.example.org/', opens: 2022-11-07}\n",
        "apply: {link: 'https://www.example.org/'}\nstatus: full\n",
        "status: full\n",
        "status: cancelled\nsessions: [2022-11-03]\n",
        "status: postponed\n",
        "sessions: [2022-10-01, {date: 2022-11-03, status: cancelled, title: Two, note: Off}]\n",
        "sessions: [2022-09-10]\n",
        "apply: {closes: 2022-10-01}\ncohorts: [{name: A, places: few, mode: online, note: Words, sessions: [2022-11-03]}, {name: B, status: cancelled}]\n",
    ];
    for (number, accent) in ACCENTS.iter().enumerate() {
        site.write(
            &format!("content/hubs/hub-{number}/hub.yaml"),
            &format!("name: Hub {number}\nregion: North\nlead_schools: [School]\nemail: a@hub{number}.example\naccent: '{accent}'\n"),
        );
        // The last one's answer is missing: its draft shows the prompt.
        let answers = if number + 1 < ACCENTS.len() { "answers: {lead: Jo}\n" } else { "" };
        let state = states[number % states.len()];
        site.write(&format!("content/hubs/hub-{number}/2022-23/group.md"), &format!("---\n{answers}{state}---\n"));
    }
    site
}

#[test]
fn every_state_is_accessible_in_every_accent() {
    if tools().is_none() {
        return;
    }
    let site = coloured();
    let built = site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out"]);
    assert!(built.status < 2, "{}", built.err);
    let mut pages: Vec<Page> = vec![
        ("old/index.html".to_owned(), "an address that has moved"),
        ("hub-0/index.html".to_owned(), "a hub in white"),
        ("hub-1/primary/index.html".to_owned(), "a booklet in yellow"),
        ("search/index.html".to_owned(), "search with every state"),
        ("hub-4/search/index.html".to_owned(), "search in a pale hub"),
    ];
    pages.extend((0..ACCENTS.len()).map(|number| (format!("hub-{number}/group/index.html"), ACCENTS[number])));
    assert_fine(&site.path("out"), &pages);
}
