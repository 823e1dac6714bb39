//! The command line: arguments, commands, the one printer.
//!
//! Exit status: 0 fine; 1 findings of level error (for `--strict`: warning); 2 the tool could not do its work.

mod agree;
mod args;
mod build;
mod check;
mod choose;
pub mod explain;
mod impact;
mod new;
mod pdf;
pub mod print;
mod progress;
mod review;
mod rollover;
mod serve;
mod site;
mod status;

use crate::error::{Error, Result};
use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command that the arguments name and gives its exit status.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return args::explain(&error),
    };
    match run(&args) {
        Ok(status) => status,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> Result<ExitCode> {
    match &args.command {
        Command::New { theme: Some(name), .. } => say(&new::theme(&args.site, name)?),
        Command::New { dir, .. } => {
            let here = Path::new(".");
            say(&new::new(dir.as_deref().unwrap_or(here), site::today("Europe/London"))?)
        }
        Command::Build(wanted) => build::build(&args.site, wanted),
        Command::Check(wanted) => check::check(&args.site, wanted),
        Command::Status(wanted) => status::status(&args.site, wanted),
        Command::Impact(wanted) => impact::impact(&args.site, wanted),
        Command::Rollover(wanted) => rollover::rollover(&args.site, wanted),
        Command::Agree(wanted) => agree::agree(&args.site, wanted),
        Command::Review(wanted) => review::review(&args.site, wanted),
        Command::Serve(wanted) => serve::serve(&args.site, wanted),
        Command::Pdf(wanted) => pdf::pdf(&args.site, wanted),
        Command::Explain { rule } => say(&explain::explain(rule.as_deref())?),
        Command::Schema { kind } => say(&schema(kind.name())?),
        Command::Completions { shell } => say(&completions(*shell)),
    }
}

fn schema(kind: &str) -> Result<String> {
    let schema = crate::load::schema(kind).ok_or_else(|| Error::Usage(format!("There is no schema for {kind}.")))?;
    Ok(format!("{schema:#}\n"))
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "foldout", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Prints a result.
fn say(text: &str) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    said(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that stops reading (`foldout explain | head`) is no failure.
fn said(printed: std::io::Result<()>) -> Result<()> {
    match printed {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::disk("write", Path::new("the results"))(error))
        }
        _ => Ok(()),
    }
}
