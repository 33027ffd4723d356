//! Servers on this machine, for the demo and for tests.
//!
//! | module | server |
//! |---|---|
//! | `demo` | the Ivy sandbox, and the shop with its proxy |
//! | `postgres` | PostgreSQL |
//! | `responses` | a server that returns the response that a test describes |

pub(crate) mod demo;
pub(crate) mod ports;
pub(crate) mod postgres;
pub(crate) mod responses;
mod server;
