//! Where a link leads, from the address as it is written.

use super::reading::{Reading, did_you_mean};
use crate::finding::Rule;
use crate::model::address;
use crate::model::ids::{EditionName, ProgrammeId, is_edition_name, is_id};
use crate::model::practical::Form;
use crate::model::text::Target;
use crate::source::{Body, FileId, Span};

/// A link's target. A finding where the address is of no use.
pub fn target(reading: &mut Reading, address: &str, span: Span) -> Target {
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    let address = address.trim();
    if let Some(section) = address.strip_prefix('#') {
        return Target::Here(section.to_owned());
    }
    match scheme(address) {
        Some(scheme) => outside(reading, address, scheme, span),
        None => inside(reading, address, span),
    }
}

/// The scheme of an address that has one, lower case: what stands before its first colon.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !c.is_whitespace()).collect();
    (!scheme.is_empty() && !scheme.contains(['/', '.', '#', '?'])).then(|| scheme.to_ascii_lowercase())
}

fn outside(reading: &mut Reading, address: &str, scheme: String, span: Span) -> Target {
    let problem = match scheme.as_str() {
        "http" | "https" => match address::web(address) {
            Ok(web) => return Target::Web(web),
            Err(problem) => problem,
        },
        "mailto" => match address::email(address.split('?').next().unwrap_or(address)) {
            Ok(_) => return Target::Web(address.to_owned()),
            Err(problem) => problem,
        },
        "tel" if address.split(':').skip(1).all(|number| number.chars().all(|c| "0123456789+-() .".contains(c))) => {
            return Target::Web(address.chars().filter(|c| !c.is_whitespace()).collect());
        }
        scheme if scheme == "file" || scheme.len() == 1 => crate::model::when::Unreadable {
            message: "This link leads to a file on your own computer, which nobody else can open.".into(),
            remedy: format!(
                "Put the file beside this one and write its name: [its title]({})",
                address.rsplit(['/', '\\']).next().unwrap_or("form.pdf")
            ),
        },
        _ => crate::model::when::Unreadable {
            message: format!("A link can't lead to an address that begins with `{scheme}:`."),
            remedy: "Links lead to addresses that begin with https://, mailto: or tel:, to a programme's file, or to a file beside this one.".into(),
        },
    };
    reading.find(Rule::BadValue, span, problem.message, problem.remedy);
    Target::Nowhere
}

fn inside(reading: &mut Reading, address: &str, span: Span) -> Target {
    let (path, section) = match address.split_once('#') {
        Some((path, section)) => (path, Some(section.to_owned())),
        None => (address, None),
    };
    if path.starts_with('/') {
        reading.find(
            Rule::BrokenLink,
            span,
            format!("The address “{address}” begins with a slash, which leads nowhere when the pages are moved."),
            "To link to a programme, write its file's name, such as [its title](its-file.md). To link elsewhere, write the whole address with https://.",
        );
        return Target::Nowhere;
    }
    let Some(path) = resolve(reading.folder(), path) else {
        missing(reading, address, span, "leads out of the site");
        return Target::Nowhere;
    };
    if let Some(target) = page(reading, &path, section) {
        return target;
    }
    match path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending) {
        Some("md" | "yaml" | "html" | "htm") | None => {
            broken(reading, address, &path, span);
            Target::Nowhere
        }
        Some(_) => file(reading, address, &path, span).map_or(Target::Nowhere, Target::File),
    }
}

/// A path from the site's folder for an address in a file of `folder`; `None` where it leads out of the site.
fn resolve(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').collect();
    let address = unescape(address);
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (parts.first() == Some(&"content")).then(|| parts.join("/"))
}

/// `%20` and the like as the characters they mean.
fn unescape(address: &str) -> String {
    let mut out = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |b: u8| (b as char).to_digit(16);
        if let ([high, low, after @ ..], b'%') = (tail, first)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.push((high * 16 + low) as u8);
            rest = after;
            continue;
        }
        out.push(*first);
        rest = tail;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The programme or introduction whose file a path names, national or in the reader's own hub's folder. Whether
