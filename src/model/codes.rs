//! The macro that defines a closed set of codes, with one line for each.

/// Defines an enum whose variants have a spelling that is part of the public interface, with its list `ALL`, `name`,
/// `from_name`, and serialisation as the spelling.
macro_rules! codes {
    (
        $(#[$meta:meta])+
        $codes:ident {
            $($(#[doc = $doc:literal])+ $code:ident = $name:literal,)+
        }
    ) => {
        $(#[$meta])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $codes {
            $($(#[doc = $doc])+ $code,)+
        }

        impl $codes {
            /// Every code, in the order of the definition.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$code),+];

            /// Returns the spelling.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)+
                }
            }

            /// Returns the code with a spelling; `None` for an unknown one.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }
        }

        impl serde::Serialize for $codes {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

pub(crate) use codes;
