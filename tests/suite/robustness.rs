//! Whatever a file holds: a finding or a right result, soon, and nothing of anybody else's lost.

use foldout::finding::Rule;
use foldout::load;
use foldout::model::merged::{Offering, Origin};
use foldout::model::when::parse_date;
use foldout::pipeline::{self, Checked};
use foldout::source::Sources;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What takes longer doesn't end in any useful time. Each takes a second or two without optimisation, but a busy
/// machine may stand still for a while; `FOLDOUT_TIMES=1` prints what each takes.
const SOON: Duration = Duration::from_secs(60);

const LOCAL: &str = "content/hubs/alpha/2022-23/example.md";
const HUB: &str = "content/hubs/alpha/hub.yaml";
const NATIONAL: &str = "content/national/2022-23/example.md";
const INTRODUCTION: &str = "content/national/2022-23/edition.md";

/// Two hubs that offer two programmes, on disk.
struct Site(TempDir);

impl Site {
    fn new() -> Site {
        let site = Site(TempDir::new().unwrap());
        let programme = "title: Example\nphase: Primary\nsummary: An example.";
        site.write(
            "content/site.yaml",
            "title: T\nedition: 2022-23\nphases: [Primary]\nbase_url: https://t.example/\n",
        );
        for file in [NATIONAL, "content/national/2022-23/other.md"] {
            site.write(file, format!("---\n{programme}\n---\n## Leading\n\n[[leader]]\n\n## Other\n\nWords.\n"));
        }
        for hub in ["alpha", "beta"] {
            let facts = format!("name: {hub}\nregion: North\nlead_schools: Hill School\noffers:\n  2022-23: all\n");
            site.write(&format!("content/hubs/{hub}/hub.yaml"), format!("{facts}answers:\n  leader: Ms Ada\n"));
        }
        site
    }

    fn with(path: &str, text: impl AsRef<[u8]>) -> Site {
        let site = Site::new();
        site.write(path, text);
        site
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn checked(&self) -> (Sources, Checked) {
        checked(self.0.path())
    }
}

fn checked(root: &Path) -> (Sources, Checked) {
    let sources = load::read(root).unwrap();
    let parsed = pipeline::parse(&sources);
    let theme = load::read_theme(root, &parsed.content.site.theme).unwrap();
    let checked = pipeline::check(parsed, &sources, &theme, None, parse_date("2022-10-01").unwrap());
    (sources, checked)
}

fn offering<'a>(checked: &'a Checked, hub: &str, programme: &str) -> Option<&'a Offering> {
    let hub = checked.merged.hubs.iter().find(|entry| entry.hub.id.as_str() == hub)?;
    let mut offerings = hub.editions.iter().flat_map(|year| &year.offerings);
    offerings.find(|offering| offering.id().as_str() == programme).map(|offering| &**offering)
}

/// Whether an offering is made and published.
fn is_published(checked: &Checked, hub: &str, programme: &str) -> bool {
    offering(checked, hub, programme).is_some() && !checked.withheld.offering(hub, "2022-23", programme)
}

fn rules(checked: &Checked) -> Vec<Rule> {
    checked.report.findings.iter().map(|finding| finding.rule).collect()
}

/// Builds the site with that text in a file and says what was found. What the file doesn't concern is published.
fn survives(what: &str, path: &str, text: impl AsRef<[u8]>) -> Checked {
    let site = Site::with(path, text);
    let clock = Instant::now();
    let (sources, checked) = site.checked();
    let took = clock.elapsed();
    assert!(took < SOON, "{what} in {path} took {took:?}");
    if std::env::var_os("FOLDOUT_TIMES").is_some() {
        eprintln!("{took:>12.1?} {what} in {path}: {} findings", checked.report.findings.len());
    }
    // Every place can be shown; some hundred, for counting columns of an endless line takes its time.
    for finding in checked.report.findings.iter().take(200) {
        if let foldout::finding::Place::Span(span) = finding.place {
            let _ = (sources.position(span), sources.slice(span));
        }
    }
    let spared: &[(&str, &str)] = match path {
        LOCAL => &[("alpha", "other"), ("beta", "example"), ("beta", "other")],
        NATIONAL => &[("alpha", "other"), ("beta", "other")],
        HUB => &[("beta", "example"), ("beta", "other")],
        _ => &[("alpha", "example"), ("beta", "example")],
    };
    for (hub, programme) in spared {
        assert!(is_published(&checked, hub, programme), "{what} in {path}: {programme} of {hub} is lost");
    }
    checked
}

