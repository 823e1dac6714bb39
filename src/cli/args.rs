//! What can be typed.

use crate::model::when::{Date, parse_date};
use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes every hub's brochure pages from national programme descriptions, written once, and what each hub adds.
#[derive(Debug, Parser)]
#[command(name = "foldout", version = env!("FOLDOUT_VERSION"))]
#[command(after_help = "Examples:
  foldout new my-site          make a small site to start from
  foldout check                say what is wrong in the site where you stand
  foldout serve --open         look at its pages while you type
  foldout build                publish its pages to the folder public")]
pub struct Args {
    /// The site's folder: the one that has content/site.yaml
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small site to start from: one hub, two programmes, the theme; or a theme for a site that is there
    #[command(after_help = "Examples:
  foldout new my-site                            a small site in the folder my-site
  foldout new --theme our-look                   a theme to change, in the folder themes/our-look of this site")]
    New {
        /// The folder to make; it must not be there yet, or be empty
        #[arg(required_unless_present = "theme")]
        dir: Option<PathBuf>,
        /// Start a theme of that name in the site where you stand (our-theme, unless you name one)
        #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "our-theme", conflicts_with = "dir")]
        theme: Option<String>,
    },
    /// Publish the pages
    #[command(after_help = "Examples:
  foldout build                                  the whole site, to the folder public
  foldout build --hub cambridge --out dist       one hub's pages, to the folder dist
  foldout build --drafts --out drafts            pages that are withheld too, to look at")]
    Build(Build),
    /// Say what is wrong, and publish nothing
    #[command(after_help = "Examples:
  foldout check --hub cambridge
  foldout check --strict --format github         in a workflow on GitHub")]
    Check(Check),
    /// Show where each hub stands with each programme: answers missing, errors, deadlines
    #[command(after_help = "Examples:
  foldout status                                 every hub, a line each
  foldout status --hub cambridge                 one hub's programmes
  foldout status --format csv > status.csv       for a spreadsheet
  foldout status --format html > status.html     a page to send or print")]
    Status(Status),
    /// Show what your changes do to hubs' pages, before you publish them
    #[command(after_help = "Examples:
  foldout impact                                 against the last commit
  foldout impact main~3                          against an earlier version that git keeps
  foldout impact ../site-as-published            against a copy in another folder
To look at it with before and after side by side: foldout serve, then /_foldout/impact")]
    Impact(Impact),
    /// Begin a new year: carry over national files and hubs' files, with the year's dates emptied
    #[command(after_help = "Example:
  foldout rollover 2023-24                       shows what it would do, and asks
It changes nothing without being told to, and never a file that the new year has already.")]
    Rollover(Rollover),
    /// Say that a hub has read the national text, and that its changes fit it
    #[command(after_help = "Examples:
  foldout agree cambridge/year-5-8-continuity#funding    what the hub does to one section
  foldout agree cambridge/year-5-8-continuity            all that its file for a programme changes
  foldout agree cambridge                                everything of the hub's year
  foldout agree cambridge/edition                        its changes of the year's introduction")]
    Agree(Agree),
    /// Go through the changes whose national text has changed, and decide each: keep yours, take the national, edit
    #[command(after_help = "Examples:
  foldout review                                 everything there is to decide, one at a time
  foldout review --hub cambridge                 what concerns one hub")]
    Review(Review),
    /// Show the pages in your browser while you type, and what is left to do; publish nothing
    #[command(after_help = "Examples:
  foldout serve --open                           and open it in your browser
  foldout serve --port 8080 --editor copy        clicks copy a file's place")]
    Serve(Serve),
    /// Print pages to PDFs with the Chromium or Chrome of this computer: leaflets of offerings, booklets of phases
    #[command(after_help = "Examples:
  foldout pdf --hub cambridge                                       all that a hub offers, and its booklets
  foldout pdf --programme year-5-8-continuity                       one programme at each hub that offers it
  foldout pdf --hub cambridge --edition 2018-19 --out leaflets      an earlier year's, to the folder leaflets")]
    Pdf(Pdf),
    /// Say what a rule finds, why it matters and what to type instead; without a rule, list all
    #[command(after_help = "Example:\n  foldout explain unfilled")]
    Explain {
        /// The rule's name, which stands in brackets in each finding
        rule: Option<String>,
    },
    /// Print the JSON Schema of a kind of file, with which editors check while you type
    #[command(after_help = "Example:\n  foldout schema hub > hub.schema.json")]
    Schema {
        /// The kind of file
        #[arg(value_enum)]
        kind: Kind,
    },
    /// Print what makes the Tab key complete commands in your shell
    #[command(after_help = "Example:\n  foldout completions bash > ~/.local/share/bash-completion/completions/foldout")]
    Completions {
        /// Your shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// What to build.
#[derive(Debug, clap::Args)]
pub struct Build {
    /// The folder to publish to (public in the site's folder, unless you say otherwise)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Only this hub's pages; may be given several times. Needs --out
    #[arg(long = "hub", value_name = "ID")]
    pub hubs: Vec<String>,
    /// Build as if this edition were the current one
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Build for this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// Also the pages that errors withhold, and later editions. Needs --out
    #[arg(long)]
    pub drafts: bool,
    /// Add what a web host needs: headers, redirects
    #[arg(long, value_enum, default_value_t = Host::Plain)]
    pub target: Host,
    /// Say where the time went
    #[arg(long)]
    pub timings: bool,
}

/// Where the pages are going to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// Any web server, or a zip: the pages alone
    Plain,
    /// GitHub Pages: .nojekyll
    Github,
    /// Netlify: _headers and _redirects
    Netlify,
    /// Cloudflare Pages: _headers and _redirects
    Cloudflare,
    /// A web server that runs Apache: .htaccess
    Apache,
}

/// What to check.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Only what concerns this hub; may be given several times
    #[arg(long = "hub", value_name = "ID")]
    pub hubs: Vec<String>,
    /// Check for this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Warnings too make the exit status 1
    #[arg(long)]
    pub strict: bool,
}

