//! The preview in a real browser, as hub staff and the national team use it, by keyboard alone. `tests/run` installs
//! the browser; without one these tests say so and pass.

use super::chromium::browser;
use super::preview::running::Preview;
use super::server::Server;
use super::site::{Site, command};
use foldout::chromium::{Look, Tab};
use serde_json::Value;
use std::fs;
use std::path::Path;

const NATIONAL: &str = "content/national/2022-23/group.md";
const LOCAL: &str = "content/hubs/alpha/2022-23/group.md";
const HUB: &str = "content/hubs/alpha/hub.yaml";
const PAGE: &str = "/alpha/group/";
const OFFERING: &str = include_str!("../../themes/brochure/templates/offering.html");
const STYLES: &str = include_str!("../../themes/brochure/assets/brochure.css");

/// A site whose one page has a block of each origin, and is long.
fn site() -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Network\nedition: 2022-23\nphases: [Primary, Secondary]\n");
    let long: String = (1..40).map(|n| format!("Paragraph {n} of the long part.\n\n")).collect();
    site.write(
        NATIONAL,
        &format!(
            "---\ntitle: Group\nphase: Primary\nsummary: We meet.\nplaceholders:\n  lead: {{ask: Who leads?, kind: markdown}}\n  \
             fee: {{ask: What does it cost?, kind: markdown, default: Nothing at all.}}\n  \
             room: {{ask: Which room?, hint: Not the address., example: The hall}}\n  form: {{ask: Where is the form?, kind: link}}\n---\n\
             ## Who {{#who}}\n\nWords of the nation.\n\n[[lead]]\n\n[[fee]]\n\n[[hours]]\n\n## Long {{#long}}\n\n{long}\
             ## Funding {{#funding}}\n\nNational funding.\n\n## Rules {{#rules .locked}}\n\nFixed words.\n\n\
             ## More {{#more}}\n\nNational more.\n\nWe meet in [[room]] always. [Sign up]([[form]]) there.\n"
        ),
    );
    site.write(
        LOCAL,
        "---\nanswers:\n  lead: A teacher leads.\n---\n## Replace: Funding\n\nFunding of ours.\n\n## Add to: More\n\n\
         More of ours.\n\n## New section: Ours\n\nA section of ours.\n\n## Replace: Rules\n\nRules of ours.\n",
    );
    site.write(
        HUB,
        "name: Alpha Hub\nregion: North\nlead_schools: [A school]\nemail: a@alpha.example\naccent: '#660066'\nanswers:\n  hours: From nine to five.\n",
    );
    site.write(
        "content/hubs/beta/hub.yaml",
        "name: Beta Hub\nregion: South\nlead_schools: [B school]\nemail: b@beta.example\nanswers: {lead: Another teacher leads., hours: All day., room: the hall, form: https://www.example.org/}\n",
    );
    site.write("content/hubs/beta/2022-23/group.md", "---\nstatus: full\n---\n");
    site
}

/// The line of a file on which words stand.
fn line(site: &Site, file: &str, words: &str) -> usize {
    let text = fs::read_to_string(site.path(file)).unwrap();
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{file} has no {words}")) + 1
}

fn value(tab: &mut Tab, script: &str) -> Value {
    tab.evaluate(script).unwrap()
}

fn holds(tab: &mut Tab, script: &str) {
    tab.until(script).unwrap_or_else(|error| {
        let text = tab.evaluate("document.body.innerText").unwrap_or_default();
        panic!("{error}\n{}", text.as_str().unwrap_or_default())
    });
}

/// Presses Tab until what has the focus is as wished.
fn tab_to(tab: &mut Tab, wish: &str) {
    for _ in 0..300 {
        tab.press("Tab").unwrap();
        if value(tab, &format!("!!(document.activeElement && ({wish}))")) == true {
            return;
        }
    }
    panic!("the keyboard does not reach {wish}");
}

fn assert_silent(tab: &mut Tab) {
    let said = tab.messages().unwrap();
    assert!(said.is_empty(), "{said:?}");
}

/// A page that is left to do, once it is checked.
const CHECKED: &str = "document.querySelector('#fo-todo summary') && !/checking/.test(document.querySelector('#fo-todo summary').textContent)";

