//! What two files share, and neither before nor after them anyone.

use std::sync::Mutex;

/// A value that two files need: whichever is made first leaves it for the other, which takes it away. So it is made
/// once, and kept no longer than until then. Whoever finds nothing makes it: it is the same every time.
#[derive(Debug)]
pub struct Handed<T>(Mutex<Option<T>>);

impl<T> Handed<T> {
    /// A place where nothing was left yet.
    pub fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Takes what was left here.
    pub fn take(&self) -> Option<T> {
        self.0.lock().ok()?.take()
    }

    /// Leaves a value.
    pub fn leave(&self, value: T) {
        if let Ok(mut place) = self.0.lock() {
            *place = Some(value);
        }
    }
}

impl<T: Clone> Handed<T> {
    /// The value that was left here, else what `make` gives, of which a clone is left.
    ///
    /// # Errors
    /// That of `make`.
    pub fn get_or_make<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(left) = self.take() {
            return Ok(left);
        }
        let made = make()?;
        self.leave(made.clone());
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_make_a_value_once_and_nothing_is_kept() {
        let (place, mut made) = (Handed::new(), 0);
        let mut get = || {
            place.get_or_make(|| {
                made += 1;
                Ok::<_, ()>(made)
            })
        };
        assert_eq!([get(), get(), get()], [Ok(1), Ok(1), Ok(2)]);
        assert_eq!((place.take(), place.take()), (Some(2), None));
        assert_eq!(place.get_or_make(|| Err("no")), Err("no"));
        assert_eq!(place.take(), None);
    }
}
