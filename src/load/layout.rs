//! Which files a site has, what each is for, and which are nobody's.

use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId, ProgrammeId, is_edition_name, is_id, slug};
use crate::model::site::{Content, Site};
use crate::source::{Body, FileId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Hubs that would take the place of other pages.
const RESERVED_HUBS: &[&str] = &["programmes", "assets", "search", "404", "index"];
/// Programmes that would take the place of other pages.
const RESERVED_PROGRAMMES: &[&str] = &["edition", "agreed", "changes", "assets", "accessibility", "search"];

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A national programme.
    Programme(EditionName, ProgrammeId),
    /// A year's introduction.
    Introduction(EditionName),
    /// A hub.
    Hub(HubId),
    /// A hub's changes to a year's introduction.
    LocalIntroduction(HubId, EditionName),
    /// A hub's file for a programme.
    Local(HubId, EditionName, ProgrammeId),
    /// The national notes on what changed.
    Changes(EditionName),
    /// What a hub agreed to.
    Agreed(HubId, EditionName),
}

impl Role {
    /// What an error in such a file withholds.
    pub fn scope(&self) -> Scope {
        match self {
            Role::Programme(edition, programme) => {
                Scope::Programme { edition: edition.to_string(), programme: programme.to_string() }
            }
            Role::Introduction(edition) => Scope::Introduction { edition: edition.to_string() },
            Role::Hub(hub) => Scope::Hub(hub.to_string()),
            Role::LocalIntroduction(hub, edition) => {
                Scope::HubIntroduction { hub: hub.to_string(), edition: edition.to_string() }
            }
            Role::Local(hub, edition, programme) => super::offering(hub, edition, programme),
            Role::Changes(_) => Scope::Aside { hub: None },
            Role::Agreed(hub, _) => Scope::Aside { hub: Some(hub.to_string()) },
        }
    }
}

/// The files of a site by what they are for.
pub struct Layout {
    /// `content/site.yaml`.
    pub site: Option<FileId>,
    /// The folders of `content/national/` that are editions.
    pub editions: BTreeSet<EditionName>,
    /// The folders of `content/hubs/` that are hubs.
    pub hubs: BTreeSet<HubId>,
    /// Every file that is read, by its number.
    pub roles: BTreeMap<FileId, Role>,
    /// Files that stand for nothing by themselves, though a text may link to them.
    others: Vec<FileId>,
    /// Folders whose name is a finding, with a `/` at the end: there is nothing more to say of what is in them.
    misnamed: Vec<String>,
}

impl Layout {
    /// Sorts the files of a site. Folders whose names can't be right are findings.
    pub fn new(sources: &Sources, report: &mut Report) -> Self {
        let mut layout = Layout {
            site: sources.find("content/site.yaml"),
            editions: BTreeSet::new(),
            hubs: BTreeSet::new(),
            roles: BTreeMap::new(),
            others: Vec::new(),
            misnamed: Vec::new(),
        };
        for folder in sources.folders() {
            layout.folder(folder, report);
        }
        for (file, source) in sources.files() {
            layout.file(file, &source.path);
        }
        for hub in &layout.hubs {
            if sources.find(&format!("content/hubs/{hub}/hub.yaml")).is_none() {
                without_hub_yaml(sources, hub, report);
            }
        }
        layout
    }

    /// The national programmes of an edition.
    pub fn programmes<'a>(&'a self, edition: &'a EditionName) -> impl Iterator<Item = &'a ProgrammeId> {
        self.roles.values().filter_map(move |role| match role {
            Role::Programme(of, id) if of == edition => Some(id),
            _ => None,
        })
    }

