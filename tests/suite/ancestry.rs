//! Ancestry of words, measured on the repo's own content: which pasted sentences of the year before are found, with
//! how many words changed, and how often somebody's own words are mistaken for them.
//!
//! `cargo test --test suite ancestry -- --nocapture` prints the figures.

use super::site::{Site, foldout};
use foldout::ancestry::{Input, ancestry};
use foldout::finding::{Finding, Place, Rule};
use foldout::model::ids::EditionName;
use foldout::model::national_words::{Said, of_introduction, of_programme};
use foldout::model::sentence::Sentence;
use foldout::model::site::Content;
use foldout::source::{Body, Sources};
use foldout::{load, pipeline};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn content() -> (Sources, Content) {
    let sources = load::read(root()).unwrap();
    let content = pipeline::parse(&sources).content;
    (sources, content)
}

/// The sentences of an edition that are long enough to be looked at.
fn sentences(content: &Content, edition: &str) -> BTreeMap<String, Sentence> {
    let edition = &content.editions[edition];
    let introduction = edition.introduction.iter().flat_map(|introduction| of_introduction(introduction));
    let programmes = edition.programmes.values().flat_map(|programme| of_programme(programme));
    let said: Vec<Said> = introduction.chain(programmes).collect();
    let long = said.into_iter().map(|said| said.sentence).filter(|sentence| sentence.length() >= 6);
    long.map(|sentence| (sentence.even.clone(), sentence)).collect()
}

/// Which of these paragraphs in a hub's file for that edition are found to be old national words.
fn found(sources: &Sources, path: &str, current: &str, paragraphs: &[String]) -> BTreeSet<usize> {
    let file = sources.find(path).unwrap();
    let mut text = "## Add to: Funding\n".to_owned();
    let mut starts = Vec::new();
    for paragraph in paragraphs {
        text.push('\n');
        starts.push(text.len());
        text.push_str(paragraph);
        text.push('\n');
    }
    let mut sources = sources.clone();
    sources.put(file, Body::Text(text.into()));
    let sources = &sources;
    let content = pipeline::parse(sources).content;
    let current = EditionName::new(current);
    let report = ancestry(&Input { sources, content: &content, current: &current, agreed: &[] });
    let old = report.findings.iter().filter(|finding| finding.rule == Rule::OldNationalWords);
    let at = |finding: &Finding| match finding.place {
        Place::Span(span) if span.file == file => {
            Some(starts.partition_point(|start| *start <= span.start as usize) - 1)
        }
        _ => None,
    };
    old.filter_map(at).collect()
}

/// The same numbers in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// A sentence of plain words with so many of them changed: two in three put in another's place, the others left out
/// or put in.
fn changed(sentence: &Sentence, changes: usize, dice: &mut Dice) -> String {
    const WORDS: [&str; 8] = ["lantern", "often", "every", "garden", "Tuesday", "quietly", "their", "harbour"];
    let filled = sentence.even.replace('\u{fffc}', "our own words");
    let mut words: Vec<String> = filled.split(' ').map(str::to_owned).collect();
    let mut places: BTreeSet<usize> = BTreeSet::new();
    while places.len() < changes {
        places.insert(dice.roll(words.len()));
    }
    for place in places.into_iter().rev() {
        let word = WORDS[dice.roll(WORDS.len())].to_owned();
        match dice.roll(6) {
            0 => drop(words.remove(place)),
            1 => words.insert(place, word),
            _ => words[place] = word,
        }
    }
    let words = words.join(" ");
    format!("{}{}.", words[..1].to_uppercase(), &words[1..])
}

