//! A port of this computer alone.

use crate::error::{Error, Result};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

/// How many ports are tried after one that is taken.
const TRIED: u16 = 20;

/// Takes the port, or the next free one. Port 0 is any free one.
///
/// # Errors
/// None is free, or the system doesn't let us have it.
pub fn take(port: u16) -> Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(TRIED) };
    for candidate in port..=last {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(Error::Usage(format!(
                    "Port {candidate} can\u{2019}t be used: {error}.\nTry another one, for example: foldout serve --port 8080"
                )));
            }
        }
    }
    Err(Error::Usage(format!(
        "The ports from {port} to {last} are all in use.\nTry another one, for example: foldout serve --port 8080"
    )))
}
