//! `unknown-hub`: `with` names a hub that doesn't exist.

use super::{Input, Writing, did_you_mean};
use crate::finding::{Report, Rule};
use crate::model::ids::{HubId, slug};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    let hubs = &input.content.hubs;
    for writing in writings {
        for named in writing.with.iter().filter(|named| !hubs.contains_key(&named.value)) {
            let by_name = hubs.values().find(|hub| slug(&hub.hub.name) == slug(named.value.as_str()));
            let near = match by_name {
                Some(hub) => format!("Did you mean `{}`? ", hub.hub.id),
                None => did_you_mean(named.value.as_str(), hubs.keys().map(HubId::as_str)),
            };
            report.push(writing.finding(
                Rule::UnknownHub,
                named.span,
                format!("There is no hub `{}`.", named.value),
                format!("{near}A hub is named by its folder in content/hubs/."),
            ));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    #[test]
    fn hubs_are_named_by_their_folder() {
        let mut sample = Sample::new();
        sample.with(&["beta", "bata"]);
        let found = sample.found(super::check, Rule::UnknownHub);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "There is no hub `bata`.");
        assert_eq!(found[0].remedy, "Did you mean `beta`? A hub is named by its folder in content/hubs/.");
    }
}
