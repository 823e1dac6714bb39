//! Addresses, as front matter, links and answers give them.

use super::when::Unreadable;

fn refuse<T>(message: impl Into<String>, remedy: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable { message: message.into(), remedy: remedy.into() })
}

/// An e-mail address. `mailto:` before it is taken off.
///
/// # Errors
/// Anything that no letter would reach.
pub fn email(text: &str) -> Result<String, Unreadable> {
    let given = text.trim();
    let address = given.strip_prefix("mailto:").unwrap_or(given);
    let tidy = address.trim_matches(|c: char| "<>()[]{},;:'\"".contains(c) || c.is_whitespace()).trim_end_matches('.');
    if is_email(address) {
        Ok(address.to_owned())
    } else if is_email(tidy) {
        refuse(format!("“{given}” is no e-mail address."), format!("Write it without what stands around it: {tidy}"))
    } else if let Some((first, rest)) = given.split_once(' ').filter(|(first, rest)| {
        first.starts_with(|c: char| c.is_lowercase()) && is_email(rest) && is_email(&format!("{first}{rest}"))
    }) {
        refuse(
            format!("“{given}” is no e-mail address: there is a space in it."),
            format!("Write {first}{rest} or {rest}, whichever is meant."),
        )
    } else if let Some(one) = words(given).find(|word| is_email(word)) {
        refuse(format!("“{given}” is more than an e-mail address."), format!("Write the address alone: {one}"))
    } else {
        refuse(format!("“{given}” is no e-mail address."), "Write an address such as office@example.org.")
    }
}

/// The words of a text, without marks around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mark = |c: char| c.is_whitespace() || "<>()[]{},;:'\"".contains(c);
    text.split(mark).map(|word| word.trim_end_matches('.'))
}

fn is_email(text: &str) -> bool {
    let good = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && name.len() <= 64 && name.chars().all(good) && host.contains('.') && is_host(host)
    })
}

fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|part| {
            !part.is_empty()
                && part.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        })
}

/// A web address: `http` or `https`.
///
/// # Errors
/// Anything a browser would not open, with the mended address where it can be told.
pub fn web(text: &str) -> Result<String, Unreadable> {
    let given = text.trim();
    let tidy = given.trim_matches(|c: char| "<>()[]{},;'\"".contains(c) || c.is_whitespace()).trim_end_matches('.');
    if is_web(given) {
        return Ok(given.to_owned());
    }
    let message = format!("“{given}” is no web address.");
    if is_web(tidy) {
        refuse(message, format!("Write it without what stands around it: {tidy}"))
    } else if is_email(tidy.strip_prefix("mailto:").unwrap_or(tidy)) {
        refuse(message, "It is an e-mail address: where an e-mail address is wanted, the key is `email`.")
    } else if tidy.contains(' ') && is_web(&tidy.replace(' ', "%20")) {
        let (joined, coded) = (tidy.replace(' ', ""), tidy.replace(' ', "%20"));
        refuse(
            message,
            format!("There is no space in an address. Write {joined} or, if the space belongs to it, {coded}"),
        )
    } else if !tidy.contains(':') && is_web(&format!("https://{tidy}")) {
        refuse(message, format!("Write it with https:// before it: https://{tidy}"))
    } else {
        refuse(message, "Write an address that begins with https://, such as https://www.example.org/apply")
    }
}

/// Whether a text is a web address that is safe to link to.
pub fn is_web(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let Some(rest) = (if lower.starts_with("https://") {
        text.get(8..)
    } else if lower.starts_with("http://") {
        text.get(7..)
    } else {
        None
    }) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let opened = rest.matches('(').count();
    text.len() <= 2_000
        && (name == "localhost" || name.contains('.') && is_host(name))
        && port.bytes().all(|b| b.is_ascii_digit())
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"[]{}|\\^`".contains(c))
        && rest.matches(')').count() == opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_pasted_with_a_bracket_are_refused_with_the_address_as_it_should_be() {
        assert!(web("https://example.org/form").is_ok());
        assert!(web("https://example.org/a_(b)").is_ok());
        assert_eq!(
            web("https://example.org/form)").unwrap_err().remedy,
            "Write it without what stands around it: https://example.org/form"
        );
        assert_eq!(
            web("<https://example.org>").unwrap_err().remedy,
            "Write it without what stands around it: https://example.org"
        );
        assert_eq!(
            web("www.example.org/x").unwrap_err().remedy,
            "Write it with https:// before it: https://www.example.org/x"
        );
        assert!(
            web("javascript:alert(1)").is_err() && web("https://exa mple.org").is_err() && web("https://").is_err()
        );
        assert!(email("a.b@example.org").is_ok() && email("mailto:a@b.org").is_ok());
        assert_eq!(email("(a@b.org)").unwrap_err().remedy, "Write it without what stands around it: a@b.org");
        assert!(email("a@b").is_err() && email("a b@c.org").is_err() && email("@").is_err());
    }
}
