//! A hub's newest offerings as an Atom feed, read as a feed reader reads it.

use super::site::Site;
use roxmltree::{Document, Node};

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn site() -> Site {
    let site = Site::empty();
    let files = [
        (
            "site.yaml",
            "title: Site\nedition: 2022-23\nphases: [Primary]\nbase_url: https://maths.example:8080/b/\n".to_owned(),
        ),
        ("hubs/oak/hub.yaml", "name: Oak & <Co>\nregion: North\nlead_schools: [O]\n".to_owned()),
        ("national/2022-23/said.md", programme("Said nationally", "published: 2022-09-20\n")),
        ("national/2022-23/local.md", programme("Said & done", "published: 2022-09-20\n")),
        ("national/2022-23/opened.md", programme("Opened", "apply: {opens: 2022-10-03, closes: 2022-12-01}\n")),
        ("national/2022-23/opens.md", programme("Opens", "published: 2022-09-15\napply: {opens: 2022-11-03}\n")),
        ("national/2022-23/later.md", programme("Later", "published: 2023-01-10\n")),
        ("national/2022-23/over.md", programme("Over", "sessions: [2022-09-10]\n")),
        ("national/2022-23/withheld.md", programme("Withheld", "").replace("Words.", "[[lead|Who leads?]]")),
        ("national/2021-22/old.md", programme("Old", "")),
        ("hubs/oak/2022-23/local.md", "---\npublished: 1 October 2022\n---\n".to_owned()),
    ];
    for (path, text) in files {
        site.write(&format!("content/{path}"), &text);
    }
    site
}

fn programme(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nphase: Primary\nsummary: About it.\nevery_hub: yes\n{more}---\nWords.\n")
}

fn feed(site: &Site, path: &str, args: &[&str]) -> String {
    let built = site.run(&[&["build", "--as-of", "2022-10-05", "--out", "out"], args].concat());
    assert!(built.status < 2, "{}", built.err);
    std::fs::read_to_string(site.path(&format!("out/{path}"))).unwrap()
}

fn child<'d>(of: Node<'d, 'd>, name: &str) -> Node<'d, 'd> {
    let mut all = of.children().filter(|child| child.has_tag_name((ATOM, name)));
    let only = all.next().unwrap_or_else(|| panic!("{:?} has no {name}", of.tag_name()));
    assert!(all.next().is_none(), "one {name}");
    only
}

fn text<'d>(of: Node<'d, 'd>, name: &str) -> &'d str {
    child(of, name).text().unwrap_or("")
}

fn link<'d>(of: Node<'d, 'd>, rel: &str) -> &'d str {
    let all = of.children().filter(|child| child.has_tag_name((ATOM, "link")));
    all.filter_map(|it| it.attribute("href").filter(|_| it.attribute("rel") == Some(rel))).next().unwrap()
}

#[test]
fn the_latest_news_stands_first_and_what_is_over_is_left_out() {
    let xml = feed(&site(), "oak/feed.xml", &[]);
    let document = Document::parse(&xml).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    assert_eq!(text(root, "title"), "Oak & <Co>: newest programmes");
    assert_eq!(text(root, "id"), "https://maths.example:8080/b/oak/feed.xml");
    assert_eq!(text(root, "updated"), "2022-10-03T00:00:00Z");
    assert_eq!(text(child(root, "author"), "name"), "Oak & <Co>");
    assert_eq!(link(root, "self"), "https://maths.example:8080/b/oak/feed.xml");
    assert_eq!(link(root, "alternate"), "https://maths.example:8080/b/oak/");
    let entries: Vec<Node> = root.children().filter(|child| child.has_tag_name((ATOM, "entry"))).collect();
    let told: Vec<[&str; 3]> = entries
        .iter()
        .map(|it| [text(*it, "title"), &text(*it, "published")[..10], &text(*it, "updated")[..10]])
        .collect();
    assert_eq!(
        told,
        [
            ["Opened", "2022-09-01", "2022-10-03"],
            ["Said & done", "2022-10-01", "2022-10-01"],
            ["Said nationally", "2022-09-20", "2022-09-20"],
            ["Opens", "2022-09-15", "2022-09-15"],
            ["Later", "2022-09-01", "2022-09-01"],
        ]
    );
    let entry = entries[1];
    assert_eq!(text(entry, "id"), "tag:maths.example,2022:/b/oak/2022-23/local");
    assert_eq!(link(entry, "alternate"), "https://maths.example:8080/b/oak/local/");
    assert_eq!(text(entry, "summary"), "About it.");
    assert_eq!(child(entry, "category").attribute("term"), Some("Primary"));
}

#[test]
fn each_page_of_the_hub_names_its_feed_and_it_goes_with_the_folder() {
    let site = site();
    let whole = feed(&site, "oak/feed.xml", &[]);
    let link = |up: &str| {
        format!(
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Oak &amp; &lt;Co&gt;: newest programmes\" href=\"{up}feed.xml\">"
        )
    };
    for (path, page) in site.tree("out").iter().filter(|(path, _)| path.starts_with("oak/") && path.ends_with(".html"))
    {
        let up = "../".repeat(path.matches('/').count() - 1);
        assert!(path.ends_with("404.html") || page.contains(&link(&up)), "{path}");
    }
    assert!(!site.tree("out")["index.html"].contains("atom+xml"));
    std::fs::remove_dir_all(site.path("out")).unwrap();
    assert_eq!(feed(&site, "feed.xml", &["--hub", "oak"]), whole);
}

#[test]
fn without_an_address_there_is_no_feed_nor_for_drafts() {
    let site = site();
    assert!(site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out"]).status < 2);
    let drafts = site.tree("out");
    std::fs::remove_dir_all(site.path("out")).unwrap();
    site.change("content/site.yaml", "base_url: https://maths.example:8080/b/\n", "");
    assert!(site.run(&["build", "--as-of", "2022-10-05", "--out", "out"]).status < 2);
    for tree in [drafts, site.tree("out")] {
        assert!(!tree.contains_key("oak/feed.xml") && !tree["oak/index.html"].contains("feed.xml"));
    }
}

#[test]
fn there_are_at_most_twenty_entries_and_none_is_a_feed_too() {
    let site = site();
    for number in 0..30 {
        site.write(&format!("content/national/2022-23/more-{number}.md"), &programme(&format!("More {number:02}"), ""));
    }
    assert_eq!(feed(&site, "oak/feed.xml", &[]).matches("<entry>").count(), 20);
    site.write("content/national/2021-22/old.md", &programme("Old", "sessions: [2021-10-05]\n"));
    let empty = feed(&site, "oak/feed.xml", &["--edition", "2021-22"]);
    let document = Document::parse(&empty).unwrap();
    assert!(!empty.contains("<entry>"));
    assert_eq!(text(document.root_element(), "updated"), "2021-09-01T00:00:00Z");
}
