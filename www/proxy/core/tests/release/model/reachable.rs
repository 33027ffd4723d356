//! Enumerations of what the paths of the model must reach.

/// Defines an enumeration with the list of its variants. `$latest` is the function that returns the value of the latest step.
macro_rules! reachable {
    ($(#[$doc:meta])+ $name:ident, $latest:path { $($variant:ident,)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum $name { $($variant,)+ }

        impl $name {
            /// Every variant.
            pub(crate) const ALL: [Self; [$(Self::$variant,)+].len()] = [$(Self::$variant,)+];

            /// Returns the name of the variant.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)+ }
            }

            /// Returns the check of a state: true if the latest step has this variant. The model checker takes functions
            /// without captured variables, so that each variant has its own.
            pub(crate) const fn is_latest<M>(self) -> fn(&M, &World) -> bool {
                match self { $(Self::$variant => |_, world| $latest(world) == Some(Self::$variant),)+ }
            }
        }
    };
}

pub(super) use reachable;
