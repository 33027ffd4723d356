//! The proxy under test, Rust or JavaScript, on a real socket, a scripted Ivy behind it, and browsers that ask it. One
//! file for each line of security.md, or for one thing that a shopper would notice.

mod support;

mod addresses;
mod adoption;
mod alarms;
mod attacks;
mod bounds;
mod callbacks;
mod csrf;
mod databases;
mod forgetting;
mod forwarding;
mod guests;
mod health;
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
