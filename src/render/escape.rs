//! Text into HTML: the one place where characters are escaped, and the one that lets an address through.

/// Appends `text` so that HTML shows it as it is, in text and in quoted attributes.
pub fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = find(rest, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = after.get(1..).unwrap_or("");
    }
    out.push_str(rest);
}

/// Where the first `special` byte of a text stands.
pub fn find(text: &str, special: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    // Most text has none. Without a way out of the middle of a chunk, its bytes are looked at together.
    let (chunks, _) = bytes.as_chunks::<16>();
    let has_any = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, byte| any | special(*byte));
    let passed = 16 * chunks.iter().take_while(|chunk| !has_any(chunk)).count();
    let rest = bytes.get(passed..)?;
    rest.iter().position(|byte| special(*byte)).map(|at| passed + at)
}

/// A web address that a page may link to. Loading has checked addresses already; this is the last door.
pub fn safe_address(address: &str) -> Option<&str> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    let clean = !address.chars().any(|c| c.is_control() || c.is_whitespace());
    (known && clean).then_some(address)
}

/// The address that writes to an e-mail address; `None` for what is none.
pub fn mail_address(email: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_alphanumeric() || "@.!#$*/=^_`{|}~+-'".contains(c) || !c.is_ascii();
    let one_at = email.matches('@').count() == 1;
    (one_at && email.chars().all(|c| fine(c) && !c.is_whitespace())).then(|| format!("mailto:{email}"))
}

/// The address that rings a telephone number.
pub fn phone_address(phone: &str) -> Option<String> {
    let digits: String = phone
        .chars()
        .enumerate()
        .filter(|(i, c)| c.is_ascii_digit() || (*i == 0 && *c == '+'))
        .map(|(_, c)| c)
        .collect();
    let other = phone.chars().any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.')));
    (digits.len() >= 5 && !other).then(|| format!("tel:{digits}"))
}

/// Appends a link, or its words alone where there is no address.
pub fn link(out: &mut String, address: Option<&str>, words: &str) {
    match address {
        Some(address) => {
            out.push_str("<a href=\"");
            text(out, address);
            out.push_str("\">");
            text(out, words);
            out.push_str("</a>");
        }
        None => text(out, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        let mut out = String::new();
        text(&mut out, "<b a=\"1\" c='2'>&\u{e9}</b>");
        assert_eq!(out, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{e9}&lt;/b&gt;");
    }

    #[test]
    fn only_known_kinds_of_address_pass() {
        for fine in ["https://a.org/x", "HTTP://a.org", "mailto:a@b.org", "tel:+44"] {
            assert_eq!(safe_address(fine), Some(fine));
        }
        for bad in
            ["javascript:alert(1)", "data:text/html,x", "//a.org", "/a", "java\nscript:x", "https://a b", "\u{e9}"]
        {
            assert_eq!(safe_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn addresses_of_people() {
        assert_eq!(mail_address("a.b@c.org").as_deref(), Some("mailto:a.b@c.org"));
        assert_eq!(mail_address("a@b.org?cc=x@y.org"), None);
        assert_eq!(mail_address("a b@c.org"), None);
        assert_eq!(phone_address("+44 (0)115 946 5000").as_deref(), Some("tel:+4401159465000"));
        assert_eq!(phone_address("ask at the desk"), None);
    }
}
