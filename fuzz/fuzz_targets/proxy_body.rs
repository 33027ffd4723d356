#![no_main]

#[path = "../../www/proxy/tests/properties/mod.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::any_bytes(bytes));
