//! The allocator of the page's library: talc. It takes 0.8 KB of what a page loads, the standard library's 2.3 KB.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
