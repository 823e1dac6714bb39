//! Asking for a decision, and reading the answer.

use super::{editor, print};
use crate::error::{Error, Result};
use crate::review::{Choice, Question};
use crate::source::Sources;
use std::io::{BufRead, IsTerminal, Read};
use std::path::Path;

/// What comes of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A decision.
    Chosen(Choice),
    /// Not now.
    Later,
    /// No more questions.
    Stop,
}

/// Where answers come from: a person at a terminal, or lines that another program gives.
#[derive(Debug)]
pub enum Input {
    /// A person.
    Person,
    /// The lines that are left, the next one last.
    Lines(Vec<String>),
}

impl Input {
    /// Standard input. Where that is no terminal, all of it.
    pub fn open() -> Result<Self> {
        if std::io::stdin().is_terminal() {
            return Ok(Input::Person);
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(Error::disk("read", Path::new("the answers")))?;
        Ok(Input::Lines(text.lines().rev().map(str::to_owned).collect()))
    }

    /// Whether there is nobody to ask.
    pub fn is_empty(&self) -> bool {
        matches!(self, Input::Lines(lines) if lines.is_empty())
    }

    /// The next answer; `None` at the end.
    fn next(&mut self) -> Result<Option<String>> {
        match self {
            Input::Lines(lines) => {
                let line = lines.pop();
                // What was answered stands in the record of what was asked, as it would in a terminal.
                print(&format!("{}\n", line.as_deref().unwrap_or("")))?;
                Ok(line)
            }
            Input::Person => {
                let mut line = String::new();
                let read = std::io::stdin().lock().read_line(&mut line);
                let read = read.map_err(Error::disk("read", Path::new("your answer")))?;
                Ok((read > 0).then_some(line))
            }
        }
    }
}

/// Asks until the answer is one of those there are.
pub fn ask(sources: &Sources, question: &Question, input: &mut Input) -> Result<Answer> {
    let menu = menu(sources, question);
    let lines: String = menu.iter().map(|(key, _, words)| format!("  {key}  {words}\n")).collect();
    print(&format!("\n{lines}"))?;
    loop {
        print("> ")?;
        let Some(line) = input.next()? else { return Ok(Answer::Stop) };
        let typed = line.trim().to_lowercase();
        let found = menu.iter().find(|(key, name, _)| typed == *key || typed == *name);
        match found.map(|(key, _, _)| *key) {
            Some("k") => return Ok(Answer::Chosen(Choice::KeepOurs)),
            Some("m") => return Ok(Answer::Chosen(Choice::TakeMerged)),
            Some("o") => return Ok(Answer::Chosen(Choice::OwnSection)),
            Some("l") => return Ok(Answer::Later),
            Some("q") => return Ok(Answer::Stop),
            Some("n") if is_sure(sources, question, input)? => return Ok(Answer::Chosen(Choice::TakeNational)),
            Some("e") => {
                if let Some(words) = edited(sources, question)? {
                    return Ok(Answer::Chosen(Choice::Edit(words)));
                }
            }
            Some(_) => {}
            None => {
                let keys: Vec<&str> = menu.iter().map(|(key, _, _)| *key).collect();
                print(&format!("That is none of the answers. Type one of the letters {}.\n", keys.join(", ")))?;
            }
        }
    }
}

/// The answers there are: a letter, a word, and what it does.
fn menu(sources: &Sources, question: &Question) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut menu = Vec::new();
    if question.can_keep() {
        menu.push(("k", "keep", "keep your words as they are, and agree to the national text"));
        menu.push(("n", "national", "take the national text; your words go from the file"));
    } else {
        menu.push(("n", "national", "take your words out of the file, as the national team did"));
    }
    if question.suggestion(sources).is_some() {
        menu.push(("m", "merged", "take both together"));
    }
    if question.can_be_own() {
        menu.push(("o", "own", "keep your words as a section of your own"));
    }
    if question.can_keep() {
        menu.push(("e", "edit", "edit your words, and agree to the national text"));
    }
    menu.push(("l", "later", "decide later"));
    menu.push(("q", "quit", "stop here"));
    menu
}

/// Shows what goes, and asks once more.
fn is_sure(sources: &Sources, question: &Question, input: &mut Input) -> Result<bool> {
    let mut text = "These words of yours go from the file, to _taken-out.md beside it:\n".to_owned();
    for (heading, words) in question.ours(sources) {
        text.push_str(&format!("\n    {heading}\n"));
        for line in words.lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    print(&format!("{}\nType yes to do it, anything else not to: ", crate::cli::print::clean::words(&text)))?;
    let answer = input.next()?.unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// The words as they come back from the editor. `None` where nothing has changed.
fn edited(sources: &Sources, question: &Question) -> Result<Option<Vec<String>>> {
    let ours = question.ours(sources);
    let mut words = Vec::new();
    for (_, old) in &ours {
        match editor::edit(old) {
            Ok(new) => words.push(new),
            Err(Error::Usage(why)) => {
                print(&format!("{why}\n"))?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
    }
    let same = words.iter().zip(&ours).all(|(new, (_, old))| new.trim() == old.trim());
    if same || words.iter().any(|new| new.trim().is_empty()) {
        print("Nothing was changed. To keep your words as they are, type k.\n")?;
        return Ok(None);
    }
    Ok(Some(words))
}
