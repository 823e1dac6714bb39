//! What Foldout is built from: every library may be passed on under our licences.

use std::process::Command;

/// Licences that go with MIT OR Apache-2.0.
const FINE: [&str; 9] =
    ["MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "Unlicense", "CC0-1.0"];
/// Fine for what comes with them: Unicode's tables, and changes to the files of that library alone.
const FINE_FOR_PARTS: [&str; 4] = ["Unicode-3.0", "Unicode-DFS-2016", "MPL-2.0", "Apache-2.0 WITH LLVM-exception"];

/// Whether an SPDX expression can be met: each of its parts joined by `AND`, one of those joined by `OR`.
fn is_fine(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let fine = |licence: &str| {
        let licence = licence.trim();
        FINE.contains(&licence) || FINE_FOR_PARTS.contains(&licence)
    };
    match expression.contains('(') {
        // With brackets the ORs stand inside of them: (A OR B) AND C.
        true => plain.split(" AND ").all(|all| all.split(" OR ").any(fine)),
        false => plain.split(" OR ").any(|any| any.split(" AND ").all(fine)),
    }
}

/// What a command of cargo's or rustc's prints.
fn said(program: &str, arguments: &[&str]) -> String {
    let told = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

/// Clippy's rule `incompatible_msrv` holds our own code to it.
#[test]
fn no_library_needs_a_newer_rust_than_we_promise() {
    let compiler = said("rustc", &["-vV"]);
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let told = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let told: serde_json::Value = serde_json::from_str(&said(env!("CARGO"), &told)).unwrap();
    let version = |text: &str| text.split('.').map(|part| part.parse().unwrap()).collect::<Vec<u32>>();
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = told["packages"].as_array().unwrap();
    let needed = packages.iter().filter_map(|package| Some((&package["name"], package["rust_version"].as_str()?)));
    let mut told = 0;
    for (name, needs) in needed {
        assert!(version(needs)[..2] <= ours[..2], "{name} needs Rust {needs}, and we promise that {ours:?} is enough");
        told += 1;
    }
    assert!(told > 50, "only {told} libraries say which Rust they need");
}

#[test]
fn every_library_has_a_licence_that_goes_with_ours() {
    let told = said(env!("CARGO"), &["tree", "--prefix", "none", "--format", "{l}|{p}", "--locked", "--offline"]);
    assert!(told.lines().count() > 50, "only {} packages", told.lines().count());
    for line in told.lines().filter(|line| !line.is_empty()) {
        let (licence, package) = line.split_once('|').unwrap();
        assert!(is_fine(licence), "{package} has the licence {licence:?}");
    }
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    for fine in ["MIT", "MIT OR GPL-3.0", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT/Apache-2.0", "MIT AND Zlib"] {
        assert!(is_fine(fine), "{fine}");
    }
    for not in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND GPL-3.0", "none stated"] {
        assert!(!is_fine(not), "{not}");
    }
}