#[test]
fn a_save_changes_the_page_and_the_reader_stays_where_they_are() {
    let Some(browser) = browser() else { return };
    let site = site();
    let folded = OFFERING.replacen(
        "{% block main %}",
        "{% block main %}<details id=\"own\"><summary>More</summary><p>Inside</p></details><details><summary>Without a name</summary>Inside</details>",
        1,
    );
    assert_ne!(folded, OFFERING);
    site.write("themes/brochure/templates/offering.html", &folded);
    let preview = Preview::of(&site);
    let mut tab = browser.open(&preview.address(PAGE)).unwrap();
    holds(&mut tab, CHECKED);
    // Opened by keyboard: two of the page's own, and the preview's.
    for wish in ["document.activeElement.closest('#own')", "document.activeElement.textContent == 'Without a name'"] {
        tab_to(&mut tab, wish);
        tab.press("Enter").unwrap();
    }
    tab_to(&mut tab, "document.activeElement.closest('#fo-around')");
    tab.press("Enter").unwrap();
    value(&mut tab, "window.same = true; scrollTo({ top: 1200, behavior: 'instant' })");
    let open = "document.querySelectorAll('details[open]').length == 3";
    let stays = format!("window.same && scrollY == 1200 && {open}");
    holds(&mut tab, &stays);

    site.change(NATIONAL, "Words of the nation.", "Words of the nation, saved.");
    holds(&mut tab, "document.body.innerText.includes('Words of the nation, saved.')");
    assert_eq!(value(&mut tab, &stays), true, "the page is the same, and so is the place");
    let focused =
        value(&mut tab, "document.activeElement.closest('#fo-around') != null || document.activeElement.tagName");
    assert!(focused == true || focused == "BODY", "{focused}");

    // A style sheet is swapped; what stands after it still overrules it.
    let accent = value(&mut tab, "getComputedStyle(document.documentElement).getPropertyValue('--accent')");
    site.write("themes/brochure/assets/brochure.css", &format!("{STYLES}\nh1 {{ color: rgb(1, 2, 3) !important; }}\n"));
    holds(&mut tab, "getComputedStyle(document.querySelector('h1')).color == 'rgb(1, 2, 3)'");
    holds(&mut tab, "document.querySelectorAll('head link[rel=stylesheet]').length == 2");
    assert_eq!(value(&mut tab, &stays), true);
    assert_eq!(value(&mut tab, "getComputedStyle(document.documentElement).getPropertyValue('--accent')"), accent);
    assert_eq!(
        value(
            &mut tab,
            "document.querySelector('head link[href*=hub-]') == [...document.querySelectorAll('head link[rel=stylesheet]')].at(-1)"
        ),
        true
    );

    // The page that was removed is no blank one.
    fs::rename(site.path("content/hubs/alpha"), site.path("aside")).unwrap();
    holds(
        &mut tab,
        "document.querySelector('#foldout-preview') && document.body.innerText.length > 100 && !document.body.innerText.includes('Funding of ours')",
    );
    fs::rename(site.path("aside"), site.path("content/hubs/alpha")).unwrap();
    holds(&mut tab, "document.body.innerText.includes('Funding of ours')");
    let said: Vec<_> = tab.messages().unwrap().iter().filter(|it| !it.text.contains("404")).collect();
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_broken_file_shows_what_is_wrong_over_the_last_good_page() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::with(&site, &["--port", "0", "--editor", "idea://open?file={path}&line={line}"]);
    let mut tab = browser.open(&preview.address(PAGE)).unwrap();
    holds(&mut tab, CHECKED);
    value(&mut tab, "window.same = true; scrollTo({ top: 900, behavior: 'instant' })");
    let over = "document.querySelector('.fo-over')";
    for (file, good, bad) in [
        (LOCAL, "answers:", "answers: {"),
        (NATIONAL, "title: Group", "title: \"Group"),
        ("content/site.yaml", "phases: [Primary, Secondary]", "phases: [Primary"),
        (HUB, "name: Alpha Hub", "name: [Alpha Hub"),
    ] {
        let text = fs::read_to_string(site.path(file)).unwrap();
        site.change(file, good, bad);
        holds(&mut tab, over);
        let said = value(&mut tab, &format!("{over}.innerText"));
        let said = said.as_str().unwrap();
        assert!(said.contains("Something can\u{2019}t be read") && said.contains(file), "{said}");
        let shown =
            value(&mut tab, &format!("[...{over}.querySelectorAll('pre')].map(it => it.innerText).join('\\n')"));
        let remedy = value(&mut tab, &format!("{over}.querySelector('.fo-remedy').innerText.length"));
        assert!(shown.as_str().unwrap().len() > 3 && remedy.as_u64() > Some(10), "{file}: {said}");
        let link = value(&mut tab, &format!("{over}.querySelector('a.fo-file').getAttribute('href')"));
        let place = format!("{file}:{}", link.as_str().unwrap().rsplit('=').next().unwrap());
        assert!(link.as_str().unwrap().starts_with("idea://open?file=") && said.contains(&place), "{link} {said}");
        assert_eq!(
            value(&mut tab, "document.body.innerText.includes('Funding of ours') && window.same && scrollY == 900"),
            true
        );
        site.write(file, &text);
        holds(&mut tab, &format!("!{over}"));
        assert_eq!(
            value(&mut tab, "document.body.innerText.includes('Funding of ours') && window.same && scrollY == 900"),
            true
        );
    }
    // A template too, and a page whose template fails only when it is filled in.
    for broken in ["{% if x %}".to_owned(), OFFERING.replace("offering.summary", "offering.no_such_field")] {
        site.write("themes/brochure/templates/offering.html", &broken);
        holds(&mut tab, &format!("{over} && {over}.innerText.includes('/offering.html, line')"));
        assert_eq!(value(&mut tab, "document.body.innerText.includes('Funding of ours') && window.same"), true);
        fs::remove_file(site.path("themes/brochure/templates/offering.html")).unwrap();
        holds(&mut tab, &format!("!{over}"));
    }
    assert_silent(&mut tab);
}

