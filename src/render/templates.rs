//! The theme's templates, ready to be filled in.

use crate::error::{Error, Result};
use crate::model::theme::Theme;
use serde::Serialize;
use std::sync::OnceLock;
use tera::{Context, ErrorKind, Tera, Value};

/// Templates by their plain names: the site's own one of a name, else the built-in one.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    folder: String,
}

impl Templates {
    /// Reads a theme's templates.
    ///
    /// # Errors
    /// One that can't be read, with its place.
    pub fn new(theme: &Theme) -> Result<Self> {
        let mut tera = Tera::default();
        let folder = theme.folder.clone();
        let failed = |problem| mistake(&problem, &folder);
        tera.set_fallback_prefixes(["theme/", "default/"]).map_err(failed)?;
        tera.add_raw_templates(theme.templates.iter().map(|(name, text)| (name.as_str(), &**text))).map_err(failed)?;
        Ok(Self { tera, folder })
    }

    /// Fills in a template.
    ///
    /// # Errors
    /// The template's own mistake, with its place.
    pub fn page(&self, name: &str, context: &Context) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(32 * 1024);
        self.tera.render_to(name, context, &mut out).map_err(|problem| mistake(&problem, &self.folder))?;
        Ok(out)
    }

    /// Fills in a template that makes a piece of a page, from values by name.
    ///
    /// # Errors
    /// The template's own mistake, with its place.
    pub fn piece<const N: usize>(&self, name: &str, values: [(&'static str, Value); N]) -> Result<String> {
        let mut context = Context::new();
        values.into_iter().for_each(|(name, value)| context.insert_value(name, value));
        self.tera.render(name, &context).map_err(|problem| mistake(&problem, &self.folder))
    }
}

/// A value for templates.
///
/// # Errors
/// None in practice: our views hold nothing that templates can't.
pub fn value(view: &impl Serialize) -> Result<Value> {
    Value::try_from_serializable(view).map_err(|problem| mistake(&problem, "the theme"))
}

/// What many pages show, kept in `place` when the first one makes it.
///
/// # Errors
/// That of `make`.
pub fn kept<T: Clone>(place: &OnceLock<T>, make: impl FnOnce() -> Result<T>) -> Result<T> {
    if let Some(kept) = place.get() {
        return Ok(kept.clone());
    }
    let made = make()?;
    Ok(place.get_or_init(|| made).clone())
}

/// A template's mistake with its file and line, and where to look up what the template gets.
fn mistake(problem: &tera::Error, folder: &str) -> Error {
    let named = |text: &str| {
        text.replace("theme/", &format!("{folder}/templates/")).replace(" default/", " the built-in template ")
    };
    let text = named(&problem.to_string());
    let place = match problem.kind() {
        ErrorKind::MissingParent { current, parent } => format!(
            ": {} begins with `{{% extends \"{parent}\" %}}`, and there is no template of that name.\n\
             To change a part of the built-in one, write its name behind `default/`.",
            named(current)
        ),
        _ => place(&text).map_or_else(|| ".".to_owned(), |(file, line)| format!(": {file}, line {line}.")),
    };
    Error::Theme(format!(
        "The theme has a mistake{place}\n\
         Put it right, or take that template out of the theme's folder: then the built-in one is used.\n\
         What each template gets stands in the README.md that foldout new --theme writes.\n\n{}",
        text.trim_end()
    ))
}

/// The file and line that a report names: ` --> file:2:5`.
fn place(report: &str) -> Option<(&str, &str)> {
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let (place, _column) = place.rsplit_once(':')?;
    place.rsplit_once(':')
}
