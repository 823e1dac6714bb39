//! How long a save takes until the preview serves the new text, on made-up sites. Run it with `cargo bench`.
//!
//! For each site and kind of save it prints the median and the slowest of 20, in milliseconds from the end of the
//! write, and then the server's memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAMMES: usize = 25;
const SAVES: usize = 20;
const EDITION: &str = "2026-27";

/// What is saved: its name, its path, and its text with some words in it.
type Kind<'k> = (&'static str, String, &'k dyn Fn(&str) -> String);

fn main() {
    // Cargo runs benches of a test run with this; there is nothing to test here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    for hubs in [40, 400] {
        measure(hubs);
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn national(number: usize, words: &str) -> String {
    let mut text = format!(
        "---\ntitle: Programme {number}\nphase: Primary\nsummary: What programme {number} is about.\nnumber: {number}\n---\n"
    );
    for section in 0..8 {
        text.push_str(&format!("## Section {section}\n\n{words}\n\n"));
        text.push_str(&"Teachers meet each month and try out what they plan together in their own classes. ".repeat(8));
        text.push_str(&format!("\n\n- [[item-{section}|What is yours?]]\n- another item\n\n"));
    }
    text
}

fn local(hub: usize, words: &str) -> String {
    let mut text = "---\nanswers:\n".to_owned();
    for section in 0..8 {
        text.push_str(&format!("  item-{section}: The answer of hub {hub}\n"));
    }
    format!("{text}sessions:\n  - 2026-11-03 09:30-15:30, the school\n---\n## Add to: Section 1\n\n{words}\n")
}

fn make(root: &Path, hubs: usize) {
    write(
        root,
        "content/site.yaml",
        &format!("title: Made up\nedition: {EDITION}\nphases: [Primary]\nbase_url: https://a.example/\n"),
    );
    for number in 0..PROGRAMMES {
        write(root, &format!("content/national/{EDITION}/programme-{number}.md"), &national(number, "As it was."));
    }
    for hub in 0..hubs {
        let about = format!(
            "name: Hub {hub}\nregion: Region {}\nlead_schools: [School {hub}]\nemail: a@hub{hub}.example\n",
            hub % 9
        );
        write(root, &format!("content/hubs/hub-{hub}/hub.yaml"), &about);
        for number in 0..PROGRAMMES {
            write(root, &format!("content/hubs/hub-{hub}/{EDITION}/programme-{number}.md"), &local(hub, "As it was."));
        }
    }
}

fn measure(hubs: usize) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    make(root, hubs);
    let mut command = Command::new(env!("CARGO_BIN_EXE_foldout"));
    command.args(["serve", "--port", "0", "--site"]).arg(root);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Ctrl-C") {
        assert!(out.read_line(&mut said).unwrap() > 0, "it ended: {said}");
    }
    let port: u16 = said.split("localhost:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
    let began = Instant::now();
    until(port, "Hub 1");
    println!("{hubs} hubs by {PROGRAMMES} programmes: first page after {:.0} ms", milliseconds(began));
    let template = include_str!("../themes/brochure/templates/offering.html");
    let kinds: [Kind; 3] = [
        ("a hub's file", format!("content/hubs/hub-1/{EDITION}/programme-1.md"), &|words| local(1, words)),
        ("a national file", format!("content/national/{EDITION}/programme-1.md"), &|words| national(1, words)),
        ("a template", "themes/brochure/templates/offering.html".to_owned(), &|words| {
            template.replace("<article", &format!("<p>{words}</p><article"))
        }),
    ];
    for (kind, path, text) in kinds {
        write(root, &path, &text("Before the first save."));
        std::thread::sleep(Duration::from_secs(3));
        let mut times: Vec<f64> = (0..SAVES)
            .map(|save| {
                let words = format!("Save number {save} of {kind}.").replace('\'', "");
                let text = text(&words);
                fs::write(root.join(&path), text).unwrap();
                let saved = Instant::now();
                until(port, &words);
                let took = milliseconds(saved);
                std::thread::sleep(Duration::from_millis(700));
                took
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("  {kind:<16} median {:>6.1} ms, slowest {:>6.1} ms", times[SAVES / 2], times[SAVES - 1]);
    }
    if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", child.id())) {
        status
            .lines()
            .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
            .for_each(|line| println!("  {line}"));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn until(port: u16, words: &str) {
    while !get(port).contains(words) {
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn get(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(b"GET /hub-1/programme-1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
