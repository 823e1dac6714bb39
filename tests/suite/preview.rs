//! The preview as a browser meets it: a real port, real files, real saves.

use crate::site::{Site, command};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take to be seen. Many times what it takes, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A preview that runs, and is ended with the test.
struct Preview {
    child: Child,
    port: u16,
    said: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    fn of(site: &Site) -> Self {
        Self::with(site, &["--port", "0"])
    }

    fn with(site: &Site, args: &[&str]) -> Self {
        let mut command = command(site.root(), &["serve"]);
        let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Ctrl-C") {
            assert!(out.read_line(&mut said).unwrap() > 0, "it ended: {said}");
        }
        let port = said.split("localhost:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        Self { child, port, said }
    }

    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn ask(&self, path: &str, headers: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n{headers}\r\n", self.port))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(path, "")
    }

    /// Asks until the page is as wished, and gives it.
    fn until(&self, path: &str, wish: impl Fn(&Answer) -> bool) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if wish(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{path} stays as it is: {}", answer.body);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn shows(&self, path: &str, words: &str) -> Answer {
        self.until(path, |answer| answer.body.contains(words))
    }

    fn lacks(&self, path: &str, words: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && !answer.body.contains(words))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PAGE: &str = "/riverside/talking-in-maths/";

/// A sentence of the site that `foldout new` makes, to be changed.
fn summary(site: &Site) -> String {
    let text = fs::read_to_string(site.path(&site.national("talking-in-maths.md"))).unwrap();
    let line = text.lines().find(|line| line.starts_with("summary:")).unwrap();
    line.to_owned()
}

/// What the preview shows at a file's address, without what it adds.
fn bare(shown: &str) -> String {
    match shown.find("\n<link rel=\"stylesheet\" href=\"/_foldout/") {
        Some(at) => format!("{}{}", &shown[..at], &shown[shown.rfind("</body>").unwrap()..]),
        None => shown.to_owned(),
    }
}

/// The preview leads links that begin with the site's address to itself.
fn led_home(page: &str) -> String {
    page.replace('\n', "").replace("href=\"https://maths.example/", "href=\"/")
}

/// Every file of a fresh build with drafts is what the preview shows in the end.
fn shows_what_a_build_makes(site: &Site, preview: &Preview) {
    site.run(&["build", "--drafts", "--out", "out"]);
    let tree = site.tree("out");
    assert!(tree.len() > 10);
    for (path, built) in tree {
        assert!(!built.contains("foldout-preview") && !built.contains("_foldout"), "{path} has a trace of the preview");
        let fits = |answer: &Answer| led_home(&bare(&answer.body)) == led_home(&built) && answer.status == 200;
        preview.until(&format!("/{path}"), fits);
    }
}

fn with_address(site: &Site) {
    let text = fs::read_to_string(site.path("content/site.yaml")).unwrap();
    site.write("content/site.yaml", &format!("{text}\nbase_url: https://maths.example/\n"));
}

#[test]
fn pages_are_those_of_a_build_with_drafts_but_for_what_the_preview_adds() {
    let site = Site::new();
    with_address(&site);
    let preview = Preview::of(&site);
    shows_what_a_build_makes(&site, &preview);
    assert!(preview.get(PAGE).body.contains("href=\"/\""), "a hub's pages lead to the network in the preview");
}

#[test]
fn after_many_changes_of_all_kinds_the_preview_shows_what_is_on_disk() {
    let site = Site::new();
    with_address(&site);
    let preview = Preview::of(&site);
    let edition = site.edition();
    // A fixed row of numbers that looks like chance.
    let mut seed = 20_261_122_u64;
    let mut any = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for round in 0..400 {
        let hub = format!("content/hubs/hub-{}", any(6));
        let file = format!("{hub}/{edition}/{}.md", ["talking-in-maths", "number-sense", "edition"][any(3) as usize]);
        match any(8) {
            0 => site.write(
                &format!("{hub}/hub.yaml"),
                &format!("name: Hub {round}\nregion: South\nlead_schools: [A school]\n"),
            ),
            1 | 2 => site.write(&file, &format!("---\nnotice:\n  text: Round {round}\n---\n")),
            3 => drop(fs::remove_file(site.path(&file))),
            4 => drop(fs::remove_dir_all(site.path(&hub))),
            5 => drop(fs::rename(site.path(&hub), site.path(&format!("content/hubs/hub-{}", any(6))))),
            6 if site.path(&file).exists() => {
                fs::rename(site.path(&file), site.path("aside.md")).unwrap();
                site.write(&file, "---\nstatus: full\n---\n");
                fs::rename(site.path("aside.md"), site.path(&file)).unwrap();
            }
            _ => site.write(
                &site.national("number-sense-too.md"),
                &format!("---\ntitle: Round {round}\nphase: Primary\nsummary: One.\n---\n## A\n\nWords.\n"),
            ),
        }
        std::thread::sleep(Duration::from_millis([0, 0, 0, 3, 20, 60][any(6) as usize]));
    }
    shows_what_a_build_makes(&site, &preview);
}

#[test]
fn only_requests_that_name_this_computer_are_answered() {
    let site = Site::new();
    let preview = Preview::of(&site);
    for host in
        ["Host: evil.example\r\n", "Host: localhost.evil.example\r\n", "Host: localhost\r\nHost: evil.example\r\n"]
    {
        let answer = preview.raw(&format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
        assert!([400, 421].contains(&answer.status) && !answer.body.contains("<html"), "{host}: {}", answer.head);
    }
    let fine = preview.get("/");
    assert_eq!(fine.status, 200);
    let head = fine.head.to_ascii_lowercase();
    assert!(!head.contains("access-control"), "{head}");
    assert!(head.contains("cross-origin-resource-policy: same-origin") && head.contains("content-security-policy:"));
    assert!(preview.get("/offerings.json").status == 404 && preview.get("/riverside/offerings.json").status == 200);
    let posted = preview.raw(&format!(
        "POST / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        preview.port
    ));
    assert_eq!(posted.status, 405);
}

#[test]
fn nothing_outside_the_site_is_served() {
    let site = Site::new();
    fs::write(site.root().parent().unwrap().join("secret.txt"), "secret words").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        site.root().parent().unwrap().join("secret.txt"),
        site.path("content/hubs/riverside/plan.pdf"),
    )
    .unwrap();
    site.write("content/hubs/riverside/_private.md", "secret words");
    let preview = Preview::of(&site);
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/riverside/../../secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/content/site.yaml",
        "/riverside/hub.yaml",
        "/riverside/_private.md",
        "/riverside/plan.pdf",
        "/riverside/assets/plan.pdf",
        "/themes/brochure/theme.yaml",
        "/_foldout/../secret.txt",
        "/_foldout/nothing",
        "/%00",
        "/%zz",
    ] {
        let answer = preview.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret words"), "{path}");
    }
    let long = "a".repeat(9000);
    assert_eq!(preview.get(&format!("/{long}")).status, 414);
    assert_eq!(preview.ask("/", &format!("X: {}\r\n", long.repeat(8))).status, 431);
    assert!(preview.ask("/", &format!("X: {}\r\n", long.repeat(200))).status != 200);
}

