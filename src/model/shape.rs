//! The macro that defines a shape, with one line for each field.
//!
//! `shapes!` generates from the lines in `request.rs` and `response.rs`:
//!
//! | generated | used by |
//! |---|---|
//! | a serde type | Rust programs |
//! | a [`Shape`], a table of [`Field`]s | [`crate::rules`] checks a request by it, [`crate::decode`] a response |
//! | a [`Definition`], the shape with its documentation and [`Audience`]s | the proxy, which removes fields that are not for a page; the TypeScript types; `openapi.yaml` |

/// A documented object, as a table that is read during a check.
#[derive(Debug)]
pub struct Shape {
    /// The position of the shape in its file. It indexes the decoder's table of predictions.
    pub(crate) number: usize,
    /// The fields in the order in which they are expected; at most 32.
    pub fields: &'static [Field],
}

/// The most fields of a shape. The decoder records present fields as bits of a `u32`.
pub(crate) const MAX_FIELDS: usize = 32;

/// One documented field.
#[derive(Debug)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    pub(crate) key: Key,
    /// The JSON type.
    pub kind: Kind,
    /// The rule that holds for the value, beyond its type.
    pub role: Role,
    /// The rule for a missing field.
    pub presence: Presence,
}

/// The JSON type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Any JSON.
    Any,
    /// An object of any members.
    AnyObject,
    /// An object of a documented shape.
    Object(&'static Shape),
    /// An array of strings.
    Texts,
    /// An array of objects of a documented shape.
    List(&'static Shape),
}

impl Kind {
    /// Returns the type in words that follow "expected".
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Number => "a number",
            Kind::Flag => "true or false",
            Kind::Any => "a value",
            Kind::AnyObject | Kind::Object(_) => "an object",
            Kind::Texts | Kind::List(_) => "a list",
        }
    }
}

/// The rule for a missing field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The field is always required.
    Required,
    /// The field is required, except in the request of a page: the merchant proxy adds it.
    UnlessPage,
    /// The field may be missing.
    Optional,
}

/// The rule for a field's value, beyond its JSON type. In a request a value that breaks it is refused; in a response it is
/// a warning. Some roles have no rule and make the decoder record the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Any value of its type.
    Any,
    /// Ivy's id of a session.
    Id,
    /// A session's reference: 1 to 200 characters, not blank.
    ReferenceId,
    /// One of [`super::status::KNOWN`].
    Status,
    /// The page of a bank login.
    RedirectUrl,
    /// The time at which a session was created, in epoch seconds.
    CreatedAt,
    /// The time at which a session last changed, in epoch seconds.
    UpdatedAt,
    /// The time at which a session ends, in epoch seconds.
    ExpiresAt,
    /// The shopper's identity. The decoder records its presence.
    Identity,
    /// A person's name.
    PersonName,
    /// A calendar date, see [`crate::rules::date`].
    BirthDate,
    /// The shopper's accounts. The decoder records the presence of at least one.
    Accounts,
    /// An IBAN, see [`crate::rules::iban`].
    Iban,
    /// The tail of the IBAN beside it.
    Bban,
    /// A BIC, see [`crate::rules::bic`].
    Bic,
    /// A string of any length that is not blank.
    NotBlank,
    /// An id of Ivy's list of banks: not blank.
    BankId,
    /// A string of at most 200 characters.
    DisplayId,
    /// One of [`super::locale::ALL`].
    Locale,
    /// One of [`super::choice::THEME_VARIANTS`].
    ThemeVariant,
    /// One of [`super::choice::MATCH_ADDRESS_TYPES`].
    AddressType,
    /// One of [`super::choice::ACCOUNT_TYPES`], or another.
    AccountType,
    /// The proxy's name for an account.
    Handle,
    /// An e-mail address, see [`crate::rules::email`].
    Email,
    /// A phone number, see [`crate::rules::phone`].
    Phone,
    /// A country, see [`crate::rules::market`].
    Market,
    /// A URL to which Ivy redirects a shopper or posts a result, see [`crate::rules::url`]. An empty one is not sent.
    CallbackUrl,
    /// Whole seconds since 1970.
    Seconds,
    /// Names of [`super::permission`].
    Permissions,
    /// The merchant's notes, see [`crate::rules::metadata`].
    Metadata,
    /// The merchant's notes about a user.
    UserMetadata,
    /// The body of "create a data session".
    Request,
    /// A user as the merchant knows them.
    ExternalUser,
    /// The body of "list data sessions".
    ListQuery,
}

