//! What Foldout promises, in the order of its pipeline.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod browser;
mod chromium;
mod command_line;
mod content;
mod editing;
mod feed;
mod hostile;
mod house;
mod impact;
mod merging;
mod pages;
mod preview;
mod publishing;
mod readme;
mod robustness;
mod rollover;
mod rules;
mod schema;
mod search;
mod server;
mod site;
mod status;
mod themes;
mod wording;
