//! README's walk: what it tells people to write is written, what it tells them to type is typed, and what it says
//! they will see is what they see.

use crate::site::Site;

/// A fenced block: what stands after its opening fence, and its text.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body = lines.by_ref().take_while(|line| *line != "```");
            blocks.push((info, body.map(|line| format!("{line}\n")).collect()));
        }
    }
    blocks
}

#[test]
fn the_walk_through_a_hub_s_first_page_holds() {
    let readme = include_str!("../../README.md");
    let (_, walk) = readme.split_once("## A hub's first page\n").unwrap();
    let (walk, _) = walk.split_once("\n## What a hub can do\n").unwrap();
    let site = Site::new();
    // README was written in one year, and the new site is of the year in which it is made.
    let edition = site.edition();
    let walk = walk.replace("2026-27", &edition).replace("2026-", &format!("{}-", &edition[..4]));

    let mut last = None;
    let mut shown = 0;
    for (info, body) in blocks(&walk) {
        match info.split_once(' ') {
            Some((_, path)) => site.write(path, &body),
            None if info == "text" => {
                let outcome: crate::site::Outcome = last.take().expect("a command before what it prints");
                // Blank lines inside a remedy come out with its indentation.
                let printed: String = outcome.err.lines().map(|line| format!("{}\n", line.trim_end())).collect();
                assert_eq!(printed, body);
                shown += 1;
            }
            None => {
                for line in body.lines().filter(|line| !line.contains("foldout new") && !line.starts_with("cd ")) {
                    let words: Vec<&str> = line.split(' ').skip(1).collect();
                    last = Some(site.run(&words));
                }
            }
        }
    }
    let last = last.expect("a last command");
    assert!(shown > 0 && last.status == 0, "{}", last.err);
    assert!(site.path("public/meadow/talking-in-maths/index.html").exists());
    assert!(site.path("dist/talking-in-maths/index.html").exists());
}
