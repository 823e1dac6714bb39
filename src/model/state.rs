//! States: whether people can apply, worked out for a day.
