//! "Did you mean": the nearest right name to a mistyped one.

/// Longer texts are no names, and comparing them would take long.
const LONGEST: usize = 120;
/// How alike two names must be, 1 being equal.
const ENOUGH: f64 = 0.6;

/// The candidate that is most like `name`, the first of several; `None` where nothing is near. Case and
/// punctuation don't count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Folded::new(name)?;
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let Some(folded) = Folded::new(candidate) else { continue };
        let score = name.likeness(&folded);
        if score >= ENOUGH && best.is_none_or(|(so_far, _)| score > so_far) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A name without case and punctuation.
struct Folded {
    text: String,
    letters: usize,
}

impl Folded {
    fn new(text: &str) -> Option<Self> {
        if text.len() > 4 * LONGEST {
            return None;
        }
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let text = words.join(" ");
        let letters = text.chars().count();
        (1..=LONGEST).contains(&letters).then_some(Self { text, letters })
    }

    fn likeness(&self, other: &Self) -> f64 {
        if self.text == other.text {
            return 1.0;
        }
        self.by_letters(other).max(self.by_words(other))
    }

    /// A slip or two of the fingers, the more the longer the name is.
    fn by_letters(&self, other: &Self) -> f64 {
        let longer = self.letters.max(other.letters);
        let slips = strsim::damerau_levenshtein(&self.text, &other.text);
        let allowed = match longer {
            0..=2 => 0,
            3..=4 => 1,
            _ => (longer / 3).min(5),
        };
        if slips > allowed { 0.0 } else { 1.0 - slips as f64 / (longer as f64 * 1.2) }
    }

    /// A name that is part of another, or shares most of its words: `continuity` for `year-5-8-continuity`.
    fn by_words(&self, other: &Self) -> f64 {
        let mine: Vec<&str> = self.text.split(' ').collect();
        let theirs: Vec<&str> = other.text.split(' ').collect();
        let shared: Vec<&&str> = mine.iter().filter(|word| theirs.contains(word)).collect();
        let telling = shared.iter().any(|word| word.chars().count() >= 4);
        let all = mine.len() + theirs.len() - shared.len();
        let fewer = mine.len().min(theirs.len());
        if !telling {
            0.0
        } else if shared.len() >= fewer {
            0.7 + 0.2 * shared.len() as f64 / all as f64
        } else {
            0.95 * 2.0 * shared.len() as f64 / (mine.len() + theirs.len()) as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_suggested() {
        let sections = ["what-is-involved", "who-is-leading-the-work-group", "funding", "expectations"];
        let programmes = ["year-5-8-continuity", "teaching-for-mastery-readiness", "teaching-for-mastery-embedding"];
        let keys = ["title", "phase", "summary", "code", "number", "next"];
        let verbs = ["Answer", "Replace", "Add before", "Add to", "Hide", "New section"];
        for (name, candidates, expected) in [
            ("what-is-invloved", &sections[..], Some("what-is-involved")),
            ("What is involved?", &sections, Some("what-is-involved")),
            ("Who leads the Work Group", &sections, Some("who-is-leading-the-work-group")),
            ("Fundng", &sections, Some("funding")),
            ("expectation", &sections, Some("expectations")),
            ("weather", &sections, None),
            ("continuity", &programmes, Some("year-5-8-continuity")),
            ("year-5-8-continiuty", &programmes, Some("year-5-8-continuity")),
            ("teaching-for-mastery-embeding", &programmes, Some("teaching-for-mastery-embedding")),
            ("tilte", &keys, Some("title")),
            ("Titel", &keys, Some("title")),
            ("sumary", &keys, Some("summary")),
            ("venue", &keys, None),
            ("x", &keys, None),
            ("Add too", &verbs, Some("Add to")),
            ("Repalce", &verbs, Some("Replace")),
            ("", &verbs, None),
        ] {
            assert_eq!(nearest(name, candidates.iter().copied()), expected, "{name}");
        }
        assert_eq!(nearest(&"long ".repeat(100_000), keys), None);
    }
}
