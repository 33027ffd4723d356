//! The contract suite: the proxy under test, Rust or JavaScript, on a real socket, with a scripted Ivy behind it and
//! browsers in front. Each file covers one line of the law in SECURITY.md, or one behaviour that a shopper notices.

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
mod diagnosis;
mod differential;
mod forgetting;
mod forwarding;
mod guests;
mod health;
mod idempotency;
mod identifiers;
mod joining;
mod limits;
mod list_ways;
mod logs;
mod merging;
mod migration;
mod openapi;
mod outages;
mod owner;
mod owner_tags;
mod payment;
mod recall_off;
mod renewal;
mod restart;
mod retention;
mod returning;
mod running;
mod secrets;
mod server_rendering;
mod showing;
mod start;
mod together;
mod traces;

mod upstream;
