//! Foldout makes brochures that many local organisations share: a national team writes each programme once, each
//! hub answers its placeholders and changes its sections, and Foldout publishes every hub's own pages.
//!
//! Files are read once, each stage turns one finished value into the next, everything between reading and writing
//! is pure, and problems are values that travel beside the result:
//!
//! ```text
//! load::read -> Sources -> load::parse -> Content -> merge -> Merged -> render -> Output -> publish
//!                                    \____ agreement, check ______/
//! ```
//!
//! | floor | room | in -> out |
//! |---|---|---|
//! | 0 | [`source`], [`finding`], [`error`] | text as read; what is wrong with it; what stops the tool |
//! | 0 | [`words`] | a text -> its sentences; two texts -> how they differ; three -> what comes of two changes |
//! | 1 | [`model`] | every value that passes a wall |
//! | 1 | [`yaml`] | text -> a tree of values with their places |
//! | 2 | [`load`], [`merge`], [`agreement`], [`ancestry`], [`check`], [`render`], [`publish`] | the stages; they never import each other |
//! | 2 | [`edit`] | a file's text, one change -> the text with that change and every other byte as it was |
//! | 3 | [`pipeline`] | the stages in a row |
//! | 3 | [`inputs`] | a site -> what each hub's folder is made of, so that it need not be made again |
//! | 3 | [`impact`] | two states of a site -> what becomes of its pages |
//! | 3 | [`rollover`] | a site, a new year -> the files to write for it |
//! | 3 | [`status`] | where each hub stands with each programme, counted |
//! | 4 | [`review`] | a change whose national text has changed -> what there is to decide; a decision -> the hub's files |
//! | 5 | [`serve`] | the preview: watches, builds anew, serves pages while you type |
//! | 5 | [`chromium`] | the browser of this computer: prints pages, looks at them |
//! | 6 | [`cli`] | arguments, commands, the one printer |
//!
//! A floor imports only from floors below it; a test holds it to that.
//!
//! Five doors lead to the outside: [`load::read`] and [`load::read_theme`], [`publish`], [`serve`], [`cli`], and
//! [`edit::save`], the only one that writes content. Nothing goes through that door unless a person asked for it.

pub mod agreement;
pub mod ancestry;
pub mod check;
pub mod chromium;
pub mod cli;
pub mod edit;
pub mod error;
pub mod finding;
pub mod impact;
pub mod inputs;
pub mod load;
pub mod merge;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod review;
pub mod rollover;
pub mod serve;
pub mod source;
pub mod status;
pub mod words;
pub mod yaml;
