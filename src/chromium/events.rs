//! What a page says and asks for.

use serde_json::Value;

/// A line of the page's console: what a script wrote, a mistake of one, or the browser's own complaint, such as
/// something that the Content-Security-Policy blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `log`, `warning`, `error`; a script's uncaught mistake is `error`.
    pub level: String,
    /// Where it comes from: `console`, `exception`, or the browser's `security`, `network`, `deprecation`, ….
    pub source: String,
    /// Its words.
    pub text: String,
}

/// Something that the page asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its whole address.
    pub address: String,
    /// What it is for: `Document`, `Stylesheet`, `Image`, `Script`, ….
    pub kind: String,
    /// Why nothing came, such as `net::ERR_BLOCKED_BY_CSP`; `None` where something did, or is still to come.
    pub failed: Option<String>,
    /// The server's answer, such as 200.
    pub status: Option<u64>,
    number: String,
}

/// What came since the page was opened.
#[derive(Debug, Default)]
pub struct Events {
    /// Lines of the console.
    pub messages: Vec<Message>,
    /// What was asked for.
    pub requests: Vec<Request>,
    /// The last document that has loaded.
    pub loaded: Option<String>,
}

impl Events {
    /// Notes one.
    pub fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Page.lifecycleEvent" if parameters["name"] == "load" => self.loaded = Some(text(&parameters["loaderId"])),
            "Runtime.consoleAPICalled" => {
                let words = parameters["args"].as_array().into_iter().flatten().map(spoken);
                let words = words.collect::<Vec<_>>().join(" ");
                self.say(text(&parameters["type"]), "console".into(), words);
            }
            "Runtime.exceptionThrown" => {
                let details = &parameters["exceptionDetails"];
                let words = details["exception"]["description"].as_str().or(details["text"].as_str());
                self.say("error".into(), "exception".into(), words.unwrap_or_default().to_owned());
            }
            "Log.entryAdded" => {
                let entry = &parameters["entry"];
                let place = entry["url"].as_str().map_or(String::new(), |place| format!(" ({place})"));
                let words = format!("{}{place}", text(&entry["text"]));
                self.say(text(&entry["level"]), text(&entry["source"]), words);
            }
            "Network.requestWillBeSent" => self.requests.push(Request {
                address: text(&parameters["request"]["url"]),
                kind: text(&parameters["type"]),
                failed: None,
                status: None,
                number: text(&parameters["requestId"]),
            }),
            "Network.responseReceived" => {
                let status = parameters["response"]["status"].as_u64();
                self.request(parameters, |request| request.status = status);
            }
            "Network.loadingFailed" => {
                let why = parameters["blockedReason"].as_str().or(parameters["errorText"].as_str());
                let why = why.unwrap_or_default().to_owned();
                self.request(parameters, |request| request.failed = Some(why));
            }
            _ => {}
        }
    }

    fn say(&mut self, level: String, source: String, text: String) {
        self.messages.push(Message { level, source, text });
    }

    fn request(&mut self, parameters: &Value, change: impl FnOnce(&mut Request)) {
        let number = text(&parameters["requestId"]);
        if let Some(request) = self.requests.iter_mut().rev().find(|request| request.number == number) {
            change(request);
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A value that a script wrote to the console.
fn spoken(value: &Value) -> String {
    match (&value["value"], value["description"].as_str()) {
        (Value::String(words), _) => words.clone(),
        (Value::Null, Some(words)) => words.to_owned(),
        (value, _) => value.to_string(),
    }
}
