//! A preview that runs on a real port.

use crate::site::{Site, command};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take to be seen. Many times what it takes, for a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A preview that runs, and is ended with the test.
pub struct Preview {
    pub child: Child,
    pub port: u16,
    pub said: String,
    err: Option<ChildStderr>,
}

/// What it answers.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Preview {
    pub fn of(site: &Site) -> Self {
        Self::with(site, &["--port", "0"])
    }

    pub fn with(site: &Site, args: &[&str]) -> Self {
        Self::of_command(command(site.root(), &["serve"]).args(args))
    }

    /// Starts it, and waits until it says where it is.
    pub fn of_command(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Ctrl-C") {
            assert!(out.read_line(&mut said).unwrap() > 0, "it ended: {said}");
        }
        let port = said.split("localhost:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        let err = child.stderr.take();
        Self { child, port, said, err }
    }

    /// The first line on standard error.
    pub fn complaint(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.err.take().unwrap()).read_line(&mut line).unwrap();
        line
    }

    /// The address of a path, for a browser.
    pub fn address(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    pub fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn ask(&self, path: &str, headers: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n{headers}\r\n", self.port))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(path, "")
    }

    /// Asks until the page is as wished, and gives it.
    pub fn until(&self, path: &str, wish: impl Fn(&Answer) -> bool) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if wish(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{path} stays as it is: {}", answer.body);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn shows(&self, path: &str, words: &str) -> Answer {
        self.until(path, |answer| answer.body.contains(words))
    }

    pub fn lacks(&self, path: &str, words: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && !answer.body.contains(words))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
