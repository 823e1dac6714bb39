//! The preview: the real pages, while somebody types.
//!
//! 1. `port` takes a port of this computer; `http` answers requests that name it rightly.
//! 2. `watch` hears of changes, `work` decides what to read again, `build` reads, parses, merges and raises a
//!    `stage`: a thread that owns that state of the site and makes pages when they are asked for.
//! 3. `events` tells open pages, whose script asks for the page again and puts in what has changed.
//! 4. The checks follow, beside the work; what they find stands in each page's `panel` and in the `workbench`. Asked
//!    for another day, `dated` raises a stage for that day.
//!
//! A file or template that can't be read leaves the last good pages standing, with what is wrong over them. Nothing
//! is written anywhere, but what somebody decides on a page of `review`: `deciding` has it done.

mod build;
mod dated;
mod deciding;
mod events;
mod html;
mod http;
mod impact;
mod jump;
mod notice;
mod panel;
mod port;
mod review;
mod stage;
mod subject;
mod view;
mod watch;
mod widths;
mod work;
mod workbench;

pub use build::Today;

use crate::error::{Error, Result};
use axum::Router;
use axum::serve::ListenerExt as _;
use html::Editor;
use http::Server;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

/// What to serve, and how.
#[derive(Debug)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// The port that is wanted.
    pub port: u16,
    /// An address with `{path}`, `{line}` and `{column}` that opens a file; `None`: places are copied.
    pub editor: Option<String>,
    /// The day it is.
    pub today: Today,
}

/// Serves until somebody stops it. `ready` is told the address once it can be opened.
///
/// # Errors
/// There is no site there, no port is free, or the system refuses.
pub fn serve(options: Options, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    // A site whose content can't be read is shown with what is wrong; a folder without content is none.
    if !options.site.join("content").is_dir() {
        return Err(Error::NoSite(options.site));
    }
    let root = options.site.canonicalize().map_err(Error::disk("read", &options.site))?;
    let listener = port::take(options.port)?;
    let address = listener.local_addr().map_err(|error| http::stopped(&error))?;
    listener.set_nonblocking(true).map_err(|error| http::stopped(&error))?;

    let (sender, live) = tokio::sync::watch::channel(build::Live::default());
    let work = work::Work::new(&root, build::Builder::new(root.clone(), options.today, sender));
    std::thread::spawn(move || work.run());

    let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let editor = Editor { root, pattern: options.editor };
    let server =
        Arc::new(Server { live, editor, started, good: Mutex::new(HashMap::new()), dated: dated::Dated::default() });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| http::stopped(&error))?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
        let router = Router::new().fallback(http::answer).with_state(server);
        ready(address);
        tokio::select! {
            served = async { axum::serve(listener, router).await } => served,
            stopped = tokio::signal::ctrl_c() => stopped,
        }
    });
    // Open streams of events must not keep it from stopping.
    runtime.shutdown_background();
    served.map_err(|error| http::stopped(&error))
}
