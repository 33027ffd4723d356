//! The macro that defines a shape, with one line for each field.
//!
//! `shapes!` generates from the lines in `request.rs` and `response.rs`:
//!
//! | generated | used by |
//! |---|---|
//! | a serde type | Rust programs |
//! | a [`Shape`], a table of [`Field`]s | [`crate::rules`] checks a request by it, [`crate::decode`] a response |
//! | a [`Definition`], the shape with its documentation and [`Audience`]s | the proxy, which removes fields that are not for a page; the TypeScript types; `openapi.yaml` |
//!
//! [`Shape`]: super::Shape
//! [`Field`]: super::Field
//! [`Definition`]: super::Definition
//! [`Audience`]: super::Audience

/// A value that serde does not write if it is absent.
pub(super) trait MayBeAbsent {
    /// Returns true if there is no value.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T> MayBeAbsent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl MayBeAbsent for String {}

impl<T> MayBeAbsent for Vec<T> {}

/// Expands to the Rust type of a field.
macro_rules! rust_type {
    (Optional $($kind:tt)+) => { Option<$crate::model::macros::rust_type!(@ $($kind)+)> };
    (Required $($kind:tt)+) => { $crate::model::macros::rust_type!(@ $($kind)+) };
    (UnlessPage $($kind:tt)+) => { $crate::model::macros::rust_type!(@ $($kind)+) };
    (@ Text) => { String };
    (@ Number) => { $crate::model::EpochSeconds };
    (@ Flag) => { bool };
    (@ Any) => { serde_json::Value };
    (@ AnyObject) => { $crate::model::Extra };
    (@ Texts) => { Vec<String> };
    (@ Object($of:ident)) => { $of };
    (@ List($of:ident)) => { Vec<$of> };
}

/// Expands to a [`Kind`].
macro_rules! kind {
    (Object($of:ident)) => {
        $crate::model::Kind::Object(<$of as $crate::model::Defined>::SHAPE)
    };
    (List($of:ident)) => {
        $crate::model::Kind::List(<$of as $crate::model::Defined>::SHAPE)
    };
    ($kind:ident) => {
        $crate::model::Kind::$kind
    };
}

/// Expands to a [`Role`]; to [`Role::Any`] if the definition has none.
macro_rules! role {
    () => {
        $crate::model::Role::Any
    };
    ($role:ident) => {
        $crate::model::Role::$role
    };
}

/// Expands to the definition of the objects in a field, or to `None`.
macro_rules! definition_of {
    () => {
        None
    };
    ($of:ident) => {
        Some(<$of as $crate::model::Defined>::DEFINITION)
    };
}

/// Defines shapes, each as a block of lines of the form
/// `rust_name "jsonName": Presence Kind as Role, for Audience;`.
macro_rules! shapes {
    ($(
        $(#[doc = $doc:literal])+
        $shape:ident {
            $(
                $(#[doc = $field_doc:literal])+
                $rust:ident $name:literal: $presence:ident $kind:ident $(($of:ident))? $(as $role:ident)?, for $audience:ident;
            )+
        }
    )+) => {
        /// Numbers the shapes.
        enum Number { $($shape,)+ }

        /// The shapes of this file.
        pub const ALL: &[&$crate::model::Definition] = &[$(<$shape as $crate::model::Defined>::DEFINITION),+];

        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            pub struct $shape {
                $(
                    $(#[doc = $field_doc])+
                    #[serde(rename = $name, skip_serializing_if = "MayBeAbsent::is_absent")]
                    pub $rust: $crate::model::macros::rust_type!($presence $kind $(($of))?),
                )+
                /// Fields that are not documented.
                #[serde(flatten)]
                pub extra: $crate::model::Extra,
            }

            impl MayBeAbsent for $shape {}

            impl $crate::model::Defined for $shape {
                const SHAPE: &'static $crate::model::Shape = {
                    static SHAPE: $crate::model::Shape = $crate::model::Shape {
                        number: Number::$shape as usize,
                        fields: &[$($crate::model::Field::new(
                            $name,
                            $crate::model::Presence::$presence,
                            $crate::model::macros::kind!($kind $(($of))?),
                            $crate::model::macros::role!($($role)?),
                        )),+],
                    };
                    &SHAPE
                };
                const DEFINITION: &'static $crate::model::Definition = {
                    static DEFINITION: $crate::model::Definition = $crate::model::Definition {
                        name: stringify!($shape),
                        doc: &[$($doc),+],
                        shape: <$shape as $crate::model::Defined>::SHAPE,
                        notes: &[$($crate::model::Note {
                            doc: &[$($field_doc),+],
                            audience: $crate::model::Audience::$audience,
                            of: $crate::model::macros::definition_of!($($of)?),
                        }),+],
                    };
                    &DEFINITION
                };
            }
        )+
    };
}

pub(super) use {definition_of, kind, role, rust_type, shapes};