#[test]
fn origins_name_the_file_and_line_of_each_kind_of_block() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::with(&site, &["--port", "0", "--editor", "copy"]);
    let mut tab = browser.open(&preview.address(PAGE)).unwrap();
    holds(&mut tab, CHECKED);
    assert_eq!(value(&mut tab, "document.querySelector('[data-origin]')"), Value::Null);
    tab.press("o").unwrap();
    holds(&mut tab, "document.querySelector('[data-origin]')");
    for (origin, words, file, source) in [
        ("national", "Words of the nation.", NATIONAL, "Words of the nation."),
        ("your answer", "A teacher leads.", LOCAL, "A teacher leads."),
        ("your answer for every programme", "From nine to five.", HUB, "From nine to five."),
        ("default", "Nothing at all.", NATIONAL, "Nothing at all."),
        ("replaced", "Funding of ours.", LOCAL, "Funding of ours."),
        ("added", "More of ours.", LOCAL, "More of ours."),
        ("added", "A section of ours.", LOCAL, "A section of ours."),
        ("unfilled", "Which room?", NATIONAL, "[[room]]"),
        ("refused", "Rules of ours.", LOCAL, "## Replace: Rules"),
        ("national", "Fixed words.", NATIONAL, "Fixed words."),
    ] {
        let block = format!(
            "[...document.querySelectorAll('[data-origin]')].filter(it => it.textContent.includes({})).at(-1)",
            Value::from(words)
        );
        let told = value(
            &mut tab,
            &format!("(it => it && [it.dataset.origin, it.dataset.file, Number(it.dataset.line), it.title])({block})"),
        );
        let place = line(&site, file, source);
        assert_eq!(told, serde_json::json!([origin, file, place, format!("{origin}: {file}:{place}")]), "{words}");
        let label = value(&mut tab, &format!("getComputedStyle({block}, '::before').content"));
        assert!(label.as_str().unwrap().contains(origin), "the label is there in words: {label}");
    }
    // By keyboard: to a block, its place, and the place copied.
    tab_to(&mut tab, "document.activeElement.dataset.origin == 'replaced'");
    let place = format!("{LOCAL}:{}", line(&site, LOCAL, "Funding of ours."));
    holds(&mut tab, &format!("document.querySelector('#fo-place').textContent.includes('replaced: {place}')"));
    tab.press("Enter").unwrap();
    holds(&mut tab, &format!("document.querySelector('.fo-said')?.textContent.includes('{place}')"));
    tab.press("o").unwrap();
    holds(&mut tab, "!document.querySelector('[data-origin]')");
    assert_silent(&mut tab);
}

