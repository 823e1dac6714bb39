//! `join-link`: the address of an online meeting in text that would be published.

use super::find::narrowed;
use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule};
use crate::model::text::{Link, Node, Target, plain};
use crate::source::{Sources, Span};

/// Parts of addresses that join a meeting rather than tell of it.
const JOINS: &[(&str, &str)] = &[
    ("zoom.us/j/", "Zoom"),
    ("zoom.us/my/", "Zoom"),
    ("zoom.us/s/", "Zoom"),
    ("zoom.us/w/", "Zoom"),
    ("zoom.us/wc/", "Zoom"),
    ("zoom.com/j/", "Zoom"),
    ("zoommtg://", "Zoom"),
    ("teams.microsoft.com/l/meetup-join", "Teams"),
    ("teams.microsoft.com/meet/", "Teams"),
    ("teams.cloud.microsoft/meet/", "Teams"),
    ("teams.live.com/meet", "Teams"),
    ("meet.google.com/", "Google Meet"),
    ("g.co/meet/", "Google Meet"),
    ("webex.com/meet/", "Webex"),
    ("webex.com/join/", "Webex"),
    ("webex.com/wbxmjs/joinservice", "Webex"),
    ("/j.php?mtid=", "Webex"),
    ("gotomeeting.com/join/", "GoTo Meeting"),
    ("gotomeet.me/", "GoTo Meeting"),
    ("meet.goto.com/", "GoTo Meeting"),
    ("gotowebinar.com/join/", "GoTo Webinar"),
    ("whereby.com/", "Whereby"),
    ("meet.jit.si/", "Jitsi"),
    ("join.skype.com/", "Skype"),
    ("bluejeans.com/", "BlueJeans"),
];

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for text in &writing.texts {
            text.walk(|node| report.findings.extend(link(input.sources, writing, node)));
        }
        for passage in writing.passages.iter().filter(|passage| passage.text.contains('/')) {
            let lower = passage.text.to_ascii_lowercase();
            let mut from = 0;
            while let Some((at, meeting)) = find(&lower, from) {
                let range = address_around(&passage.text, at);
                from = range.end.max(at + 1);
                report.push(finding(writing, passage.place(input.sources, range), meeting));
            }
        }
    }
    report
}

/// A link whose address joins a meeting. Where its words show the address too, it is found there.
fn link(sources: &Sources, writing: &Writing, node: &Node) -> Option<Finding> {
    let Node::Link(Link { target: Target::Web(address), children, span }) = node else { return None };
    let shown = find(&plain(children).to_ascii_lowercase(), 0).is_some();
    let (_, meeting) = find(&unwrapped(address), 0).filter(|_| !shown)?;
    Some(finding(writing, narrowed(sources, *span, address), meeting))
}

/// An address in lower case, that of a page which leads on to another written as it is meant.
fn unwrapped(address: &str) -> String {
    address.to_ascii_lowercase().replace("%3a", ":").replace("%2f", "/").replace("%3f", "?")
}

/// The first such address in a text in lower case, from a byte on: where the telling part begins, and whose it is.
fn find(lower: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = lower.get(from..).filter(|rest| rest.contains('/'))?;
    rest.bytes().enumerate().find_map(|(at, byte)| {
        let mut fitting = JOINS.iter().filter(|(part, _)| part.as_bytes().first() == Some(&byte));
        let (_, meeting) = fitting.find(|(part, _)| joins(rest, at, part))?;
        Some((from + at, *meeting))
    })
}

/// Whether `part` stands at a byte of a text with a meeting's own name behind it, rather than a page about the service.
fn joins(text: &str, at: usize, part: &str) -> bool {
    let Some((before, address)) = text.split_at_checked(at) else { return false };
    let Some(rest) = address.strip_prefix(part) else { return false };
    let begins = !part.starts_with(|c: char| c.is_alphanumeric())
        || !before.chars().next_back().is_some_and(char::is_alphanumeric);
    let room: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
    let about = matches!(room.as_str(), "" | "information" | "about" | "blog" | "pricing" | "product" | "features");
    begins && (!about || part.contains("join") || part.contains("/meet"))
}

/// The whole address around one of its bytes.
fn address_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let outside =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | super::leaves::GAP);
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind(outside).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let after = text.get(at..).unwrap_or("");
    let end = at + after.find(outside).unwrap_or(after.len());
    let trimmed = text.get(start..end).unwrap_or("").trim_end_matches(['.', ',', ';', ':', '!']).len();
    start..start + trimmed
}

fn finding(writing: &Writing, span: Span, meeting: &str) -> Finding {
    writing.finding(
        Rule::JoinLink,
        span,
        format!("Anybody could join the online meeting ({meeting}) whose address stands here."),
        "Take the address out and send it only to the people who take part. Where the venue stands, write: online",
    )
}

#[cfg(test)]
mod tests {
    use super::{find, unwrapped};
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn addresses_that_join_a_meeting() {
        for address in [
            "https://us02web.zoom.us/j/1234567890?pwd=x",
            "https://zoom.us/my/somebody",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting",
            "https://teams.live.com/meet/9381",
            "https://meet.google.com/abc-defg-hij",
            "https://hub.webex.com/meet/lead",
            "https://hub.webex.com/hub/j.php?MTID=m1",
            "https://global.gotomeeting.com/join/123",
            "https://whereby.com/our-room",
            "https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F123",
        ] {
            assert!(find(&unwrapped(address), 0).is_some(), "{address}");
        }
        for address in [
            "https://zoom.us/webinar/register/WN_1",
            "https://zoom.us/meeting/register/1",
            "https://whereby.com/information/about",
            "https://www.microsoft.com/teams",
            "https://notzoom.us/j/1",
            "https://example.org/meet.google.com",
        ] {
            assert!(find(&unwrapped(address), 0).is_none(), "{address}");
        }
    }

    #[test]
    fn they_are_found_in_words_and_in_links_once_each() {
        let words = "Join at zoom.us/j/123, or [here](https://meet.google.com/abc-defg-hij) or <https://zoom.us/j/9>.";
        let found = found_in_words(super::check, Rule::JoinLink, words);
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["[here](https://meet.google.com/abc-defg-hij)", "zoom.us/j/123", "https://zoom.us/j/9"]);
    }
}
