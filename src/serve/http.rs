//! The server: who may ask, for what, and what is sent with the answer.

use super::build::Live;
use super::dated::Dated;
use super::events;
use super::html::Editor;
use super::panel::{Panel, nothing_yet};
use super::stage::Scene;
use super::view::View;
use super::{deciding, review, widths, workbench};
use crate::error::{Error, Result};
use crate::model::output::{File, media_type};
use crate::render::Pages;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// The longest address that is answered.
const LONGEST_ADDRESS: usize = 4096;
/// The most that all headers together may hold.
const LARGEST_HEAD: usize = 32 * 1024;
/// How many pages are kept as they last were.
const KEPT: usize = 64;

const SCRIPT: &str = include_str!("assets/preview.js");
const STYLES: &str = include_str!("assets/preview.css");

/// What every answer is made of.
pub struct Server {
    /// What is shown.
    pub live: watch::Receiver<Live>,
    /// Where files are opened.
    pub editor: Editor,
    /// What tells this run of the preview from the one before.
    pub started: u64,
    /// Pages as they last were, for when a template fails in one.
    pub good: Mutex<HashMap<String, Arc<[u8]>>>,
    /// The site as of another day.
    pub dated: Dated,
}

/// What is answered.
struct Answer {
    status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
}

/// Answers a request.
pub async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let (request, body) = request.into_parts();
    let head = request.method == Method::HEAD;
    let mut response = match refusal(&request) {
        Some((status, words)) => plain(status, words),
        None if request.method == Method::POST => deciding::answer(&server, &request, body).await,
        None => server.answer(&request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "same-origin"),
        ("content-security-policy", POLICY),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Pages may use what the site itself has; scripts must be files of the theme.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Why a request is not answered at all.
fn refusal(request: &Parts) -> Option<(StatusCode, &'static str)> {
    if !names_us(request) {
        // A page elsewhere may have its own name lead to this computer: only our own names are answered.
        return Some((StatusCode::MISDIRECTED_REQUEST, "The preview answers to localhost only."));
    }
    let decides = request.method == Method::POST && request.uri.path() == review::ADDRESS;
    if !decides && ![Method::GET, Method::HEAD].contains(&request.method) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "The preview only shows pages."));
    }
    if request.uri.to_string().len() > LONGEST_ADDRESS {
        return Some((StatusCode::URI_TOO_LONG, "That address is too long."));
    }
    let size: usize = request.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (size > LARGEST_HEAD).then_some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "That request's head is too large."))
}

fn names_us(request: &Parts) -> bool {
    let hosts: Vec<_> = request.headers.get_all(header::HOST).iter().collect();
    let [host] = hosts.as_slice() else { return false };
    let by_address = request.uri.authority().is_none_or(|authority| is_our_name(authority.as_str()));
    by_address && host.to_str().is_ok_and(is_our_name)
}

fn is_our_name(host: &str) -> bool {
    let port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, after)| port(after)).map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

impl Server {
    async fn answer(&self, request: &Parts) -> Response<Body> {
        let Some(path) = decoded(request.uri.path()) else {
            return plain(StatusCode::BAD_REQUEST, "There is no such address.");
        };
        let query = pairs(request.uri.query().unwrap_or(""));
        let view = view(&request.headers);
        match path.strip_prefix("/_foldout/") {
            Some("preview.js") => sent(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT),
            Some("preview.css") => sent(StatusCode::OK, "text/css; charset=utf-8", STYLES),
            Some("events") => events::stream(self.live.clone(), self.started),
            Some("view") => look_otherwise(view, &query),
            Some("widths") => {
                let page = widths::page(get(&query, "path"), &self.version(&self.now().await));
                sent(StatusCode::OK, HTML, page)
            }
            own => {
                let framed = request.headers.get("sec-fetch-dest").is_some_and(|value| value == "iframe");
                self.made(own.map(str::to_owned), path, query, view, framed).await
            }
        }
    }

    /// What is shown, once there is anything.
    pub async fn now(&self) -> Live {
        let mut live = self.live.clone();
        match live.wait_for(|live| live.version > 0).await {
            Ok(live) => live.clone(),
            Err(_) => Live::default(),
        }
    }

