//! How near two sentences are: by how many words they differ.
//!
//! A word put in, left out or put in another's place is one changed word. A placeholder of a national sentence may
//! stand for any words. How many changed words still make a sentence nearly the other one follows from its length:
//!
//! | words of the national sentence | 6 | 7 to 9 | 10 to 12 | 13 to 15 | 16 and more |
//! |---|---|---|---|---|---|
//! | changed words | 1 | 2 | 3 | 4 | 5 |
//!
//! Three words of four letters or more must be the same besides: short sentences are alike in their little words.
//!
//! What this finds of the sentences of 2021-22 that 2022-23 no longer has, pasted into a hub's file with words changed
//! at random, by `cargo test --test suite ancestry -- --nocapture`:
//!
//! | changed words | 6 to 9 words | 10 to 15 words | 16 and more | all |
//! |---|---|---|---|---|
//! | 0 | 100 % | 100 % | 100 % | 100 % |
//! | 1 | 82 % | 100 % | 100 % | 96 % |
//! | 2 | 41 % | 98 % | 100 % | 85 % |
//! | 3 | 3 % | 98 % | 100 % | 75 % |
//! | 4 | 2 % | 54 % | 100 % | 59 % |
//! | 5 | 1 % | 3 % | 100 % | 40 % |
//!
//! Of the words that hubs wrote themselves it takes none for old ones, and none of the 164 sentences that 2022-23 has
//! anew when 2021-22 and the years before are all that is known.

/// Sentences of fewer words are left alone: too many people write them alike.
pub(super) const LEAST_WORDS: usize = 6;
/// The most changed words.
pub(super) const MOST_CHANGED: usize = 5;
/// How many longer words must be the same.
const LEAST_ALIKE: usize = 3;
/// How many letters a longer word has.
const LONGER: usize = 4;

/// A word by its number in the vocabulary of the national text.
pub(super) type Word = u32;
/// A placeholder or fact.
pub(super) const HOLE: Word = 0;
/// A word that the national text never had.
pub(super) const UNKNOWN: Word = Word::MAX;

/// How many words of a national sentence may be changed, given how many it has.
pub(super) fn changeable(words: usize) -> usize {
    (words.saturating_sub(1) / 3).min(MOST_CHANGED)
}

/// Whether it is worth counting: each word of a national sentence that is missing is a changed word.
pub(super) fn may_be_near(national: &[Word], local: &[Word], most: usize) -> bool {
    national.iter().filter(|word| **word != HOLE && !local.contains(word)).nth(most).is_none()
}

/// By how many words a local sentence differs from a national one; `None` for more than `most`.
pub(super) fn distance(national: &[Word], local: &[Word], most: usize) -> Option<usize> {
    let holes = national.contains(&HOLE);
    let longer = local.len().saturating_sub(national.len());
    let shorter = national.iter().filter(|word| **word != HOLE).count().saturating_sub(local.len());
    if shorter > most || (longer > most && !holes) {
        return None;
    }
    let mut above: Vec<usize> = (0..=local.len()).collect();
    for &word in national {
        let mut row = Vec::with_capacity(above.len());
        row.push(if word == HOLE { above[0] } else { above[0] + 1 });
        for (at, &other) in local.iter().enumerate() {
            let (corner, up, left) = (above[at], above[at + 1], row[at]);
            row.push(match word {
                HOLE => up.min(left),
                _ => (corner + usize::from(word != other)).min(up + 1).min(left + 1),
            });
        }
        // A row never holds less than the one above it.
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        above = row;
    }
    above.last().copied().filter(|distance| *distance <= most)
}

/// Whether enough longer words are the same. `letters` gives how many a word has.
pub(super) fn alike(national: &[Word], local: &[Word], letters: impl Fn(Word) -> usize) -> bool {
    let longer = national.iter().filter(|word| **word != HOLE && letters(**word) >= LONGER);
    let shared = longer.filter(|word| local.contains(word)).take(LEAST_ALIKE);
    shared.count() == LEAST_ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_counted_and_a_placeholder_stands_for_any() {
        assert_eq!(distance(&[1, 2, 3, 4], &[1, 2, 3, 4], 0), Some(0));
        assert_eq!(distance(&[1, 2, 3, 4], &[1, 9, 3], 2), Some(2));
        assert_eq!(distance(&[1, 2, 3, 4], &[1, 9, 3], 1), None);
        assert_eq!(distance(&[1, 2, HOLE, 4], &[1, 2, 7, 8, 9, 7, 8, 4], 0), Some(0));
        assert_eq!(distance(&[1, 2, HOLE, 4], &[1, 2, 4], 0), Some(0));
        assert_eq!(distance(&[1, 2, HOLE, 4], &[1, UNKNOWN, 5, 4], 2), Some(1));
        assert_eq!(distance(&[1, 2, 3], &[], 3), Some(3));
    }

    #[test]
    fn longer_sentences_may_have_more_changed_words() {
        assert_eq!([6, 7, 9, 10, 13, 16, 40].map(changeable), [1, 2, 2, 3, 4, 5, 5]);
    }
}
