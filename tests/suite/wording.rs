//! The words of a text: sentences, differences, and what comes of two changes to one text.

use foldout::words::{Mark, differences, merge, sentences};

fn of(text: &str) -> Vec<&str> {
    sentences(text).iter().map(|sentence| sentence.words).collect()
}

#[test]
fn a_text_falls_into_sentences_and_list_items() {
    let text = "The Work Group meets\nsix times. It costs £5. Is it free? “Yes.” Ask Ms. Ada, e.g. by e-mail, before 9.30am.\n\n\
                - One item. With two sentences\n- Another\n  that goes on\n\n### A heading\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode. Here\n```\n[[dates]]\n1. First\n2. Second";
    assert_eq!(
        of(text),
        [
            "The Work Group meets\nsix times.",
            "It costs £5.",
            "Is it free?",
            "“Yes.”",
            "Ask Ms. Ada, e.g. by e-mail, before 9.30am.",
            "- One item.",
            "With two sentences",
            "- Another\n  that goes on",
            "### A heading",
            "| a | b |",
            "|---|---|",
            "| 1 | 2 |",
            "```",
            "code. Here",
            "```",
            "[[dates]]",
            "1. First",
            "2. Second",
        ]
    );
}

#[test]
fn sentences_put_one_behind_the_other_are_the_text() {
    let parts = [
        "One. Two",
        "\n",
        "\n\n",
        " ",
        "- item",
        "  more.",
        "```",
        "<!-- a",
        "b -->",
        "| a |",
        "> quoted. Twice.",
        "E.g. this.",
        "\t",
        "1. x",
        "…",
        "(A.) B.",
        "**Bold.** Next",
        "  \n",
        "\\\n",
        "# H",
        "é. É.",
        "[[x]]",
        "---",
    ];
    let mut dice = super::editing::Dice::new(5);
    for _ in 0..20_000 {
        let text: String = (0..dice.below(9)).map(|_| dice.one(&parts)).collect();
        let again: String = sentences(&text).iter().map(|s| [s.space, s.words].concat()).collect();
        let first: usize = text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
        assert_eq!(again, text[first..].trim_end(), "{text:?}");
    }
}

fn marked(old: &str, new: &str) -> String {
    differences(old, new)
        .iter()
        .map(|stretch| match stretch.mark {
            Mark::Same => stretch.words.clone(),
            Mark::Gone => format!("[-{}-]", stretch.words),
            Mark::New => format!("{{+{}+}}", stretch.words),
        })
        .collect()
}

#[test]
fn differing_words_are_marked_and_white_space_and_quotation_marks_are_not() {
    assert_eq!(marked("It is free to schools.", "It is free to all schools."), "It is free to{+ all+} schools.");
    assert_eq!(marked("Six days a year.", "Four days a year."), "[-Six-]{+Four+} days a year.");
    assert_eq!(marked("The schools’\nwork is free", "The schools' work\n is free"), "The schools' work\n is free");
    assert_eq!(marked("One.\n\nTwo.", "One. Two."), "One.[-\n\nTwo.-]{+ Two.+}");
    assert_eq!(marked("", "New."), "{+New.+}");
    assert_eq!(marked("Old.", ""), "[-Old.-]");
}

