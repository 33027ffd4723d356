//! The way to the value that is being read.

use std::borrow::Cow;

use crate::rules::Step;

/// One step from the session, with the steps before it. It lies on the stack; a path is made of it only for a finding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// The session itself.
    Session,
    /// A documented field of the object at a place.
    Field(&'a Place<'a>, &'static str),
    /// An item of the list at a place.
    Item(&'a Place<'a>, u32),
}

impl Place<'_> {
    /// The path from the session to here.
    pub(super) fn path(&self) -> Vec<Step> {
        let (before, step) = match *self {
            Place::Session => return Vec::new(),
            Place::Field(before, name) => (before, Step::Field(Cow::Borrowed(name))),
            Place::Item(before, position) => (before, Step::Index(position)),
        };
        let mut path = before.path();
        path.push(step);
        path
    }

    /// What a message calls this value.
    pub(super) fn name(&self) -> &'static str {
        match *self {
            Place::Session => "session",
            Place::Field(_, name) => name,
            Place::Item(list, _) => match list {
                Place::Field(_, name) => name,
                _ => "item",
            },
        }
    }
}
