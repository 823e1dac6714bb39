//! The preview's page on impact: what becomes of hubs' pages, with before and after.

use super::build::{Findings, Live};
use super::html::{Editor, counted, encoded, words};
use super::stage::Scene;
use crate::error::Result;
use crate::impact::{Asked, How, Impact, PageChange, Side, Topic, compare};
use crate::load;
use crate::pipeline;
use crate::words::{Mark, differences as differing};
use std::fmt::Write;
use std::sync::Arc;

/// The page, compared with what git keeps under the name `against`.
pub fn page(scene: &Scene, live: &Live, against: &str, editor: &Editor) -> (String, String) {
    let against = if against.is_empty() { "HEAD" } else { against };
    let mut out = format!(
        "<main class=\"fo-impact\">\n<p><a href=\"/\">The network\u{2019}s pages</a> \u{b7} <a href=\"/_foldout/\">Workbench</a></p>\n\
         <h1>What your changes do</h1>\n<form class=\"fo-filters\" action=\"/_foldout/impact\">\
         <label>Compare with the version <input name=\"against\" value=\"{}\"></label> <button>Compare</button></form>\n",
        words(against)
    );
    match compared(scene, live, against, editor) {
        Ok((id, impact)) => shown(&mut out, &impact, &format!("{against} ({id})"), editor),
        Err(error) => {
            let _ = writeln!(out, "<p role=\"alert\" class=\"fo-remedy\">{}</p>", words(&error.to_string()));
        }
    }
    out.push_str("</main>");
    ("What your changes do".to_owned(), out)
}

fn compared(scene: &Scene, live: &Live, against: &str, editor: &Editor) -> Result<(String, Impact)> {
    let load::Revision { id, sources } = load::read_revision(&editor.root, against)?;
    let site = scene.site;
    let then = pipeline::check(pipeline::parse(&sources), &sources, &site.theme, None, site.day);
    // Right after a change its findings are not there yet, and without them no page would seem to be held back.
    let report = match live.checked {
        true => live.report.clone(),
        false => {
            let report = pipeline::examine(&site.joined, &site.sources, &site.theme, site.day);
            Arc::new(Findings::new(Box::new(move || report)))
        }
    };
    let before = Side {
        sources: &sources,
        content: &then.content,
        merged: &then.merged,
        report: &then.report,
        withheld: &then.withheld,
    };
    let after = Side {
        sources: &site.sources,
        content: &site.joined.content,
        merged: &site.joined.merged,
        report: &report,
        withheld: &report.withheld(),
    };
    Ok((id, compare(&before, &after)))
}

fn shown(out: &mut String, impact: &Impact, against: &str, editor: &Editor) {
    if impact.is_empty() {
        let _ = writeln!(out, "<p>Nothing changes against {}.</p>", words(against));
        return;
    }
    let _ = writeln!(out, "<p>Against {}: {}.</p>", words(against), words(&impact.sums()));
    for topic in impact.topics() {
        part(out, &topic, editor);
    }
}

fn part(out: &mut String, topic: &Topic, editor: &Editor) {
    let name = topic.programme.unwrap_or("hubs and the year\u{2019}s introduction");
    let _ = writeln!(out, "<section>\n<h2>{}: {}</h2>", words(topic.edition), words(name));
    for national in &topic.national {
        let _ = writeln!(out, "<h3>The national text {}</h3>", national.how.of_one());
        differences(out, national);
    }
    for group in &topic.alike {
        let Some(first) = group.first() else { continue };
        let _ = writeln!(out, "<h3>{}</h3>\n<ul class=\"fo-pages\">", first.how.of(group.len()));
        for page in group {
            let _ = writeln!(out, "<li>{}</li>", link(page));
        }
        out.push_str("</ul>\n");
        if !topic.national.iter().any(|national| national.differs_like(first)) {
            differences(out, first);
        }
        for error in &first.errors {
            let _ = writeln!(out, "<p class=\"fo-finding fo-error\"><strong>Error:</strong> {}</p>", words(error));
        }
    }
    if !topic.hidden.is_empty() {
        out.push_str("<h3>Not seen, because of a change of the hub\u{2019}s own</h3>\n<ul>\n");
        for one in &topic.hidden {
            let place = editor.link(&one.file, one.line, 1);
            let _ = writeln!(out, "<li>{} {} {place}</li>", words(&one.hub_name), words(&one.what));
        }
        out.push_str("</ul>\n");
    }
    answers(out, "Answers that are no longer shown", &topic.unused);
    answers(out, "Questions that have no answer now", &topic.unfilled);
    out.push_str("</section>\n");
}

/// The page's address, where there is still a page.
fn link(page: &PageChange) -> String {
    let title = words(&page.title);
    let held = if page.withheld && page.how != How::Withheld { " (held back)" } else { "" };
    match page.how {
        How::Disappears => title,
        _ => format!("<a href=\"/{}\">{title}</a>{held}", words(&encoded(&page.path))),
    }
}

fn differences(out: &mut String, page: &PageChange) {
    for section in &page.sections {
        let name = if section.name.is_empty() { "The text before the first heading" } else { &section.name };
        both(out, name, section.before.as_deref(), section.after.as_deref());
    }
    for fact in &page.facts {
        let some = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        both(out, &fact.name, some(&fact.before).as_deref(), some(&fact.after).as_deref());
    }
}

/// Before and after, side by side where there is room.
fn both(out: &mut String, name: &str, before: Option<&str>, after: Option<&str>) {
    let parts = differing(before.unwrap_or_default(), after.unwrap_or_default());
    let _ = writeln!(out, "<h4>{}</h4>\n<div class=\"fo-both\">", words(name));
    for (heading, there, element) in [("Before", before.is_some(), "del"), ("After", after.is_some(), "ins")] {
        let _ = write!(out, "<div><h5>{heading}</h5><p class=\"fo-text\">");
        if !there {
            out.push_str("<em>not there</em>");
        }
        for part in &parts {
            match (part.mark, element) {
                (Mark::Same, _) => out.push_str(&words(&part.words)),
                (Mark::Gone, "del") | (Mark::New, "ins") => {
                    let _ = write!(out, "<{element}>{}</{element}>", words(&part.words));
                }
                _ => {}
            }
        }
        out.push_str("</p></div>\n");
    }
    out.push_str("</div>\n");
}

fn answers(out: &mut String, lead: &str, all: &[Asked]) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h3>{lead}</h3>\n<ul>");
    for one in all {
        let hubs = counted(one.hubs.len(), "hub");
        let _ = writeln!(
            out,
            "<li><code>{}</code> ({}): {hubs}: {}</li>",
            words(one.name),
            words(one.words),
            words(&one.hubs.join(", "))
        );
    }
    out.push_str("</ul>\n");
}
