//! A web server for tests: a folder's files under the headers that its `_headers` asks for, as Netlify and
//! Cloudflare Pages would give them.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Serves until it is dropped.
pub struct Server {
    port: u16,
    stop: Arc<AtomicBool>,
}

impl Server {
    pub fn of(root: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let (port, stop) = (listener.local_addr().unwrap().port(), Arc::new(AtomicBool::new(false)));
        let (root, stopped) = (root.to_path_buf(), stop.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| !stopped.load(Ordering::Relaxed)) {
                let root = root.clone();
                std::thread::spawn(move || stream.map(|stream| answer(&root, stream)));
            }
        });
        Self { port, stop }
    }

    /// The address of a path such as `cambridge/`.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn answer(root: &Path, mut stream: TcpStream) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let _rest: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or("/").split(['?', '#']).next().unwrap().trim_start_matches('/');
    let (status, file) = found(root, path);
    let body = file.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
    let kind = kind(file.as_deref().unwrap_or(Path::new("")));
    let headers = headers(root);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn found(root: &Path, path: &str) -> (&'static str, Option<PathBuf>) {
    let file = root.join(path);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    if file.is_file() {
        return ("200 OK", Some(file));
    }
    let missing = root.join("404.html");
    ("404 Not Found", missing.is_file().then_some(missing))
}

/// The lines below `/*`.
fn headers(root: &Path) -> String {
    let text = fs::read_to_string(root.join("_headers")).unwrap_or_default();
    text.lines().filter(|line| line.starts_with(' ')).map(|line| format!("{}\r\n", line.trim())).collect()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ics") => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}
