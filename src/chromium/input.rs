//! Keys, as somebody without a mouse presses them.

use super::Tab;
use crate::error::{Error, Result};
use serde_json::{Value, json};

/// Keys by name, with their number and, where they write something, what.
const NAMED: [(&str, u32, &str); 14] = [
    ("Backspace", 8, ""),
    ("Tab", 9, ""),
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("Space", 32, " "),
    ("PageUp", 33, ""),
    ("PageDown", 34, ""),
    ("End", 35, ""),
    ("Home", 36, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowUp", 38, ""),
    ("ArrowRight", 39, ""),
    ("ArrowDown", 40, ""),
    ("Delete", 46, ""),
];

impl Tab<'_> {
    /// Presses a key and lets it go: a character, or a name such as `Tab`, `Enter`, `Escape`, `ArrowDown`, `Space`;
    /// with `Shift+`, `Control+`, `Alt+` or `Meta+` before it where they are held.
    ///
    /// # Errors
    /// A name that no key has; the browser is gone.
    pub fn press(&mut self, key: &str) -> Result<()> {
        let (held, name) = held(key);
        let mut event = described(name).ok_or_else(|| Error::Browser(format!("There is no key {name:?}.")))?;
        event["modifiers"] = held.into();
        // With Control, Alt or Meta a key writes nothing.
        if held & !SHIFT != 0 {
            event["text"] = "".into();
        }
        event["type"] = if event["text"] == "" { "rawKeyDown" } else { "keyDown" }.into();
        self.call("Input.dispatchKeyEvent", event.clone())?;
        event["type"] = "keyUp".into();
        event["text"] = "".into();
        self.call("Input.dispatchKeyEvent", event).map(|_| ())
    }

    /// Types words, key by key.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn type_words(&mut self, words: &str) -> Result<()> {
        words.chars().try_for_each(|character| self.press(&character.to_string()))
    }

    /// Clicks the middle of the first element that a CSS selector finds, after moving it into sight.
    ///
    /// # Errors
    /// There is none; the browser is gone.
    pub fn click(&mut self, selector: &str) -> Result<()> {
        let found = self.evaluate(&format!(
            "(() => {{ const found = document.querySelector({});
               if (!found) return null;
               found.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               const box = found.getBoundingClientRect();
               return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            Value::from(selector)
        ))?;
        if found.is_null() {
            return Err(Error::Browser(format!("The page has no {selector}.")));
        }
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": found[0], "y": found[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }
}

const SHIFT: u32 = 8;

/// `Shift+Tab` is `Tab` with a key held.
fn held(key: &str) -> (u32, &str) {
    let names = [("Alt+", 1), ("Control+", 2), ("Meta+", 4), ("Shift+", SHIFT)];
    let found = names.iter().find_map(|(name, bit)| key.strip_prefix(name).map(|rest| (rest, bit)));
    match found {
        Some((rest, bit)) if !rest.is_empty() => {
            let (more, name) = held(rest);
            (more | bit, name)
        }
        _ => (0, key),
    }
}

fn described(name: &str) -> Option<Value> {
    let name = if name == " " { "Space" } else { name };
    if let Some((name, number, text)) = NAMED.iter().find(|(known, ..)| *known == name) {
        let key = if *name == "Space" { " " } else { name };
        return Some(json!({ "key": key, "code": name, "windowsVirtualKeyCode": number, "text": text }));
    }
    let mut characters = name.chars();
    let character = characters.next().filter(|_| characters.next().is_none())?;
    let upper = character.to_ascii_uppercase();
    let code = match upper {
        'A'..='Z' => format!("Key{upper}"),
        '0'..='9' => format!("Digit{upper}"),
        _ => String::new(),
    };
    let number = if code.is_empty() { 0 } else { u32::from(upper) };
    Some(json!({ "key": name, "code": code, "windowsVirtualKeyCode": number, "text": name }))
}
