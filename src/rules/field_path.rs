//! The way to the value that is being read.

use super::Step;

/// A value's place: one step, with the steps before it. It lies on the stack, and is made into a path only when something
/// is wrong there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldPath<'a> {
    /// What is checked, as a whole.
    Root,
    /// A field of the object at a place.
    Field(&'a FieldPath<'a>, &'a str),
    /// An item of the list at a place, or a member whose key is the caller's own: that could be personal.
    Item(&'a FieldPath<'a>, u32),
}

impl FieldPath<'_> {
    /// Appends the steps from the root to here to a path, and to a message as people write them: `a.b[0].c`.
    pub(super) fn write(&self, path: &mut Vec<Step>, message: &mut String) {
        match *self {
            FieldPath::Root => {}
            FieldPath::Field(before, name) => {
                before.write(path, message);
                if !message.is_empty() {
                    message.push('.');
                }
                message.push_str(name);
                path.push(Step::Field(name.to_owned().into()));
            }
            FieldPath::Item(before, position) => {
                before.write(path, message);
                message.push('[');
                push_number(message, position);
                message.push(']');
                path.push(Step::Index(position));
            }
        }
    }
}

/// Appends decimal digits.
fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