    fn folder(&mut self, path: &str, report: &mut Report) {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["national", name] if is_edition_name(name) => {
                self.editions.insert(EditionName::new(name));
            }
            ["national", name] => self.bad_name(report, path, None, "an edition", &edition_like(name)),
            ["hubs", name] if is_id(name) => {
                self.hubs.insert(HubId::new(name));
            }
            ["hubs", name] => self.bad_name(report, path, None, "a hub", &slug(name)),
            [.., name] if name.ends_with(".md") || name.ends_with(".yaml") => {
                let hub = (parts[0] == "hubs").then(|| parts.get(1).map(|hub| (*hub).to_owned())).flatten();
                report.push(Finding::at_path(
                    Rule::BadValue,
                    path,
                    Scope::Aside { hub },
                    format!("`{name}` is a folder, where a file of that name is meant."),
                    "Move what is in it elsewhere and give the folder another name.",
                ));
                self.misnamed.push(format!("{path}/"));
            }
            _ => {}
        }
    }

    fn bad_name(&mut self, report: &mut Report, path: &str, hub: Option<String>, what: &str, right: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let right = if right.is_empty() { "a-name" } else { right };
        report.push(Finding::at_path(
            Rule::BadValue,
            path,
            Scope::Aside { hub },
            format!("“{name}” can't be the name of {what}, so nothing in this folder is used."),
            format!("Call the folder {right}."),
        ));
        self.misnamed.push(format!("{path}/"));
    }

    fn file(&mut self, file: FileId, path: &str) {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let role = match parts.as_slice() {
            ["site.yaml"] => return,
            ["national", edition, name] if is_edition_name(edition) => national(edition, name),
            ["hubs", hub, "hub.yaml"] if is_id(hub) => Some(Role::Hub(HubId::new(hub))),
            ["hubs", hub, edition, name] if is_id(hub) && self.editions.contains(*edition) => local(hub, edition, name),
            _ => None,
        };
        match role {
            Some(role) => {
                self.roles.insert(file, role);
            }
            // In a folder that is no edition, which is a finding of its own.
            None if matches!(parts.as_slice(), ["national", _, "changes.yaml"] | ["hubs", _, _, "agreed.yaml"]) => {}
            None => self.others.push(file),
        }
    }

    /// Ids that would take the place of other pages.
    pub fn reserved(&self, sources: &Sources, site: &Site, report: &mut Report) {
        for hub in self.hubs.iter().filter(|hub| RESERVED_HUBS.contains(&hub.as_str())) {
            report.push(Finding::at_path(
                Rule::ReservedId,
                format!("content/hubs/{hub}"),
                Scope::Hub(hub.to_string()),
                format!("No hub can be called `{hub}`: the site has a page of its own there."),
                format!("Give the folder another name, such as {hub}-hub."),
            ));
        }
        let phases: BTreeSet<String> = site.phases.iter().map(|phase| slug(phase)).collect();
        for (file, role) in &self.roles {
            let (Role::Programme(_, id) | Role::Local(_, _, id)) = role else { continue };
            let id = id.as_str();
            let what = if phases.contains(id) {
                "a phase has its page there"
            } else if self.editions.contains(id) || is_edition_name(id) {
                "an edition has its pages there"
            } else if RESERVED_PROGRAMMES.contains(&id) {
                "the site has a page or file of its own there"
            } else {
                continue;
            };
            let path = sources.path(*file);
            report.push(Finding::new(
                Rule::ReservedId,
                Span::whole(*file),
                role.scope(),
                format!("No programme can be called `{id}`: {what}."),
                format!("Give {path} another name, such as {id}-programme.md."),
            ));
        }
    }

    /// Files and folders that are nobody's, once it is known which files texts link to.
    pub fn leftovers(&self, sources: &Sources, content: &Content, report: &mut Report) {
        let strange = self.strange_folders(sources, content, report);
        for &file in &self.others {
            let path = sources.path(file);
            let mut told = strange.iter().chain(&self.misnamed);
            if content.assets.contains_key(&file) || told.any(|folder| path.starts_with(folder.as_str())) {
                continue;
            }
            self.leftover(sources, file, path, report);
        }
    }

    /// A hub's folders that are no editions, with a `/` at the end. One that holds nothing but files that texts
    /// link to is fine.
    fn strange_folders(&self, sources: &Sources, content: &Content, report: &mut Report) -> Vec<String> {
        let mut strange = Vec::new();
        for path in sources.folders() {
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            let ["hubs", hub, name] = parts.as_slice() else { continue };
            let prefix = format!("{path}/");
            let mut inside = sources.files().filter(|(_, file)| file.path.starts_with(&prefix)).peekable();
            let only_linked = inside.peek().is_some() && inside.all(|(file, _)| content.assets.contains_key(&file));
            if self.editions.contains(*name)
                || only_linked
                || !is_id(hub)
                || name.ends_with(".md")
                || name.ends_with(".yaml")
            {
                continue;
            }
            let list = self.editions.iter().map(EditionName::as_str).collect::<Vec<_>>().join(", ");
            let meant = Some(edition_like(name)).filter(|like| self.editions.contains(like.as_str()));
            let near = crate::finding::nearest(name, self.editions.iter().map(EditionName::as_str));
            let remedy = match meant.as_deref().or(near) {
                _ if is_edition_name(name) => format!(
                    "The national team has no text for that year. To keep the folder for yourself, begin its name with `_`. The editions are: {list}."
                ),
                Some(near) => format!("Did you mean `{near}`? Then call the folder {near}. The editions are: {list}."),
                None => format!("The editions are: {list}. A folder whose name begins with `_` is left alone."),
            };
            report.push(Finding::at_path(
                Rule::UnknownEdition,
                path.as_str(),
                Scope::Aside { hub: Some((*hub).to_owned()) },
                format!("There is no edition `{name}`, so nothing in this folder is used."),
                remedy,
            ));
            strange.push(prefix);
        }
        strange
    }

    fn leftover(&self, sources: &Sources, file: FileId, path: &str, report: &mut Report) {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let hub = (parts[0] == "hubs" && parts.len() > 2).then(|| parts[1].to_owned());
        let scope = Scope::Aside { hub };
        let name = parts.last().copied().unwrap_or("");
        let in_edition = match parts.as_slice() {
            ["national", edition, _] | ["hubs", _, edition, _] => self.editions.contains(*edition),
            _ => false,
        };
        let near_hub_yaml = matches!(parts.as_slice(), ["hubs", _, _]) && is_nearly_hub_yaml(name);
        let hub_yaml = || path.replace(name, "hub.yaml");
        let right = if near_hub_yaml && sources.find(&hub_yaml()).is_none() {
            // The hub's folder without hub.yaml is a finding that names this file.
            return;
        } else if near_hub_yaml {
            Some("hub.yaml".to_owned())
        } else {
            let ours = ["national", "hubs"].contains(&parts[0]);
            right_name(name).filter(|right| in_edition || ours && is_misnamed(name, right))
        };
        let span = Span::whole(file);
        report.push(match right {
            Some(right) => {
                let what = format!("Foldout reads no file called `{name}`, so nothing in it is used.");
                let mut remedy =
                    match name.to_ascii_lowercase().ends_with(".docx") || name.to_ascii_lowercase().ends_with(".doc") {
                        true => format!("Save its words as plain text, in a file called {right}."),
                        false => format!("Call it {right}."),
                    };
                if !in_edition && !near_hub_yaml {
                    remedy.push_str(" It belongs into a folder of a year, such as 2022-23.");
                }
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                if sources.find(&format!("{folder}/{right}")).is_some() {
                    remedy = format!("There is a file {right} beside it: put the words there and take this one away.");
                }
                Finding::new(Rule::BadValue, span, scope, what, remedy)
            }
            None => Finding::new(
                Rule::StrayFile,
                span,
                scope,
                match &sources.file(file).body {
                    Body::Refused(reason) => format!("This file {reason}, so it is not published."),
                    _ => "Foldout doesn't read this file and no text links to it, so it is not published.".to_owned(),
                },
                "Link to it in a text, take it out, or begin its name with `_` to keep it here for yourself.",
            ),
        });
    }
}

