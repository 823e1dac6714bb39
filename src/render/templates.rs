//! The theme's templates, ready to be filled in.

use crate::error::{Error, Result};
use crate::model::theme::Theme;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

/// Templates by their plain names: the site's own one of a name, else the built-in one.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Reads a theme's templates.
    ///
    /// # Errors
    /// One that can't be read, with its place.
    pub fn new(theme: &Theme) -> Result<Self> {
        let mut tera = Tera::default();
        tera.set_fallback_prefixes(["theme/", "default/"]).map_err(failed)?;
        tera.add_raw_templates(theme.templates.iter().map(|(name, text)| (name.as_str(), &**text))).map_err(failed)?;
        Ok(Self { tera })
    }

    /// Fills in a template.
    ///
    /// # Errors
    /// The template's own mistake, with its place.
    pub fn page(&self, name: &str, context: &Context) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(16 * 1024);
        self.tera.render_to(name, context, &mut out).map_err(failed)?;
        Ok(out)
    }

    /// Fills in a template that makes a piece of a page, from one value.
    ///
    /// # Errors
    /// The template's own mistake, with its place.
    pub fn piece(&self, name: &str, view: &impl Serialize) -> Result<String> {
        let context = Context::from_serialize(view).map_err(failed)?;
        self.tera.render(name, &context).map_err(failed)
    }
}

/// A value for templates.
///
/// # Errors
/// None in practice: our views hold nothing that templates can't.
pub fn value(view: &impl Serialize) -> Result<Value> {
    Value::try_from_serializable(view).map_err(failed)
}

/// Where the mistake is and what to do, in plain words; then tera's own words.
fn failed(problem: tera::Error) -> Error {
    let place = match problem.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = report.filename();
            let name = name.strip_prefix("theme/").or_else(|| name.strip_prefix("default/")).unwrap_or(name);
            (!name.is_empty()).then(|| format!(" in its template {name}, line {}", report.span().start_line))
        }
        _ => None,
    };
    Error::Theme(format!(
        "The theme has a mistake{}.\n\
         Put it right, or take that template out of the theme's folder: then the built-in one is used.\n\n\
         {problem}",
        place.unwrap_or_default()
    ))
}