#[test]
fn a_save_is_seen_however_the_editor_saves() {
    let site = Site::new();
    let file = site.national("talking-in-maths.md");
    let old = summary(&site);
    let preview = Preview::of(&site);
    assert_eq!(preview.until(PAGE, |answer| answer.status == 200).status, 200);
    // In place.
    site.change(&file, &old, "summary: Saved in place.");
    preview.shows(PAGE, "Saved in place.");
    // Beside, then renamed into place.
    let text = fs::read_to_string(site.path(&file)).unwrap().replace("Saved in place.", "Renamed into place.");
    site.write("content/national/.new.tmp", &text);
    fs::rename(site.path("content/national/.new.tmp"), site.path(&file)).unwrap();
    preview.shows(PAGE, "Renamed into place.");
    // The old one put aside first.
    fs::rename(site.path(&file), site.path(&format!("{file}~"))).unwrap();
    fs::write(site.path(&file), text.replace("Renamed into place.", "Put aside first.")).unwrap();
    fs::remove_file(site.path(&format!("{file}~"))).unwrap();
    preview.shows(PAGE, "Put aside first.");
    // In two halves.
    let (first, second) = text.split_at(text.len() / 2);
    let mut open = fs::File::create(site.path(&file)).unwrap();
    open.write_all(first.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(120));
    open.write_all(second.as_bytes()).unwrap();
    drop(open);
    let page = preview.shows(PAGE, "Renamed into place.");
    assert_eq!(page.status, 200);
    preview.lacks(PAGE, "fo-over");
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_last_good_page_with_what_is_wrong() {
    let site = Site::new();
    let preview = Preview::of(&site);
    let old = summary(&site);
    let title = "Talking in maths";
    preview.shows(PAGE, title);
    for (file, text, line) in [
        (site.national("talking-in-maths.md"), format!("---\ntitle: \"Talking\n{old}\n---\n"), "title: \"Talking"),
        ("content/site.yaml".to_owned(), "title: [unclosed\n".to_owned(), "title: [unclosed"),
        (site.local("talking-in-maths.md"), "---\nanswers: {\n---\n".to_owned(), "answers: {"),
    ] {
        let good = fs::read_to_string(site.path(&file)).unwrap();
        site.write(&file, &text);
        let page = preview.shows(PAGE, "Something can\u{2019}t be read");
        let over = page.body.split_once("class=\"fo-over\"").unwrap().1;
        let shown = line.replace('"', "&quot;");
        assert!(
            over.contains(&file) && over.replace("<mark>", "").replace("</mark>", "").contains(&shown),
            "{file}: {over}"
        );
        assert!(over.contains("fo-remedy"), "{over}");
        assert!(page.status == 200 && page.body.contains(title), "the last good page stays");
        site.write(&file, &good);
        preview.lacks(PAGE, "fo-over");
    }
    fs::write(site.path(&site.national("talking-in-maths.md")), b"---\ntitle: \xff\xfe\n---\n").unwrap();
    let page = preview.shows(PAGE, "fo-over");
    assert!(page.body.contains("UTF-8") && page.body.contains(title));
}

#[test]
fn a_broken_template_leaves_the_last_good_page() {
    let site = Site::new();
    let preview = Preview::of(&site);
    let good = preview.until(PAGE, |answer| answer.status == 200);
    let template = "themes/brochure/templates/offering.html";
    let own = fs::read_to_string(site.path(template))
        .unwrap_or_else(|_| include_str!("../../themes/brochure/templates/offering.html").to_owned());
    for broken in ["{% if x %}".to_owned(), own.replace("offering.summary", "offering.no_such_field")] {
        site.write(template, &broken);
        let page = preview.shows(PAGE, "The theme has a mistake");
        assert!(page.status == 200 && page.body.contains("Talking in maths") && good.body.contains("Talking in maths"));
        site.write(template, &own);
        preview.lacks(PAGE, "The theme has a mistake");
    }
    site.write(template, &own.replace("class=\"offering\"", "class=\"offering another\""));
    preview.shows(PAGE, "class=\"offering another\"");
}

#[test]
fn it_starts_and_explains_itself_when_nothing_can_be_read() {
    let site = Site::new();
    let good = fs::read_to_string(site.path("content/site.yaml")).unwrap();
    site.write("content/site.yaml", "title: [unclosed\n");
    let preview = Preview::of(&site);
    let page = preview.get("/");
    assert_eq!(page.status, 503);
    assert!(
        page.body.contains("can\u{2019}t be shown yet") && page.body.contains("content/site.yaml:"),
        "{}",
        page.body
    );
    assert!(page.body.contains("/_foldout/preview.js"), "so that it changes by itself");
    site.write("content/site.yaml", &good);
    preview.shows(PAGE, "Talking in maths");
}

#[test]
fn folders_that_come_and_go_are_seen() {
    let site = Site::new();
    let preview = Preview::of(&site);
    preview.until("/", |answer| answer.status == 200);
    let edition = site.edition();
    site.write(
        "content/hubs/meadow/hub.yaml",
        "name: Meadow Hub\nregion: South\nlead_schools: [Meadow School]\nemail: a@meadow.example\n",
    );
    site.write(
        &format!("content/hubs/meadow/{edition}/talking-in-maths.md"),
        "---\nsummary: Words of the meadow.\n---\n",
    );
    preview.shows("/meadow/talking-in-maths/", "Meadow Hub");
    preview.shows("/meadow", "");
    assert_eq!(preview.get("/meadow").status, 303);
    fs::rename(site.path("content/hubs/meadow"), site.path("content/hubs/hill")).unwrap();
    preview.shows("/hill/", "Meadow Hub");
    preview.until("/meadow/", |answer| answer.status == 404);
    fs::remove_dir_all(site.path("content/hubs/hill")).unwrap();
    preview.until("/hill/", |answer| answer.status == 404);
    // The whole content goes, and comes back.
    fs::rename(site.path("content"), site.path("aside")).unwrap();
    let page = preview.shows(PAGE, "content/site.yaml is not there");
    assert!(page.body.contains("Talking in maths"), "the last good page stays");
    fs::rename(site.path("aside"), site.path("content")).unwrap();
    preview.lacks(PAGE, "fo-over");
    site.change(&site.national("talking-in-maths.md"), &summary(&site), "summary: After it came back.");
    preview.shows(PAGE, "After it came back.");
}

#[test]
fn a_thousand_files_at_once_are_seen() {
    let site = Site::new();
    let preview = Preview::of(&site);
    preview.until("/", |answer| answer.status == 200);
    for i in 0..500 {
        let hub = format!("name: Hub {i}\nregion: South\nlead_schools: [School {i}]\nemail: a@hub{i}.example\n");
        site.write(&format!("content/hubs/hub-{i}/hub.yaml"), &hub);
        site.write(&format!("content/hubs/hub-{i}/{}/talking-in-maths.md", site.edition()), "---\nstatus: full\n---\n");
    }
    for i in [0, 250, 499] {
        preview.shows(&format!("/hub-{i}/talking-in-maths/"), &format!("Hub {i}"));
    }
    preview.shows("/", "Hub 499");
}

#[test]
fn open_pages_are_told_of_changes() {
    let site = Site::new();
    let preview = Preview::of(&site);
    preview.until(PAGE, |answer| answer.status == 200);
    let mut streams: Vec<_> = (0..50)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            stream.write_all(b"GET /_foldout/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            BufReader::new(stream)
        })
        .collect();
    fn next(stream: &mut BufReader<TcpStream>) -> String {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0);
        }
        line
    }
    let before: Vec<String> = streams.iter_mut().map(next).collect();
    site.change(&site.national("talking-in-maths.md"), &summary(&site), "summary: Told of.");
    for (stream, before) in streams.iter_mut().zip(before) {
        assert_ne!(next(stream), before);
    }
    preview.shows(PAGE, "Told of.");
}