    /// The version of what is shown, told from those of other runs.
    pub fn version(&self, live: &Live) -> String {
        format!("{}-{}", self.started, live.version)
    }

    /// A page that is made on the stage.
    async fn made(
        &self,
        own: Option<String>,
        path: String,
        query: Vec<(String, String)>,
        view: View,
        framed: bool,
    ) -> Response<Body> {
        let mut live = self.now().await;
        if let Some(day) = view.day {
            live = self.dated.of(&live, day).await;
        }
        let version = self.version(&live);
        let Some(stage) = live.stage.clone() else {
            return sent(StatusCode::SERVICE_UNAVAILABLE, HTML, nothing_yet(&live, &version, &self.editor));
        };
        let key = format!("{path} {}", view.cookie());
        let (editor, shown, label) = (self.editor.clone(), live.clone(), version.clone());
        let older = self.good.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let asked = stage.ask(move |scene| match own {
            Some(own) if own == "review" => Ok((review::page(scene, &query, &label, &editor, None), None)),
            Some(own) => {
                let asked = workbench::Asked { live: &shown, version: &label, view: &view, editor: &editor };
                Ok((workbench::page(scene, &asked, &own, &query), None))
            }
            None => {
                let panel = |scene: &Scene, file: &str, mistake: Option<&Error>| {
                    let panel = Panel { live: &shown, version: &label, view: &view, editor: &editor, path: file };
                    if framed { panel.framed() } else { panel.html(scene, mistake) }
                };
                page(scene, &view, &path, older, &panel)
            }
        });
        match asked.await.and_then(|made| made) {
            Ok((found, good)) => {
                if let Some(good) = good {
                    self.keep(key, good);
                }
                found.response()
            }
            Err(error) => {
                let live = Live { notices: Arc::new(vec![super::notice::Notice::of_error(&error)]), ..live };
                sent(StatusCode::SERVICE_UNAVAILABLE, HTML, nothing_yet(&live, &version, &self.editor))
            }
        }
    }

    fn keep(&self, key: String, page: Arc<[u8]>) {
        let mut good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        if good.len() >= KEPT && !good.contains_key(&key) {
            good.clear();
        }
        good.insert(key, page);
    }
}

/// What came of asking for something on the stage.
pub enum Found {
    /// A file with its status, kind and bytes.
    File(StatusCode, &'static str, Vec<u8>),
    /// It is at another address.
    At(String),
}

impl Found {
    /// A page of the preview's own.
    pub fn page(status: StatusCode, html: String) -> Self {
        Found::File(status, HTML, html.into_bytes())
    }