/// there is such a programme is checked later.
fn page(reading: &Reading, path: &str, section: Option<String>) -> Option<Target> {
    let parts: Vec<&str> = path.split('/').collect();
    let (edition, name) = match parts.as_slice() {
        ["content", "national", edition, name] => (edition, name),
        ["content", "hubs", hub, edition, name] if reading.hub.as_ref().is_some_and(|own| own.as_str() == *hub) => {
            (edition, name)
        }
        _ => return None,
    };
    let id = name.strip_suffix(".md").filter(|id| is_id(id) && is_edition_name(edition))?;
    let edition = EditionName::new(edition);
    Some(if id == "edition" {
        Target::Introduction(edition)
    } else {
        Target::Programme { edition, programme: ProgrammeId::new(id), section }
    })
}

fn broken(reading: &mut Reading, address: &str, path: &str, span: Span) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let remedy = if name.ends_with(".html") || name.ends_with(".htm") {
        "If it is a page on the web, write its whole address, beginning with https://. A link to a programme is its file's name, such as [its title](its-file.md).".to_owned()
    } else if address::is_web(&format!("https://{address}")) && !name.ends_with(".md") {
        format!("If it is an address on the web, write it with https:// before it: https://{address}")
    } else {
        let names: Vec<String> = reading
            .sources
            .files()
            .filter_map(|(_, file)| file.path.strip_prefix("content/national/")?.split('/').nth(1).map(str::to_owned))
            .collect();
        let near = did_you_mean(&format!("{stem}.md"), names.iter().map(String::as_str));
        format!("{near}A link to a programme is its file's name, such as [its title](its-file.md).")
    };
    reading.find(Rule::BrokenLink, span, format!("The link leads to “{address}”, and there is no such file."), remedy);
}

/// A document or image of the site.
pub fn file(reading: &mut Reading, address: &str, path: &str, span: Span) -> Option<FileId> {
    let Some(id) = reading.sources.find(path) else {
        missing(reading, address, span, "is not there");
        return None;
    };
    if let Body::Refused(reason) = &reading.sources.file(id).body {
        reading.find(
            Rule::MissingFile,
            span,
            format!("The file “{address}” {reason}."),
            "Save a smaller one (at most 10 MB) as a file of its own beside this one, or link to where it can be found on the web.",
        );
        return None;
    }
    Some(id)
}

fn missing(reading: &mut Reading, address: &str, span: Span, reason: &str) {
    let folder = reading.folder();
    let here: Vec<String> = reading
        .sources
        .files()
        .filter_map(|(_, file)| file.path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned))
        .collect();
    let near = did_you_mean(address, here.iter().map(String::as_str));
    reading.find(
        Rule::MissingFile,
        span,
        format!("The file “{address}” {reason}."),
        format!("{near}Put the file beside this one (at most 10 MB) and write its name as it is, small and capital letters too."),
    );
}

/// The image that an address names.
pub fn image(reading: &mut Reading, address: &str, span: Span) -> Option<FileId> {
    if let Some(scheme) = scheme(address) {
        let own = scheme == "file" || scheme.len() == 1;
        reading.find(
            Rule::BadValue,
            span,
            match own {
                true => "This picture is on your own computer, where nobody else can see it.",
                false => "A picture can't be shown from another site.",
            },
            "Save the picture beside this file and write its name: ![what it shows](picture.jpg)",
        );
        return None;
    }
    let path = if address.starts_with('/') { None } else { resolve(reading.folder(), address) };
    match path {
        Some(path) => file(reading, address, &path, span),
        None => {
            missing(reading, address, span, "lies outside the site");
            None
        }
    }
}

/// A form or further link in front matter: a web address, or a file beside this one.
pub fn form(reading: &mut Reading, address: &str, span: Span) -> Option<Form> {
    if scheme(address).is_some() || address.contains("www.") {
        return match address::web(address) {
            Ok(web) => Some(Form::Web(web)),
            Err(problem) => {
                reading.find(Rule::BadValue, span, problem.message, problem.remedy);
                None
            }
        };
    }
    match target(reading, address, span) {
        Target::File(file) => Some(Form::File(file)),
        Target::Nowhere => None,
        _ => {
            reading.find(
                Rule::BadValue,
                span,
                "This is neither a web address nor a document beside this file.",
                "Write an address that begins with https://, or the name of a file beside this one, such as form.docx.",
            );
            None
        }
    }
}
