//! Telling open pages that there is something new: server-sent events.

use super::build::Live;
use axum::body::Body;
use axum::http::{Response, header};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;

/// How often a stream gives a sign of life, so that a page that has gone is noticed.
const SIGN: Duration = Duration::from_secs(20);

/// A stream of versions: the one there is now, then each new one.
pub fn stream(mut live: watch::Receiver<Live>, started: u64) -> Response<Body> {
    live.mark_changed();
    let events = stream::unfold(live, move |mut live| async move {
        let text = match tokio::time::timeout(SIGN, live.changed()).await {
            Ok(Ok(())) => format!("retry: 500\ndata: {started}-{}\n\n", live.borrow_and_update().version),
            Ok(Err(_)) => return None,
            Err(_) => ":\n\n".to_owned(),
        };
        Some((Ok::<_, Infallible>(text), live))
    });
    let mut response = Response::new(Body::from_stream(events));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/event-stream"));
    response
}