#[test]
fn two_changes_that_do_not_touch_are_merged() {
    let base = "It is free. Schools release two teachers. They meet six times. Travel is not paid.";
    let ours = "It is free to our schools. Schools release two teachers. They meet six times. Travel is not paid.";
    let theirs = "It is free. Schools release two teachers. They meet six times. Travel is paid.";
    assert_eq!(
        merge(base, ours, theirs).as_deref(),
        Some("It is free to our schools. Schools release two teachers. They meet six times. Travel is paid.")
    );
    // Wrapped anew, with other quotation marks and a list: the layout of each sentence is kept.
    let base = "We say \"free\". Two teachers come.\n\n- one\n- two\n- three\n- four\n";
    let ours = "We say “free”.\nTwo teachers come.\n\n- one\n- two\n- three\n- five\n";
    let theirs = "We say \"free\". Two teachers come. They\nmeet here.\n\n- one\n- two\n- three\n- four\n";
    assert_eq!(
        merge(base, ours, theirs).as_deref(),
        Some("We say “free”.\nTwo teachers come. They\nmeet here.\n\n- one\n- two\n- three\n- five")
    );
    // A comment of the hub's stays.
    let ours = "<!-- ask Ms Ada -->\nWe say \"free\". Two teachers come.\n\n- one\n- two\n- three\n- five\n";
    let merged = merge(base, ours, theirs).unwrap();
    assert!(
        merged.contains("<!-- ask Ms Ada -->") && merged.contains("- five") && merged.contains("meet here"),
        "{merged}"
    );
}

#[test]
fn two_changes_that_touch_are_no_suggestion() {
    let base = "It is free. Schools release two teachers. They meet six times.";
    for (ours, theirs) in [
        (
            "It is free here. Schools release two teachers. They meet six times.",
            "It costs £5. Schools release two teachers. They meet six times.",
        ),
        ("All is ours.", "It costs £5. Schools release two teachers. They meet six times."),
        // Nothing but one side's words.
        (base, "It costs £5. Schools release two teachers. They meet six times."),
        ("All is ours.", base),
        ("All is ours.", "All is ours."),
    ] {
        assert_eq!(merge(base, ours, theirs), None, "{ours} / {theirs}");
    }
}

#[test]
fn a_merge_holds_every_sentence_that_one_side_wrote_and_the_other_left() {
    let pool = [
        "Ours is this one.",
        "Theirs is that one.",
        "It costs £5.",
        "- an item",
        "Ask us.",
        "\n\n",
        "Bring a pen.",
        "### More",
    ];
    let base: Vec<String> = (0..8).map(|i| format!("Sentence {i} stands here.")).collect();
    let mut merged = 0;
    for seed in 0..4_000 {
        let mut dice = super::editing::Dice::new(seed);
        let mut change = |sentences: &[String]| -> Vec<String> {
            let mut out = sentences.to_vec();
            for _ in 0..1 + dice.below(2) {
                let at = dice.below(out.len());
                match dice.below(3) {
                    0 => drop(out.remove(at)),
                    1 => out[at] = format!("{} Changed.", dice.one(&pool)),
                    _ => out.insert(at, dice.one(&pool).to_owned()),
                }
            }
            out
        };
        let text = |sentences: &[String]| {
            let mut text = String::new();
            for (i, sentence) in sentences.iter().enumerate() {
                let own_line = sentence.starts_with(['-', '#']) || i > 0 && sentences[i - 1].starts_with(['-', '#']);
                text.push_str(if own_line {
                    "\n\n"
                } else if i % 4 == 3 {
                    "\n"
                } else {
                    " "
                });
                text.push_str(sentence);
            }
            text.trim().to_owned()
        };
        let (ours, theirs) = (text(&change(&base)), text(&change(&base)));
        let base = text(&base);
        let Some(result) = merge(&base, &ours, &theirs) else { continue };
        merged += 1;
        let keys = |text: &str| {
            sentences(text)
                .iter()
                .map(|s| s.key().trim_start_matches(['\u{2028}', '\u{2029}']).to_owned())
                .collect::<Vec<_>>()
        };
        let (base, ours, theirs, result) = (keys(&base), keys(&ours), keys(&theirs), keys(&result));
        for sentence in ours.iter().chain(&theirs).filter(|sentence| !base.contains(sentence)) {
            assert!(result.contains(sentence), "seed {seed}: {sentence} is lost\n{result:#?}");
        }
        for sentence in result {
            assert!(
                ours.contains(&sentence) || theirs.contains(&sentence),
                "seed {seed}: {sentence} came from nowhere"
            );
        }
    }
    println!("{merged} of 4000 were clean");
    assert!(merged > 400, "{merged}");
}