/// What to print.
#[derive(Debug, clap::Args)]
pub struct Pdf {
    /// The folder for the PDFs (pdf in the site's folder, unless you say otherwise)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Only this hub's pages; may be given several times
    #[arg(long = "hub", value_name = "ID")]
    pub hubs: Vec<String>,
    /// Only this programme, and no booklets; may be given several times
    #[arg(long = "programme", value_name = "ID")]
    pub programmes: Vec<String>,
    /// Print as if this edition were the current one
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Print for this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// Whose standing to show.
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Only this hub, with its programmes; may be given several times
    #[arg(long = "hub", value_name = "ID")]
    pub hubs: Vec<String>,
    /// Of this year instead of the current one
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// For this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Table::Text)]
    pub format: Table,
}

/// What to compare with.
#[derive(Debug, clap::Args)]
pub struct Impact {
    /// A version that git keeps, or a folder with another copy of the site
    #[arg(value_name = "REV|DIR", default_value = "HEAD")]
    pub against: String,
    /// Compare for this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Which year to begin.
#[derive(Debug, clap::Args)]
pub struct Rollover {
    /// The new year
    #[arg(value_name = "EDITION")]
    pub to: String,
    /// The year that is carried over (the one before, unless you say otherwise)
    #[arg(long, value_name = "EDITION")]
    pub from: Option<String>,
    /// Do it without asking
    #[arg(long)]
    pub yes: bool,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Plain {
    /// For people, in a terminal
    Text,
    /// For other programs
    Json,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Table {
    /// For people, in a terminal
    Text,
    /// For other programs
    Json,
    /// For a spreadsheet
    Csv,
    /// A page to send or print
    Html,
}

/// What to agree to.
#[derive(Debug, clap::Args)]
pub struct Agree {
    /// The hub; or its file for a programme; or one section of that. Several may be given
    #[arg(value_name = "HUB[/PROGRAMME[#SECTION]]", required = true)]
    pub targets: Vec<String>,
    /// The edition, where it is not the current one
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Agree as of this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What to decide.
#[derive(Debug, clap::Args)]
pub struct Review {
    /// Only this hub's changes; may be given several times
    #[arg(long = "hub", value_name = "ID")]
    pub hubs: Vec<String>,
    /// Only changes of this programme, or of edition, the year's introduction; may be given several times
    #[arg(long = "programme", value_name = "ID")]
    pub programmes: Vec<String>,
    /// The edition, where it is not the current one
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Decide as of this day instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What to show.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The port; when it is taken, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4000, value_parser = port)]
    pub port: u16,
    /// Open the preview in your browser
    #[arg(long)]
    pub open: bool,
    /// What a click on a place does: vscode opens the file there, copy copies it; or an address with {path}, {line}
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, in a terminal
    Text,
    /// For other programs
    Json,
    /// For a workflow on GitHub, which shows them beside the lines
    Github,
}

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// content/site.yaml
    Site,
    /// hub.yaml
    Hub,
    /// The front matter of a programme
    Programme,
    /// The front matter of a hub's file for a programme
    Local,
    /// The national team's changes.yaml
    Changes,
}

impl Kind {
    /// Its name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Site => "site",
            Kind::Hub => "hub",
            Kind::Programme => "programme",
            Kind::Local => "local",
            Kind::Changes => "changes",
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    parse_date(text).map_err(|wrong| format!("{} {}", wrong.message, wrong.remedy))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "A port is a number from 0 to 65535; 0 means any that is free.".to_owned())
}

/// Prints why the arguments make no sense, with an example; or the help that was asked for.
pub fn explain(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return ExitCode::SUCCESS,
        // This one is the help, which has examples.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {}
        _ => {
            let _ = writeln!(std::io::stderr(), "\nFor example: {}", example());
        }
    }
    ExitCode::from(2)
}

/// An example of the command that was typed.
fn example() -> &'static str {
    let typed: Vec<_> = std::env::args_os().skip(1).collect();
    let is_typed = |name: &str| typed.iter().any(|word| word == name);
    [
        ("new", "foldout new my-site"),
        ("build", "foldout build --hub cambridge --out dist --as-of 2022-11-03"),
        ("check", "foldout check --hub cambridge --as-of 2022-11-03 --format json"),
        ("status", "foldout status --hub cambridge --format html"),
        ("impact", "foldout impact HEAD~1 --format json"),
        ("rollover", "foldout rollover 2023-24"),
        ("agree", "foldout agree cambridge/year-5-8-continuity#funding"),
        ("review", "foldout review --hub cambridge --programme year-5-8-continuity"),
        ("serve", "foldout serve --port 4000 --open"),
        ("pdf", "foldout pdf --hub cambridge --programme year-5-8-continuity --out leaflets"),
        ("explain", "foldout explain unfilled"),
        ("schema", "foldout schema hub"),
        ("completions", "foldout completions bash"),
    ]
    .into_iter()
    .find(|(name, _)| is_typed(name))
    .map_or("foldout build --out public", |(_, example)| example)
}