#[test]
fn what_is_left_to_do_leads_to_each_box_by_keyboard() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::of(&site);
    for (path, prefix) in [(PAGE, ""), ("/alpha/primary/", "group--")] {
        let mut tab = browser.open(&preview.address(path)).unwrap();
        holds(&mut tab, CHECKED);
        tab.press("t").unwrap();
        holds(&mut tab, "document.querySelector('#fo-todo').open");
        // It stands beside the page, as high as the window, and the page makes room.
        assert_eq!(
            value(
                &mut tab,
                "document.querySelector('#fo-todo').offsetHeight == innerHeight && document.querySelector('main').getBoundingClientRect().right <= document.querySelector('#fo-todo').offsetLeft"
            ),
            true
        );
        for name in ["room", "form"] {
            let id = format!("{prefix}prompt-{name}");
            tab_to(&mut tab, &format!("document.activeElement.getAttribute('href') == '#{id}'"));
            tab.press("Enter").unwrap();
            let seen =
                "(box => box.top >= 0 && box.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())";
            holds(
                &mut tab,
                &format!("document.activeElement.id == '{id}' && document.activeElement.matches('.prompt') && {seen}"),
            );
            // Back to the list.
            tab.press("t").unwrap();
            tab.press("t").unwrap();
        }
        let boxed = value(&mut tab, &format!("document.getElementById('{prefix}prompt-room').innerText"));
        let words = "Still to be answered: Which room? (Hint: Not the address; Example: The hall)";
        assert!(boxed.as_str().unwrap().contains(words), "{boxed}");
        tab.press("Escape").unwrap();
        holds(&mut tab, "!document.querySelector('#fo-todo').open");
        assert_silent(&mut tab);
    }
    // Answered, it is gone from page and list.
    let mut tab = browser.open(&preview.address(PAGE)).unwrap();
    holds(&mut tab, CHECKED);
    site.change(LOCAL, "answers:\n", "answers:\n  room: the green room\n");
    holds(
        &mut tab,
        "document.body.innerText.includes('We meet in the green room always') && !document.querySelector('#prompt-room')",
    );
    holds(
        &mut tab,
        "document.querySelector('#fo-todo') && !document.querySelector('#fo-todo').textContent.includes('Which room?')",
    );
}

