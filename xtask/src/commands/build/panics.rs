//! Panics end at once, without a message.
//!
//! A panic of the library in a page is a trap and nothing else: there is no place where its message would be shown, and
//! the facade answers it with the error `internal`. The standard library composes that message all the same, with a
//! formatter and a hook that weigh more than the decoder. Here the functions that begin a panic become a plain trap, and
//! so does all formatting, which nothing else in the library uses: wasm-opt then finds the rest unused. (Rust's own
//! switch for this, `panic = "immediate-abort"`, is not stable.)

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Where panics begin, functions of the standard library and of wasm-bindgen that never return, and what composes their
/// messages.
const BEGINNINGS: [&str; 17] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::thread::local::panic_access_error",
    "wasm_bindgen::throw_str",
    "std::panicking::",
    "<std::panicking::",
    "alloc::fmt::",
    "core::fmt::",
    "<core::fmt::",
];

/// Makes every beginning of a panic a trap.
///
/// # Errors
/// When there is none: the names of the standard library have changed.
pub(super) fn cut(module: &mut Module) -> Result<()> {
    let named = module.funcs.iter_local().map(|(id, _)| (id, &module.funcs.get(id).name));
    let found: Vec<_> =
        named.filter(|(_, name)| name.as_deref().is_some_and(begins_a_panic)).map(|(id, _)| id).collect();
    found.iter().for_each(|id| trap(module, *id));
    ensure!(!found.is_empty(), "no panics were found in the WebAssembly file");
    Ok(())
}

/// Makes a function a trap.
pub(super) fn trap(module: &mut Module, id: FunctionId) {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}

fn begins_a_panic(name: &str) -> bool {
    let name = plain(name);
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) || name.contains(" as core::fmt::")
}

/// A path without the hashes that the compiler puts behind the names of crates: `core[c5930c85a12de822]::fmt`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = after.split_once(']').map_or("", |(_, behind)| behind);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::cut;
    use walrus::{FunctionBuilder, FunctionKind, Module, ValType};

    /// A module whose one function has this name and gives a number, after the cut; `None` where nothing was to be cut.
    fn size_after_cut(name: &str) -> Option<u64> {
        let mut module = Module::default();
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.name(name.to_owned()).func_body().i32_const(1).i32_const(2).drop();
        let function = builder.finish(Vec::new(), &mut module.funcs);
        cut(&mut module).ok()?;
        match &module.funcs.get(function).kind {
            FunctionKind::Local(function) => Some(function.size()),
            _ => None,
        }
    }

    #[test]
    fn what_panics_becomes_a_trap_and_nothing_else_does() {
        for name in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core::option::unwrap_failed",
            "<u32 as core[c5930c85a12de822]::fmt::Display>::fmt",
            "<core[c5930c85a12de822]::fmt::Formatter>::pad",
        ] {
            assert_eq!(size_after_cut(name), Some(1), "{name}");
        }
        for name in ["ivy_data_session::rules::email::normalize", "core::ptr::drop_in_place<core::fmt::Error>"] {
            assert_eq!(size_after_cut(name), None, "{name}");
        }
    }
}
