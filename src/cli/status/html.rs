//! Status as a page to send or print: one table, complete in itself.

use super::counted;
use crate::model::when::{display_date, display_moment};
use crate::render::escape;
use crate::status::{Found, HubStatus, OfferingStatus, Status, state_words};
use std::fmt::Write;

const STYLES: &str = "\
body{font:16px/1.4 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:1rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-size:1.5rem;font-weight:700;margin-bottom:.5rem}
caption span{display:block;font-size:1rem;font-weight:400}
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:#e8eaf0}
tbody th[scope=rowgroup]{background:#f4f4ee;border-top:3px solid #3b4a6b}
th[scope=row]{font-weight:400}
small{display:block;color:#4a4a4a}
.number{text-align:right}
.held{background:#fbe3e1;font-weight:700}
.ready{background:#e2f3e4}
.none{color:#4a4a4a}
@media print{body{margin:0;font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}
tbody th[scope=rowgroup]{break-after:avoid}*{print-color-adjust:exact}@page{size:A4 landscape;margin:12mm}}
";

/// The page.
pub fn html(status: &Status, site: &str) -> String {
    let title = format!("{}: hubs by programmes, {}", words(site), status.edition);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>\n{STYLES}</style>\n</head>\n<body>\n<main>\n<table>\n\
         <caption><h1 style=\"font-size:inherit;margin:0\">{title}</h1>\n<span>{}, as it was on {}.</span></caption>\n",
        counted(status.hubs.len(), "hub"),
        display_date(status.day)
    );
    out.push_str("<thead>\n<tr>");
    for column in COLUMNS {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr>\n</thead>\n");
    national(&mut out, status);
    for hub in &status.hubs {
        group(&mut out, hub, status);
    }
    out.push_str("</table>\n</main>\n</body>\n</html>\n");
    out
}

const COLUMNS: [&str; 8] =
    ["Programme", "Page", "State", "Answers missing", "Errors", "Warnings", "Changes to review", "Next date"];

fn group(out: &mut String, hub: &HubStatus, status: &Status) {
    let about = match hub.about {
        none if none == Found::default() => String::new(),
        found => format!("<small>About the hub itself: {}</small>", sentence(found)),
    };
    heading(out, &format!("{} <small>{}</small>{about}", words(&hub.hub.name), words(&hub.hub.region)));
    for one in &hub.offerings {
        row(out, one, status);
    }
    let offered = |id: &str| hub.offerings.iter().any(|one| one.id().as_str() == id);
    let others = status.programmes.iter().filter(|national| !offered(national.programme.id.as_str()));
    let others: Vec<String> = others.map(|national| words(&national.programme.title)).collect();
    if hub.offerings.is_empty() {
        let _ = writeln!(
            out,
            "<tr><td colspan=\"{}\" class=\"none\">It offers nothing in this year.</td></tr>",
            COLUMNS.len()
        );
    } else if !others.is_empty() {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\" class=\"none\">Not offered</th><td colspan=\"{}\" class=\"none\">{}</td></tr>",
            COLUMNS.len() - 1,
            others.join("; ")
        );
    }
    out.push_str("</tbody>\n");
}

fn row(out: &mut String, one: &OfferingStatus, status: &Status) {
    let (class, page) = if one.is_ready() { ("ready", "Ready") } else { ("held", "Held back") };
    let own = if one.is_own() { "<small>the hub\u{2019}s own</small>" } else { "" };
    let next = one
        .next(status.day)
        .map_or("none".to_owned(), |next| format!("{} {}", next.verb(), display_moment(&next.moment())));
    let _ = write!(
        out,
        "<tr><th scope=\"row\">{}{own}</th><td class=\"{class}\">{page}</td><td>{}</td>",
        words(&one.offering.programme.title),
        state_words(one.standing.state)
    );
    for count in [one.answers.missing, one.found.errors, one.found.warnings, one.found.to_review] {
        let _ = write!(out, "<td class=\"number\">{count}</td>");
    }
    let _ = writeln!(out, "<td>{}</td></tr>", words(&next));
}

/// What is found in the national text, which holds back the pages of all hubs that offer it.
fn national(out: &mut String, status: &Status) {
    let introduction = [("The year\u{2019}s introduction".to_owned(), status.introduction)];
    let programmes = status.programmes.iter().map(|national| (national.programme.title.clone(), national.found));
    let rows: Vec<_> =
        introduction.into_iter().chain(programmes).filter(|(_, found)| *found != Found::default()).collect();
    if rows.is_empty() {
        return;
    }
    heading(out, "The national text");
    for (title, found) in rows {
        let page = if found.errors > 0 { ("held", "Held back") } else { ("ready", "Ready") };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"{}\">{}</td><td></td><td></td><td class=\"number\">{}</td>\
             <td class=\"number\">{}</td><td class=\"number\">{}</td><td></td></tr>",
            words(&title),
            page.0,
            page.1,
            found.errors,
            found.warnings,
            found.to_review
        );
    }
    out.push_str("</tbody>\n");
}

fn heading(out: &mut String, html: &str) {
    let _ = writeln!(out, "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"{}\">{html}</th></tr>", COLUMNS.len());
}

fn sentence(found: Found) -> String {
    let mut parts = vec![counted(found.errors, "error"), counted(found.warnings, "warning")];
    if found.to_review > 0 {
        parts.push(format!("{} to review", counted(found.to_review, "change")));
    }
    parts.join(", ")
}

fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::text(&mut out, text);
    out
}
