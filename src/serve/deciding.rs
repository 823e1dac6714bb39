//! What a form of the review sends: who may send it, and what is done. The only place of the preview from which a
//! file is written, and only for a person who pressed a button on a page of this preview.

use super::html::encoded;
use super::http::{Found, Server, get, moved, pairs, plain};
use super::review::{self, ADDRESS, seen};
use super::stage::Scene;
use crate::review::{Choice, decide, questions};
use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode, header};
use std::path::Path;
use std::time::Duration;

/// The most that a form may hold.
const LARGEST_FORM: usize = 1_000_000;
/// How long a decision is waited for until it shows.
const SHOWN: Duration = Duration::from_secs(5);

/// Whether a request comes from a page of this preview: a page elsewhere could send a form here, but not say that it
/// comes from here.
fn is_ours(request: &Parts) -> bool {
    let value = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
    let host = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let from_here = value("origin").is_some_and(|origin| origin == format!("http://{host}"));
    from_here && value("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

/// Answers a form.
pub async fn answer(server: &Server, request: &Parts, body: Body) -> Response<Body> {
    if !is_ours(request) {
        return plain(StatusCode::FORBIDDEN, "Only the preview's own pages may change files.");
    }
    let Ok(bytes) = to_bytes(body, LARGEST_FORM).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "These words are too many to be sent at once.");
    };
    let fields = pairs(&String::from_utf8_lossy(&bytes));
    let live = server.now().await;
    let version = server.version(&live);
    let Some(stage) = live.stage.clone() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "The site can't be read at the moment. Try again.");
    };
    let (editor, change) = (server.editor.clone(), get(&fields, "change").to_owned());
    let decided = stage.ask(move |scene| match chosen(scene, &editor.root, &fields) {
        Ok(hub) => Ok(hub),
        Err(why) => {
            let query = [("change".to_owned(), get(&fields, "change").to_owned())];
            Err(review::page(scene, &query, &version, &editor, Some(&why)))
        }
    });
    match decided.await {
        Ok(Ok(hub)) => {
            // The page that follows is to show what was decided; if that takes long, it shows soon after.
            let mut shown = server.live.clone();
            let before = live.version;
            let _ = tokio::time::timeout(SHOWN, shown.wait_for(|live| live.version > before)).await;
            moved(&format!("{ADDRESS}?hub={}&done={}", encoded(&hub), encoded(&change)))
        }
        Ok(Err(page)) => Found::response(page),
        Err(error) => plain(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
    }
}

/// Does what the form asks for, and gives the hub; else says why not.
fn chosen(scene: &Scene, root: &Path, fields: &[(String, String)]) -> Result<String, String> {
    let (joined, sources) = (&scene.site.joined, &*scene.site.sources);
    let all = questions(joined.standings(), &joined.merged.current, None, None);
    let question = all.iter().find(|question| question.name() == get(fields, "change"));
    let question = question.ok_or("There is nothing to decide about it any more, so nothing was changed.")?;
    if seen(sources, question) != get(fields, "seen") {
        return Err("The texts have changed since this page was shown, so nothing was changed. Here they are as they \
                    stand now."
            .to_owned());
    }
    let words = || fields.iter().filter(|(name, _)| name == "words").map(|(_, words)| words.clone()).collect();
    let choice = match get(fields, "choice") {
        "keep" => Choice::KeepOurs,
        "merged" => Choice::TakeMerged,
        "own" => Choice::OwnSection,
        "edit" => Choice::Edit(words()),
        "national" if get(fields, "sure") == "yes" => Choice::TakeNational,
        "national" => return Err("Tick the box to take your words out of the file. Nothing was changed.".to_owned()),
        _ => return Err("That can't be chosen here, so nothing was changed.".to_owned()),
    };
    decide(root, sources, &joined.content, question, &choice, scene.site.day).map_err(|error| error.to_string())?;
    Ok(question.first().hub.to_string())
}