#[test]
fn sentences_of_the_year_before_are_found_with_some_of_their_words_changed() {
    const FILE: &str = "content/hubs/cambridge/2022-23/year-5-8-continuity.md";
    let (sources, content) = content();
    let today = sentences(&content, "2022-23");
    let gone: Vec<Sentence> = sentences(&content, "2021-22")
        .into_iter()
        .filter_map(|(even, sentence)| (!today.contains_key(&even)).then_some(sentence))
        .collect();
    assert!(gone.len() > 80, "only {} sentences are gone", gone.len());

    let pasted: Vec<String> = gone.iter().map(|sentence| sentence.text.replace('…', "our own words")).collect();
    let all: BTreeSet<usize> = (0..gone.len()).collect();
    let traced = found(&sources, FILE, "2022-23", &pasted);
    let missing: Vec<&String> = all.difference(&traced).map(|at| &pasted[*at]).collect();
    assert!(missing.is_empty(), "pasted and not found: {missing:#?}");

    println!("\nSentences of 2021-22 that 2022-23 no longer has, pasted with some words changed: share found\n");
    println!("| changed words | 6 to 9 words | 10 to 15 words | 16 and more | all |\n|---|---|---|---|---|");
    for changes in 0..=5 {
        let mut dice = Dice(0x5eed + changes as u64);
        let mut counts = [[0_usize; 2]; 3];
        for _ in 0..5 {
            let pasted: Vec<String> = gone.iter().map(|sentence| changed(sentence, changes, &mut dice)).collect();
            let traced = found(&sources, FILE, "2022-23", &pasted);
            for (at, sentence) in gone.iter().enumerate() {
                let class = match sentence.length() {
                    ..=9 => 0,
                    10..=15 => 1,
                    _ => 2,
                };
                counts[class][0] += usize::from(traced.contains(&at));
                counts[class][1] += 1;
            }
        }
        let share = |[found, of]: [usize; 2]| 100.0 * found as f64 / of as f64;
        let [short, middle, long] = counts.map(share);
        let whole = share([0, 1].map(|at| counts.iter().map(|count| count[at]).sum()));
        println!("| {changes} | {short:.0} % | {middle:.0} % | {long:.0} % | {whole:.0} % |");
        match changes {
            0 => assert!(whole == 100.0),
            1 => assert!(short >= 75.0 && middle >= 98.0 && long >= 99.0),
            2 => assert!(middle >= 98.0 && long >= 99.0),
            3 => assert!(long >= 99.0),
            _ => assert!(long >= 90.0),
        }
    }
}

#[test]
fn hubs_own_words_are_not_mistaken_for_national_ones() {
    let (sources, content) = content();
    let current = EditionName::new("2022-23");
    let report = ancestry(&Input { sources: &sources, content: &content, current: &current, agreed: &[] });
    assert!(report.findings.is_empty(), "{:#?}", report.findings);

    // What the same people wrote in another year on the same matters is as near as words of one's own can come.
    // 2018-19 and 2021-22 know nothing of the sentences that came later.
    const FILE: &str = "content/hubs/north-north-west/2021-22/year-5-8-continuity.md";
    let known: BTreeSet<String> =
        ["2017-18", "2018-19", "2021-22"].iter().flat_map(|edition| sentences(&content, edition).into_keys()).collect();
    let later = sentences(&content, "2022-23").into_values().filter(|sentence| !known.contains(&sentence.even));
    let later: Vec<String> = later.map(|sentence| sentence.text.replace('…', "our own words")).collect();
    let taken = found(&sources, FILE, "2021-22", &later);
    println!("\nOf {} new sentences of 2022-23, taken for older ones: {}", later.len(), taken.len());
    for at in &taken {
        println!("- {}", later[*at]);
    }
    assert!(later.len() > 100 && taken.len() * 50 < later.len(), "{} of {}", taken.len(), later.len());
}

/// Runs git on a site; `false` where there is no git.
fn git(site: &Site, args: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "commit.gpgSign=false"]).args(args);
    git.current_dir(site.root()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    git.status().is_ok_and(|status| status.success())
}

const OLD: &str = "Each school sends two teachers to every one of the meetings.";

/// A site whose national text has changed since a hub copied a sentence of it, with what is found in it.
fn after_a_change(in_git: bool) -> Option<String> {
    let site = Site::new();
    let file = site.national("talking-in-maths.md");
    let text = std::fs::read_to_string(site.path(&file)).unwrap();
    site.write(&file, &format!("{text}\n## Taking part {{#taking-part}}\n\n{OLD} Bring your own pencil.\n"));
    if in_git && !(git(&site, &["init", "-q"]) && git(&site, &["add", "."]) && git(&site, &["commit", "-q", "-m", "1"]))
    {
        return None;
    }
    site.change(&file, OLD, "Each school sends one teacher to every one of the meetings.");
    let local = site.local("talking-in-maths.md");
    let text = std::fs::read_to_string(site.path(&local)).unwrap_or_default();
    site.write(&local, &format!("{text}\n## Add to: taking-part\n\n{OLD}\n"));
    Some(foldout(site.root(), &["check"]).err)
}

#[test]
fn git_remembers_what_the_national_text_said_this_year() {
    if let Some(said) = after_a_change(true) {
        assert!(said.contains("once said this, word for word, and no longer does."), "{said}");
        assert!(said.contains("“Each school sends one teacher to every one of the meetings.”"), "{said}");
    }
    let said = after_a_change(false).unwrap();
    assert!(!said.contains("old-national-words"), "{said}");
}
