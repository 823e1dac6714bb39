//! The rules, their levels and their documentation.

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Withholds pages.
    Error,
    /// Withholds nothing, but should be mended.
    Warning,
    /// Informs.
    Note,
}

impl Level {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

macro_rules! rules {
    ($($variant:ident $name:literal $level:ident,)*) => {
        /// A rule, by the name that a person can say. Its documentation is `rules/<name>.md` beside this file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum Rule { $($variant,)* }

        impl Rule {
            /// Every rule: errors, then warnings, then notes.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// Its name: `unfilled`.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// The level that it usually has.
            pub fn level(self) -> Level {
                match self { $(Rule::$variant => Level::$level,)* }
            }

            /// What it finds, why it matters, an example wrong and right; in Markdown.
            pub fn documentation(self) -> &'static str {
                match self { $(Rule::$variant => include_str!(concat!("rules/", $name, ".md")),)* }
            }
        }
    };
}

rules! {
    BadFrontMatter "bad-front-matter" Error,
    UnknownKey "unknown-key" Error,
    BadValue "bad-value" Error,
    DuplicateId "duplicate-id" Error,
    ReservedId "reserved-id" Error,
    UnknownProgramme "unknown-programme" Error,
    UnknownEdition "unknown-edition" Error,
    UnknownPhase "unknown-phase" Error,
    UnknownHub "unknown-hub" Error,
    UnknownSection "unknown-section" Error,
    AmbiguousSection "ambiguous-section" Error,
    UnknownVerb "unknown-verb" Error,
    UnknownPlaceholder "unknown-placeholder" Error,
    LockedSection "locked-section" Error,
    ConflictingChanges "conflicting-changes" Error,
    Unfilled "unfilled" Error,
    BrokenLink "broken-link" Error,
    EmptyLink "empty-link" Error,
    MissingFile "missing-file" Error,
    JoinLink "join-link" Error,
    LeftoverPrompt "leftover-prompt" Error,
    Tbc "tbc" Warning,
    SessionOrder "session-order" Warning,
    DeadlineAfterStart "deadline-after-start" Warning,
    OutsideEdition "outside-edition" Warning,
    WrongWeekday "wrong-weekday" Warning,
    DateWithoutYear "date-without-year" Warning,
    VagueLinkText "vague-link-text" Warning,
    HeadingOrder "heading-order" Warning,
    EmptyItem "empty-item" Warning,
    ImageAlt "image-alt" Warning,
    AccentContrast "accent-contrast" Warning,
    OtherHub "other-hub" Warning,
    StrayFile "stray-file" Warning,
    UnusedPlaceholder "unused-placeholder" Warning,
    UnnamedPlaceholder "unnamed-placeholder" Warning,
    UnusedAnswer "unused-answer" Warning,
    NationalTextChanged "national-text-changed" Warning,
    OldNationalWords "old-national-words" Warning,
    PastDeadline "past-deadline" Note,
    UnknownGlossaryTerm "unknown-glossary-term" Note,
    RedundantChange "redundant-change" Note,
    NationalWords "national-words" Note,
    NeverAgreed "never-agreed" Note,
    AgreedWithoutFile "agreed-without-file" Note,
    NoBaseUrl "no-base-url" Note,
}

impl Rule {
    /// The rule of that name.
    pub fn find(name: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn every_rule_is_documented_in_the_same_shape() {
        for rule in Rule::ALL {
            let text = rule.documentation();
            let mut lines = text.lines();
            assert_eq!(lines.next(), Some(format!("# {}", rule.name()).as_str()));
            assert_eq!(lines.next(), Some(""));
            assert!(lines.next().is_some_and(|line| line.chars().next().is_some_and(char::is_uppercase)), "{rule:?}");
            let at =
                |heading: &str| text.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("{rule:?} {heading}"));
            assert!(at("Why it matters") < at("Wrong") && at("Wrong") < at("Right"), "{rule:?}");
            let examples = &text[at("Wrong")..at("Right")];
            assert_eq!(examples.matches("\n```").count(), 2, "{rule:?}");
            assert_eq!(text.matches("\n```").count() % 2, 0, "{rule:?}");
        }
    }
}
