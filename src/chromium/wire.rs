//! Calls and events of the DevTools protocol, over a WebSocket on this computer.

use super::PATIENCE;
use crate::error::{Error, Result};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, WebSocket};

/// A line to the browser or to one of its pages.
#[derive(Debug)]
pub struct Wire {
    socket: WebSocket<TcpStream>,
    calls: u64,
}

impl Wire {
    /// Connects to an address such as `ws://127.0.0.1:41234/devtools/browser/…`.
    pub fn connect(address: &str) -> Result<Self> {
        let host = address.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).map_err(|error| lost(&error.to_string()))?;
        let limited = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
        limited.and_then(|()| stream.set_nodelay(true)).map_err(|error| lost(&error.to_string()))?;
        // A printed booklet comes as one message.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let connected = tungstenite::client::client_with_config(address, stream, Some(config));
        let (socket, _) = connected.map_err(|error| lost(&error.to_string()))?;
        Ok(Self { socket, calls: 0 })
    }

    /// Sends a call and gives its number.
    pub fn send(&mut self, method: &str, parameters: &Value) -> Result<u64> {
        self.calls += 1;
        let call = json!({ "id": self.calls, "method": method, "params": parameters });
        self.socket.send(Message::text(call.to_string())).map_err(|error| lost(&error.to_string()))?;
        Ok(self.calls)
    }

    /// The next answer or event; `None` where none comes until then.
    pub fn receive(&mut self, until: Instant) -> Result<Option<Value>> {
        loop {
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.socket.get_ref().set_read_timeout(Some(left)).map_err(|error| lost(&error.to_string()))?;
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    return serde_json::from_str(&text).map(Some).map_err(|error| lost(&error.to_string()));
                }
                Ok(_) => {}
                Err(tungstenite::Error::Io(error))
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    if Instant::now() >= until {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(lost(&error.to_string())),
            }
        }
    }

    /// Sends a call and waits for its answer; events meanwhile are dropped.
    pub fn call(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        let number = self.send(method, parameters)?;
        let until = Instant::now() + PATIENCE;
        while let Some(message) = self.receive(until)? {
            if message["id"] == number {
                return answer(method, message);
            }
        }
        Err(late(method))
    }
}

/// What a call's answer holds.
pub fn answer(method: &str, mut message: Value) -> Result<Value> {
    match message["error"]["message"].as_str() {
        Some(words) => Err(Error::Browser(format!("The browser refused {method}: {words}."))),
        None => Ok(message["result"].take()),
    }
}

/// The browser took too long.
pub fn late(doing: &str) -> Error {
    Error::Browser(format!("The browser did not finish in {} seconds: {doing}.", PATIENCE.as_secs()))
}

fn lost(why: &str) -> Error {
    Error::Browser(format!("The browser ended before its work was done ({why})."))
}
