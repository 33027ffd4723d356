//! The path to the current value.

use super::Step;

/// A path to a value: its last step, linked to the steps before. It is kept on the stack, and converted to a list of steps
/// only for an issue.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldPath<'a> {
    /// The whole value that is checked.
    Root,
    /// A field of the object at a path.
    Field(&'a FieldPath<'a>, &'a str),
    /// An item of the list at a path, or a member of an object whose keys are the caller's own and may be personal.
    Item(&'a FieldPath<'a>, u32),
}

impl FieldPath<'_> {
    /// Appends the steps from the root to `path`, and to `message` in the form `a.b[0].c`.
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
