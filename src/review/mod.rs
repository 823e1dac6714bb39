//! Deciding what becomes of a hub's changes where the national text has changed: what there is to decide, and what
//! each decision does to the hub's files.
//!
//! 1. [`questions`] gathers the changes that somebody has to look at, all those of one section in one [`Question`]:
//!    an agreement is about a section, so agreeing for one of them is agreeing for all.
//! 2. A question says what the national text said, what it says now, what the hub says, and which [`Choice`]s there
//!    are. It suggests a text only where the hub and the national team changed different sentences.
//! 3. [`decide()`] does what a person chose, and nothing else: first the hub's words, then `agreed.yaml`. Words that go
//!    from a file for the national ones are put into `_taken-out.md` beside it before.
//!
//! Nothing is written but through [`crate::edit`].

mod decide;
mod question;

pub use decide::{Done, TAKEN_OUT, decide};
pub use question::{Choice, INTRODUCTION, Question, questions};
