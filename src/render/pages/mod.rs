//! The pages, one kind a file: what each template gets.

mod accessibility;
mod booklet;
mod chapter;
mod home;
mod network;
mod offering;
mod programme;
mod search;
mod small;

pub use accessibility::accessibility;
pub use booklet::booklet;
pub use chapter::{Alike, OwnFacts, Text};
pub use home::home;
pub use network::network;
pub use offering::offering;
pub use programme::programme;
pub use search::{hub_search, network_search};
pub use small::{not_found, redirect, robots, sitemap};

use super::shared::Crumb;

/// The last step of the way to a page: the page itself.
fn here(words: &str) -> Crumb {
    Crumb { words: words.to_owned(), href: None }
}

/// A step on the way to a page.
fn step(words: &str, href: String) -> Crumb {
    Crumb { words: words.to_owned(), href: Some(href) }
}
