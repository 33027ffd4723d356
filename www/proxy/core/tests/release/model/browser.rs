//! People, and the browsers in which they act.

/// A human being. Each has one bank account, in their own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Person {
    /// A customer of the shop.
    Ada,
    /// Another customer.
    Ben,
    /// A guest: never signs in.
    Gus,
    /// A stranger: opens links and posts nonces, and never begins a login.
    Eve,
}

impl Person {
    /// Every person.
    pub(crate) const ALL: [Self; 4] = [Self::Ada, Self::Ben, Self::Gus, Self::Eve];

    /// The customers of the shop.
    pub(crate) const CUSTOMERS: [Self; 2] = [Self::Ada, Self::Ben];

    /// Returns the person's bit in a set of people.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Device {
    /// Ada's first browser. She is signed in at the beginning.
    Ada,
    /// Ada's second browser. Nobody is signed in at the beginning.
    AdaSecond,
    /// Ben's first browser. He is signed in at the beginning.
    Ben,
    /// Ben's second browser. Nobody is signed in at the beginning.
    BenSecond,
    /// The guest's browser.
    Guest,
    /// The stranger's browser.
    Stranger,
    /// A shared browser, used by everyone in turn.
    Shared,
}

impl Device {
    /// Every browser, in the order of their numbers.
    pub(crate) const ALL: [Self; 7] =
        [Self::Ada, Self::AdaSecond, Self::Ben, Self::BenSecond, Self::Guest, Self::Stranger, Self::Shared];

    /// Returns the person to whom the browser belongs; `None` if it is shared.
    pub(crate) const fn keeper(self) -> Option<Person> {
        match self {
            Self::Ada | Self::AdaSecond => Some(Person::Ada),
            Self::Ben | Self::BenSecond => Some(Person::Ben),
            Self::Guest => Some(Person::Gus),
            Self::Stranger => Some(Person::Eve),
            Self::Shared => None,
        }
    }

    /// Returns true if the browser represents its person in steps where the browser makes no difference: opening a
    /// link, logging in to a bank, cancelling, receiving a URL.
    pub(crate) const fn is_first(self) -> bool {
        !matches!(self, Self::AdaSecond | Self::BenSecond)
    }

    /// Returns the customers who sign in here.
    pub(crate) const fn customers(self) -> &'static [Person] {
        match self {
            Self::Ada | Self::AdaSecond => &[Person::Ada],
            Self::Ben | Self::BenSecond => &[Person::Ben],
            Self::Shared => &Person::CUSTOMERS,
            Self::Guest | Self::Stranger => &[],
        }
    }
}

/// The cookies of a browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cookies {
    /// The customer who is signed in.
    pub(crate) signed_in: Option<Person>,
    /// The guest cookie: its number, counted from 1 in each browser.
    pub(crate) guest: Option<u8>,
    /// The number of guest cookies that this browser has had.
    pub(crate) guests: u8,
    /// True if the browser has its login cookie.
    pub(crate) login: bool,
}