    /// What is sent.
    pub fn response(self) -> Response<Body> {
        match self {
            Found::File(status, kind, body) => Answer { status, kind, body }.response(),
            Found::At(address) => moved(&address),
        }
    }
}

/// A page as it was made, to be kept.
type Good = Option<Arc<[u8]>>;

/// A file of the site, with the panel if it is a page.
fn page(
    scene: &mut Scene,
    view: &View,
    path: &str,
    older: Good,
    panel: &dyn Fn(&Scene, &str, Option<&Error>) -> String,
) -> Result<(Found, Good)> {
    let relative = path.trim_start_matches('/');
    // The day is that of the stage.
    let pages = scene.pages(&View { day: None, ..view.clone() })?;
    let index = if relative.is_empty() || relative.ends_with('/') {
        format!("{relative}index.html")
    } else {
        relative.to_owned()
    };
    if !pages.has(&index) && pages.has(&format!("{relative}/index.html")) {
        return Ok((Found::At(format!("/{}/", super::html::encoded(relative))), None));
    }
    if index == "favicon.ico" && !pages.has(&index) {
        // Browsers ask for it by themselves; a site without one has nothing missing.
        return Ok((Found::File(StatusCode::NO_CONTENT, "image/x-icon", Vec::new()), None));
    }
    let (status, file) =
        if pages.has(&index) { (StatusCode::OK, index) } else { (StatusCode::NOT_FOUND, missing(relative, pages)) };
    let Some(bytes) = pages.find(&file).map(File::bytes) else {
        return Ok((
            Found::File(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"There is no such page.".to_vec()),
            None,
        ));
    };
    let kind = media_type(&file);
    if kind != HTML {
        return Ok((Found::File(status, kind, bytes?.to_vec()), None));
    }
    let (bytes, mistake) = match (bytes, older) {
        (Ok(bytes), _) => (bytes.into(), None),
        // A template that fails in this page: the page as it was, with the mistake over it.
        (Err(error), Some(older)) => (older, Some(error)),
        (Err(error), None) => return Err(error),
    };
    let added = panel(scene, &file, mistake.as_ref());
    let good = (mistake.is_none() && status == StatusCode::OK).then(|| bytes.clone());
    Ok((Found::File(status, HTML, with(&bytes, &added)), good))
}

/// The page that stands where nothing is: the hub's, else the network's.
fn missing(path: &str, pages: &Pages) -> String {
    let hub = path.split('/').next().unwrap_or("");
    let own = format!("{hub}/404.html");
    if pages.has(&own) { own } else { "404.html".to_owned() }
}

/// A page with something more before its body ends.
fn with(page: &[u8], added: &str) -> Vec<u8> {
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    let (before, after) = page.split_at(at);
    [before, added.as_bytes(), after].concat()
}

const HTML: &str = "text/html; charset=utf-8";

impl Answer {
    fn response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(self.kind));
        response
    }
}

fn sent(status: StatusCode, kind: &'static str, body: impl Into<Vec<u8>>) -> Response<Body> {
    Answer { status, kind, body: body.into() }.response()
}

/// A sentence.
pub fn plain(status: StatusCode, words: &str) -> Response<Body> {
    sent(status, "text/plain; charset=utf-8", words)
}

/// It is at another address.
pub fn moved(address: &str) -> Response<Body> {
    let mut response = plain(StatusCode::SEE_OTHER, "");
    if let Ok(address) = header::HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

/// Takes up another way to look, and leads back to the page.
fn look_otherwise(view: View, query: &[(String, String)]) -> Response<Body> {
    let view = query.iter().fold(view, |view, (key, value)| view.changed(key, value));
    let back = get(query, "back");
    let inside = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    let mut response = moved(&if inside { super::html::encoded_address(back) } else { "/".to_owned() });
    if let Ok(cookie) = header::HeaderValue::from_str(&view.cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn view(headers: &HeaderMap) -> View {
    View::of_cookies(headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()))
}

/// A path as it is meant, where it is a plain one: nothing that climbs out of the site.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decoded(path)?;
    let climbs = path.split('/').any(|part| part == ".." || part == ".");
    let odd = path.contains('\\') || path.chars().any(char::is_control);
    (path.starts_with('/') && !climbs && !odd).then_some(path)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// What stands after the question mark, or in a form.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        Some((percent_decoded(key)?, percent_decoded(&value.replace('+', " "))?))
    };
    query.split('&').filter(|part| !part.is_empty()).filter_map(pair).collect()
}

/// The value of a key, or nothing.
pub fn get<'q>(query: &'q [(String, String)], key: &str) -> &'q str {
    query.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
}

/// For what stops the server.
pub fn stopped(error: &std::io::Error) -> Error {
    Error::Usage(format!("The preview had to stop: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_answered() {
        for own in ["localhost", "localhost:4000", "127.0.0.1:80", "[::1]:4000", "[::1]", "LOCALHOST"] {
            assert!(is_our_name(own), "{own}");
        }
        for other in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:4000", "", "localhost:x"] {
            assert!(!is_our_name(other), "{other}");
        }
    }

    #[test]
    fn an_address_that_climbs_is_none() {
        assert_eq!(decoded("/oak/caf%C3%A9.pdf").as_deref(), Some("/oak/caf\u{e9}.pdf"));
        for bad in ["/../a", "/a/%2e%2e/b", "/%2E%2e", "/a%5c..%5cb", "/a%00", "/%zz", "/%ff", "a"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }
}
