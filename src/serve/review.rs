//! Deciding changes in the browser: the list of what waits, and one change with the forms that decide it. Everything
//! works without a script, by keyboard alone.

use super::html::{self, Editor, counted, encoded, words};
use super::http::{Found, get};
use super::stage::{Scene, Site};
use crate::model::agreement::NoteLevel;
use crate::model::local::Verb;
use crate::model::when::display_date;
use crate::review::{Question, TAKEN_OUT, questions};
use crate::source::Sources;
use crate::words::{Mark, differences};
use axum::http::StatusCode;
use std::fmt::Write;

/// The address of these pages.
pub const ADDRESS: &str = "/_foldout/review";

/// The list, or the change that `change` in the address names. `refused` is why a decision could not be done.
pub fn page(scene: &Scene, query: &[(String, String)], version: &str, editor: &Editor, refused: Option<&str>) -> Found {
    let (joined, sources) = (&scene.site.joined, &*scene.site.sources);
    let all = questions(joined.standings(), &joined.merged.current, None, None);
    let name = get(query, "change");
    if name.is_empty() {
        let body = list(&all, get(query, "hub"), get(query, "done"));
        return Found::page(StatusCode::OK, html::page("Changes to decide", version, &body));
    }
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    match all.iter().find(|question| question.name() == name) {
        Some(question) => {
            let body = one(sources, question, editor, refused);
            Found::page(status, html::page(&format!("Decide: {name}"), version, &body))
        }
        None => {
            let why = refused.map_or(String::new(), |why| format!("<p role=\"alert\">{}</p>\n", words(why)));
            let body = format!(
                "<main>\n<h1>Nothing to decide here</h1>\n{why}<p>{} is decided, or it is no longer there.</p>\n{}</main>",
                words(name),
                back("")
            );
            Found::page(status, html::page("Nothing to decide here", version, &body))
        }
    }
}

/// The way to these pages, where anything waits.
pub fn waiting(site: &Site) -> String {
    let joined = &site.joined;
    match questions(joined.standings(), &joined.merged.current, None, None).len() {
        0 => String::new(),
        count => format!("<p><a href=\"{ADDRESS}\">{} of national text to decide</a></p>\n", counted(count, "change")),
    }
}

