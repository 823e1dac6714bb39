//! What Foldout promises, in the order of its pipeline.

mod command_line;
mod house;
mod publishing;
