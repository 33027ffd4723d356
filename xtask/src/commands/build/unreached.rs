//! Functions of the dependencies that no page comes to though no tool can know it: they lie in the table of functions
//! that are called by number, or behind a question whose answer is known.

use super::panics::{plain, trap};
use anyhow::{Result, bail, ensure};
use std::collections::BTreeSet;
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{ExportItem, FunctionBuilder, FunctionId, FunctionKind, Module, ValType};

/// Never called. By the beginning of the name; what the compiler has put into its callers is not there.
const UNCALLED: [&str; 8] = [
    // Tasks of JavaScript Promise Integration: this library has none.
    "js_sys::futures::jspi::spawn_promising",
    "js_sys::futures::jspi::SpawnedTask::",
    "js_sys::futures::jspi::task_waker::",
    // The queue of tasks, which lives as long as the library.
    "core::ptr::drop_in_place<alloc::rc::Rc<js_sys::futures::queue::QueueState",
    "alloc::collections::vec_deque::VecDeque<T,A> as core::ops::drop::Drop>::drop",
    // What a panic holds.
    "core::any::",
    // A text of JavaScript's lies in a piece of memory of just its size.
    "alloc::raw_vec::RawVecInner<A>::shrink_unchecked",
    // What `fetch` rejects with: the one of the facade does not (`guarded-fetch.js`).
    "gloo_utils::errors::",
];

/// What JavaScript calls closures through, one function for each form of them. The glue is given those that are used by
/// name; all others were in the table for the generator alone.
const CLOSURES: &str = "wasm_bindgen::convert::closures::_::invoke";

/// Whether there is `queueMicrotask`, and what would be used without it, each with a number that answers it. Browsers had
/// it years before they had the reference types that this file needs.
const MICROTASKS: [(&str, i32); 5] = [
    ("js_sys::global::get_global_object", 0),
    ("js_sys::futures::queue::Global::hasQueueMicrotask", 0),
    ("wasm_bindgen::__wbindgen_is_function", 1),
    ("js_sys::Promise::resolve", 0),
    ("js_sys::Promise<T,E>::then_map", 0),
];

/// Cuts what is not reached: the uncalled becomes a trap, what is asked needlessly its answer.
///
/// # Errors
/// When nothing asks for `queueMicrotask`: the dependencies have changed.
pub(super) fn cut(module: &mut Module) -> Result<()> {
    let called = called(module);
    for name in UNCALLED {
        named(module, name).into_iter().for_each(|id| trap(module, id));
    }
    for id in named(module, CLOSURES).into_iter().filter(|id| !called.contains(id)) {
        trap(module, id);
    }
    for (name, answer) in MICROTASKS {
        let found = named(module, name);
        // All of them or none: half of an answer would leave tasks waiting for ever.
        ensure!(!found.is_empty(), "the WebAssembly file holds no function {name}…");
        found.into_iter().try_for_each(|id| give(module, id, answer))?;
    }
    Ok(())
}

/// The functions whose names begin like this, or of a trait whose name does.
fn named(module: &Module, beginning: &str) -> Vec<FunctionId> {
    let is_meant = |name: &str| {
        let name = plain(name);
        name.trim_start_matches('<').starts_with(beginning) || name.contains(&format!(" as {beginning}"))
    };
    let functions = module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(is_meant));
    functions.map(|function| function.id()).collect()
}

/// What is called by name, or exported.
fn called(module: &Module) -> BTreeSet<FunctionId> {
    struct Calls(BTreeSet<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_call(&mut self, call: &Call) {
            self.0.insert(call.func);
        }
    }
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let mut calls = Calls(exported.collect());
    module.funcs.iter_local().for_each(|(_, function)| dfs_in_order(&mut calls, function, function.entry_block()));
    calls.0
}

/// Lets a function, also an imported one, do nothing and give a number, or null.
fn give(module: &mut Module, id: FunctionId, number: i32) -> Result<()> {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = builder.func_body();
    match results.as_slice() {
        [] => &mut body,
        [ValType::I32] => body.i32_const(number),
        [ValType::Ref(kind)] => body.ref_null(*kind),
        other => bail!("a function that is asked needlessly gives {other:?}"),
    };
    if let Some(import) = module.imports.get_imported_func(id).map(|import| import.id()) {
        module.imports.delete(import);
    }
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CLOSURES, MICROTASKS, UNCALLED, cut};
    use walrus::ir::{Instr, Value};
    use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ValType};

    /// Adds a function that gives 7.
    fn seven(module: &mut Module, name: &str) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.name(name.to_owned()).func_body().i32_const(7);
        builder.finish(Vec::new(), &mut module.funcs)
    }

    /// What a function gives; `None` for a trap.
    fn given(module: &Module, id: FunctionId) -> Option<i32> {
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else { panic!("still imported") };
        match function.block(function.entry_block()).instrs.first()?.0 {
            Instr::Const(ref constant) => match constant.value {
                Value::I32(number) => Some(number),
                _ => None,
            },
            _ => None,
        }
    }

    #[test]
    fn what_is_not_reached_is_cut_and_what_is_used_is_not() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[ValType::I32]);
        let uncalled = UNCALLED.map(|name| seven(&mut module, &format!("<{name}x::h1")));
        let asked = MICROTASKS.map(|(name, _)| module.add_import_func("page", name, kind).0);
        for (id, (name, _)) in asked.iter().zip(MICROTASKS) {
            module.funcs.get_mut(*id).name = Some(name.to_owned());
        }
        let [exported, called, other] =
            ["h1", "h2", "h3"].map(|hash| seven(&mut module, &format!("{CLOSURES}::{hash}")));
        module.exports.add("invoke", exported);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.func_body().call(called);
        builder.finish(Vec::new(), &mut module.funcs);
        let own = seven(&mut module, "ivy_data_session::js_sys::futures");

        cut(&mut module).unwrap();
        assert!(uncalled.iter().all(|id| given(&module, *id).is_none()));
        assert_eq!(asked.map(|id| given(&module, id)), MICROTASKS.map(|(_, answer)| Some(answer)));
        assert_eq!(module.imports.iter().count(), 0);
        assert_eq!([exported, called, other, own].map(|id| given(&module, id)), [Some(7), Some(7), None, Some(7)]);
    }

    #[test]
    fn other_dependencies_are_refused() {
        assert!(cut(&mut Module::default()).is_err());
    }
}