/// What tells a question from what it was before: all that somebody saw who decides it.
pub fn seen(sources: &Sources, question: &Question) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [question.agreed().unwrap_or("\0"), question.national()] {
        hasher.update(text.as_bytes()).update(b"\0");
    }
    for (heading, words) in question.ours(sources) {
        hasher.update(heading.as_bytes()).update(b"\0").update(words.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex().to_string()
}

fn back(hub: &str) -> String {
    let hub = if hub.is_empty() { String::new() } else { format!("?hub={}", encoded(hub)) };
    format!("<p><a href=\"{ADDRESS}{hub}\">Decide later: back to the list</a></p>\n")
}

fn list(all: &[Question], hub: &str, done: &str) -> String {
    let mut out = "<main>\n<p><a href=\"/_foldout/\">To the workbench</a></p>\n<h1>Changes to decide</h1>\n".to_owned();
    if !done.is_empty() {
        let _ = writeln!(out, "<p role=\"status\">Decided: {}.</p>", words(done));
    }
    let wanted = |question: &&Question| hub.is_empty() || question.first().hub.as_str() == hub;
    let shown: Vec<&Question> = all.iter().filter(wanted).collect();
    if !hub.is_empty() {
        let _ = writeln!(out, "<p>Only those of {}. <a href=\"{ADDRESS}\">Show all</a></p>", words(hub));
    }
    if shown.is_empty() {
        out.push_str("<p>There is nothing to decide: every change is agreed with the national text as it is.</p>\n");
    } else {
        let _ =
            writeln!(out, "<p>{} to decide. Nothing changes before you choose.</p>", counted(shown.len(), "change"));
    }
    let mut last = "";
    for question in &shown {
        let hub = question.first().hub.as_str();
        if hub != last {
            let end = if last.is_empty() { "" } else { "</ul>\n" };
            let _ = writeln!(out, "{end}<h2>{}</h2>\n<ul>", words(hub));
            last = hub;
        }
        let first = question.first();
        let programme = first.programme.as_ref().map_or("the year’s introduction", |id| id.as_str());
        let _ = writeln!(
            out,
            "<li><a href=\"{ADDRESS}?change={}\">{}: {}</a>. {}</li>",
            encoded(&question.name()),
            words(programme),
            words(&first.section_name()),
            words(&question.reason())
        );
    }
    if !last.is_empty() {
        out.push_str("</ul>\n");
    }
    out + "</main>"
}

fn one(sources: &Sources, question: &Question, editor: &Editor, refused: Option<&str>) -> String {
    let first = question.first();
    let programme = first.programme.as_ref().map_or("the year’s introduction", |id| id.as_str());
    let mut out = format!("<main class=\"fo-review\">\n{}", back(first.hub.as_str()));
    let _ = writeln!(out, "<h1>{}: {}</h1>", words(programme), words(&first.section_name()));
    if let Some(why) = refused {
        let _ = writeln!(out, "<p role=\"alert\" class=\"fo-error\">{}</p>", words(why));
    }
    let position = sources.position(first.change.span);
    let place = editor.link(sources.path(first.file), position.line, position.column);
    let _ = writeln!(out, "<p>{}, {place}</p>\n<p>{}</p>", words(first.hub.as_str()), words(&question.reason()));
    for note in &first.notes {
        let due = match (note.level, note.due) {
            (NoteLevel::Action, Some(due)) => format!(" Hubs are to act by {}.", display_date(due)),
            _ => String::new(),
        };
        let day = display_date(note.day);
        let _ = writeln!(out, "<p>The national team, on {}: {}{}</p>", words(&day), words(&note.what), words(&due));
    }
    texts(&mut out, sources, question);
    choices(&mut out, sources, question);
    out + "</main>"
}

fn texts(out: &mut String, sources: &Sources, question: &Question) {
    let national = question.national();
    if let Some(agreed) = question.agreed() {
        block(out, "The national text said", &marked(agreed, national, Mark::Gone));
        if question.can_keep() {
            block(out, "It says now", &marked(agreed, national, Mark::New));
        }
    } else if question.can_keep() {
        block(out, "The national text says", &words(national));
    }
    for (standing, (heading, ours)) in question.standings.iter().zip(question.ours(sources)) {
        // An addition or a reason has nothing to be compared with.
        let compares = standing.change.verb == Verb::Replace && !national.is_empty();
        let title = format!("You say, under “{}”", heading.trim_start_matches(['#', ' ']));
        let shown = if compares { marked(national, ours, Mark::New) } else { words(ours) };
        block(out, &title, &shown);
    }
}

fn block(out: &mut String, title: &str, text: &str) {
    let text = if text.trim().is_empty() { "<em>(nothing)</em>" } else { text };
    let _ = writeln!(out, "<h2>{}</h2>\n<div class=\"fo-words\">{text}</div>", words(title));
}

/// One of two texts, with the words that stand in it alone marked.
fn marked(old: &str, new: &str, shown: Mark) -> String {
    let mut out = String::new();
    for stretch in differences(old, new) {
        let bare = stretch.words.trim_start();
        let space = words(&stretch.words[..stretch.words.len() - bare.len()]);
        let bare = words(bare);
        match stretch.mark {
            Mark::Same => out.push_str(&format!("{space}{bare}")),
            mark if mark != shown => {}
            Mark::Gone => out.push_str(&format!("{space}<del>{bare}</del>")),
            Mark::New => out.push_str(&format!("{space}<ins>{bare}</ins>")),
        }
    }
    out
}

fn choices(out: &mut String, sources: &Sources, question: &Question) {
    out.push_str("<h2>What is to become of it?</h2>\n");
    let form = |choice: &str, inside: &str, button: &str| {
        format!(
            "<form method=\"post\" action=\"{ADDRESS}\">\n<input type=\"hidden\" name=\"change\" value=\"{}\">\n\
             <input type=\"hidden\" name=\"seen\" value=\"{}\">\n<input type=\"hidden\" name=\"choice\" value=\"{choice}\">\n\
             {inside}<button type=\"submit\">{button}</button>\n</form>\n",
            words(&question.name()),
            seen(sources, question)
        )
    };
    if question.can_keep() {
        out.push_str(&form("keep", "", "Keep your words, and agree to the national text"));
    }
    if let Some(suggestion) = question.suggestion(sources) {
        let ours = question.ours(sources).first().map_or("", |(_, words)| words);
        let inside = format!(
            "<p>Both together would be:</p>\n<div class=\"fo-words\">{}</div>\n",
            marked(ours, &suggestion, Mark::New)
        );
        out.push_str(&form("merged", &inside, "Take both together"));
    }
    if question.can_be_own() {
        out.push_str(&form("own", "", "Keep your words as a section of your own"));
    }
    if question.can_keep() {
        let mut inside = String::new();
        for (i, (heading, ours)) in question.ours(sources).into_iter().enumerate() {
            let heading = words(heading.trim_start_matches(['#', ' ']));
            let rows = ours.lines().map(|line| line.len() / 80 + 1).sum::<usize>().clamp(3, 20) + 1;
            let _ = writeln!(
                inside,
                "<p><label for=\"fo-edit-{i}\">Your words under “{heading}”</label><br>\n\
                 <textarea id=\"fo-edit-{i}\" name=\"words\" rows=\"{rows}\" cols=\"80\" required>\n{}</textarea></p>",
                words(ours)
            );
        }
        out.push_str(&form("edit", &inside, "Save these words, and agree to the national text"));
    }
    let inside = format!(
        "<p><label><input type=\"checkbox\" name=\"sure\" value=\"yes\" required> Take your words out of the file. They \
         are kept in {TAKEN_OUT} beside it, which is never published.</label></p>\n"
    );
    let button = if question.can_keep() { "Take the national text" } else { "Take your words out" };
    out.push_str(&form("national", &inside, button));
}