/// Texts that no person would write in that file, after a name for each.
fn hostile(path: &str) -> Vec<(&'static str, Vec<u8>)> {
    let many = 10_000;
    let mut texts: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut add = |name, text: String| texts.push((name, text.into_bytes()));
    add("nothing", String::new());
    add("an empty line", "\n".into());
    add("only front matter", "---\ntitle: X\n---".into());
    add("front matter that never ends", "---\ntitle: X\n".into());
    add("empty front matter", "---\n---\n".into());
    add("hyphens alone", "---".into());
    add("a zero byte", "## Add to: Other\n\na\0b\n".into());
    add("strange characters", "\u{feff}\u{202e}\u{200b}\u{fffd}\u{1f600} ## e\u{301}\u{85}\u{2028}\u{2029}".into());
    for (name, piece) in [
        (">", ">"),
        ("[", "["),
        ("]", "]"),
        ("[[", "[["),
        ("![", "!["),
        ("*", "*"),
        ("_", "_"),
        ("**a ", "**a "),
        ("`", "`"),
        ("~", "~"),
        ("(", "("),
        ("<", "<"),
        ("<!--", "<!--"),
        ("<!-- -->", "<!-- -->"),
        ("&", "&"),
        ("#", "#"),
        ("- ", "- "),
        ("1. ", "1. "),
        ("|", "|"),
        ("\\", "\\"),
        ("{", "{"),
        ("space", " "),
        ("tab", "\t"),
        ("line end", "\n"),
        ("carriage return", "\r"),
        ("[a](", "[a]("),
        ("[[a|", "[[a|"),
        ("](", "]("),
        ("[[a]] ", "[[a]] "),
        ("[a]([[a]]) ", "[a]([[a]]) "),
        ("a paragraph", "a\n\n"),
        ("> > item", "> > - a\n"),
        ("a heading", "## a\n\n"),
        ("a title", "# a\n\n"),
        ("a heading of level 3", "### a\n\n"),
        ("a phrase", "Hub to insert local information here\n\n"),
        ("a phrase in a sentence", "one (text here) and "),
        ("a list item", "- a\n"),
        ("a table row", "|a|b|\n|-|-|\n"),
        ("a verb", "## Add to: Other\n\na\n\n"),
        ("an answer", "## Answer: leader\n\na\n\n"),
        ("a new section", "## New section: a\n\nb\n\n"),
        ("a link to a file", "[a](b.md) "),
        ("a date", "Monday 3 November 2022 "),
    ] {
        let words = piece.repeat(many);
        match path {
            HUB => add(name, format!("answers:\n  a: {words}\n")),
            LOCAL => {
                add(name, format!("## Add to: Other\n\n{words}"));
                add(name, format!("---\nnotice: {words}\n---\n"));
                add(name, format!("---\nanswers:\n  a: |\n    {}\n---\n", words.replace('\n', "\n    ")));
            }
            _ => add(name, format!("---\ntitle: X\nphase: Primary\nsummary: S\n---\n## A\n\n{words}")),
        }
        add(name, words);
    }
    let deep: String = (0..300).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    add("a deep list", format!("## Add to: Other\n\n{deep}"));
    let sections: String = (0..2_000).map(|n| format!("## Section {n}\n\n[[ask-{n}]]\n\n")).collect();
    add("many sections that ask", format!("---\ntitle: X\nphase: Primary\nsummary: S\n---\n{sections}"));
    let chain: String = (0..2_000).map(|n| format!("## New section: S {n} {{after=s-{}}}\n\nb\n\n", n + 1)).collect();
    add("new sections, each after the next", chain);
    let keys: String = (0..many).map(|n| format!("key-{n}: x\n")).collect();
    add("many keys", keys.clone());
    add("many keys in front matter", format!("---\n{keys}---\n"));
    add("many answers", format!("---\nanswers:\n{}---\n", keys.replace("key", "  key")));
    add("many sessions", format!("---\nsessions:\n{}---\n", "  - 2022-11-03 09:30-15:30, Hill\n".repeat(many)));
    add("keys in keys", format!("---\n{}", (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()));
    let bomb: String =
        (1..40).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))).collect();
    add("an alias bomb", format!("---\na0: &a0 [x]\n{bomb}---\n"));
    add("an alias bomb without hyphens", format!("a0: &a0 [x]\n{bomb}"));
    add("an alias of itself", "---\nanswers: &a\n  a: *a\n---\n".into());
    add("a merge key", "---\nx: &x {offered: no}\n<<: *x\n---\n".into());
    add("a tag", "---\nanswers: !!binary aGk=\n---\n".into());
    add("two documents", "---\na: b\n---\n---\nc: d\n---\n".into());
    add("a long word", "a".repeat(1_000_000));
    add("a long line of words", "word ".repeat(200_000));
    texts.push(("arbitrary bytes", (0..=255).cycle().take(10_000).collect()));
    texts.push(("half a character", b"## Add to: Other\n\n\xe2\x82".to_vec()));
    texts.push(("another encoding", "## Add to: Other".encode_utf16().flat_map(u16::to_le_bytes).collect()));
    texts
}

