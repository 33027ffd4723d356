//! The commands, one a file, and the builds that they share.

pub(crate) mod bench;
pub(crate) mod build;
pub(crate) mod ci;
pub(crate) mod contract;
pub(crate) mod demo;
pub(crate) mod docs;
pub(crate) mod matrix;
pub(crate) mod newest;
pub(crate) mod prepared;
pub(crate) mod size;
pub(crate) mod soak;
pub(crate) mod test;
pub(crate) mod tour;
