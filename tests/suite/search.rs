//! Finding a programme: a list that is complete as it stands, and narrows down in a browser that runs its script.

use super::browser;
use super::site::Site;
use std::collections::BTreeMap;
use std::fs;

const FILES: &[(&str, &str)] = &[
    ("site.yaml", "title: Site\nedition: 2022-23\nphases: [Primary, Post-16]\nnetwork: Hubs\n"),
    (
        "national/2022-23/number.md",
        "---\ntitle: Number sense\nphase: Primary\nsummary: Counting in a caf\u{e9}, for Years 5-8.\ncode: N7\nstage: Trial\n\
         audience: [Teachers of Year 1, Heads]\nevery_hub: yes\n---\nWords.\n",
    ),
    (
        "national/2022-23/core.md",
        "---\ntitle: Core Maths\nphase: Post-16\nsummary: Problems that students' lives bring up.\naudience: [Heads]\n\
         placeholders:\n  lead: {ask: Who leads?}\n---\n[[lead]]\n",
    ),
    ("national/2022-23/alone.md", "---\ntitle: Alone\nphase: Primary\nsummary: Nobody has it.\n---\nWords.\n"),
    (
        "national/2021-22/number.md",
        "---\ntitle: Old number\nphase: Primary\nsummary: Gone.\nevery_hub: yes\n---\nWords.\n",
    ),
    ("hubs/ash/hub.yaml", "name: Ash Hub\nregion: South\nplace: Alresford\nlead_schools: [A]\n"),
    ("hubs/ash/2022-23/core.md", "---\nanswers: {lead: Jo}\napply: {closes: 2022-10-07}\n---\n"),
    (
        "hubs/ash/2022-23/number.md",
        "---\ncohorts: [{name: A, area: Winchester}, {name: B, area: Andover}, {name: C, area: Andover}]\n---\n",
    ),
    ("hubs/elm/hub.yaml", "name: \u{c9}lm Hub\nregion: North\nlead_schools: [E]\nbase_url: https://elm.example/\n"),
    ("hubs/elm/2022-23/core.md", "---\noffered: yes\n---\n"),
    (
        "hubs/elm/2022-23/walks.md",
        "---\nlocal: yes\ntitle: Maths walks\nphase: Primary\nsummary: Out and about.\napply: {link: 'https://e.org/'}\n---\nWords.\n",
    ),
    ("hubs/oak/hub.yaml", "name: Oak Hub\nregion: North\nlead_schools: [O]\n"),
    ("hubs/oak/2022-23/number.md", "---\napply: {link: 'https://o.org/'}\n---\n"),
];

fn built() -> (Site, BTreeMap<String, String>) {
    let site = Site::empty();
    for (path, text) in FILES {
        site.write(&format!("content/{path}"), text);
    }
    let built = site.run(&["build", "--as-of", "2022-10-05", "--out", "out"]);
    assert!(built.status < 2, "{}", built.err);
    let tree = site.tree("out");
    (site, tree)
}

#[test]
fn the_network_s_list_names_each_programme_of_the_year_and_who_offers_it() {
    let (_, tree) = built();
    let page = &tree["search/index.html"];
    for words in [
        "<a href=\"../programmes/number/index.html\">Number sense</a>",
        "3 hubs offer it. <span class=\"badge state-open\">Open at 1 hub</span></p>",
        "<span class=\"badge state-closing-soon\">Closing soon at 1 hub</span>",
        "No hub offers it yet.",
        // A hub's own programme leads to the hub.
        "<a href=\"https://elm.example/walks/\">Maths walks</a>",
        "\u{c9}lm Hub offers it. <span class=\"badge state-open\">Open at 1 hub</span></p>",
        "<a href=\"../ash/index.html\">Ash Hub</a> <span class=\"note\">Alresford</span>",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("Old number") && page.find(">Primary<") < page.find(">Post-16<"));
    // Hubs by region: the two in the North come first. What is withheld at a hub is no way to find it.
    assert!(page.contains("data-offered=\"open:1 none:0,2\"") && page.contains("data-offered=\"closing-soon:2\""));
}

