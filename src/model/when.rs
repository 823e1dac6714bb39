//! Dates and times as people write them, read and written out.
//!
//! Dates are `2022-11-03` or `3 November 2022`, times `09:30`, `9:30am`, `9.30am`, `9am` or `midday`; anything
//! else is refused with words that say what to type.

pub use jiff::civil::{Date, Time};

/// A date, or a date and a time in the site's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time; `None` means the whole day.
    pub time: Option<Time>,
}

/// Why a value can't be read, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong: one sentence.
    pub message: String,
    /// What to type instead: one sentence.
    pub remedy: String,
}
