//! Changing files that people write, without touching anything else in them: a file's text and one change in, the
//! text with that change out. Comments, order, quotation marks, line ends, a byte order mark, and a missing last
//! line end stay as they were, because only the bytes of the change are ever replaced.
//!
//! 1. [`open`] reads a file's bytes and refuses where it is no longer what the site was read from.
//! 2. [`section`] changes the body of a hub's file, [`value`] a YAML file or front matter. Both work on the text as
//!    every other stage sees it ([`Original::text`]), so places found there hold here; [`Original::splice`] carries
//!    the change over to the bytes on disk. Each change is read back and refused where anything else has moved.
//! 3. [`save()`] puts the new text in place of the old one, whole or not at all.
//!
//! [`open`] and [`save()`] are the room's door: the only place from which content is ever written, and only for a
//! person who asked. Everything else here is pure.

mod original;
mod save;
pub mod section;
pub mod value;

pub use original::Original;
pub use save::{open, reopen, save};
pub use value::{Home, Step};
