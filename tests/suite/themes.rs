//! A site's own theme: it replaces a colour, a block or a template, its mistakes are told in plain words, and what
//! templates get is what themes/README.md says.

use super::pages;
use super::site::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const DOCUMENT: &str = include_str!("../../themes/README.md");

/// The kinds of values that stand under a name of their own, with what each has.
const IN_KINDS: &[(&str, &[(&str, &str)])] = &[
    ("ask", &[("ways[]", "link")]),
    ("fact", &[("items[]", "link")]),
    ("card", &[("state", "state")]),
    ("region", &[("hubs[]", "hub-line")]),
    ("group", &[("cards[]", "card")]),
    ("entry", &[("state", "state"), ("tallies[]", "tally")]),
    (
        "chapter",
        &[
            ("state", "state"),
            ("facts[]", "fact"),
            ("sections[]", "section"),
            ("links[]", "link"),
            ("previous", "link"),
            ("next", "link"),
            ("ask", "ask"),
            ("apply", "link"),
            ("other_years[]", "link"),
        ],
    ),
];

fn build(site: &Site) -> super::site::Outcome {
    site.run(&["build", "--out", "out", "--as-of", "2022-10-05"])
}

fn fine(site: &Site) -> BTreeMap<String, String> {
    let built = build(site);
    assert!(built.status < 2, "{}", built.err);
    site.tree("out")
}

#[test]
fn a_theme_is_started_that_changes_nothing_until_somebody_changes_it() {
    let site = pages::site();
    let before = fine(&site);
    let made = site.run(&["new", "--theme"]);
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(made.out.contains("theme: our-theme"), "{}", made.out);
    assert!(!fs::read_to_string(site.path("content/site.yaml")).unwrap().contains("theme:"));
    assert_eq!(fine(&site), before, "it is not used yet");

    site.change("content/site.yaml", "edition:", "theme: our-theme\nedition:");
    let after = fine(&site);
    let link = |page: &str| {
        page.lines().find(|line| line.contains("assets/theme-")).unwrap_or_else(|| panic!("{page}")).to_owned()
    };
    for (path, page) in after.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(page.replace(&format!("{}\n", link(page)), ""), before[path], "{path}");
    }

    let again = site.run(&["new", "--theme"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("already") && again.err.contains("--theme our-theme-2"), "{}", again.err);
    let odd = site.run(&["new", "--theme", "Our theme"]);
    assert!(odd.status == 2 && odd.err.contains("foldout new --theme our-look"), "{}", odd.err);
    let nowhere = Site::empty().run(&["new", "--theme", "x"]);
    assert!(nowhere.status == 2 && nowhere.err.contains("There is no site"), "{}", nowhere.err);
    assert_eq!(site.run(&["new"]).status, 2);
}

#[test]
fn a_theme_changes_only_colours_and_spacing() {
    let site = pages::site();
    let before = fine(&site);
    site.write("themes/brochure/assets/theme.css", ":root { --ink: #102030; --round: 0; }\n");
    site.write("themes/brochure/theme.yaml", "ground: \"#fffef0\"\n");
    let after = fine(&site);
    let sheet = after.keys().find(|path| path.starts_with("oak/assets/theme-")).unwrap();
    assert!(after[sheet].contains("--round: 0"));
    let page = &after["oak/index.html"];
    let at = |words: &str| page.find(words).unwrap();
    assert!(at("assets/brochure-") < at("assets/theme-") && at("assets/theme-") < at("assets/hub-"));
    let colours =
        |tree: &BTreeMap<String, String>| tree.iter().find(|(path, _)| path.contains("assets/hub-")).unwrap().1.clone();
    assert_ne!(colours(&before), colours(&after), "the hub's colour is measured against the new ground");
}

#[test]
fn a_theme_changes_one_block_of_every_page() {
    let site = pages::site();
    site.write(
        "themes/brochure/templates/page.html",
        "{% extends \"default/page.html\" %}\n{% block footer %}<p>Before</p>{{ super() }}{% endblock footer %}\n",
    );
    for (path, page) in fine(&site).iter().filter(|(path, _)| path.ends_with(".html")) {
        let (own, foot) = (page.find("<p>Before</p>"), page.find("<footer class=\"foot\">"));
        assert!(own.is_some() && own < foot, "{path}");
    }
}

#[test]
fn a_theme_replaces_one_kind_of_page() {
    let site = pages::site();
    let before = fine(&site);
    site.write(
        "themes/brochure/templates/network.html",
        "<h1>{{ site.title }}</h1>{% for region in network.regions %}{{ region.name }}{% endfor %}\n",
    );
    let after = fine(&site);
    assert_eq!(after["index.html"], "<h1>Test &lt;b&gt;site&lt;/b&gt;</h1>North\n");
    assert_eq!(after["oak/index.html"], before["oak/index.html"]);
}

