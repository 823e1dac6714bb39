//! Words that try to be more than words: markup, addresses and line ends in every place that hubs and the national
//! team can write to come out as text, or are refused.

use super::site::Site;

/// Tries to close an attribute and an element, and to run.
const EVIL: &str = r#"Evil"'><script>alert(1)</script><img src=x onerror=alert(2)>"#;

/// A site that says `EVIL` wherever words may stand.
fn site() -> Site {
    let site = Site::empty();
    let quoted = format!("'{}'", EVIL.replace('\'', "''"));
    site.write(
        "content/site.yaml",
        &format!(
            "title: {quoted}\nedition: 2022-23\nphases: [Primary, {quoted}]\ndescription: {quoted}\nnetwork: {quoted}\n\
             national_team: {{name: {quoted}}}\nbase_url: https://www.example.org/\nglossary:\n  TRG: {quoted}\n"
        ),
    );
    site.write(
        "content/national/2022-23/edition.md",
        &format!(
            "---\ntitle: {quoted}\ngoals: {{Primary: {quoted}}}\nstages: {{trial: {quoted}}}\n\
             dates: [{{date: 2022-11-03, what: {quoted}, where: {quoted}}}]\napply: {{label: {quoted}, needs: {quoted}}}\n---\n\n{EVIL}\n\n## {EVIL}\n\n{EVIL}\n"
        ),
    );
    site.write(
        "content/national/2022-23/group.md",
        &format!(
            "---\ntitle: {quoted}\nphase: Primary\nsummary: {quoted}\ncode: {quoted}\nstage: trial\naudience: [{quoted}]\ncommitment: {quoted}\n\
             links: [{{label: {quoted}, link: https://www.example.org/}}]\nplaceholders:\n  cost: {{default: {quoted}}}\n---\n\n\
             {EVIL} TRG\n\n## Who {EVIL} {{#who}}\n\n[[lead|Who?]] and [[cost]]\n\n### {EVIL}\n\n| {EVIL} | b |\n|---|---|\n| {EVIL} | d |\n\n```\n{EVIL}\n```\n\n`{EVIL}` [{EVIL}](https://www.example.org/?a='b'&c=d)\n\n[[details]]\n\n[x](https://www.example.org/ 'on\"mouseover=alert(3)')\n"
        ),
    );
    site.write(
        "content/hubs/alpha/hub.yaml",
        &format!(
            "name: {quoted}\nregion: {quoted}\nlead_schools: [{quoted}]\nplace: {quoted}\narea: {quoted}\nphone: {quoted}\naddress: {quoted}\n\
             about: {quoted}\nformer_names: [{quoted}]\npartners: [{quoted}]\naccessibility: {{contact: {quoted}}}\n"
        ),
    );
    site.write(
        "content/hubs/alpha/2022-23/group.md",
        &format!(
            "---\nanswers:\n  lead: {quoted}\napply: {{label: {quoted}, link: https://www.example.org/apply, closes: 2022-10-01, needs: {quoted}}}\n\
             cohorts:\n  - name: \"{}\\nBEGIN:VEVENT\\nSUMMARY:forged\"\n    area: {quoted}\n    lead: {quoted}\n    venue: {quoted}\n    note: {quoted}\n    sessions:\n      - {{date: 2022-11-03, start: 9:00, end: 10:00, title: {quoted}, venue: {quoted}, note: {quoted}}}\n\
             contact: {{name: {quoted}}}\nnotice: {quoted}\n---\n\n## Answer: details\n\n{EVIL}\n\n- {EVIL}\n\n## Add to: who\n\n{EVIL}\n\n## New section: {EVIL}\n\n{EVIL}\n",
            EVIL.replace('"', "\\\"")
        ),
    );
    site
}

#[test]
fn markup_comes_out_as_text_wherever_it_is_written() {
    let site = site();
    let built = site.run(&["build", "--as-of", "2022-09-20"]);
    assert_eq!(built.status, 0, "{}", built.err);
    let tree = site.tree("public");
    assert!(tree.contains_key("alpha/group/index.html") && tree.contains_key("alpha/primary/index.html"));
    let mut said = 0;
    for (path, text) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        for raw in ["<script>", "<img src=x", "Evil\"", "onerror=alert(2)>"] {
            assert!(!text.contains(raw), "{path} holds {raw} as it was written");
        }
        said += text.matches("&lt;script&gt;").count();
    }
    assert!(said > 60, "the words are shown as text, but only {said} times");
}

#[test]
fn a_calendar_and_json_stay_what_they_are() {
    let site = site();
    assert_eq!(site.run(&["build", "--as-of", "2022-09-20"]).status, 0);
    let tree = site.tree("public");
    for (path, text) in &tree {
        if path.ends_with(".ics") {
            assert_eq!(text.lines().filter(|line| *line == "BEGIN:VEVENT").count(), 1, "{path}");
            assert!(text.lines().all(|line| !line.starts_with("SUMMARY:forged")), "{path}");
            assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{path}");
        } else if path.ends_with(".json") {
            let _: serde_json::Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
    assert!(tree["alpha/offerings.json"].contains("<script>"), "JSON keeps the words as they are");
}

#[test]
fn addresses_that_run_are_refused_wherever_they_are_written() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "&#106;avascript:alert(1)",
    ] {
        let site = Site::new();
        let file = first_local(&site);
        let text = std::fs::read_to_string(site.path(&file)).unwrap();
        assert_eq!(site.run(&["check"]).status, 0);
        site.write(&file, &format!("{text}\n## New section: More\n\n[words]({address})\n"));
        let checked = site.run(&["check", "--format", "json"]);
        assert_eq!(checked.status, 1, "{address}: {}", checked.out);
        let built = site.run(&["build"]);
        assert_eq!(built.status, 1);
        for (path, text) in site.tree("public") {
            assert!(!text.to_lowercase().contains("script:alert"), "{path} holds {address}");
        }
    }
}

/// The first file of the starter site's hub.
fn first_local(site: &Site) -> String {
    let folder = site.local("");
    let mut names: Vec<String> = std::fs::read_dir(site.path(&folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md") && name != "edition.md")
        .collect();
    names.sort();
    site.local(&names[0])
}
