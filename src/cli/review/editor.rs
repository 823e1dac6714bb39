//! Words in the person's own editor.

use crate::error::{Error, Result};
use std::io::Write;
use std::process::Command;

/// Opens the words in the editor that `VISUAL` or `EDITOR` names, and gives what was saved there.
///
/// # Errors
/// No editor is named, it can't be started, or it says that it failed.
pub fn edit(words: &str) -> Result<String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let Some(editor) = named.into_iter().find(|editor| !editor.trim().is_empty()) else {
        return Err(Error::Usage(
            "Foldout doesn't know your editor. Stop with q, and say which it is, such as: EDITOR=nano foldout review\n\
             Or change your words in the file itself, and type k here afterwards."
                .to_owned(),
        ));
    };
    let file = tempfile::Builder::new().prefix("foldout-").suffix(".md").tempfile();
    let mut file = file.map_err(Error::disk("write", &std::env::temp_dir()))?;
    let path = file.path().to_path_buf();
    let text = format!("{words}\n");
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(Error::disk("write", &path))?;
    let mut parts = editor.split_whitespace();
    let program = parts.next().unwrap_or("");
    let status = Command::new(program).args(parts).arg(&path).status();
    match status {
        Ok(status) if status.success() => {
            std::fs::read_to_string(&path).map_err(Error::disk("read", &path)).map(|text| text.trim_end().to_owned())
        }
        Ok(_) => Err(Error::Usage(format!("The editor {editor} said that it failed, so nothing was changed."))),
        Err(error) => Err(Error::Usage(format!("The editor {editor} can't be started: {error}."))),
    }
}
