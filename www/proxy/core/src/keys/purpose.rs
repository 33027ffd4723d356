//! Purposes of keys.

/// The purpose of a key. Each purpose has a separate key, so that digests of different things never match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The id of the secret itself, which rows hold.
    SecretId,
    /// The name of a customer or guest.
    Owner,
    /// A nonce of a success or error URL.
    Nonce,
    /// A browser's login cookie.
    LoginCookie,
    /// An owner's idempotency key.
    IdempotencyKey,
    /// A request's body, for comparison with a retry.
    Body,
    /// A date of birth.
    Birth,
    /// An account's identifier at the release.
    Account,
    /// An account's handle, for a payment.
    Handle,
    /// The tag of a reference that this proxy made.
    ReferenceTag,
    /// A network address, for the count of creates.
    Address,
    /// A callback's signature.
    Callback,
    /// A session's pseudonym in the log.
    LogName,
    /// The owner tag of a response.
    OwnerTag,
    /// The request with which the proxy tries its own public URL, and the response to it.
    Arrival,
    /// The sealed response to a create.
    Seal,
}

impl Purpose {
    pub(super) const ALL: [Self; 16] = [
        Self::SecretId,
        Self::Owner,
        Self::Nonce,
        Self::LoginCookie,
        Self::IdempotencyKey,
        Self::Body,
        Self::Birth,
        Self::Account,
        Self::Handle,
        Self::ReferenceTag,
        Self::Address,
        Self::Callback,
        Self::LogName,
        Self::OwnerTag,
        Self::Arrival,
        Self::Seal,
    ];

    /// Returns the label from which HKDF derives the key. A label must never change: existing rows could not be found.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::SecretId => "ivy-proxy/1 secret id",
            Self::Owner => "ivy-proxy/1 owner",
            Self::Nonce => "ivy-proxy/1 nonce",
            Self::LoginCookie => "ivy-proxy/1 login cookie",
            Self::IdempotencyKey => "ivy-proxy/1 idempotency key",
            Self::Body => "ivy-proxy/1 body",
            Self::Birth => "ivy-proxy/1 birth",
            Self::Account => "ivy-proxy/1 account",
            Self::Handle => "ivy-proxy/1 handle",
            Self::ReferenceTag => "ivy-proxy/1 reference tag",
            Self::Address => "ivy-proxy/1 address",
            Self::Callback => "ivy-proxy/1 callback",
            Self::LogName => "ivy-proxy/1 log name",
            Self::OwnerTag => "ivy-proxy/1 owner tag",
            Self::Arrival => "ivy-proxy/1 arrival",
            Self::Seal => "ivy-proxy/1 seal",
        }
    }
}
