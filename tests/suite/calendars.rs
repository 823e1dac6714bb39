//! Dates as other programs read them: calendar files by the library of Thunderbird's calendar (ical.js), which
//! reads the time zones that the files themselves define; facts for search engines as JSON.

use super::browser::{TOOLS, build_repo};
use super::site::Site;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Prints what a calendar program makes of each file, as JSON.
const READ: &str = r#"
const [library, ...files] = process.argv.slice(1);
const { default: ICAL } = await import(library);
const { readFileSync } = await import('node:fs');
const two = number => String(number).padStart(2, '0');
const all = files.map(file => {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
  calendar.getAllSubcomponents('vtimezone').forEach(zone => ICAL.TimezoneService.register(zone));
  return calendar.getAllSubcomponents('vevent').map(part => {
    const event = new ICAL.Event(part);
    const { startDate: start, endDate: end } = event;
    return {
      uid: event.uid, title: event.summary, place: event.location, status: part.getFirstPropertyValue('status'),
      day: `${start.year}-${two(start.month)}-${two(start.day)}`,
      time: start.isDate ? null : `${two(start.hour)}:${two(start.minute)}`,
      start: start.isDate ? null : new Date(start.toUnixTime() * 1000).toISOString(),
      end: start.isDate ? null : new Date(end.toUnixTime() * 1000).toISOString(),
    };
  });
});
console.log(JSON.stringify(all));
"#;

/// Each file's events; `None`, with a sentence, where the library isn't installed.
fn read(files: &[PathBuf]) -> Option<Vec<Vec<Value>>> {
    let library = Path::new(TOOLS).join("node_modules/ical.js/dist/ical.js");
    let mut command = Command::new("node");
    command.args(["--input-type=module", "--eval", READ, "--"]).arg(&library).args(files);
    let out = match command.output() {
        Ok(out) if library.is_file() => out,
        _ => {
            eprintln!("Skipped: ical.js reads calendar files. tests/run installs it.");
            return None;
        }
    };
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(serde_json::from_slice(&out.stdout).unwrap())
}

#[test]
fn times_hold_across_the_changes_of_the_clocks() {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Maths\nedition: 2022-23\nphases: [Primary]\n");
    site.write(
        "content/national/2022-23/group.md",
        "---\ntitle: Group\nphase: Primary\nsummary: We meet.\n---\nWords.\n",
    );
    site.write("content/hubs/oak/hub.yaml", "name: Oak\nregion: North\nlead_schools: [School]\nemail: a@oak.example\n");
    // Clocks went back on Sunday 30 October 2022 and forward on Sunday 26 March 2023, at one in the morning by UTC.
    site.write(
        "content/hubs/oak/2022-23/group.md",
        "---\nsessions:\n  - 2022-10-28 09:30-15:30\n  - 2022-10-30 09:30-15:30\n  - 2022-10-31 09:30-15:30\n  \
         - 2023-03-24 16:00-17:00\n  - 2023-03-26 10:00-11:00\n  - 2023-03-27 16:00-17:00\n  - 2023-06-01\n---\n",
    );
    let built = site.run(&["build", "--as-of", "2022-09-20", "--out", "out"]);
    assert_eq!(built.status, 0, "{}", built.err);
    let Some(calendars) = read(&[site.path("out/oak/group/dates.ics"), site.path("out/oak/dates.ics")]) else { return };
    let moments = [
        ("2022-10-28", Some(("2022-10-28T08:30:00.000Z", "2022-10-28T14:30:00.000Z"))),
        ("2022-10-30", Some(("2022-10-30T09:30:00.000Z", "2022-10-30T15:30:00.000Z"))),
        ("2022-10-31", Some(("2022-10-31T09:30:00.000Z", "2022-10-31T15:30:00.000Z"))),
        ("2023-03-24", Some(("2023-03-24T16:00:00.000Z", "2023-03-24T17:00:00.000Z"))),
        ("2023-03-26", Some(("2023-03-26T09:00:00.000Z", "2023-03-26T10:00:00.000Z"))),
        ("2023-03-27", Some(("2023-03-27T15:00:00.000Z", "2023-03-27T16:00:00.000Z"))),
        ("2023-06-01", None),
    ];
    for events in calendars {
        assert_eq!(events.len(), moments.len());
        for (event, (day, times)) in events.iter().zip(moments) {
            assert_eq!(event["day"], day);
            assert_eq!(event["start"].as_str().zip(event["end"].as_str()), times, "{event}");
        }
    }
}

