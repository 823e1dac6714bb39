//! The preview as a browser meets it: a real port, real files, real saves.

pub mod running;

use crate::site::{Site, command};
use running::{Answer, PATIENCE, Preview};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

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
    let built = site.run(&["build", "--drafts", "--out", "out"]);
    assert!(built.status < 2, "{}", built.err);
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
fn after_a_thousand_changes_of_all_kinds_the_preview_shows_what_is_on_disk() {
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
    let hub_at = |number: u64| format!("content/hubs/hub-{number}");
    let names = ["talking-in-maths", "number-sense", "edition"];
    for round in 0..1000 {
        let hub = hub_at(any(6));
        let file = format!("{hub}/{edition}/{}.md", names[any(3) as usize]);
        match any(14) {
            0 | 1 => site.write(
                &format!("{hub}/hub.yaml"),
                &format!("name: Hub {round}\nregion: South\nlead_schools: [A school]\n"),
            ),
            2 | 3 => site.write(&file, &format!("---\nnotice:\n  text: Round {round}\n---\n")),
            4 => drop(fs::remove_file(site.path(&file))),
            5 => drop(fs::remove_dir_all(site.path(&hub))),
            6 => drop(fs::rename(site.path(&hub), site.path(&hub_at(any(6))))),
            // Away as an editor does it, and back.
            7 if site.path(&file).exists() => {
                fs::rename(site.path(&file), site.path("aside.md")).unwrap();
                site.write(&file, "---\nstatus: full\n---\n");
                fs::rename(site.path("aside.md"), site.path(&file)).unwrap();
            }
            // Out of the site, and something from outside in.
            8 => {
                let out = site.root().parent().unwrap().join("outside");
                let _ = fs::remove_dir_all(&out);
                drop(fs::rename(site.path(&hub), &out));
            }
            9 => {
                let out = site.root().parent().unwrap().join("outside");
                let free = !site.path(&hub).exists();
                drop((free && out.exists()).then(|| fs::rename(&out, site.path(&hub))));
            }
            10 => drop(fs::rename(site.path(&file), site.path(&file.replace("number-sense", "talking-in-maths")))),
            // In two halves, and one that can't be read for a while.
            11 if site.path(&hub).exists() => {
                site.write(&file, "---\nnotice:\n  text: \"Half");
                std::thread::sleep(Duration::from_millis(any(20)));
                site.write(&file, &format!("---\nnotice:\n  text: \"Halves {round}\"\n---\n"));
            }
            12 if round % 5 == 0 => site.write(
                "themes/brochure/templates/redirect.html",
                &include_str!("../../themes/brochure/templates/redirect.html").replacen(
                    "{% block main %}",
                    &format!("{{% block main %}}<!-- {round} -->"),
                    1,
                ),
            ),
            _ => site.write(
                &site.national("number-sense-too.md"),
                &format!("---\ntitle: Round {round}\nphase: Primary\nsummary: One.\n---\n## A\n\nWords.\n"),
            ),
        }
        std::thread::sleep(Duration::from_millis([0, 0, 0, 0, 2, 20, 70][any(7) as usize]));
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
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.root().parent().unwrap(), site.path("content/hubs/riverside/away")).unwrap();
    site.write("content/hubs/riverside/_private.md", "secret words");
    site.write(
        &site.local("number-sense.md"),
        "## New section: Ours\n\n[The plan](../plan.pdf), [another](../away/secret.txt), [a third](../../../../../secret.txt)\n",
    );
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
        "/riverside/away/secret.txt",
        "/riverside/assets/secret.txt",
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
    let page = preview.shows("/riverside/number-sense/", "The plan");
    assert!(
        !page.body.contains("href=\"../assets/plan") && !page.body.contains("href=\"../assets/secret"),
        "{}",
        page.body
    );
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
fn two_hundred_open_pages_are_told_of_changes_and_slow_no_page() {
    let site = Site::new();
    let preview = Preview::of(&site);
    preview.until(PAGE, |answer| answer.status == 200);
    // The quickest of many: a busy machine may be slow at any moment, but not at each.
    let quickest = || {
        let took = |_| {
            let began = Instant::now();
            preview.get(PAGE);
            began.elapsed()
        };
        (0..60).map(took).min().unwrap()
    };
    let alone = quickest();
    let mut streams: Vec<_> = (0..200)
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
    let among = quickest();
    assert!(among < alone * 2 + Duration::from_millis(5), "{alone:?}, then {among:?}");
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
    assert!(page.body.contains("href=\"#prompt-leader\"") && page.body.contains("id=\"prompt-leader\""));

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
fn as_of_another_day_other_things_are_left_to_do_and_other_pages_are_withheld() {
    let site = Site::new();
    let file = site.local("talking-in-maths.md");
    site.write(&file, "---\nanswers:\n  leader: To be confirmed by 2030-01-10\n---\n");
    let preview = Preview::of(&site);
    let checked = |answer: &Answer| answer.body.contains("To do:") && !answer.body.contains("checking");
    let today = preview.until(PAGE, checked).body;
    assert!(today.contains("To do: 1 warning") && !today.contains("You see everything as of"), "{today}");
    let later = |path: &str, view: &str| preview.ask(path, &format!("Cookie: foldout-view={view}\r\n"));
    let page = later(PAGE, "2030-02-01").body;
    assert!(page.contains("To do: 1 error") && page.contains("as of Friday 1 February 2030"), "{page}");
    let table = later("/_foldout/?state=to-do", "2030-02-01").body;
    assert!(table.contains("1 error") && table.contains("as of Friday 1 February 2030"), "{table}");
    assert!(table.contains("back=/_foldout/%3Fstate%3Dto-do"), "{table}");
    assert!(!preview.get("/_foldout/").body.contains("1 error"));
    assert_eq!(later(PAGE, "published.2030-02-01").status, 404);
    assert_eq!(later(PAGE, "published").status, 200);
    let head = preview.get("/_foldout/view?day=&back=/_foldout/%3Fstate%3Dto-do%26region%3DNorth%2520East").head;
    assert!(head.to_ascii_lowercase().contains("location: /_foldout/?state=to-do&region=north%20east\r\n"), "{head}");
    // A save is seen on that day as well.
    site.write(&file, "---\nanswers:\n  leader: A teacher\n---\n");
    let began = Instant::now();
    while later(PAGE, "published.2030-02-01").status != 200 {
        assert!(began.elapsed() < PATIENCE);
    }
}

#[test]
fn a_mistake_of_the_theme_is_told_in_plain_words_first() {
    let site = Site::new();
    site.write("themes/brochure/templates/offering.html", "<p>\n{% if x %}\n");
    let preview = Preview::of(&site);
    let page = preview.shows("/", "The theme has a mistake");
    let over = page.body.split("<strong>Error:</strong>").nth(1).unwrap();
    assert!(over.starts_with(" The theme has a mistake: ") && over.contains("/offering.html, line "), "{over}");
    let plain = over.find("Put it right, or take that template out of the theme").unwrap();
    assert!(plain < over.find("<pre>").unwrap(), "tera's own words come last: {over}");
    fs::remove_file(site.path("themes/brochure/templates/offering.html")).unwrap();
    preview.shows(PAGE, "Talking in maths");
    preview.lacks(PAGE, "The theme has a mistake");
}

#[cfg(unix)]
#[test]
fn a_browser_that_is_not_there_is_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    // One that can't be started, one that finds no browser.
    for script in [None, Some("#!/bin/sh\nexit 3\n")] {
        let folder = tempfile::TempDir::new().unwrap();
        for name in ["xdg-open", "open"] {
            let Some(script) = script else { continue };
            fs::write(folder.path().join(name), script).unwrap();
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut open = command(site.root(), &["serve", "--port", "0", "--open"]);
        let mut preview = Preview::of_command(open.env("PATH", folder.path()));
        let sentence = format!("No browser could be opened. Open http://localhost:{}/ in one yourself.", preview.port);
        assert_eq!(preview.complaint().trim(), sentence);
        assert_eq!(preview.get("/").status, 200, "the preview runs all the same");
    }
}

#[test]
fn what_cannot_be_served_is_a_sentence() {
    let site = Site::new();
    for port in ["70000", "-1", "four"] {
        let tried = site.run(&["serve", &format!("--port={port}")]);
        assert_eq!(tried.status, 2);
        assert!(tried.err.contains("0 to 65535") && tried.err.contains("foldout serve --port 4000"), "{}", tried.err);
    }
    let empty = Site::empty();
    let tried = empty.run(&["serve"]);
    assert!(tried.status == 2 && tried.err.contains("foldout new"), "{}", tried.err);
    let file = site.run(&["serve", "--site", "content/site.yaml"]);
    assert!(file.status == 2 && file.err.contains("There is no site in"), "{}", file.err);
    let editor = site.run(&["serve", "--editor", "notepad"]);
    assert!(editor.status == 2 && editor.err.contains("--editor takes"), "{}", editor.err);
    // The last port of all, when it is taken, has none after it.
    if let Ok(_taken) = std::net::TcpListener::bind(("127.0.0.1", u16::MAX)) {
        let tried = site.run(&["serve", "--port", "65535"]);
        assert!(
            tried.status == 2 && tried.err.contains("in use") && tried.err.contains("--port 8080"),
            "{}",
            tried.err
        );
    }
}

#[test]
fn nothing_that_a_build_writes_has_a_trace_of_the_preview() {
    let site = Site::new();
    site.write(&site.local("number-sense.md"), "---\n---\n");
    for args in [&["build"][..], &["build", "--drafts", "--out", "drafts"]] {
        site.run(args);
        let folder = args.last().filter(|last| **last == "drafts").copied().unwrap_or("public");
        let tree = site.tree(folder);
        assert!(tree.len() > 10);
        for (path, text) in tree {
            for trace in ["_foldout", "foldout-preview", "data-origin", "data-file", "fo-", "EventSource", "localhost"]
            {
                assert!(!text.contains(trace), "{path} of {folder} has {trace}");
            }
        }
    }
}

#[test]
fn a_folder_of_drafts_says_what_it_is_of_which_day_and_what_is_missing() {
    let site = Site::new();
    site.write(&site.local("talking-in-maths.md"), "---\n---\n");
    let args = ["build", "--drafts", "--hub", "riverside", "--as-of", "2026-11-22", "--out", "draft"];
    assert_eq!(site.run(&args).status, 1);
    for (path, page) in site.tree("draft").into_iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        assert!(page.contains("This is a draft of Sunday 22 November 2026 for colleagues."), "{path}");
        let marked = page.contains("<strong>Still to be answered:</strong>") && page.contains("id=\"prompt-leader\"");
        assert!(marked || path != "talking-in-maths/index.html", "{page}");
    }
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

const REVIEW: &str = "/_foldout/review";

/// A hub's change whose national text has changed since it was agreed to, in a preview.
fn to_decide() -> (Site, String) {
    let site = Site::new();
    let national = site.national("talking-in-maths.md");
    let text = fs::read_to_string(site.path(&national)).unwrap();
    site.write(&national, &format!("{}\n\n## Travel\n\nYou pay. We meet & talk. It ends at four.\n", text.trim_end()));
    let local = site.local("talking-in-maths.md");
    let text = fs::read_to_string(site.path(&local)).unwrap_or_default();
    let words = "## Replace: Travel\n\n<!-- <b>ours</b> -->\nYou pay here. We meet & talk. It ends at four.\n";
    site.write(&local, &format!("{}\n\n{words}", text.trim_end()));
    assert_eq!(site.run(&["agree", "riverside"]).status, 0);
    site.change(&national, "It ends at four.", "It ends at five.");
    (site, local)
}

/// The hidden fields of the form for a choice, as a browser sends them.
fn form(page: &str, choice: &str) -> String {
    let field = |form: &str, name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split('"').next().unwrap().replace('#', "%23")
    };
    let form = page.split("<form").find(|form| form.contains(&format!("value=\"{choice}\""))).unwrap();
    format!("change={}&seen={}&choice={choice}", field(form, "change"), field(form, "seen"))
}

impl Preview {
    fn post(&self, body: &str, headers: &str) -> Answer {
        let head = format!("POST {REVIEW} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n", self.port);
        self.raw(&format!("{head}Content-Length: {}\r\n{headers}\r\n{body}", body.len()))
    }

    fn own(&self, body: &str) -> Answer {
        self.post(body, &format!("Origin: http://localhost:{}\r\n", self.port))
    }
}

#[test]
fn a_change_is_decided_in_the_browser_and_only_from_the_previews_own_page() {
    let (site, local) = to_decide();
    let preview = Preview::of(&site);
    let list = preview.shows(REVIEW, "1 change to decide").body;
    assert!(list.contains("Travel") && list.contains("<h1>"), "{list}");
    let address = format!("{REVIEW}?change=riverside/talking-in-maths%23travel");
    let page = preview.get(&address).body;
    assert!(page.contains("It ends at <del>four.</del>") && page.contains("It ends at <ins>five.</ins>"), "{page}");
    assert!(page.contains("&lt;b&gt;ours&lt;/b&gt;") && !page.contains("<b>ours"), "a hub's words are words: {page}");
    assert!(page.contains("<label for=\"fo-edit-0\">"), "{page}");
    let file = || fs::read_to_string(site.path(&local)).unwrap();
    let before = file();

    // From elsewhere, without an origin, without the tick, or with other texts than those shown: nothing happens.
    let keep = form(&page, "keep");
    for headers in ["", "Origin: https://elsewhere.example\r\n", "Origin: null\r\n"] {
        assert_eq!(preview.post(&keep, headers).status, 403, "{headers}");
    }
    let cross = format!("Origin: http://localhost:{}\r\nSec-Fetch-Site: cross-site\r\n", preview.port);
    assert_eq!(preview.post(&keep, &cross).status, 403);
    assert_eq!(preview.own(&form(&page, "national")).status, 409);
    let stale = preview.own(&keep.replace("seen=", "seen=0"));
    assert!(stale.status == 409 && stale.body.contains("nothing was changed"), "{}", stale.body);
    let heading = format!("{}&words=%23%23+Answer%3A+x", form(&page, "edit"));
    let refused = preview.own(&heading);
    assert!(refused.status == 409 && refused.body.contains("two hashes"), "{}", refused.body);
    assert_eq!(preview.raw("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status, 405);
    assert_eq!(file(), before);

    // Both together, and nothing is left to decide.
    let done = preview.own(&form(&page, "merged"));
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(file(), before.replace("It ends at four.", "It ends at five."));
    preview.shows(REVIEW, "nothing to decide");
    assert!(preview.get(&address).body.contains("is decided"));
    assert_eq!(preview.own(&keep).status, 409);
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
