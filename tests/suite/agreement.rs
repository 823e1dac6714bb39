//! What was agreed, and how it is kept.

use foldout::finding::Level;
use foldout::load;
use foldout::model::agreement::{Agreed, Fingerprint, NoteLevel};
use foldout::source::{Body, SourceFile, Sources};

const SITE: &str = "title: T\nedition: 2022-23\nphases: [P]\nbase_url: https://example.org/\n";
const PROGRAMME: &str = "---\ntitle: T\nphase: P\nsummary: S.\n---\nThe intro.\n\n<!-- for us -->\n\n## Funding\n\n<!-- since 2019 -->\nIt is free.\n\n- For [[whom]]\n\n## Expectations {#expect}\nMuch.\n";

fn sources(files: &[(&str, &str)]) -> Sources {
    let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).into(), body: Body::Text((*text).into()) };
    let folders = ["content", "content/national", "content/national/2022-23", "content/hubs", "content/hubs/alpha"];
    let folders = folders.iter().chain(&["content/hubs/alpha/2022-23"]).map(|folder| (*folder).to_owned()).collect();
    Sources::new(files.iter().map(file).collect(), folders)
}

fn entry(section: &str, text: &str) -> String {
    let print = Fingerprint::of(text);
    let text = text.replace('\n', "\n      ");
    format!("  {section}:\n    day: 2022-11-22\n    fingerprint: {print}\n    text: |\n      {text}\n")
}

/// What an `agreed.yaml` becomes, and what is said of it.
fn agreed(text: &str) -> (Agreed, Vec<String>) {
    let sources = sources(&[
        ("content/site.yaml", SITE),
        ("content/national/2022-23/example.md", PROGRAMME),
        ("content/hubs/alpha/hub.yaml", "name: A\nregion: R\nlead_schools: S\n"),
        ("content/hubs/alpha/2022-23/agreed.yaml", text),
    ]);
    let (content, report) = load::parse(&sources);
    let agreed = content.hubs["alpha"].editions["2022-23"].agreed.clone().unwrap();
    assert!(report.findings.iter().all(|finding| finding.level != Level::Error), "{:?}", report.findings);
    (Agreed::clone(&agreed), report.findings.into_iter().map(|finding| finding.message).collect())
}

fn sections(agreed: &Agreed) -> Vec<&str> {
    agreed.entries.iter().map(|entry| entry.section.as_str()).collect()
}

#[test]
fn a_sections_text_is_what_is_written_below_its_heading_without_comments() {
    let sources = sources(&[("content/site.yaml", SITE), ("content/national/2022-23/example.md", PROGRAMME)]);
    let (content, _) = load::parse(&sources);
    let programme = &content.editions["2022-23"].programmes["example"];
    let texts: Vec<&str> = programme.text.sections.iter().map(|section| &*section.text).collect();
    assert_eq!(texts, ["The intro.", "It is free.\n\n- For [[whom]]", "Much."]);
    let bodies: Vec<&str> = programme.text.sections.iter().map(|section| sources.slice(section.body)).collect();
    let funding = "\n<!-- since 2019 -->\nIt is free.\n\n- For [[whom]]\n\n";
    assert_eq!(bodies, ["The intro.\n\n<!-- for us -->\n\n", funding, "Much.\n"]);
}

#[test]
fn what_was_agreed_is_read_as_it_was_written() {
    let text =
        format!("# A note.\nedition:\n{}example:\n{}", entry("intro", "Hello."), entry("funding", "A [[b]]:\n\n  # c"));
    let (agreed, said) = agreed(&text);
    assert!(said.is_empty(), "{said:?}");
    assert!(agreed.sound && sections(&agreed) == ["intro", "funding"]);
    assert_eq!(agreed.entries[0].programme, None);
    assert_eq!(&*agreed.entries[1].text, "A [[b]]:\n\n  # c");
}

#[test]
fn an_entry_that_was_edited_by_hand_does_not_count() {
    let text = format!("example:\n{}{}", entry("expect", "Much."), entry("funding", "Free.").replace("Free", "Dear"));
    let (agreed, said) = agreed(&text);
    assert_eq!(sections(&agreed), ["expect"]);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("edited by hand"), "{said:?}");
}

#[test]
fn of_a_file_that_ends_anywhere_what_is_whole_counts_and_no_page_is_withheld() {
    let text = format!("example:\n{}{}", entry("expect", "Much."), entry("funding", "It is\n\nfree."));
    let whole = text.find("  funding").unwrap();
    for end in 0..text.len() {
        let (agreed, _) = agreed(&text[..end]);
        let expected: &[&str] = if end >= text.len() - 1 {
            &["expect", "funding"]
        } else if end >= whole - 1 {
            &["expect"]
        } else {
            &[]
        };
        assert_eq!(sections(&agreed), expected, "{:?}", &text[..end]);
    }
}

#[test]
fn in_an_unfinished_merge_all_entries_count_but_those_between_the_marks() {
    let (one, two) = (entry("funding", "Free."), entry("funding", "Free of charge."));
    let text = format!(
        "example:\n{}<<<<<<< HEAD\n{one}=======\n{two}>>>>>>> theirs\nedition:\n{}",
        entry("expect", "Much."),
        entry("intro", "Hello.")
    );
    let (found, said) = agreed(&text);
    assert!(!found.sound);
    assert_eq!(sections(&found), ["expect", "intro"]);
    assert!(said.len() == 1 && said[0].contains("nobody has chosen"), "{said:?}");
    let (found, said) = agreed(&format!("example:\n{one}{}{two}", entry("expect", "Much.")));
    assert_eq!(sections(&found), ["expect"], "of two records it can't be told which holds");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn notes_on_changes_are_a_list() {
    let notes = "- programme: example\n  section: Funding\n  day: 3 November 2022\n  what: It costs money now.\n  level: action\n  due: 2022-12-01\n- programme: edition\n  day: 2022-11-04\n  what: A typo.\n";
    let sources = sources(&[
        ("content/site.yaml", SITE),
        ("content/national/2022-23/example.md", PROGRAMME),
        ("content/national/2022-23/changes.yaml", notes),
    ]);
    let (content, report) = load::parse(&sources);
    assert!(report.findings.iter().all(|finding| finding.rule.name() == "bad-value"), "{:?}", report.findings);
    let changes = &content.editions["2022-23"].changes;
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0].level, NoteLevel::Action);
    assert!(changes[0].due.is_some() && changes[0].programme.is_some());
    assert!(changes[1].programme.is_none() && changes[1].section.is_none());
}