#[test]
fn each_page_says_what_is_left_to_do_and_the_workbench_leads_to_it() {
    let site = Site::new();
    let file = site.local("talking-in-maths.md");
    site.write(&file, "---\n---\n");
    let preview = Preview::of(&site);
    let page =
        preview.until(PAGE, |answer| answer.body.contains("To do: 1 error") && !answer.body.contains("checking"));
    assert!(page.body.contains("<code>unfilled</code>") && page.body.contains(&file));
    assert!(page.body.contains("Still to be answered:") && page.body.contains("Show in the page"), "{}", page.body);
    let jump = page.body.split("\">Show in the page").next().unwrap().rsplit("href=\"#").next().unwrap();
    assert!(page.body.contains(&format!("id=\"{jump}\"")), "{jump}");

    let table = preview.get("/_foldout/").body;
    assert!(
        table.contains(&format!("href=\"{PAGE}\"")) && table.contains("1 missing answer") && table.contains("1 error"),
        "{table}"
    );
    assert!(table.contains("<th scope=\"row\"><a href=\"/_foldout/hub/riverside\">"));
    let list = preview.get("/_foldout/hub/riverside").body;
    assert!(list.contains("1 given, 1 missing") && list.contains(&format!("href=\"{PAGE}\"")), "{list}");
    assert!(!preview.get("/_foldout/?region=Nowhere").body.contains(PAGE));
    assert!(preview.get("/_foldout/?state=to-do").body.contains(PAGE));
    assert!(!preview.get("/_foldout/?state=ready").body.contains(PAGE));
    assert!(!preview.get("/_foldout/?edition=%3Cscript%3E").body.contains("<script>"));
}

