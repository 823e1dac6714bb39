//! What a web host needs beside the pages: headers with a strict policy, redirects, and files that switch off its
//! own ideas.

use super::redirects::Moved;

/// Where the site is going to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Any web server or a zip: the pages alone.
    Plain,
    /// GitHub Pages.
    Github,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// A web server that runs Apache.
    Apache,
}

/// Nothing but the site's own files: the one script that runs is a file, and JSON-LD is data.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers of every file.
fn headers() -> [(&'static str, &'static str); 4] {
    [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
}

/// The files that a host needs in the root of what is published. `below` is the path of that root's address, `/`
/// for the host's own; `moved` are the addresses that have moved below the root.
pub fn files(target: Target, below: &str, moved: &[Moved]) -> Vec<(&'static str, String)> {
    match target {
        Target::Plain => Vec::new(),
        Target::Github => vec![(".nojekyll", String::new())],
        Target::Netlify | Target::Cloudflare => {
            let mut files = vec![("_headers", headers_file())];
            let lines: Vec<String> = pairs(below, moved).map(|(from, to)| format!("{from} {to} 301\n")).collect();
            if !lines.is_empty() {
                files.push(("_redirects", lines.concat()));
            }
            files
        }
        Target::Apache => vec![(".htaccess", htaccess(below, moved))],
    }
}

fn headers_file() -> String {
    let lines: String = headers().iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("/*\n{lines}")
}

fn htaccess(below: &str, moved: &[Moved]) -> String {
    let mut out = String::from("Options -Indexes\nDirectoryIndex index.html\nAddType text/calendar .ics\n");
    out.push_str(&format!("ErrorDocument 404 {below}404.html\n<IfModule mod_headers.c>\n"));
    for (name, value) in headers() {
        out.push_str(&format!("  Header always set {name} \"{value}\"\n"));
    }
    out.push_str("</IfModule>\n<IfModule mod_alias.c>\n");
    for (from, to) in pairs(below, moved) {
        out.push_str(&format!("  Redirect permanent \"{from}\" \"{to}\"\n"));
    }
    out.push_str("</IfModule>\n");
    out
}

/// From an old path to a new one, as a host wants them. Addresses that such a file can't say stay pages.
fn pairs<'m>(below: &'m str, moved: &'m [Moved]) -> impl Iterator<Item = (String, String)> + 'm {
    let rooted = move |path: &str| format!("{below}{}", path.strip_suffix("index.html").unwrap_or(path));
    let plain = |words: &str| !words.contains(|c: char| c.is_whitespace() || c.is_control() || "\"\\<>:*".contains(c));
    moved.iter().filter_map(move |moved| {
        let to = moved.to.as_ref()?;
        let (path, anchor) = to.split_once('#').map_or((to.as_str(), ""), |(path, anchor)| (path, anchor));
        let hash = if anchor.is_empty() { "" } else { "#" };
        let to = match path.split_once("://") {
            Some((_, rest)) => plain(rest).then(|| to.clone())?,
            None => plain(to).then(|| format!("{}{hash}{anchor}", rooted(path)))?,
        };
        plain(&moved.path).then(|| (rooted(&moved.path), to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_said_in_the_host_s_words() {
        let moved = |path: &str, to: &str| Moved { hub: None, path: path.into(), to: Some(to.into()) };
        let all = [
            moved("old/index.html", "new/index.html#a"),
            moved("x.html", "https://a.org/"),
            moved("b c/index.html", "new/index.html"),
        ];
        let files = files(Target::Netlify, "/maths/", &all);
        assert_eq!(
            files[1],
            ("_redirects", "/maths/old/ /maths/new/#a 301\n/maths/x.html https://a.org/ 301\n".into())
        );
        assert!(htaccess("/", &all).contains("Redirect permanent \"/old/\" \"/new/#a\"\n"));
    }
}