fn files(root: &Path, name: &str) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|file| file.file_name().is_some_and(|it| it == name)).collect()
}

/// `09:30` as pages write it.
fn spoken(time: &str) -> String {
    let (hour, minute) = time.split_once(':').unwrap();
    let hour: u32 = hour.parse().unwrap();
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    if minute == "00" { format!("{hour}{half}") } else { format!("{hour}:{minute}{half}") }
}

#[test]
fn every_calendar_of_the_repo_says_what_its_page_says() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let files = files(&root, "dates.ics");
    assert!(files.len() > 2);
    let Some(calendars) = read(&files) else { return };
    for (file, events) in files.iter().zip(calendars) {
        let name = file.display();
        assert!(!events.is_empty(), "{name}");
        let uids: BTreeSet<_> = events.iter().map(|event| event["uid"].as_str().unwrap()).collect();
        assert_eq!(uids.len(), events.len(), "{name}: each event has an id of its own");
        let page = fs::read_to_string(file.with_file_name("index.html")).unwrap();
        // A hub's page shows only the next dates.
        if !page.contains("class=\"offering\"") {
            continue;
        }
        let shown = page.matches("<li><time datetime=").count();
        assert_eq!(shown, events.len(), "{name}: as many dates as on the page");
        for event in events {
            let day = event["day"].as_str().unwrap();
            let (_, after) =
                page.split_once(&format!("<time datetime=\"{day}\">")).unwrap_or_else(|| panic!("{name}: {day}"));
            let line = after.split("</li>").next().unwrap();
            if let Some(time) = event["time"].as_str() {
                let time = spoken(time);
                assert!(line.contains(&time) || line.contains("midday"), "{name}: {day} at {time}: {line}");
            }
            assert_eq!(event["status"] == "CANCELLED", line.contains("class=\"badge\""), "{name}: {line}");
        }
    }
}

/// What each kind of thing must say for search engines to take it.
const REQUIRED: [(&str, &[&str]); 5] = [
    ("Course", &["name", "description", "provider"]),
    ("CourseInstance", &["name", "courseMode"]),
    ("EducationEvent", &["name", "startDate", "location", "eventStatus"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("EducationalOrganization", &["name"]),
];

/// Goes through everything that has a kind.
fn things<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("@type") {
                found.push(value);
            }
            map.values().for_each(|value| things(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| things(value, found)),
        _ => {}
    }
}

#[test]
fn what_search_engines_are_told_is_whole_and_stands_on_the_page() {
    // Paths of pages are told only where the site has an address.
    let site = Site::empty();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for entry in walkdir::WalkDir::new(&content).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file()) {
        let copy = site.path("content").join(entry.path().strip_prefix(&content).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(entry.path(), copy).unwrap();
    }
    site.change("content/site.yaml", "\nedition:", "\nbase_url: https://maths.example/\nedition:");
    let built = site.run(&["build", "--as-of", "2022-09-20", "--out", "out"]);
    assert_eq!(built.status, 0, "{}", built.err);
    let root = site.path("out");
    let mut seen = BTreeSet::new();
    for file in files(&root, "index.html") {
        let page = fs::read_to_string(&file).unwrap();
        let Some((_, rest)) = page.split_once("<script type=\"application/ld+json\">") else { continue };
        let data: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        let mut found = Vec::new();
        things(&data, &mut found);
        for thing in found {
            let kind = thing["@type"].as_str().unwrap_or_default();
            seen.insert(kind.to_owned());
            let required = REQUIRED.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, required)| *required);
            for key in required {
                assert!(!thing[*key].is_null(), "{}: a {kind} has no {key}: {thing}", file.display());
            }
            if kind == "EducationEvent" {
                let day = thing["startDate"].as_str().and_then(|start| start.get(..10)).unwrap();
                assert!(page.contains(&format!("datetime=\"{day}\"")), "{}: {day}", file.display());
            }
        }
    }
    for (kind, _) in REQUIRED {
        assert!(seen.contains(kind), "no page has a {kind}: {seen:?}");
    }
}