#[test]
fn hostile_local_files() {
    for (what, text) in hostile(LOCAL) {
        survives(what, LOCAL, text);
    }
}

#[test]
fn hostile_national_files() {
    for (what, text) in hostile(NATIONAL) {
        survives(what, NATIONAL, text);
    }
}

#[test]
fn hostile_hub_files() {
    for (what, text) in hostile(HUB) {
        survives(what, HUB, text);
    }
}

#[test]
fn hostile_introductions() {
    for (what, text) in hostile(INTRODUCTION) {
        survives(what, INTRODUCTION, text);
    }
}

/// Texts that nobody chose, the same each time: pieces of real files, cut and joined anywhere.
#[test]
fn shuffled_files() {
    let pieces = [
        "---\n",
        "answers:\n",
        "  leader: ",
        "## ",
        "Answer: ",
        "Replace: ",
        "leader",
        "[[",
        "]]",
        "|",
        "](",
        "[",
        ")",
        "\n",
        "\n\n",
        "- ",
        "  ",
        "> ",
        "**",
        "`",
        "```\n",
        "<!--",
        "-->",
        "{#a .add was=b}",
        "{after=other}",
        "### ",
        "Hub to insert local information here",
        "to be confirmed",
        "é",
        "\u{200b}",
        "03/11/2022",
        ": ",
        " #",
        "'",
        "\"",
        "&a ",
        "*a",
        "!x ",
        "&amp;",
        "\\",
        "\t",
        "%20",
        "https://a.example",
        "a@b.example",
        "x.png",
        "![",
    ];
    let mut state: u64 = 7;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for round in 0..300 {
        let text: String = (0..next() % 60).map(|_| pieces[next() % pieces.len()]).collect();
        let path = [LOCAL, NATIONAL, HUB, INTRODUCTION][round % 4];
        survives(&text, path, &text);
    }
}

#[test]
fn what_is_too_big_or_no_text_is_a_finding() {
    let big = vec![b'a'; 10_000_001];
    for (path, text) in [(LOCAL, &big[..]), (NATIONAL, &big), (HUB, &big), (LOCAL, b"\xff\xfe"), (HUB, b"\xff")] {
        let checked = survives("no text", path, text);
        assert!(rules(&checked).contains(&Rule::BadFrontMatter), "{path}");
        assert!(!is_published(&checked, "alpha", "example"), "{path}");
    }
    let site = Site::with(LOCAL, "## Add to: Other\n\n[Form](form.pdf)\n");
    site.write("content/hubs/alpha/2022-23/form.pdf", &big);
    let (_, checked) = site.checked();
    assert_eq!(rules(&checked), [Rule::NeverAgreed, Rule::MissingFile, Rule::StrayFile]);
}

/// What a text becomes does not depend on how its lines end or on a mark before its first byte.
#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    let national = "---\ntitle: Example\nphase: Primary\nsummary: An example.\n---\n## Leading\n\n[[leader]]\n";
    let local = "---\nanswers:\n  leader: Mr Bo\n---\n\n## Add to: Leading\n\n- one\n- two\n";
    let made = |change: &dyn Fn(&str) -> String| {
        let site = Site::with(LOCAL, change(local));
        site.write(NATIONAL, change(national));
        site.write(HUB, change(&fs::read_to_string(site.path(HUB)).unwrap()));
        let (_, checked) = site.checked();
        // Nobody has agreed to anything yet.
        assert_eq!(rules(&checked), [Rule::NeverAgreed], "{:?}", checked.report.findings);
        format!("{:?}", offering(&checked, "alpha", "example").unwrap().text)
    };
    let plain = made(&str::to_owned);
    assert_eq!(made(&|text| text.replace('\n', "\r\n")), plain);
    assert_eq!(made(&|text| text.replace('\n', "\r")), plain);
    assert_eq!(made(&|text| format!("\u{feff}{text}")), plain);
    assert_eq!(made(&|text| format!("\u{feff}{}", text.replace('\n', "\r\n"))), plain);
}