#[test]
fn a_hub_s_list_tells_the_state_of_each_and_where_its_groups_are() {
    let (_, tree) = built();
    let page = &tree["ash/search/index.html"];
    for words in [
        "<a href=\"../number/index.html\">Number sense</a>",
        "Groups in: Winchester; Andover.",
        "Ask the hub about dates and places.",
        "Closing soon</strong> <span>Applications close on Friday 7 October 2022.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("Region") && !page.contains("Alone"));
    assert!(
        tree["elm/search/index.html"].contains("<h3>Core Maths</h3>\n<p class=\"to-follow\">Details to follow</p>")
    );
}

#[test]
fn every_page_leads_to_the_search_of_its_own_folder() {
    let (_, tree) = built();
    for (path, page) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let (hub, rest) =
            path.split_once('/').filter(|(hub, _)| ["ash", "elm", "oak"].contains(hub)).unwrap_or(("", path));
        let wanted = match (path.ends_with("404.html"), hub) {
            (true, "") => "/search/index.html".to_owned(),
            // Without an address of its own a folder is taken to be the top of a site.
            (true, _) => "/search/index.html".to_owned(),
            _ => format!("{}search/index.html", "../".repeat(rest.matches('/').count())),
        };
        assert!(page.contains(&format!("<a href=\"{wanted}\"")), "{path} has no link to {wanted}");
    }
    assert!(tree["404.html"].matches("search/index.html").count() == 2, "in its text too");
}

#[test]
fn the_search_is_in_the_site_s_map() {
    let (site, _) = built();
    site.change("content/site.yaml", "network:", "base_url: https://maths.example/\nnetwork:");
    assert!(site.run(&["build", "--as-of", "2022-10-05", "--out", "out"]).status < 2);
    let map = fs::read_to_string(site.path("out/sitemap.xml")).unwrap();
    for address in ["https://maths.example/search/", "https://maths.example/ash/search/"] {
        assert!(map.contains(&format!("<loc>{address}</loc>")), "{address}\n{map}");
    }
    let page = fs::read_to_string(site.path("out/ash/search/index.html")).unwrap();
    assert!(page.contains("<a href=\"https://maths.example/search/\">Find a programme at all of Hubs</a>"));
}

