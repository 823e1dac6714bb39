//! Writes a made-up site, always the same for the same arguments: for benchmarks, and for trying things at size.
//!
//! ```text
//! cargo run --release --example made-up-site -- --hubs 40 --programmes 25 DIR
//! cargo run --release --example made-up-site -- --hubs 40 --programmes 25 --for hugo DIR
//! ```
//! `--for hugo` writes the same texts as Hugo's users would keep them: national text and each hub's words as data
//! files, and a content adapter that merges them. `--for hugo-merged` writes pages that are merged already.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod facts;
mod foldout;
mod hugo;
mod words;

use clap::{Parser, ValueEnum};
use facts::{Facts, Size};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a made-up site.
#[derive(Parser)]
struct Args {
    /// The folder to write, which must not exist.
    dir: PathBuf,
    /// How many hubs.
    #[arg(long, default_value_t = 40)]
    hubs: usize,
    /// How many programmes, all of which each hub offers.
    #[arg(long, default_value_t = 25)]
    programmes: usize,
    /// How many sections a programme has.
    #[arg(long, default_value_t = 8)]
    sections: usize,
    /// How many sections of a programme a hub changes.
    #[arg(long, default_value_t = 3)]
    changes: usize,
    /// How many cohorts an offering has, of four sessions each.
    #[arg(long, default_value_t = 2)]
    cohorts: usize,
    /// For which generator.
    #[arg(long = "for", value_enum, default_value_t = Reader::Foldout)]
    reader: Reader,
}

#[derive(Clone, Copy, ValueEnum)]
enum Reader {
    Foldout,
    Hugo,
    HugoMerged,
}

fn main() {
    let Args { dir, hubs, programmes, sections, changes, cohorts, reader } = Args::parse();
    assert!(!dir.exists(), "{} exists already: name a folder that doesn't", dir.display());
    let facts = Facts::new(Size { hubs, programmes, sections, changes, cohorts });
    match reader {
        Reader::Foldout => foldout::write(&facts, &dir),
        Reader::Hugo => hugo::write(&facts, &dir, hugo::Merging::ByTemplates),
        Reader::HugoMerged => hugo::write(&facts, &dir, hugo::Merging::Done),
    }
}

/// Writes a file and the folders above it.
fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}