#[test]
fn the_workbench_is_used_by_keyboard_and_leads_to_the_page() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::of(&site);
    let mut tab = browser.open(&preview.address("/_foldout/")).unwrap();
    holds(&mut tab, "document.querySelector('table') && !document.body.innerText.includes('Still checking')");
    let cell = "document.querySelector('td a[href=\"/alpha/group/\"]')";
    let words = value(&mut tab, &format!("{cell}.closest('td').innerText"));
    for said in ["No dates yet", "2 missing answers", "3 errors"] {
        assert!(words.as_str().unwrap().contains(said), "{words}");
    }
    assert_eq!(
        value(&mut tab, "document.querySelector('td a[href=\"/beta/group/\"]').closest('td').innerText.trim()"),
        "Full\nready"
    );
    // Each filter, by keyboard.
    for (name, typed, hubs) in [
        ("region", "South", "Beta"),
        ("state", "Full", "Beta"),
        ("state", "Anything", "Alpha"),
        ("phase", "Primary", "Alpha Beta"),
    ] {
        tab.open(&preview.address("/_foldout/")).unwrap();
        tab_to(&mut tab, &format!("document.activeElement.name == '{name}'"));
        tab.type_words(typed).unwrap();
        tab_to(&mut tab, "document.activeElement.matches('.fo-filters button')");
        tab.press("Enter").unwrap();
        holds(
            &mut tab,
            &format!("location.search.includes('{name}=') && document.querySelector('[name={name}]').value != ''"),
        );
        let shown = value(
            &mut tab,
            "[...document.querySelectorAll('tbody th')].map(it => it.innerText.split(' ')[0]).join(' ')",
        );
        assert_eq!(shown, hubs, "{name} {typed}");
    }
    // Another day, and back; the filter stays.
    tab_to(&mut tab, "document.activeElement.name == 'day'");
    tab.evaluate("document.activeElement.value = '2030-02-01'").unwrap();
    tab_to(&mut tab, "document.activeElement.matches('.fo-day button')");
    tab.press("Enter").unwrap();
    holds(
        &mut tab,
        "document.body.innerText.includes('as of Friday 1 February 2030') && location.search.includes('phase=Primary')",
    );
    tab_to(&mut tab, "document.activeElement.textContent == 'Back to today'");
    tab.press("Enter").unwrap();
    holds(&mut tab, "document.querySelector('table') && !document.body.innerText.includes('as of Friday')");
    // To the page, and to the hub's own list.
    tab_to(&mut tab, "document.activeElement.getAttribute('href') == '/alpha/group/'");
    tab.press("Enter").unwrap();
    holds(&mut tab, &format!("location.pathname == '{PAGE}' && document.querySelector('h1').innerText == 'Group'"));
    assert_silent(&mut tab);
    tab.open(&preview.address("/_foldout/hub/alpha")).unwrap();
    holds(&mut tab, "document.body.innerText.includes('2 given, 2 missing')");
    tab_to(&mut tab, "document.activeElement.getAttribute('href') == '/alpha/group/#fo-todo'");
    tab.press("Enter").unwrap();
    holds(&mut tab, "document.querySelector('#fo-todo')?.open && scrollY == 0");
    // The same at another hub.
    tab_to(&mut tab, "document.activeElement.closest('#fo-around summary')");
    tab.press("Enter").unwrap();
    tab_to(&mut tab, "document.activeElement.closest('#fo-elsewhere summary')");
    tab.press("Enter").unwrap();
    tab_to(&mut tab, "document.activeElement.getAttribute('href') == '/beta/group/'");
    tab.press("Enter").unwrap();
    holds(&mut tab, "location.pathname == '/beta/group/'");
    assert_silent(&mut tab);
}

#[test]
fn the_page_stands_at_several_widths_and_on_paper_side_by_side() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::of(&site);
    let mut tab = browser.open(&preview.address(&format!("/_foldout/widths?path={PAGE}"))).unwrap();
    let frame = "document.querySelector('[data-fo-paper]')";
    let style = |of: &str, property: &str| {
        format!("{frame}.contentWindow.getComputedStyle({frame}.contentDocument.querySelector('{of}')).{property}")
    };
    holds(
        &mut tab,
        &format!("{frame}.contentDocument.querySelector('.skip') && {} == 'none'", style(".skip", "display")),
    );
    assert_eq!(value(&mut tab, &style(".top nav", "display")), "none", "what is for the screen alone is not on paper");
    assert_eq!(value(&mut tab, &format!("getComputedStyle({frame}).paddingLeft != '0px' && {frame}.offsetWidth")), 794);
    let on_screen = "document.querySelector('iframe').contentWindow";
    holds(
        &mut tab,
        &format!("{on_screen}.getComputedStyle({on_screen}.document.querySelector('.top nav')).display != 'none'"),
    );
    assert_eq!(
        value(&mut tab, "[...document.querySelectorAll('iframe:not([data-fo-paper])')].map(it => it.clientWidth)"),
        serde_json::json!([360, 768, 1280])
    );
    // All of them follow a save, and a swapped style sheet keeps to its paper.
    site.change(LOCAL, "More of ours.", "More of ours, saved.");
    holds(
        &mut tab,
        "[...document.querySelectorAll('iframe')].every(it => it.contentDocument.body.innerText.includes('More of ours, saved.'))",
    );
    site.write(
        "themes/brochure/assets/brochure.css",
        &format!("{STYLES}\n@media print {{ h1 {{ color: rgb(1, 2, 3) !important; }} }}\n"),
    );
    holds(&mut tab, &format!("{} == 'rgb(1, 2, 3)'", style("h1", "color")));
    assert_eq!(value(&mut tab, &style(".skip", "display")), "none");
    assert_silent(&mut tab);
}

