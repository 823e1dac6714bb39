//! Every value that passes a wall between rooms: plain data, no files, no HTML, no templates.

pub mod address;
pub mod agreement;
pub mod ids;
pub mod local;
pub mod merged;
pub mod national;
pub mod output;
pub mod practical;
pub mod section;
pub mod site;
pub mod standing;
pub mod state;
pub mod text;
pub mod theme;
pub mod when;
