//! The published pages: where they lie, how they link, what they say and what they never say.

use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};

/// A site of two hubs and two years. Elm has not answered what Alpha asks.
pub fn site() -> Site {
    let site = Site::empty();
    for (path, text) in FILES {
        site.write(&format!("content/{path}"), text);
    }
    site
}

const FILES: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: Test <b>site</b>\nedition: 2022-23\nphases: [Primary, Post-16]\nnetwork: Hubs & co\n\
         glossary: {TRG: 'a \"research\" group'}\n",
    ),
    (
        "national/2022-23/edition.md",
        "---\ntitle: The year\ngoals: {Primary: Everyone <counts>, Post-16: Later}\nstages: {Development: Being tried}\n\
         dates:\n  - {date: 2022-10-20, what: All hubs meet, where: The hall}\napply: {label: Take part}\n---\n\
         Hello from [[hub.name]] in [[edition]].\n",
    ),
    (
        "national/2022-23/alpha.md",
        "---\ntitle: Alpha <script>alert(1)</script>\nphase: Primary\nnumber: 2\nstage: Development\nsummary: First & best.\n\
         code: A1\nnext: gamma\nplaceholders:\n  lead: {ask: Who leads?, kind: markdown, hint: Say who, example: Jo}\n  \
         form: {ask: Which form?, kind: link}\n---\n\
         Intro with a TRG and <script>alert(2)</script>.\n\n\
         ## Leading {#leading was=leader}\n\n[[lead]]\n\n- [[lead]]\n\n\
         See [leading](#leader), [Beta](beta.md#more), [Gamma](gamma.md), [form]([[form]]), [the year](edition.md).\n\n\
         ### Deeper\n\nDown.\n\n## All {#all}\n\n[[network.hubs]]\n",
    ),
    (
        "national/2022-23/beta.md",
        "---\ntitle: Beta\nphase: Primary\nnumber: 1\nsummary: Second.\nevery_hub: yes\n---\n\
         ## More\n\nSee [Alpha](alpha.md#leading). Ask [[hub.contact]].\n\n[[apply]]\n\n## After\n\nThe end.\n",
    ),
    (
        "national/2022-23/gamma.md",
        "---\ntitle: Gamma\nphase: Post-16\nsummary: Third.\nprevious: alpha\n---\nOnly nationally.\n",
    ),
    (
        "national/2021-22/beta.md",
        "---\ntitle: Old Beta\nphase: Primary\nsummary: Before.\nevery_hub: yes\n---\n## More\n\nWords.\n",
    ),
    (
        "national/2023-24/beta.md",
        "---\ntitle: New Beta\nphase: Primary\nsummary: After.\nevery_hub: yes\n---\n## More\n\nWords.\n",
    ),
    (
        "hubs/oak/hub.yaml",
        "name: Oak <img src=x onerror=alert(1)> Hub\nregion: North\nlead_schools: [A School]\nemail: oak@example.org\n\
         accent: '#ffee00'\nabout: About **us** <script>\naccessibility: {contact: help@example.org, reviewed: 2022-09-01}\n",
    ),
    (
        "hubs/oak/2022-23/alpha.md",
        "---\nanswers:\n  form: https://example.org/f?a=1&b=2\n  lead: Jo \"<b>\" and [us](https://x.org)\ncohorts:\n  \
         - name: 'A \"quoted\" <b>'\n    sessions:\n      - 2022-11-03 09:30-15:30, Ridge & Way\n      \
         - {date: 2022-12-01, status: cancelled, title: 'Gone; so, long'}\n\
         apply: [{label: Go <b>, link: 'https://e.org/', opens: 2022-09-10, closes: 2022-10-14 17:00}]\n\
         notice: {text: Note **this**, until: 2022-10-05}\nwith: [elm]\n---\n## Add to: Leading\n\n### Deeper\n\nAdded.\n",
    ),
    ("hubs/elm/hub.yaml", "name: Elm Hub\nregion: North\nlead_schools: [E1, E2]\n"),
    ("hubs/elm/2022-23/alpha.md", "---\noffered: yes\n---\n"),
];

