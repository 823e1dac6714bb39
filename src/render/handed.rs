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