fn national(edition: &str, name: &str) -> Option<Role> {
    let edition = EditionName::new(edition);
    if name == "changes.yaml" {
        return Some(Role::Changes(edition));
    }
    let id = name.strip_suffix(".md").filter(|id| is_id(id))?;
    Some(if id == "edition" { Role::Introduction(edition) } else { Role::Programme(edition, ProgrammeId::new(id)) })
}

fn local(hub: &str, edition: &str, name: &str) -> Option<Role> {
    let (hub, edition) = (HubId::new(hub), EditionName::new(edition));
    if name == "agreed.yaml" {
        return Some(Role::Agreed(hub, edition));
    }
    let id = name.strip_suffix(".md").filter(|id| is_id(id))?;
    Some(if id == "edition" {
        Role::LocalIntroduction(hub, edition)
    } else {
        Role::Local(hub, edition, ProgrammeId::new(id))
    })
}

fn without_hub_yaml(sources: &Sources, hub: &HubId, report: &mut Report) {
    let folder = format!("content/hubs/{hub}/");
    let near = sources.files().find_map(|(_, file)| {
        let name = file.path.strip_prefix(&folder)?;
        is_nearly_hub_yaml(name).then(|| name.to_owned())
    });
    let remedy = match near {
        Some(near) => format!("Give the file {near} the name hub.yaml."),
        None => "Make a file hub.yaml in it with the hub's name, region and lead_schools.".to_owned(),
    };
    report.push(Finding::at_path(
        Rule::BadValue,
        format!("content/hubs/{hub}/hub.yaml"),
        Scope::Hub(hub.to_string()),
        format!("The hub's folder `{hub}` has no file hub.yaml."),
        remedy,
    ));
}

fn is_nearly_hub_yaml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name != "hub.yaml" && (name.starts_with("hub.y") || name.starts_with("hub.txt") || name == "hub.md")
        || name == "hub.yaml" && !name.contains('/')
}

/// The name that a file in an edition's folder should have, where it is meant to be read.
fn right_name(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let stem = [".md.txt", ".docx", ".doc", ".md", ".markdown"].iter().find_map(|ending| lower.strip_suffix(ending))?;
    let stem = slug(without_copy_mark(stem.strip_suffix(".md").unwrap_or(stem)));
    let right = format!("{}.md", if stem.is_empty() { "programme".to_owned() } else { stem });
    (right != name).then_some(right)
}

/// A name without what computers add to that of a copy: `example (1)`, `example - copy`.
fn without_copy_mark(stem: &str) -> &str {
    let stem = stem.trim_end();
    let numbered = stem.strip_suffix(')').and_then(|rest| {
        let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        bare.strip_suffix(" (").filter(|_| bare.len() < rest.len())
    });
    let stem = numbered.unwrap_or(stem);
    [" - copy", " copy"].iter().find_map(|mark| stem.strip_suffix(mark)).unwrap_or(stem)
}

/// Whether a file outside the years' folders is meant to be read all the same, and is misnamed.
fn is_misnamed(name: &str, right: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    right != name && [".md", ".md.txt", ".docx"].iter().any(|ending| lower.ends_with(ending))
}

/// The edition that a folder's name is meant to say: `2022-2023` as `2022-23`.
fn edition_like(name: &str) -> String {
    let years: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match years.as_slice() {
        [first, last, ..] if first.len() == 4 && last.len() >= 2 => format!("{first}-{}", &last[last.len() - 2..]),
        _ => "2022-23".to_owned(),
    }
}
