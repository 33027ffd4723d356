//! The form in which an enumeration of strings is defined: one line for each.

/// Defines constants for strings, and a list of all of them under the name that is given first.
macro_rules! names {
    ($(#[$list_meta:meta])* $list:ident; $($(#[$meta:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$meta])* pub const $name: &str = $text;)+

        $(#[$list_meta])*
        pub const $list: [&str; [$($text),+].len()] = [$($name),+];
    };
}

pub(super) use names;