type Tree = BTreeMap<String, String>;

fn built(site: &Site, args: &[&str]) -> Tree {
    let mut all = vec!["build", "--out", "out"];
    all.extend(if args.contains(&"--as-of") { &[][..] } else { &["--as-of", "2022-10-05"] });
    all.extend(args);
    let outcome = site.run(&all);
    assert!(outcome.status < 2 && site.path("out").exists(), "{}", outcome.err);
    let tree = site.tree("out");
    std::fs::remove_dir_all(site.path("out")).unwrap();
    tree
}

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Each relative link of a page leads to a file and an anchor that are there.
fn assert_links_hold(tree: &Tree) {
    for (path, page) in tree.iter().filter(|(path, _)| path.ends_with(".html") && !path.ends_with("404.html")) {
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(!page.contains("[["), "{path}");
        let ids = values(page, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
        for link in values(page, "href").into_iter().chain(values(page, "src")) {
            if link.contains(':') {
                continue;
            }
            assert!(!link.starts_with('/'), "{path}: {link}");
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { resolved(path, file) };
            let Some(target) = tree.get(&target) else { panic!("{path}: {link} leads to nothing") };
            assert!(anchor.is_empty() || values(target, "id").contains(&anchor), "{path}: {link} has no such anchor");
        }
    }
}

fn resolved(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            assert!(parts.pop().is_some(), "{from}: {link} leads out");
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// A hub's folder of a tree.
fn folder(tree: &Tree, name: &str) -> Tree {
    let start = format!("{name}/");
    tree.iter().filter_map(|(path, text)| Some((path.strip_prefix(&start)?.to_owned(), text.clone()))).collect()
}

#[test]
fn each_link_leads_to_a_page_that_is_there() {
    let site = site();
    assert_links_hold(&built(&site, &[]));
    assert_links_hold(&built(&site, &["--drafts"]));
    let one = built(&site, &["--hub", "oak"]);
    assert!(one.contains_key("index.html") && one.contains_key("alpha/index.html"));
    assert_links_hold(&one);
}

#[test]
fn a_hubs_folder_has_the_same_bytes_wherever_it_is_built() {
    let site = site();
    let whole = built(&site, &[]);
    assert_eq!(built(&site, &["--hub", "oak"]), folder(&whole, "oak"));
    let both = built(&site, &["--hub", "oak", "--hub", "elm"]);
    assert_eq!(folder(&both, "oak"), folder(&whole, "oak"));
    assert_eq!(folder(&both, "elm"), folder(&whole, "elm"));
    assert!(!both.contains_key("index.html"));
}

#[test]
fn every_page_of_the_tree_is_there() {
    let tree = built(&site(), &[]);
    for path in [
        "index.html",
        "404.html",
        "robots.txt",
        "programmes.json",
        "programmes/alpha/index.html",
        "programmes/2021-22/beta/index.html",
        "oak/index.html",
        "oak/primary/index.html",
        "oak/alpha/index.html",
        "oak/alpha/dates.ics",
        "oak/dates.ics",
        "oak/beta/index.html",
        "oak/offerings.json",
        "oak/accessibility/index.html",
        "oak/404.html",
        "oak/robots.txt",
        "oak/search/index.html",
        "search/index.html",
        "oak/2021-22/index.html",
        "oak/2021-22/primary/index.html",
        "oak/2021-22/beta/index.html",
        "elm/beta/index.html",
    ] {
        assert!(tree.contains_key(path), "{path} is missing");
    }
    let not =
        ["elm/alpha/index.html", "oak/post-16/index.html", "oak/beta/dates.ics", "sitemap.xml", "oak/sitemap.xml"];
    for path in not {
        assert!(!tree.contains_key(path), "{path} is there");
    }
    assert!(!tree.keys().any(|path| path.contains("2023-24")));
    for folder in ["", "oak/", "elm/"] {
        let start = format!("{folder}assets/brochure-");
        assert!(tree.keys().any(|path| path.starts_with(&start)), "{folder} has no style sheet of its own");
    }
}

#[test]
fn markup_in_peoples_words_comes_out_as_text() {
    for (path, text) in built(&site(), &["--drafts"]).iter().filter(|(path, _)| path.ends_with(".html")) {
        for markup in ["<script", "<img", "<b>", " style=", "javascript:"] {
            let text = text.replace("&lt;", "").replace("&gt;", "");
            let text = text.replace("<script type=\"application/ld+json\">", "");
            let text = text.replace("<script src=\"../assets/search-", "");
            assert!(!text.contains(markup), "{path} has {markup}");
        }
    }
}

#[test]
fn a_withheld_page_is_left_out_and_named() {
    let tree = built(&site(), &[]);
    for path in ["elm/index.html", "elm/primary/index.html", "programmes/alpha/index.html"] {
        assert!(tree[path].to_lowercase().contains("details to follow"), "{path}");
    }
    assert!(!tree["elm/primary/index.html"].contains("href=\"../alpha"));
    // Elm's own page of Alpha is not there, so Beta leads to the national page, whose address is not known: words.
    assert!(tree["elm/beta/index.html"].contains("<p>See Alpha. Ask E1 and E2.</p>"));
    assert!(!tree["elm/offerings.json"].contains("\"alpha\""));
}

#[test]
fn drafts_show_prompts_and_say_what_they_are() {
    let tree = built(&site(), &["--drafts"]);
    let page = &tree["elm/alpha/index.html"];
    for words in ["This page is withheld", "noindex", "Who leads?", "Hint: Say who", "Example: Jo", "Which form?"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(tree["oak/2023-24/beta/index.html"].contains("a coming year, 2023-24"));
    assert!(tree.iter().filter(|(path, _)| path.ends_with(".html")).all(|(_, page)| page.contains("noindex")));
    assert!(tree["robots.txt"].contains("Disallow: /\n"));
}

#[test]
fn an_earlier_year_says_so_and_leads_to_the_current_one() {
    let tree = built(&site(), &[]);
    let page = &tree["oak/2021-22/beta/index.html"];
    assert!(page.contains("earlier year, 2021-22") && page.contains("href=\"../../beta/index.html\""));
    assert!(tree["programmes/2021-22/beta/index.html"].contains("href=\"../../../programmes/beta/index.html\""));
    let earlier = built(&site(), &["--edition", "2021-22"]);
    assert!(earlier["oak/beta/index.html"].contains("Old Beta") && !earlier.contains_key("oak/alpha/index.html"));
}

#[test]
fn an_offering_shows_its_facts_answers_and_what_stands_behind_them() {
    let tree = built(&site(), &[]);
    let page = &tree["oak/alpha/index.html"];
    for words in [
        "Closing soon</strong> <span>Applications close on Friday 14 October 2022, 5pm.",
        "Being tried",
        "Delivered together with",
        "Note <strong>this</strong>",
        "<li>Jo &quot;&lt;b&gt;&quot; and <a href=\"https://x.org\">us</a></li>",
        "<a href=\"#leading\">leading</a>",
        "<a href=\"../beta/index.html#more\">Beta</a>, Gamma, ",
        "<a href=\"https://example.org/f?a=1&amp;b=2\">form</a>",
        "<a href=\"../index.html\">the year</a>",
        "<h3 id=\"deeper-2\">Deeper</h3>\n<p>Added.</p>",
        "<time datetime=\"2022-11-03\">Thursday 3 November 2022</time>, 9:30am to 3:30pm",
        "<abbr title=\"a &quot;research&quot; group\">TRG</abbr>",
        "href=\"https://e.org/\">Go &lt;b&gt;</a>",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // The text has no [[dates]] and no [[apply]]: they stand after its last section.
    let at = |words: &str| page.find(words).unwrap();
    assert!(at("id=\"all\"") < at("id=\"dates\"") && at("id=\"dates\"") < at("id=\"apply\""));
    // Beta's text has [[apply]]: it stands there, once.
    let beta = &tree["oak/beta/index.html"];
    assert_eq!(beta.matches("Details of how to apply will follow.").count(), 1);
    assert!(beta.find("will follow").unwrap() < beta.find("id=\"after\"").unwrap());
    assert!(!beta.contains("id=\"dates\""));
}

#[test]
fn the_notice_and_the_state_go_with_the_day() {
    let site = site();
    let on = |day: &str| built(&site, &["--as-of", day])["oak/alpha/index.html"].clone();
    assert!(on("2022-10-05").contains("Note <strong>this"));
    assert!(!on("2022-10-06").contains("Note <strong>this"));
    assert!(on("2022-09-01").contains("Coming soon</strong> <span>Applications open on Saturday 10 September 2022."));
    assert!(!on("2022-09-01").contains("href=\"https://e.org/\""));
    assert!(on("2022-10-15").contains("Closed</strong> <span>Applications closed on Friday 14 October 2022, 5pm."));
    assert!(on("2022-11-03").contains("Running</strong>"));
    assert!(on("2022-11-04").contains("Finished</strong> <span>The last session was on Thursday 3 November 2022."));
}

#[test]
fn a_booklet_has_each_programme_with_its_own_anchors() {
    let page = &built(&site(), &[])["oak/primary/index.html"];
    for words in [
        "<h2 id=\"alpha\">",
        "<h3 id=\"alpha--leading\">",
        "<h4 id=\"alpha--deeper\">",
        "<a href=\"#alpha--leading\">leading</a>",
        "<a href=\"#beta--more\">Beta</a>",
        "<a href=\"#alpha--leading\">Alpha</a>",
        "Everyone &lt;counts&gt;",
        "href=\"../alpha/dates.ics\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.find("id=\"beta\"").unwrap() < page.find("id=\"alpha\"").unwrap());
}

#[test]
fn a_hubs_home_opens_with_the_year_and_puts_what_is_open_first() {
    let page = &built(&site(), &[])["oak/index.html"];
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("The year") < at("Hello from Oak") && at("Hello from Oak") < at("Thursday 20 October 2022"));
    assert!(at("Take part") < at("Everyone &lt;counts&gt;"));
    assert!(at("<a href=\"alpha/index.html\">") < at("<a href=\"beta/index.html\">"));
    assert!(at("Next dates") < at("Applications close<"));
    assert!(page.contains("href=\"2021-22/index.html\"") && page.contains("<strong>us</strong> &lt;script&gt;"));
}

#[test]
fn a_national_page_speaks_for_no_hub() {
    let page = &built(&site(), &[])["programmes/alpha/index.html"];
    for words in ["<li>decided by your hub</li>", "form (decided by your hub)", "href=\"../../oak/alpha/index.html\""] {
        assert!(page.contains(words), "{words}");
    }
    assert!(built(&site(), &[])["programmes/beta/index.html"].contains("Ask your hub."));
}

#[test]
fn with_an_address_pages_name_it_and_link_across() {
    let site = site();
    let yaml =
        "base_url: https://maths.example/b/\nredirects:\n  oak/old/: oak/alpha/\n  old.html: elm/\n  elm/x: oak/\n";
    site.change("content/site.yaml", "edition:", &format!("{yaml}edition:"));
    site.change("content/hubs/elm/hub.yaml", "region:", "base_url: https://elm.example/\nregion:");
    let tree = built(&site, &[]);
    assert_links_hold(&tree);
    let page = &tree["oak/alpha/index.html"];
    assert!(page.contains("<link rel=\"canonical\" href=\"https://maths.example/b/oak/alpha/\">"));
    assert!(page.contains("property=\"og:title\""));
    assert!(page.contains("<a href=\"https://elm.example/\">Elm Hub</a>"));
    assert!(page.contains("<a href=\"https://maths.example/b/programmes/gamma/\">Gamma</a>"));
    assert!(tree["elm/beta/index.html"].contains("href=\"https://maths.example/b/programmes/alpha/#leading\""));
    assert!(tree["oak/404.html"].contains("href=\"/b/oak/index.html\""));
    assert!(tree["elm/404.html"].contains("href=\"/index.html\""));
    assert!(tree["sitemap.xml"].contains("<loc>https://maths.example/b/oak/alpha/</loc>"));
    assert!(!tree["sitemap.xml"].contains("elm.example"));
    assert!(tree["elm/sitemap.xml"].contains("<loc>https://elm.example/beta/</loc>"));
    assert!(tree["robots.txt"].contains("Sitemap: https://maths.example/b/sitemap.xml"));
    assert!(tree["oak/old/index.html"].contains("url=../alpha/index.html"));
    assert!(tree["old.html"].contains("url=https://elm.example/"));
    assert!(tree["elm/x/index.html"].contains("url=https://maths.example/b/oak/"));
    assert!(!built(&self::site(), &[]).values().any(|page| page.contains("rel=\"canonical\"")));
}

#[test]
fn calendars_and_facts_for_programs_say_what_the_page_says() {
    let tree = built(&site(), &[]);
    let calendar = &tree["oak/alpha/dates.ics"];
    for line in [
        "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n",
        "DTSTART;TZID=Europe/London:20221103T093000\r\nDTEND;TZID=Europe/London:20221103T153000\r\n",
        "DTSTART;VALUE=DATE:20221201\r\nDTEND;VALUE=DATE:20221202\r\n",
        "SUMMARY:Cancelled: Alpha <script>alert(1)</script>: Gone\\; so\\, long\r\n",
        "STATUS:CANCELLED\r\n",
        "DTSTAMP:20221005T000000Z\r\n",
        "LOCATION:Ridge & Way\r\n",
    ] {
        assert!(calendar.contains(line), "{line}");
    }
    assert!(calendar.lines().all(|line| line.len() <= 75) && !calendar.replace("\r\n", "").contains('\n'));
    let json: serde_json::Value = serde_json::from_str(&tree["oak/offerings.json"]).unwrap();
    let alpha = json["offerings"].as_array().unwrap().iter().find(|it| it["programme"] == "alpha").unwrap();
    assert_eq!(alpha["state"], "closing soon");
    assert_eq!(alpha["closes"], "2022-10-14T17:00");
    assert_eq!(alpha["url"], "alpha/index.html");
    assert_eq!(alpha["cohorts"][0]["sessions"][0]["date"], "2022-11-03");
    let json: serde_json::Value = serde_json::from_str(&tree["programmes.json"]).unwrap();
    assert!(json["programmes"].as_array().unwrap().iter().any(|it| it["hubs"][0]["state"] == "closing soon"));
}

/// What a page says to search engines.
fn linked(page: &str) -> serde_json::Value {
    let data = page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    serde_json::from_str(data).unwrap()
}

#[test]
fn search_engines_are_told_what_the_page_says() {
    let site = site();
    site.change("content/site.yaml", "edition:", "base_url: https://maths.example/b/\nedition:");
    let tree = built(&site, &[]);
    let data = linked(&tree["oak/alpha/index.html"]);
    let course = &data["@graph"][0];
    assert_eq!(course["@type"], "Course");
    assert_eq!(course["url"], "https://maths.example/b/oak/alpha/");
    assert_eq!(course["provider"]["email"], "oak@example.org");
    let group = &course["hasCourseInstance"][0];
    assert_eq!((&group["startDate"], &group["endDate"]), (&"2022-11-03".into(), &"2022-12-01".into()));
    let events = group["subEvent"].as_array().unwrap();
    assert_eq!(events[0]["startDate"], "2022-11-03T09:30");
    assert_eq!(events[0]["endDate"], "2022-11-03T15:30");
    assert_eq!(events[0]["location"]["name"], "Ridge & Way");
    assert_eq!(events[0]["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(events[1]["eventStatus"], "https://schema.org/EventCancelled");
    for event in events {
        let day = event["startDate"].as_str().unwrap().get(..10).unwrap();
        assert!(tree["oak/alpha/index.html"].contains(&format!("<time datetime=\"{day}\">")), "{day} is on the page");
    }
    let crumbs = data["@graph"][1]["itemListElement"].as_array().unwrap();
    assert_eq!(crumbs[0]["item"], "https://maths.example/b/oak/");
    assert_eq!(crumbs[2]["item"], "https://maths.example/b/oak/alpha/");
    assert_eq!(linked(&tree["oak/index.html"])["@graph"][0]["@type"], "EducationalOrganization");
    assert_eq!(linked(&tree["programmes/beta/index.html"])["@graph"][0]["name"], "Beta");
    assert!(!built(&site, &["--drafts"])["oak/alpha/index.html"].contains("ld+json"), "nobody finds a draft");
}

#[test]
fn what_it_costs_stands_among_the_facts_and_a_hub_may_say_otherwise() {
    let site = site();
    site.change("content/site.yaml", "edition:", "base_url: https://maths.example/b/\nedition:");
    site.change("content/national/2022-23/beta.md", "number: 1", "number: 1\ncommitment: A day\ncost: Free to schools");
    site.write("content/hubs/elm/2022-23/beta.md", "---\ncost: '\u{a3}20 & lunch'\nsessions: [2022-11-03]\n---\n");
    let tree = built(&site, &[]);
    for path in ["oak/beta/index.html", "oak/primary/index.html", "programmes/beta/index.html"] {
        assert!(tree[path].contains("<dt>What it costs</dt>\n<dd>Free to schools</dd>"), "{path}");
    }
    let elm = &tree["elm/beta/index.html"];
    assert!(elm.contains("<dd>\u{a3}20 &amp; lunch</dd>") && !elm.contains("Free to schools"));
    let course = |page: &str| linked(page)["@graph"][0].clone();
    let free = course(&tree["oak/beta/index.html"]);
    assert_eq!((&free["isAccessibleForFree"], &free["offers"]["category"]), (&true.into(), &"Free".into()));
    let not = course(elm);
    assert!(not["isAccessibleForFree"].is_null() && not["offers"].is_null());
    assert_eq!(not["hasCourseInstance"][0]["courseWorkload"], "A day");
    for (path, cost) in [("oak/offerings.json", "Free to schools"), ("elm/offerings.json", "\u{a3}20 & lunch")] {
        let json: serde_json::Value = serde_json::from_str(&tree[path]).unwrap();
        let beta = json["offerings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["programme"] == "beta" && it["edition"] == "2022-23");
        assert_eq!(beta.unwrap()["cost"], cost);
    }
}

#[test]
fn a_page_says_at_its_foot_whose_it_is_and_for_which_day() {
    let page = &built(&site(), &[])["oak/2021-22/beta/index.html"];
    assert!(page.contains("Hub, 2021-22. Correct on Wednesday 5 October 2022."), "{page}");
}

#[test]
fn the_state_and_the_way_to_apply_stand_before_the_text() {
    let tree = built(&site(), &[]);
    let page = &tree["oak/alpha/index.html"];
    let button = page.find("<a class=\"button\" href=\"https://e.org/\">").unwrap();
    assert!(button < page.find("At a glance").unwrap());
    assert!(page.contains("<dd>Thursday 3 November 2022</dd>"), "the one session that takes place");
    let beta = &tree["oak/beta/index.html"];
    assert!(beta.contains("Beta in other years: <a href=\"../2021-22/beta/index.html\">2021-22</a>"));
}

#[test]
fn each_host_gets_its_own_files_and_only_those() {
    let site = site();
    let yaml = "base_url: https://maths.example/b/\nredirects:\n  oak/old/: oak/alpha/\n  old.html: elm/\n";
    site.change("content/site.yaml", "edition:", &format!("{yaml}edition:"));
    let own = |tree: &Tree| -> Vec<String> {
        let dotted = tree.keys().filter(|path| path.starts_with(['.', '_']) && !path.starts_with(".foldout"));
        dotted.cloned().collect()
    };
    assert!(own(&built(&site, &["--target", "plain"])).is_empty());
    assert_eq!(own(&built(&site, &["--target", "github"])), [".nojekyll"]);
    let tree = built(&site, &["--target", "netlify"]);
    assert_eq!(own(&tree), ["_headers", "_redirects"]);
    assert!(tree["_headers"].contains("Content-Security-Policy: default-src 'none';"));
    assert!(!tree["_headers"].contains("unsafe"));
    assert_eq!(tree["_redirects"], "/b/oak/old/ /b/oak/alpha/ 301\n/b/old.html /b/elm/ 301\n");
    let tree = built(&site, &["--target", "apache", "--hub", "oak"]);
    assert!(tree[".htaccess"].contains("Redirect permanent \"/b/oak/old/\" \"/b/oak/alpha/\""));
    assert!(tree[".htaccess"].contains("ErrorDocument 404 /b/oak/404.html"));
    // Another host's files go when the host changes: the manifest knows them as ours.
    for (target, file) in [("github", ".nojekyll"), ("cloudflare", "_headers")] {
        assert!(site.run(&["build", "--as-of", "2022-10-05", "--out", "out", "--target", target]).status < 2);
        assert!(site.path(&format!("out/{file}")).exists());
    }
    assert!(!site.path("out/.nojekyll").exists());
}

#[test]
fn the_accessibility_statement_has_its_parts() {
    let page = &built(&site(), &[])["oak/accessibility/index.html"];
    for words in [
        "Feedback and contact information",
        "help@example.org",
        "Enforcement procedure",
        "Compliance status",
        "Non-accessible content",
        "Preparation of this statement",
        "Thursday 1 September 2022",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_hub_that_is_withheld_has_no_folder() {
    let site = site();
    site.change("content/hubs/elm/hub.yaml", "region: North", "regoin: North");
    let tree = built(&site, &[]);
    assert!(!tree.keys().any(|path| path.starts_with("elm/")));
    assert!(tree["index.html"].contains("Details to follow"));
    assert_links_hold(&tree);
}

#[test]
fn documents_are_published_beside_the_pages_that_link_to_them() {
    let site = site();
    let document = "%PDF-".to_owned() + &"x".repeat(2_345_678);
    site.write("content/hubs/oak/2022-23/our form.pdf", &document);
    site.change("content/hubs/oak/2022-23/alpha.md", "Added.", "Added [our form](<our form.pdf>).");
    let tree = built(&site, &[]);
    let path = tree.keys().find(|path| path.ends_with(".pdf")).unwrap();
    assert!(path.starts_with("oak/assets/our-form"), "{path}");
    assert!(tree["oak/alpha/index.html"].contains(">our form (PDF, 2.3 MB)</a>"));
    assert_links_hold(&tree);
}

#[test]
fn a_sites_theme_replaces_one_template_and_its_mistakes_are_named() {
    let site = site();
    let path = "themes/brochure/templates/hub.html";
    site.write(path, "{% extends \"default/hub.html\" %}{% block footer %}<p>Our own foot</p>{% endblock footer %}");
    let tree = built(&site, &[]);
    assert!(tree["oak/index.html"].contains("Our own foot") && tree["oak/index.html"].contains("Next dates"));
    assert!(!tree["oak/alpha/index.html"].contains("Our own foot"));
    for mistake in ["{% if %}", "{{ home.nothing }}", "{% extends \"nothing.html\" %}"] {
        site.write(path, mistake);
        let outcome = site.run(&["build", "--out", "out", "--as-of", "2022-10-05"]);
        assert_eq!(outcome.status, 2);
        assert!(outcome.err.contains("theme") && outcome.err.contains("hub.html"), "{}", outcome.err);
    }
}

#[test]
fn a_redirect_never_leads_to_a_page_that_is_not_there() {
    let site = site();
    let redirects = "redirects:\n  oak/old/: oak/alpha/#leading\n  elm/old/: elm/alpha/\n  elm/older/: elm/gone/\n  \
                     old.html: https://example.org/new\n  chain: elm/old/\nglossary:";
    site.change("content/site.yaml", "glossary:", redirects);
    let tree = built(&site, &[]);
    assert!(tree["oak/old/index.html"].contains("url=../alpha/index.html#leading\""));
    // Elm's Alpha is withheld, and what is gone is gone: people are led to the hub's first page.
    assert!(tree["elm/old/index.html"].contains("url=../index.html\""));
    assert!(tree["elm/older/index.html"].contains("url=../index.html\""));
    assert!(tree["old.html"].contains("url=https://example.org/new\""));
    assert!(tree["chain/index.html"].contains("url=../elm/old/index.html\""));
    assert_links_hold(&tree);

    site.change("content/hubs/elm/hub.yaml", "region: North", "regoin: North");
    let tree = built(&site, &[]);
    assert!(!tree.keys().any(|path| path.starts_with("elm/")));
    assert!(tree["chain/index.html"].contains("url=../index.html\""));
}

#[test]
fn national_text_that_can_t_be_read_takes_no_other_page_with_it() {
    let site = site();
    site.change("content/national/2022-23/alpha.md", "number: 2", "number: [2");
    let tree = built(&site, &[]);
    // Beta links to a section of Alpha, which nobody can look up now.
    for path in ["programmes/beta/index.html", "oak/beta/index.html", "elm/beta/index.html"] {
        assert!(tree.contains_key(path), "{path}");
    }
    assert!(!tree.contains_key("oak/alpha/index.html"));
    // Its title and phase could be read, so it is named where it belongs.
    for path in ["index.html", "oak/primary/index.html", "elm/index.html"] {
        let page = &tree[path];
        assert!(page.contains("Alpha &lt;script&gt;") && page.to_lowercase().contains("details to follow"), "{path}");
    }
    assert!(!tree.contains_key("oak/post-16/index.html"));
}

#[test]
fn a_hub_file_that_can_t_be_read_is_one_finding() {
    let site = site();
    std::fs::write(site.path("content/hubs/elm/2022-23/alpha.md"), b"\xff\xfe\x00").unwrap();
    std::fs::write(site.path("content/hubs/oak/hub.yaml"), "name: Oak Hub\nregion: North\nlead_schools: [\n").unwrap();
    let outcome = site.run(&["build", "--out", "out", "--as-of", "2022-10-05"]);
    assert_eq!(outcome.err.lines().filter(|line| line.starts_with("error[")).count(), 2, "{}", outcome.err);
    let page = &site.tree("out")["index.html"];
    assert!(page.contains("Oak Hub <span class=\"to-follow\">Details to follow") && !page.contains("Other hubs"));
}

#[test]
fn regions_and_programmes_stand_by_the_alphabet_whatever_their_capitals() {
    let site = site();
    site.change("content/hubs/elm/hub.yaml", "region: North", "region: east");
    let page = &built(&site, &[])["index.html"];
    assert!(page.find(">east<") < page.find(">North<"));
}
