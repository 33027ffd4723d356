//! The digests of a row, as small numbers. The rule only compares them.

use super::browser::{Device, Person};
use ivy_proxy_core::release::{Digest, Identity};

const CUSTOMER: u8 = 0x10;
const GUEST: u8 = 0x20;
const SUCCESS: u8 = 0x40;
const ERROR: u8 = 0x50;
const LOGIN: u8 = 0x60;
const BIRTH: u8 = 0x70;
const ACCOUNT: u8 = 0x80;

/// The owner of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// The owner of a forgotten session.
    Nobody,
    /// A customer.
    Customer(Person),
    /// A guest, by the browser and the number of its guest cookie.
    Guest(Device, u8),
}

impl Owner {
    /// Returns the digest by which rows name the owner.
    pub(crate) const fn digest(self) -> Digest {
        match self {
            Self::Nobody => Digest::NOBODY,
            Self::Customer(person) => of(CUSTOMER + person as u8),
            Self::Guest(device, number) => of(GUEST + 4 * device as u8 + number),
        }
    }
}

/// The nonce of one of a session's two return URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Nonce {
    /// The nonce in the success URL.
    Success,
    /// The nonce in the error URL.
    Error,
}

impl Nonce {
    /// Both nonces.
    pub(crate) const ALL: [Self; 2] = [Self::Success, Self::Error];

    /// Returns the digest of a session's nonce.
    pub(crate) const fn digest(self, session: usize) -> Digest {
        match self {
            Self::Success => of(SUCCESS + session as u8),
            Self::Error => of(ERROR + session as u8),
        }
    }
}

/// Returns the digest of a browser's login cookie.
pub(crate) const fn login(device: Device) -> Digest {
    of(LOGIN + device as u8)
}

/// Returns the digests of a person's date of birth and bank account. They are empty for `None`.
pub(crate) fn identity(person: Option<Person>) -> Identity {
    person.map_or_else(Identity::default, |person| Identity {
        birth: Some(of(BIRTH + person as u8)),
        accounts: vec![of(ACCOUNT + person as u8)],
    })
}

const fn of(number: u8) -> Digest {
    Digest::new([number; 16])
}