#[test]
fn words_say_where_they_come_from_when_asked() {
    let site = Site::new();
    let file = site.local("talking-in-maths.md");
    site.write(&file, "---\nanswers:\n  leader: Somebody we know\n---\n## New section: Ours\n\nWords of our own.\n");
    let preview = Preview::of(&site);
    let plain = preview.shows(PAGE, "Words of our own.");
    assert!(!plain.body.contains("data-origin="), "it costs nothing when off");
    let turned = preview.get(&format!("/_foldout/view?origins=on&back={PAGE}"));
    assert_eq!(turned.status, 303);
    let head = turned.head.to_ascii_lowercase();
    assert!(head.contains(&format!("location: {PAGE}")) && head.contains("samesite=strict"), "{head}");
    let page = preview.ask(PAGE, "Cookie: foldout-view=origins\r\n").body;
    let at = |origin: &str, file: &str, line: usize| {
        format!("data-origin=\"{origin}\" data-file=\"{file}\" data-line=\"{line}\"")
    };
    assert!(page.contains(&format!("<p {}>Words of our own.", at("added", &file, 7))), "{page}");
    assert!(page.contains(&at("your answer", &file, 3)) && page.contains("data-origin=\"national\""), "{page}");
    // Nowhere else does it lead to.
    for away in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
        let head = preview.get(&format!("/_foldout/view?origins=on&back={away}")).head.to_ascii_lowercase();
        assert!(head.contains("location: /\r\n"), "{head}");
    }
}

