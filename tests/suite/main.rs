//! What Foldout promises, in the order of its pipeline.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod again;
mod agreement;
mod ancestry;
mod browser;
mod calendars;
mod chromium;
mod command_line;
mod content;
mod dependencies;
mod editing;
mod feed;
mod fuzz;
mod hostile;
mod house;
mod impact;
mod markup;
mod merging;
mod pages;
mod paper;
mod pictures;
mod preview;
mod preview_browser;
mod publishing;
mod reach;
mod readme;
mod reviewing;
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
