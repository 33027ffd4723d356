//! The macro that defines an enumeration of strings, with one line for each.

/// Defines constants for strings, and a list of all of them. The first argument is the name of the list.
macro_rules! names {
    ($(#[$list_meta:meta])* $list:ident; $($(#[$meta:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$meta])* pub const $name: &str = $text;)+

        $(#[$list_meta])*
        pub const $list: [&str; [$($text),+].len()] = [$($name),+];
    };
}

pub(super) use names;
