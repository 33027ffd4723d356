//! The proxy under test, Rust or JavaScript, on a real socket, a scripted Ivy behind it, and browsers that ask it. One
//! file for each line of the law in SECURITY.md, or for one thing that a shopper would notice.

mod support;

#[path = "../../www/sandbox/tests/common/mod.rs"]
mod sandbox;

mod addresses;
mod adoption;
mod alarms;
mod at_rest;
mod attacks;
mod bounds;
mod callbacks;
mod creates;
mod csrf;
mod databases;
mod deviations;
mod differential;
mod forgetting;
mod forwarding;
mod guests;
mod health;
mod idempotency;
mod identifiers;
mod limits;
mod logs;
mod merging;
mod migration;
mod openapi;
mod outages;
mod owner;
mod payment;
mod renewal;
mod restart;
mod retention;
mod returning;
mod secrets;
mod start;
mod together;
mod traces;

mod upstream;