/// The parties that see a field. Ivy and the proxy see every field, except those that the proxy adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Ivy and the proxy. A page can neither read the field nor set its value.
    Proxy,
    /// The page too.
    Page,
    /// The page too, but only if the merchant names the field.
    PageIfNamed,
    /// The page too, but only in the response to a create.
    PageOnCreate,
}

/// A shape with its documentation.
#[derive(Debug)]
pub struct Definition {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The lines of its documentation.
    pub doc: &'static [&'static str],
    /// The table.
    pub shape: &'static Shape,
    /// The documentation of each field of the table, in the same order.
    pub notes: &'static [Note],
}

/// The part of a field's definition that no check needs.
#[derive(Debug)]
pub struct Note {
    /// The lines of the documentation.
    pub doc: &'static [&'static str],
    /// The parties that see the field.
    pub audience: Audience,
    /// The definition of the object, or of each object in the list.
    pub of: Option<&'static Definition>,
}

impl Definition {
    /// Iterates over the fields with their documentation.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &'static Note)> + use<> {
        self.shape.fields.iter().zip(self.notes)
    }

    /// Returns a field by its name in JSON.
    pub fn field(&self, name: &str) -> Option<(&'static Field, &'static Note)> {
        self.fields().find(|(field, _)| field.name == name)
    }
}

/// A type that `shapes!` has generated.
pub trait Defined {
    /// The table of its fields.
    const SHAPE: &'static Shape;
    /// The shape with its documentation.
    const DEFINITION: &'static Definition;
}

/// The text `"name":` of a field's key in a response without white space, in words of eight bytes, so that it is compared in
/// two or three steps.
#[derive(Debug)]
pub(crate) struct Key {
    /// Words of eight bytes, each with a mask of the bits to compare.
    parts: ((u64, u64), (u64, u64), (u64, u64)),
    /// The length in bytes.
    length: usize,
}

impl Key {
    /// Builds the key of a field. The key of a name longer than 21 bytes matches no text, so that the decoder looks the
    /// field up by its name.
    #[expect(clippy::indexing_slicing, reason = "runs while compiling: a wrong index is a compile error")]
    const fn new(name: &str) -> Self {
        let name = name.as_bytes();
        let length = name.len() + 3;
        if length > 24 {
            return Self { parts: ((0, u64::MAX), (0, 0), (0, 0)), length: 0 };
        }
        let (mut words, mut masks) = ([0; 3], [0; 3]);
        let mut at = 0;
        while at < length {
            let byte = match at {
                0 => b'"',
                at if at <= name.len() => name[at - 1],
                at if at == name.len() + 1 => b'"',
                _ => b':',
            };
            words[at / 8] |= (byte as u64) << (at % 8 * 8);
            masks[at / 8] |= 0xFF << (at % 8 * 8);
            at += 1;
        }
        let parts = ((words[0], masks[0]), (words[1], masks[1]), (words[2], masks[2]));
        Self { parts, length }
    }
}

impl Field {
    pub(super) const fn new(name: &'static str, presence: Presence, kind: Kind, role: Role) -> Self {
        Self { name, key: Key::new(name), kind, role, presence }
    }

    /// Returns true if an object without this field is malformed.
    #[inline(always)]
    pub(crate) const fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// Returns the length of this field's key with its colon if the text has it at a position, without white space or
    /// escapes.
    ///
    /// Near the end of the text this may be `None` for a key that is present. The decoder then looks it up by its name.
    #[inline(always)]
    pub(crate) fn key_length_at(&self, text: &[u8], at: usize) -> Option<usize> {
        let Key { parts, length } = &self.key;
        let (first, rest) = text.get(at..)?.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let differs = |eight: &[u8; 8], (word, mask): (u64, u64)| (u64::from_le_bytes(*eight) ^ word) & mask;
        if differs(first, parts.0) | differs(second, parts.1) != 0
            || *length > 16 && differs(rest.first_chunk()?, parts.2) != 0
        {
            return None;
        }
        Some(*length)
    }
}

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
    (Optional $($kind:tt)+) => { Option<$crate::model::shape::rust_type!(@ $($kind)+)> };
    (Required $($kind:tt)+) => { $crate::model::shape::rust_type!(@ $($kind)+) };
    (UnlessPage $($kind:tt)+) => { $crate::model::shape::rust_type!(@ $($kind)+) };
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
                    pub $rust: $crate::model::shape::rust_type!($presence $kind $(($of))?),
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
                            $crate::model::shape::kind!($kind $(($of))?),
                            $crate::model::shape::role!($($role)?),
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
                            of: $crate::model::shape::definition_of!($($of)?),
                        }),+],
                    };
                    &DEFINITION
                };
            }
        )+
    };
}

pub(super) use {definition_of, kind, role, rust_type, shapes};
