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

#[test]
fn every_library_has_a_licence_that_goes_with_ours() {
    let told = Command::new(env!("CARGO"))
        .args(["tree", "--prefix", "none", "--format", "{l}|{p}", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = String::from_utf8(told.stdout).unwrap();
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
