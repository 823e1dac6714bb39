//! What two files share, and neither before nor after them anyone.

use std::sync::Mutex;

/// A value that two files need: whichever is made first leaves it for the other, which takes it away. So it is made
/// once, and kept no longer than until then. Whoever finds nothing makes it: it is the same every time.
#[derive(Debug, Default)]
pub struct Handed<T>(Mutex<Option<T>>);

impl<T: Clone> Handed<T> {
    /// The value that was left here, else what `make` gives, of which a clone is left.
    pub fn get_or_make(&self, make: impl FnOnce() -> T) -> T {
        self.try_get_or_make(|| Ok::<T, std::convert::Infallible>(make())).unwrap_or_else(|never| match never {})
    }

    /// The same where making may fail.
    ///
    /// # Errors
    /// That of `make`.
    pub fn try_get_or_make<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(left) = self.0.lock().ok().and_then(|mut place| place.take()) {
            return Ok(left);
        }
        let made = make()?;
        if let Ok(mut place) = self.0.lock() {
            *place = Some(made.clone());
        }
        Ok(made)
    }
}
