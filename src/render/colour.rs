//! A hub's accent, worked into colours that can be read on the theme's ground.

/// Red, green and blue.
type Rgb = [u8; 3];

/// The contrast that text needs.
const ENOUGH: f64 = 4.5;

/// How much of the accent is in the tint behind boxes.
const TINT: f64 = 0.08;

/// How much of the accent is in the band at the top of a dark page, where the pure colour would glare.
const DIMMED: f64 = 0.5;

/// A style sheet that sets a hub's colours, on the theme's ground and on its dark one. `None` for a colour that
/// can't be read.
pub fn style_sheet(accent: &str, ground: &str, dark: &str) -> Option<String> {
    let (accent, ground, dark) = (parse(accent)?, parse(ground)?, parse(dark)?);
    let light = properties(accent, accent, ground);
    let dimmed = properties(accent, mix(accent, dark, DIMMED), dark);
    Some(format!(":root {{\n{light}}}\n@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dimmed}}}\n}}\n"))
}

fn properties(accent: Rgb, band: Rgb, ground: Rgb) -> String {
    let text = readable(accent, ground);
    let all = [
        ("accent", band),
        ("on-accent", on(band)),
        ("accent-text", text),
        ("on-accent-text", on(text)),
        ("accent-tint", mix(accent, ground, TINT)),
    ];
    all.iter().map(|(name, colour)| format!("  --{name}: {};\n", hex(*colour))).collect()
}

/// White or black, whichever is read better. Only pure black makes one of the two enough on every colour.
fn on(colour: Rgb) -> Rgb {
    let (white, black) = ([255; 3], [0; 3]);
    if contrast(colour, white) >= contrast(colour, black) { white } else { black }
}

/// The accent itself where text in it can be read on the ground, else it moved towards black or white until it can.
fn readable(accent: Rgb, ground: Rgb) -> Rgb {
    let towards = if luminance(ground) > 0.4 { [0; 3] } else { [255; 3] };
    // Measured against the tint too, which lies a little nearer to the text than the ground.
    let tint = mix(accent, ground, TINT);
    (0..=20)
        .map(|step| mix(towards, accent, f64::from(step) / 20.0))
        .find(|colour| contrast(*colour, ground).min(contrast(*colour, tint)) >= ENOUGH)
        .unwrap_or(towards)
}

/// `share` of `a`, the rest of `b`.
fn mix(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let part = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round().clamp(0.0, 255.0) as u8;
    [part(a[0], b[0]), part(a[1], b[1]), part(a[2], b[2])]
}

fn parse(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    Some([(number >> 16) as u8, (number >> 8) as u8, number as u8])
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// WCAG's contrast of two colours, 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance([r, g, b]: Rgb) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_wcags() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.01);
    }

    /// Every grey, and colours spread over the whole cube.
    fn accents() -> impl Iterator<Item = String> {
        let greys = (0..=255u8).map(|value| hex([value; 3]));
        let steps = || (0..=255u8).step_by(51);
        greys.chain(steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| hex([r, g, b])))))
    }

    #[test]
    fn text_in_any_accent_can_be_read() {
        for accent in accents() {
            let (ground, dark) = ("#ffffff", "#1b1e22");
            let sheet = style_sheet(&accent, ground, dark).unwrap();
            let (light, dimmed) = sheet.split_once("@media").unwrap();
            for (half, ground) in [(light, ground), (dimmed, dark)] {
                let value = |name: &str| {
                    let line = half.lines().find(|line| line.trim().starts_with(&format!("{name}:"))).unwrap();
                    parse(line.split_once(": ").unwrap().1.trim_end_matches(';')).unwrap()
                };
                let text = value("--accent-text");
                assert!(contrast(text, parse(ground).unwrap()) >= ENOUGH, "{accent} on {ground}");
                assert!(contrast(text, value("--accent-tint")) >= ENOUGH, "{accent} on its tint, {ground}");
                assert!(contrast(value("--on-accent"), value("--accent")) >= ENOUGH, "on {accent}, {ground}");
                assert!(contrast(value("--on-accent-text"), text) >= ENOUGH, "on the text of {accent}, {ground}");
            }
        }
    }

    #[test]
    fn a_readable_accent_stays_itself() {
        assert!(style_sheet("#1f4e79", "#ffffff", "#1b1e22").unwrap().contains("--accent-text: #1f4e79;"));
        assert!(style_sheet("red", "#ffffff", "#1b1e22").is_none());
        assert!(style_sheet("#\u{e9}1234", "#ffffff", "#1b1e22").is_none());
    }
}
