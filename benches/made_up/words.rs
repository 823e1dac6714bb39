//! Made-up words: plain English sentences from a seeded row of numbers.

const SUBJECTS: [&str; 12] = [
    "Teachers",
    "The lead teacher",
    "Each school",
    "Participants",
    "The work group",
    "Senior leaders",
    "Pupils",
    "Teaching assistants",
    "Colleagues from nearby schools",
    "The project team",
    "New members",
    "Heads of department",
];
const VERBS: [&str; 12] = [
    "meet to plan",
    "try out",
    "look closely at",
    "bring examples of",
    "share",
    "compare",
    "write about",
    "take away",
    "return to",
    "discuss",
    "observe",
    "work through",
];
const OBJECTS: [&str; 12] = [
    "a sequence of lessons",
    "the way fractions are taught",
    "what pupils say and write",
    "small steps in reasoning",
    "number facts and fluency",
    "the move from Year 6 to Year 7",
    "a task that everyone can begin",
    "questions that open a topic",
    "representations and structure",
    "variation in practice tasks",
    "what the first meeting left open",
    "plans for the coming term",
];
const ENDS: [&str; 12] = [
    "in their own classrooms",
    "over the course of the year",
    "with support from the hub",
    "between the meetings",
    "before the summer term",
    "together with a partner school",
    "during a half-day visit",
    "at no cost to the school",
    "with the materials that are provided",
    "and report what they found",
    "in every phase",
    "so that all pupils take part",
];

const TOPICS: [&str; 60] = [
    "fractions",
    "ratio",
    "algebra",
    "angles",
    "area",
    "perimeter",
    "volume",
    "symmetry",
    "decimals",
    "percentages",
    "multiplication",
    "division",
    "subtraction",
    "addition",
    "counting",
    "estimation",
    "measures",
    "money",
    "time",
    "graphs",
    "probability",
    "statistics",
    "averages",
    "sequences",
    "functions",
    "equations",
    "inequalities",
    "proof",
    "vectors",
    "matrices",
    "trigonometry",
    "calculus",
    "logarithms",
    "indices",
    "surds",
    "primes",
    "factors",
    "multiples",
    "rounding",
    "negatives",
    "coordinates",
    "transformations",
    "constructions",
    "loci",
    "bearings",
    "scale",
    "speed",
    "density",
    "compound measures",
    "place value",
    "bar models",
    "number lines",
    "part-whole",
    "patterns",
    "shapes",
    "sorting",
    "tallies",
    "pictograms",
    "doubling",
    "halving",
];

/// A row of numbers that is the same for the same seed (a linear congruential generator, Knuth's constants).
pub struct Row(u64);

impl Row {
    /// The row of a seed made of numbers.
    pub fn of(seed: &[usize]) -> Self {
        let mut row = Row(0x9e37_79b9_7f4a_7c15);
        for number in seed {
            row.0 = row.0.wrapping_add(*number as u64 + 1);
            row.below(2);
        }
        row
    }

    /// The next number, from 0 to one less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    /// A sentence.
    pub fn sentence(&mut self) -> String {
        let mut pick = |words: &[&'static str]| words[self.below(words.len())];
        let (first, second) = (pick(&TOPICS), pick(&TOPICS));
        format!("{} {} {} in {first} and {second} {}.", pick(&SUBJECTS), pick(&VERBS), pick(&OBJECTS), pick(&ENDS))
    }

    /// A paragraph of that many sentences.
    pub fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}
