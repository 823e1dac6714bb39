//! A tab: opening pages in it and asking them.

use super::PATIENCE;
use super::events::{Events, Message, Request};
use super::wire::{self, Wire};
use crate::error::{Error, Result};
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What [`Tab::answer_with`] gives for an address.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its kind, such as `text/html; charset=utf-8`.
    pub kind: String,
    /// What it holds.
    pub body: Vec<u8>,
}

type Answers<'a> = Box<dyn Fn(&str) -> Option<Answer> + Send + 'a>;

/// One tab of a browser. It closes when this is dropped.
pub struct Tab<'a> {
    wire: Wire,
    events: Events,
    answers: Option<Answers<'a>>,
}

impl<'a> Tab<'a> {
    pub(super) fn attach(address: &str) -> Result<Self> {
        let mut tab = Self { wire: Wire::connect(address)?, events: Events::default(), answers: None };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({}))?;
        }
        tab.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }))?;
        tab.window(1280, 900)?;
        Ok(tab)
    }

    /// Opens the page of this address and waits until it has loaded, with all that it shows. What an earlier page
    /// said and asked for is forgotten.
    ///
    /// # Errors
    /// There is no such page, or it does not load in time.
    pub fn open(&mut self, address: &str) -> Result<()> {
        self.events = Events::default();
        let went = self.call("Page.navigate", json!({ "url": address }))?;
        if let Some(why) = went["errorText"].as_str().filter(|why| !why.is_empty()) {
            return Err(Error::Browser(format!("The browser could not open {address}: {why}.")));
        }
        // A link inside the page that stands there loads nothing.
        let Some(loader) = went["loaderId"].as_str().map(str::to_owned) else { return Ok(()) };
        let until = Instant::now() + PATIENCE;
        while self.events.loaded.as_ref() != Some(&loader) {
            self.next(until, &format!("opening {address}"))?;
        }
        Ok(())
    }

    /// The value of a JavaScript expression in the page, as JSON; a promise's when it is kept.
    ///
    /// # Errors
    /// The script's mistake.
    pub fn evaluate(&mut self, script: &str) -> Result<Value> {
        let asked = json!({ "expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true });
        let mut given = self.call("Runtime.evaluate", asked)?;
        let wrong = &given["exceptionDetails"];
        if !wrong.is_null() {
            let words = wrong["exception"]["description"].as_str().or(wrong["text"].as_str()).unwrap_or_default();
            return Err(Error::Browser(format!("A script in the page failed: {words}\n{script}")));
        }
        Ok(given["result"]["value"].take())
    }

    /// Waits until a JavaScript expression holds in the page; a page may follow another meanwhile.
    ///
    /// # Errors
    /// It does not hold in time.
    pub fn until(&mut self, script: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.evaluate(&format!("!!({script})")) {
                Ok(Value::Bool(true)) => return Ok(()),
                Err(error) if Instant::now() > until => return Err(error),
                _ if Instant::now() > until => return Err(wire::late(&format!("waiting for {script}"))),
                _ => self.listen(Duration::from_millis(20))?,
            }
        }
    }

    /// What the page's console says since the page was opened: scripts' words and mistakes, the browser's complaints.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn messages(&mut self) -> Result<&[Message]> {
        self.settle()?;
        Ok(&self.events.messages)
    }

    /// What the page has asked for since it was opened.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn requests(&mut self) -> Result<&[Request]> {
        self.settle()?;
        Ok(&self.events.requests)
    }

    /// From now on `answers` alone says what stands at an address; nothing leaves the browser. What has no answer
    /// fails.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn answer_with(&mut self, answers: impl Fn(&str) -> Option<Answer> + Send + 'a) -> Result<()> {
        self.answers = Some(Box::new(answers));
        self.call("Fetch.enable", json!({})).map(|_| ())
    }

    /// Any call of the DevTools protocol, for what has no name here.
    ///
    /// # Errors
    /// The browser refuses it or does not answer in time.
    #[allow(clippy::needless_pass_by_value)]
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        let number = self.wire.send(method, &parameters)?;
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.next(until, method)?.filter(|message| message["id"] == number) {
                return wire::answer(method, answer);
            }
        }
    }

    /// Takes one message: an event is noted, an answer given.
    fn next(&mut self, until: Instant, doing: &str) -> Result<Option<Value>> {
        let message = self.wire.receive(until)?.ok_or_else(|| wire::late(doing))?;
        self.take(message)
    }

    fn take(&mut self, message: Value) -> Result<Option<Value>> {
        if message["method"] == "Fetch.requestPaused" {
            return self.answer(&message["params"]).map(|()| None);
        }
        self.events.note(&message);
        Ok(message["id"].is_u64().then_some(message))
    }

    fn answer(&mut self, paused: &Value) -> Result<()> {
        let number = &paused["requestId"];
        let address = paused["request"]["url"].as_str().unwrap_or_default();
        let answer = self.answers.as_ref().and_then(|answers| answers(address));
        let (method, parameters) = match answer {
            Some(Answer { kind, body }) => (
                "Fetch.fulfillRequest",
                json!({
                    "requestId": number,
                    "responseCode": 200,
                    "responseHeaders": [{ "name": "Content-Type", "value": kind }],
                    "body": BASE64.encode(&body),
                }),
            ),
            None => ("Fetch.failRequest", json!({ "requestId": number, "errorReason": "BlockedByClient" })),
        };
        self.wire.send(method, &parameters).map(|_| ())
    }

    /// Takes what comes for a while.
    fn listen(&mut self, time: Duration) -> Result<()> {
        let until = Instant::now() + time;
        while let Some(message) = self.wire.receive(until)? {
            self.take(message)?;
        }
        Ok(())
    }

    /// What was sent before an answer has come when the answer has.
    fn settle(&mut self) -> Result<()> {
        self.call("Runtime.evaluate", json!({ "expression": "0" })).map(|_| ())
    }
}

impl Drop for Tab<'_> {
    fn drop(&mut self) {
        let _ = self.wire.send("Page.close", &json!({}));
    }
}

impl std::fmt::Debug for Tab<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tab").field("events", &self.events).finish_non_exhaustive()
    }
}
