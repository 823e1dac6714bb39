//! `accent-contrast`: a hub's colour that can't be read on the theme's ground. Contrast is that of WCAG 2.2.

use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule, Scope};

/// What text needs.
const ENOUGH: f64 = 4.5;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let Some(ground) = Colour::parse(input.ground) else { return report };
    for hub in input.content.hubs.values() {
        let Some(accent) = &hub.hub.accent else { continue };
        let Some(colour) = Colour::parse(&accent.value) else { continue };
        let contrast = colour.contrast(ground);
        if contrast < ENOUGH {
            report.push(Finding::new(
                Rule::AccentContrast,
                accent.span,
                Scope::Hub(hub.hub.id.to_string()),
                format!(
                    "The colour {} has a contrast of {} to 1 on the background of the pages; text needs 4.5.",
                    accent.value,
                    one_place_down(contrast)
                ),
                match colour.readable(ground) {
                    Some(better) => {
                        format!("Write accent: \"{better}\", the same colour, just strong enough to read.")
                    }
                    None => "Choose a colour that stands out more.".to_owned(),
                },
            ));
        }
    }
    report
}

/// One decimal place, rounded down so that 4.49 is not called 4.5.
fn one_place_down(number: f64) -> String {
    format!("{:.1}", (number * 10.0).floor() / 10.0)
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Colour([f64; 3]);

impl Colour {
    /// `#rrggbb`, or `#rgb`.
    fn parse(text: &str) -> Option<Self> {
        let hex = text.trim().strip_prefix('#').filter(|hex| hex.is_ascii())?;
        let part = |at: usize| match hex.len() {
            6 => u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok().map(f64::from),
            3 => u8::from_str_radix(hex.get(at..at + 1)?, 16).ok().map(|n| f64::from(n) * 17.0),
            _ => None,
        };
        Some(Self([part(0)?, part(1)?, part(2)?]))
    }

    fn luminance(self) -> f64 {
        let linear = |part: f64| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest colour towards black or white that can be read.
    fn readable(self, ground: Self) -> Option<String> {
        let goal = if ground.luminance() > 0.18 { 0.0 } else { 255.0 };
        (1..=100).find_map(|step| {
            let share = f64::from(step) / 100.0;
            let mixed = Self(self.0.map(|part| (part + (goal - part) * share).round()));
            let [red, green, blue] = mixed.0.map(|part| part as u8);
            (mixed.contrast(ground) >= ENOUGH).then(|| format!("#{red:02x}{green:02x}{blue:02x}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples::Sample;

    #[test]
    fn contrast_is_wcags() {
        let contrast = |a, b| one_place_down(Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap()));
        assert_eq!(contrast("#000000", "#ffffff"), "21.0");
        assert_eq!(contrast("#777777", "#ffffff"), "4.4");
        assert_eq!(contrast("#767676", "#fff"), "4.5");
    }

    #[test]
    fn a_pale_colour_is_found_with_one_that_can_be_read() {
        let mut sample = Sample::new();
        sample.accent("#f5a623");
        let found = sample.found(super::check, Rule::AccentContrast);
        assert_eq!(found.len(), 1);
        let better = found[0].remedy.split('"').nth(1).unwrap();
        assert!(Colour::parse(better).unwrap().contrast(Colour::parse("#ffffff").unwrap()) >= ENOUGH);
        sample.accent("#1f4e79");
        assert!(sample.found(super::check, Rule::AccentContrast).is_empty());
    }
}