#[test]
fn eight_open_pages_all_follow_and_block_nothing() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::of(&site);
    let mut tabs: Vec<Tab> = (0..8).map(|_| browser.open(&preview.address(PAGE)).unwrap()).collect();
    for round in 0..2 {
        let (old, new) =
            (format!("More of ours{}.", "!".repeat(round)), format!("More of ours{}.", "!".repeat(round + 1)));
        site.change(LOCAL, &old, &new);
        for tab in &mut tabs {
            holds(tab, &format!("document.body.innerText.includes('{new}')"));
        }
        let asked = |tab: &mut Tab| {
            tab.requests().unwrap().iter().filter(|it| it.address.ends_with("/_foldout/events")).count()
        };
        let streams: usize = tabs.iter_mut().map(asked).sum();
        assert_eq!(streams, 1, "one listens for all");
        // It goes; another takes its part.
        let listens = tabs.iter_mut().position(|tab| asked(tab) > 0).unwrap();
        drop(tabs.remove(listens));
    }
    for tab in &mut tabs {
        assert_silent(tab);
    }
}

#[cfg(unix)]
#[test]
fn a_page_says_when_the_preview_has_stopped_and_follows_the_next_one() {
    let Some(browser) = browser() else { return };
    let site = site();
    let mut preview = Preview::of(&site);
    let port = preview.port.to_string();
    let mut tab = browser.open(&preview.address(PAGE)).unwrap();
    holds(&mut tab, CHECKED);
    value(&mut tab, "window.same = true");
    assert!(
        std::process::Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap().success()
    );
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    holds(&mut tab, "document.querySelector('#fo-stopped')?.innerText.includes('foldout serve')");
    site.change(LOCAL, "More of ours.", "More of ours meanwhile.");
    let _next = Preview::of_command(&mut command(site.root(), &["serve", "--port", &port]));
    holds(
        &mut tab,
        "document.body.innerText.includes('More of ours meanwhile.') && !document.querySelector('#fo-stopped')",
    );
    assert_eq!(value(&mut tab, "window.same"), true);
}

#[test]
fn a_page_from_elsewhere_reads_nothing() {
    let Some(browser) = browser() else { return };
    let site = site();
    let preview = Preview::of(&site);
    let dir = tempfile::TempDir::new().unwrap();
    fs::write(dir.path().join("index.html"), "<!DOCTYPE html><title>Elsewhere</title>").unwrap();
    let elsewhere = Server::of(dir.path());
    let mut tab = browser.open(&elsewhere.address("")).unwrap();
    let address = Value::from(preview.address(PAGE));
    let events = Value::from(preview.address("/_foldout/events"));
    let script = Value::from(preview.address("/_foldout/preview.js"));
    let tried = value(
        &mut tab,
        &format!(
            "(async () => {{
               const fate = (made) => new Promise((done) => {{ made.onload = made.onmessage = () => done('read'); made.onerror = () => done('refused'); }});
               const got = [];
               for (const mode of ['cors', 'no-cors']) got.push(await fetch({address}, {{ mode }}).then(async (it) => it.type == 'opaque' ? 'opaque' : 'read', () => 'refused'));
               got.push(await fate(new EventSource({events})));
               for (const [kind, key, at] of [['script', 'src', {script}], ['img', 'src', {address}], ['link', 'href', {address}]]) {{
                 const made = document.createElement(kind);
                 made.rel = 'stylesheet';
                 made[key] = at;
                 const ended = fate(made);
                 document.head.append(made);
                 got.push(await ended);
               }}
               const frame = document.createElement('iframe');
               frame.src = {address};
               document.body.append(frame);
               await new Promise((done) => frame.onload = done);
               try {{ got.push(frame.contentWindow.document.body.innerText.includes('Funding') ? 'read' : 'empty'); }} catch {{ got.push('refused'); }}
               return got;
             }})()"
        ),
    );
    assert_eq!(tried, serde_json::json!(vec!["refused"; 7]));
}