#[test]
fn a_mistake_is_told_with_its_file_and_line_and_nothing_is_published() {
    let site = pages::site();
    let path = "themes/brochure/templates/network.html";
    for (text, told) in [
        (
            "<p>\n{{ network.nothing }}",
            "line 2.\nerror: Field `nothing` is not defined. Available fields: earlier, regions, year",
        ),
        ("<p>\n\n{{ nothing }}", "line 3.\nerror: Variable `nothing` is not defined. Available variables: "),
        ("{% if network %}", "line 1.\nerror: "),
        ("{{ site.title | shout }}", "line 1.\nerror: Unknown filter `shout`"),
        ("{{<nothing />}}", "line 1.\nerror: Unknown component `nothing`"),
        ("{% extends \"nothing.html\" %}", "there is no template of that name"),
    ] {
        site.write(path, text);
        let built = build(&site);
        assert_eq!(built.status, 2, "{text}");
        assert!(built.err.contains(&format!("The theme has a mistake: {path}")), "{text}: {}", built.err);
        for part in told.split('\n') {
            assert!(built.err.contains(part), "{text}: {}", built.err);
        }
        assert!(!built.err.contains(" theme/"), "names that only Foldout knows: {}", built.err);
        assert!(!site.path("out/index.html").exists());
    }
}

/// The tables of the document: by template the values, each with its kind, and the kinds with what they have.
struct Said {
    values: BTreeMap<String, Vec<(String, Option<String>)>>,
    kinds: BTreeMap<String, Vec<String>>,
}

fn said() -> Said {
    let mut said = Said { values: BTreeMap::new(), kinds: BTreeMap::new() };
    let (mut template, mut of_kinds) = (String::new(), false);
    for line in DOCUMENT.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            template = heading.to_owned();
            said.values.insert(template.clone(), Vec::new());
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let code = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        match cells.as_slice() {
            ["kind", ..] => of_kinds = true,
            ["value", ..] => of_kinds = false,
            [kind, has, _] if line.starts_with('|') && of_kinds && !kind.starts_with('-') => {
                said.kinds.insert((*kind).to_owned(), code(has));
            }
            [value, what] if line.starts_with("| `") && !template.is_empty() => {
                let kind = what.strip_prefix("**").and_then(|rest| rest.split("**").next()).map(str::to_owned);
                said.values.get_mut(&template).unwrap().push((code(value)[0].clone(), kind));
            }
            _ => {}
        }
    }
    said
}

impl Said {
    /// Every path that the document gives a template.
    fn paths(&self, template: &str) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for (path, kind) in &self.values[template] {
            self.expand(path, kind.as_deref(), &mut out);
        }
        out
    }

    fn expand(&self, path: &str, kind: Option<&str>, out: &mut BTreeSet<String>) {
        let Some(kind) = kind else {
            out.insert(path.to_owned());
            return;
        };
        for part in self.kinds.get(kind).unwrap_or_else(|| panic!("no kind {kind}")) {
            let inner = IN_KINDS
                .iter()
                .find(|(of, _)| *of == kind)
                .and_then(|(_, parts)| parts.iter().find(|(name, _)| name == part));
            self.expand(&format!("{path}.{part}"), inner.map(|(_, kind)| *kind), out);
        }
    }
}

