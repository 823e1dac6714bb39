//! What Foldout promises, in the order of its pipeline.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod command_line;
mod house;
mod preview;
mod publishing;
mod readme;
mod schema;
mod site;