#[test]
fn as_published_a_withheld_page_is_not_there_and_another_day_gives_other_states() {
    let site = Site::new();
    site.write(&site.local("talking-in-maths.md"), "---\nsessions:\n  - 2030-01-10 10:00-12:00, the library\n---\n");
    let preview = Preview::of(&site);
    let began = Instant::now();
    while preview.ask(PAGE, "Cookie: foldout-view=published\r\n").status != 404 {
        assert!(began.elapsed() < PATIENCE);
    }
    assert_eq!(preview.get(PAGE).status, 200);
    let later = preview.ask(PAGE, "Cookie: foldout-view=2031-01-01\r\n").body;
    assert!(later.contains("Finished") && !preview.get(PAGE).body.contains("Finished"));
}

#[test]
fn a_port_that_is_taken_gives_the_next_free_one_said_aloud() {
    let site = Site::new();
    let first = Preview::of(&site);
    let second = Preview::with(&site, &["--port", &first.port.to_string()]);
    assert_ne!(first.port, second.port);
    assert!(second.said.contains(&format!("Port {} is in use", first.port)), "{}", second.said);
    assert_eq!(second.get("/").status, 200);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_it_at_once_with_exit_status_0_and_frees_the_port() {
    let site = Site::new();
    let mut preview = Preview::of(&site);
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    stream.write_all(b"GET /_foldout/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    preview.until("/", |answer| answer.status == 200);
    let began = Instant::now();
    assert!(Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap().success());
    let status = preview.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(TcpStream::connect(("127.0.0.1", preview.port)).is_err());
    assert!(!site.path("public").exists(), "nothing is published");
}

#[test]
fn what_changes_do_is_shown_with_before_and_after() {
    let site = crate::impact::in_git();
    let preview = Preview::of(&site);
    preview.shows("/_foldout/impact", "Nothing changes against HEAD");
    site.change(&site.national("number-sense.md"), "ten minutes a day", "five minutes a day");
    let page = preview.shows("/_foldout/impact", "1 page changes").body;
    for shown in [
        "<h5>Before</h5>",
        "<h5>After</h5>",
        "<del> ten</del>",
        "<ins> five</ins>",
        "href=\"/riverside/number-sense/\"",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(preview.get("/_foldout/").body.contains("/_foldout/impact"), "the workbench leads there");
    let unknown = preview.get("/_foldout/impact?against=%3Cscript%3E").body;
    assert!(unknown.contains("&lt;script&gt;") && !unknown.contains("\"<script>"), "{unknown}");
    assert!(unknown.contains("nor a version that git knows here"), "{unknown}");
    let option = preview.get("/_foldout/impact?against=--output%3Dx").body;
    assert!(option.contains("is no version of the site"), "{option}");
}
