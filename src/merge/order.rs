//! The order in which programmes are shown.

use crate::model::ids::slug;
use crate::model::national::Programme;
use crate::model::site::Site;
use std::sync::Arc;

/// Puts things into display order: by phase, then number, title and id, but each after its `previous` where that
/// is in the same phase.
pub fn by_display<T>(mut things: Vec<T>, site: &Site, programme: impl Fn(&T) -> &Arc<Programme>) -> Vec<T> {
    things.sort_by(|a, b| {
        let key = |programme: &Programme| (site.phase_order(&programme.phase), programme.number.unwrap_or(u32::MAX));
        let (a, b) = (programme(a), programme(b));
        key(a).cmp(&key(b)).then_with(|| (slug(&a.title), &a.title, &a.id).cmp(&(slug(&b.title), &b.title, &b.id)))
    });
    let mut out = Vec::with_capacity(things.len());
    while !things.is_empty() {
        let waits = |thing: &T| {
            let waiting = programme(thing);
            waiting.previous.as_ref().is_some_and(|previous| {
                things.iter().any(|other| {
                    let other = programme(other);
                    other.id == previous.value && other.phase == waiting.phase && other.id != waiting.id
                })
            })
        };
        // Programmes that wait for each other in a circle keep the order they have.
        let phase = programme(&things[0]).phase.clone();
        let next = things.iter().position(|thing| programme(thing).phase == phase && !waits(thing)).unwrap_or(0);
        out.push(things.remove(next));
    }
    out
}