/// Whether a value was seen, be it that nothing stood in its place or in that of what holds it.
fn is_there(found: &BTreeSet<String>, path: &str) -> bool {
    let holder = |at: &String| path.strip_prefix(at.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']));
    found.contains(path) || found.iter().any(holder)
}

/// Writes the path of each value below one.
const KEYS: &str = "{%- component keys(of, at) -%}\
{%- if of is map -%}{%- for k, v in of -%}{%- set path = at ~ \".\" ~ k -%}{{<keys of={v} at={path} />}}{%- endfor -%}\
{%- elif of is array -%}{%- set path = at ~ \"[]\" -%}{%- for v in of -%}{{<keys of={v} at={path} />}}{%- else -%}@{{ path }}@{%- endfor -%}\
{%- else -%}@{{ at }}@{%- endif -%}\
{%- endcomponent keys -%}";

/// The names at the top of what a template gets, as its error message lists them.
fn names(site: &Site, template: &str) -> Vec<String> {
    let path = format!("themes/brochure/templates/{template}");
    site.write(&path, "{{ nothing_of_that_name }}");
    let built = build(site);
    fs::remove_file(site.path(&path)).unwrap();
    let listed = built.err.split_once("Available variables: ").unwrap_or_else(|| panic!("{template}: {}", built.err)).1;
    listed.lines().next().unwrap().split(", ").map(|name| name.trim().to_owned()).collect()
}

#[test]
fn each_template_gets_what_the_document_says() {
    let site = pages::site();
    let yaml = "base_url: https://maths.example/b/\ndescription: Words\nnational_team: {name: Team, url: 'https://t.org/'}\n\
                redirects: {old/: oak/alpha/}\n";
    site.change("content/site.yaml", "edition:", &format!("{yaml}edition:"));
    let hub = "partners: [P]\nformer_names: [F]\nplace: Town\nlogo: {src: logo.svg, alt: A logo}\nemail:";
    site.change("content/hubs/oak/hub.yaml", "email:", hub);
    site.write("content/hubs/oak/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let beta = "---\napply: [{form: f.pdf, needs: A pen}, {email: a@oak.example}]\ncontact: {name: Jo, phone: 0123 456789}\n\
                cohorts: [{name: C, area: Here, note: N, apply: {link: 'https://e.org/'}, sessions: [2022-11-03]}]\nsessions: [2022-12-01]\n---\n";
    site.write("content/hubs/oak/2022-23/beta.md", beta);
    site.write("content/hubs/oak/2022-23/f.pdf", "%PDF-");
    site.change(
        "content/national/2022-23/gamma.md",
        "previous: alpha",
        "previous: alpha\nlinks: [{label: L, link: 'https://l.org/'}]\nevery_hub: yes",
    );
    let said = said();
    let templates: Vec<&String> = said.values.keys().filter(|name| name.ends_with(".html")).collect();
    let pieces = ["apply.html", "dates.html", "hubs.html", "offered.html"];

    site.write("themes/brochure/templates/keys.html", KEYS);
    let every = said.paths("Every page");
    let tops: BTreeMap<&str, Vec<String>> = templates.iter().map(|name| (name.as_str(), names(&site, name))).collect();
    // Pieces stand inside the texts of pages, so they come out only where pages are as usual.
    let mut got: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for of_pieces in [true, false] {
        let these = || tops.iter().filter(|(template, _)| pieces.contains(template) == of_pieces);
        for (template, names) in these() {
            let calls = names.iter().map(|name| format!("{{{{<keys of={{{name}}} at=\"{name}\" />}}}}"));
            let text = format!("#{template}#{}#end#", calls.collect::<String>());
            site.write(&format!("themes/brochure/templates/{template}"), &text);
        }
        for page in fine(&site).iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, page)| page) {
            for (template, _) in these() {
                for dump in page.split(&format!("#{template}#")).skip(1).filter_map(|rest| rest.split("#end#").next()) {
                    got.entry(template).or_default().extend(dump.split('@').skip(1).step_by(2).map(str::to_owned));
                }
            }
        }
        for (template, _) in these() {
            fs::remove_file(site.path(&format!("themes/brochure/templates/{template}"))).unwrap();
        }
    }
    for template in &templates {
        let found = got.get(template.as_str()).unwrap_or_else(|| panic!("no page of {template}"));
        let whole = |path: &String| {
            !found.iter().any(|other| other.starts_with(&format!("{path}.")) || other.starts_with(&format!("{path}[")))
        };
        let of_list = |path: &str| path.split(['.', '[']).next().unwrap_or_default().to_owned();
        let mut found: BTreeSet<String> = found.iter().filter(|path| whole(path)).cloned().collect();
        found.retain(|path| !["styles", "scripts"].contains(&of_list(path).as_str()));
        let mut wanted = said.paths(template);
        if !pieces.contains(&template.as_str()) {
            wanted.extend(every.iter().filter(|path| !["hub", "styles", "scripts"].contains(&path.as_str())).cloned());
        }
        // A page of one kind may never have what another has: what it has must be said, and what is said must be
        // somewhere. Of every page's values the union counts.
        let strange: Vec<_> = found
            .iter()
            .filter(|path| {
                !wanted.contains(*path)
                    && !wanted
                        .iter()
                        .any(|it| it.starts_with(&format!("{path}.")) || it.starts_with(&format!("{path}[")))
            })
            .collect();
        assert!(strange.is_empty(), "{template} gets what themes/README.md doesn't say: {strange:?}");
        let missing: Vec<_> =
            said.paths(template).into_iter().filter(|path| !is_there(&got[template.as_str()], path)).collect();
        assert!(missing.is_empty(), "{template} never gets what themes/README.md says: {missing:?}");
    }
    let anywhere: BTreeSet<&String> = got.values().flatten().collect();
    let missing: Vec<_> = every
        .iter()
        .filter(|path| !anywhere.contains(path))
        .filter(|path| !["hub", "styles", "scripts"].contains(&path.as_str()))
        .collect();
    assert!(missing.is_empty(), "no page gets what themes/README.md says of every page: {missing:?}");
    let shown: BTreeSet<String> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/brochure/templates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let told: BTreeSet<String> =
        templates.iter().map(|name| (*name).clone()).chain(["page.html", "parts.html"].map(String::from)).collect();
    assert_eq!(shown, told, "every template is told of");
}