#[test]
fn names_with_spaces_and_accents_are_told_the_right_name() {
    let site = Site::new();
    for name in ["My Example.md", "Éxample.md", "example.md.txt", "example.docx", "Example (1).MD"] {
        site.write(&format!("content/hubs/alpha/2022-23/{name}"), "## Add to: Other\n\nOurs.\n");
    }
    site.write("content/hubs/Gamma Hub/hub.yaml", "name: Gamma\n");
    site.write("content/hubs/alpha/2022/example.md", "Ours.\n");
    let (_, checked) = site.checked();
    let bad: Vec<&str> = checked.report.findings.iter().map(|finding| finding.remedy.as_str()).collect();
    for right in ["my-example.md", "example.md", "gamma-hub"] {
        assert!(bad.iter().any(|remedy| remedy.contains(right)), "{right}: {bad:#?}");
    }
    assert!(rules(&checked).contains(&Rule::UnknownEdition));
    assert!(rules(&checked).iter().all(|rule| matches!(rule, Rule::BadValue | Rule::UnknownEdition)), "{bad:#?}");
    assert!(is_published(&checked, "alpha", "example") && is_published(&checked, "beta", "example"));
}

#[test]
fn a_folder_where_a_file_is_meant() {
    for path in [LOCAL, NATIONAL, HUB, INTRODUCTION] {
        let site = Site::new();
        let folder = site.path(path);
        if folder.exists() {
            fs::remove_file(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        let (_, checked) = site.checked();
        assert!(rules(&checked).contains(&Rule::BadValue), "{path}: {:?}", checked.report.findings);
        assert!(is_published(&checked, "beta", "other"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_on_disk_lead_to_files_of_the_site_only() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.md"), "## Add to: Other\n\nSecret.\n").unwrap();
    let cases: &[(&str, std::path::PathBuf)] = &[
        ("out of the site", outside.path().join("secret.md")),
        ("nowhere", outside.path().join("missing.md")),
        ("to a folder", outside.path().to_path_buf()),
        ("to itself", Path::new("example.md").to_path_buf()),
    ];
    for (what, target) in cases {
        let site = Site::new();
        fs::create_dir_all(site.path(LOCAL).parent().unwrap()).unwrap();
        symlink(target, site.path(LOCAL)).unwrap();
        let (sources, checked) = site.checked();
        assert_eq!(rules(&checked), [Rule::BadFrontMatter], "{what}");
        assert!(sources.files().all(|(id, _)| !sources.text(id).contains("Secret")), "{what}");
        assert!(!is_published(&checked, "alpha", "example") && is_published(&checked, "beta", "example"), "{what}");
    }
    // A folder that leads out is passed over like a file that does.
    let site = Site::new();
    symlink(outside.path(), site.path("content/hubs/alpha/2022-23")).unwrap();
    let (sources, checked) = site.checked();
    assert!(sources.files().all(|(id, _)| !sources.text(id).contains("Secret")));
    assert!(is_published(&checked, "beta", "example"));
    // One inside the site is read as if it stood there.
    let site = Site::with("content/hubs/beta/2022-23/example.md", "## Add to: Other\n\nOurs.\n");
    fs::create_dir_all(site.path(LOCAL).parent().unwrap()).unwrap();
    symlink(site.path("content/hubs/beta/2022-23/example.md"), site.path(LOCAL)).unwrap();
    let (_, checked) = site.checked();
    let text = &offering(&checked, "alpha", "example").unwrap().text;
    assert!(text.sections.iter().flat_map(|section| &section.pieces).any(|piece| piece.origin == Origin::Added));
}

#[cfg(unix)]
#[test]
fn a_circle_of_links_ends() {
    let site = Site::new();
    std::os::unix::fs::symlink(site.path("content"), site.path("content/hubs/round")).unwrap();
    let (_, checked) = site.checked();
    assert!(is_published(&checked, "beta", "example"));
}

/// The order in which files come changes nothing.
#[test]
fn the_order_of_files_changes_nothing() {
    let site = Site::with(LOCAL, "## Add to: Other\n\nOurs.\n\n## Replace: Nothing\n\nx\n");
    let (sources, checked) = site.checked();
    let mut files: Vec<_> = sources.files().map(|(_, file)| file.clone()).collect();
    files.reverse();
    let reversed = Sources::new(files, sources.folders().iter().rev().cloned().collect());
    let theme = load::read_theme(site.path("").as_path(), "brochure").unwrap();
    let again = pipeline::check(pipeline::parse(&reversed), &reversed, &theme, None, parse_date("2022-10-01").unwrap());
    assert_eq!(format!("{:?}", again.merged), format!("{:?}", checked.merged));
    assert_eq!(again.report.findings, checked.report.findings);
}