/// Runs axe-core in a tab and gives what is wrong, in sentences.
fn wrong(tab: &mut Tab, axe: &str) -> Vec<String> {
    tab.evaluate(&format!("if (!window.axe) {{ {axe} }}; 0")).unwrap();
    let found = value(
        tab,
        "axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
           .then(({ violations }) => violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target}: ${node.any.concat(node.all).map((it) => it.message).join('; ')}`))
             .concat(document.documentElement.scrollWidth > innerWidth ? [`wider than the window: ${document.documentElement.scrollWidth}`] : []))",
    );
    found.as_array().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_preview_shows_of_its_own_is_accessible() {
    let Some(browser) = browser() else { return };
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs::read_to_string(axe) else {
        eprintln!("Skipped: this test needs axe-core. tests/run installs it.");
        return;
    };
    let pictures = std::env::var_os("FOLDOUT_PICTURES").map(std::path::PathBuf::from);
    let site = site();
    let preview = Preview::of(&site);
    preview.until(PAGE, |answer| answer.body.contains("To do: 3 errors") && !answer.body.contains("checking"));
    let mut found = Vec::new();
    let mut tab = browser.tab().unwrap();
    let mut look = |tab: &mut Tab, name: &str, path: &str, prepare: &str| {
        for (width, dark) in [(320, false), (768, true), (1280, false), (1280, true)] {
            tab.window(width, 900).unwrap();
            tab.look(&Look { dark, ..Look::default() }).unwrap();
            tab.open(&preview.address(path)).unwrap();
            value(tab, prepare);
            let shade = if dark { "dark" } else { "light" };
            found.extend(wrong(tab, &axe).into_iter().map(|it| format!("{name}, {width}, {shade}: {it}")));
            if let Some(folder) = &pictures {
                tab.screenshot_window(&folder.join(format!("{name}-{width}-{shade}.png"))).unwrap();
            }
        }
    };
    look(&mut tab, "workbench", "/_foldout/", "0");
    look(&mut tab, "hub", "/_foldout/hub/alpha", "0");
    look(&mut tab, "none", "/_foldout/hub/nobody", "0");
    look(&mut tab, "page", PAGE, "0");
    look(&mut tab, "to-do", PAGE, "document.querySelector('#fo-todo').open = true");
    let around = "document.querySelector('#fo-around').open = document.querySelector('#fo-elsewhere').open = true";
    look(&mut tab, "around", PAGE, around);
    look(&mut tab, "widths", &format!("/_foldout/widths?path={PAGE}"), "0");
    tab.open(&preview.address(&format!("/_foldout/view?day=2030-02-01&back={PAGE}"))).unwrap();
    look(&mut tab, "another-day", PAGE, around);
    tab.open(&preview.address(&format!("/_foldout/view?day=&back={PAGE}"))).unwrap();
    tab.open(&preview.address(&format!("/_foldout/view?origins=on&back={PAGE}"))).unwrap();
    look(&mut tab, "origins", PAGE, "document.querySelector('[data-origin=replaced]').focus()");
    tab.open(&preview.address(&format!("/_foldout/view?origins=off&back={PAGE}"))).unwrap();
    let text = fs::read_to_string(site.path(LOCAL)).unwrap();
    site.change(LOCAL, "answers:", "answers: {");
    preview.shows(PAGE, "fo-over");
    look(&mut tab, "over", PAGE, "0");
    site.write(LOCAL, &text);
    preview.lacks(PAGE, "fo-over");
    site.write("content/site.yaml", "title: [\n");
    drop(preview);
    let preview = Preview::of(&site);
    for width in [320, 1280] {
        tab.window(width, 900).unwrap();
        tab.open(&preview.address("/")).unwrap();
        found.extend(wrong(&mut tab, &axe).into_iter().map(|it| format!("nothing yet, {width}: {it}")));
        if let Some(folder) = &pictures {
            tab.screenshot_window(&folder.join(format!("nothing-yet-{width}.png"))).unwrap();
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