/// Does what people do, and notes what they then see.
const DRIVE: &str = r#"
const noted = [];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (element) => element.getClientRects().length > 0;
const look = (step) => noted.push({
  step,
  programmes: all('.programmes > li').filter(seen).map((item) => {
    const hubs = [...item.querySelectorAll('.offered li')].map((row) => `${row.textContent} @ ${row.querySelector('a').getAttribute('href')}`);
    return [item.querySelector('h3').textContent, ...hubs].join('; ');
  }),
  phases: all('.phase h2').filter(seen).map((heading) => heading.textContent),
  hubs: all('.hubs li a').filter(seen).map((link) => link.textContent),
  said: document.querySelector('.finder [role=status]').textContent,
  query: location.search,
  focus: document.activeElement.id,
});
const set = async (name, value) => {
  const field = document.querySelector(`.finder [name=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(1500);
};
const press = async () => { document.querySelector('.finder button').click(); await pause(1500); };
const back = async () => { history.back(); await pause(1500); };
addEventListener('load', async () => {
  await pause(1500);
  try { await drive(); } catch (problem) { noted.push({ step: String(problem) }); }
  const results = document.createElement('pre');
  results.id = 'results';
  results.textContent = JSON.stringify(noted);
  document.body.append(results);
});
"#;

/// Drives a published page from disk by a script, and gives what was noted at each step.
fn drive(site: &Site, path: &str, script: &str) -> Option<BTreeMap<String, serde_json::Value>> {
    let tools = browser::tools()?;
    let page = site.path(&format!("out/{path}"));
    let text = fs::read_to_string(&page).unwrap();
    fs::write(page.with_file_name("drive.js"), format!("{DRIVE}\nasync function drive() {{ {script} }}")).unwrap();
    let copy = page.with_file_name("driven.html");
    // The strictest policy that a host may set: nothing but the site's own files.
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'";
    let head = format!(
        "<head><meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        policy.replace("'self'", "'self' file:")
    );
    let text = text.replace("<head>", &head).replace("</body>", "<script src=\"drive.js\"></script></body>");
    fs::write(&copy, text).unwrap();
    let noted = browser::results(&tools.chromium, &copy, false);
    Some(noted.into_iter().map(|it| (it["step"].as_str().unwrap_or_default().to_owned(), it)).collect())
}

fn texts(value: &serde_json::Value) -> Vec<&str> {
    value.as_array().map(|all| all.iter().filter_map(|it| it.as_str()).collect()).unwrap_or_default()
}

#[test]
fn the_network_s_list_narrows_down_as_people_choose_and_type() {
    let (site, _) = built();
    let script = r#"
        look('start');
        await set('words', 'NUM cafe'); look('words');
        await set('words', 'elm number'); look('a hub');
        await back(); look('back');
        await press(); look('all again');
        await set('region', 'North'); look('region');
        await set('state', 'closing-soon open waiting-list'); look('state');
        await set('region', 'South'); look('south');
        await set('phase', 'Primary'); look('nothing');
        await press();
        await set('audience', 'Teachers of Year 1'); look('audience');
        await press();
        await set('words', 'umber'); look('middle');
    "#;
    let Some(noted) = drive(&site, "search/index.html", script) else { return };
    let at = |step: &str| noted.get(step).unwrap_or_else(|| panic!("no {step}: {noted:?}"));
    let programmes = |step: &str| texts(&at(step)["programmes"]);
    assert_eq!(programmes("start"), ["Alone", "Number sense", "Maths walks", "Core Maths"]);
    assert_eq!((&at("start")["said"], &at("start")["query"]), (&"4 programmes".into(), &"".into()));
    assert_eq!(programmes("words"), ["Number sense"]);
    assert_eq!(at("words")["said"], "1 programme, 3 hubs");
    assert_eq!(at("words")["query"], "?words=NUM+cafe");
    assert_eq!(texts(&at("words")["phases"]), ["Primary"]);
    // Words that name a hub show where it has the programme.
    assert_eq!(programmes("a hub"), ["Number sense; \u{c9}lm Hub Ask the hub @ https://elm.example/number/"]);
    assert_eq!(texts(&at("a hub")["hubs"]), ["\u{c9}lm Hub"]);
    assert_eq!((&at("back")["query"], &at("back")["programmes"]), (&at("words")["query"], &at("words")["programmes"]));
    assert_eq!(at("all again")["query"], "");
    assert_eq!((programmes("all again").len(), at("all again")["focus"].as_str()), (4, Some("p_words")));
    assert_eq!(
        programmes("region")[0],
        "Number sense; Oak Hub Open @ ../oak/number/index.html; \u{c9}lm Hub Ask the hub @ https://elm.example/number/"
    );
    assert_eq!(
        programmes("state"),
        [
            "Number sense; Oak Hub Open @ ../oak/number/index.html",
            "Maths walks; \u{c9}lm Hub Open @ https://elm.example/walks/"
        ]
    );
    assert_eq!(programmes("south"), ["Core Maths; Ash Hub Closing soon @ ../ash/core/index.html"]);
    assert!(programmes("nothing").is_empty());
    assert!(at("nothing")["said"].as_str().unwrap().starts_with("No programme is like that."));
    assert_eq!(programmes("audience"), ["Number sense"]);
    assert!(programmes("middle").is_empty(), "words match from their beginning");
}

#[test]
fn a_hub_s_list_narrows_down_too_and_its_address_can_be_shared() {
    let (site, _) = built();
    let script = r#"
        look('start');
        await set('words', 'andov'); look('area');
        await press();
        await set('state', 'none'); look('state');
        location.search === '?state=none' && history.replaceState(null, '', '?words=core&phase=Gone');
        dispatchEvent(new PopStateEvent('popstate'));
        await pause(1500); look('shared');
    "#;
    let Some(noted) = drive(&site, "ash/search/index.html", script) else { return };
    let programmes = |step: &str| texts(&noted[step]["programmes"]);
    assert_eq!(programmes("start"), ["Number sense", "Core Maths"]);
    assert_eq!(programmes("area"), ["Number sense"]);
    assert_eq!(noted["area"]["said"], "1 programme");
    assert_eq!(programmes("state"), ["Number sense"]);
    // A phase that is no more counts as none.
    assert_eq!(programmes("shared"), ["Core Maths"]);
}
