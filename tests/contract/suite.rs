//! The proxy under test, Rust or JavaScript, on a real socket, a scripted Ivy behind it, and browsers that ask it. One
//! file for each line of security.md, or for one thing that a shopper would notice.

mod support;

mod adoption;
mod attacks;
mod callbacks;
mod csrf;
mod forgetting;
mod forwarding;
mod guests;
mod idempotency;
mod identifiers;
mod limits;
mod logs;
mod openapi;
mod outages;
mod owner;
mod payment;
mod restart;
mod returning;
mod start;
mod together;
mod twins;
mod upstream;
