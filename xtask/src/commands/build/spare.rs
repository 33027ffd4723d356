//! The glue without what this package never comes to: forms of arguments that the facade does not use, and fallbacks
//! for platforms that `lazy-text.js` stands in front of. A bundler cannot know that; the generator has no switch for it.

use anyhow::{Context, Result, ensure};

/// Parts of the glue, from the beginning of one line to the end of another, and what stands there instead.
const PARTS: [Part; 4] = [
    // The facade passes `{ module }`, a `WebAssembly.Module`, and asks once (`instance.js`).
    Part {
        from: "function initSync(module) {\n",
        to: "\n}\n",
        instead: "function initSync({ module }) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}
",
    },
    // The library exports its reallocation.
    Part { from: "    if (realloc === undefined) {\n", to: "\n    }\n", instead: "" },
    // The encoder of `lazy-text.js` has it.
    Part { from: "if (!('encodeInto' in cachedTextEncoder)) {\n", to: "\n}\n", instead: "" },
    // Memory that has grown has another buffer, and so has another instance: one comparison finds both, detached or not.
    Part {
        from: "    if (cachedDataViewMemory0 === null || ",
        to: ") {\n",
        instead: "    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {\n",
    },
];

struct Part {
    from: &'static str,
    to: &'static str,
    instead: &'static str,
}

/// Takes what is spare out of the glue, as it was generated.
///
/// # Errors
/// When a part is not there once: the generator has changed.
pub(super) fn cut(glue: &str) -> Result<String> {
    let mut text = glue.to_owned();
    for Part { from, to, instead } in PARTS {
        ensure!(text.matches(from).count() == 1, "the glue does not hold once: {}", from.trim());
        let (before, rest) = text.split_once(from).context("it was counted")?;
        // What begins with a whole line may end with the next.
        let rest = rest.split_once(to).with_context(|| format!("the glue does not end: {}", from.trim()))?.1;
        text = [before, instead, rest].concat();
    }
    without_releases(&text)
}

/// The arguments of an export are texts, put into the library's memory one by one; the glue releases the first where a later
/// one fails. That is a trap, after which the facade leaves the whole memory (`withLibrary`).
fn without_releases(glue: &str) -> Result<String> {
    const BEGIN: &str = "    try {\n        ptr0 = passStringToWasm0(";
    const RELEASE: &str = "    } catch (e) {\n";
    const END: &str = "\n    }\n";
    let mut text = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some((before, passing)) = rest.split_once(BEGIN) {
        let (passing, release) = passing.split_once(RELEASE).context("the glue passes texts in another way")?;
        let (release, after) = release.split_once(END).context("the glue releases texts in another way")?;
        ensure!(release.ends_with("throw e;"), "the glue does more than release texts");
        text.push_str(before);
        text.push_str("        ptr0 = passStringToWasm0(");
        text.push_str(passing);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::cut;

    const GLUE: &str = "\
export function check(text, names) {
    let ptr0, ptr1;
    try {
        ptr0 = passStringToWasm0(text);
        ptr1 = passStringToWasm0(names);
    } catch (e) {
        if (ptr0) { wasm.free(ptr0); }
        throw e;
    }
    return wasm.check(ptr0, ptr1);
}
function view() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached) {
        made();
    }
}
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        return slow(arg);
    }
    return fast(arg);
}
if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = slow;
}
function initSync(module) {
    if (module !== undefined) {
        console.warn('deprecated');
    }
    return module;
}
after();
";

    #[test]
    fn what_is_spare_goes_and_nothing_else() {
        assert_eq!(
            cut(GLUE).unwrap(),
            "\
export function check(text, names) {
    let ptr0, ptr1;
        ptr0 = passStringToWasm0(text);
        ptr1 = passStringToWasm0(names);
    return wasm.check(ptr0, ptr1);
}
function view() {
    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {
        made();
    }
}
function passStringToWasm0(arg, malloc, realloc) {
    return fast(arg);
}
function initSync({ module }) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}
after();
"
        );
    }

    #[test]
    fn a_glue_of_another_shape_is_refused() {
        for (from, to) in [
            ("function initSync(module)", "function initSync(given)"),
            ("realloc === undefined", "!realloc"),
            ("throw e;", "retry();"),
        ] {
            assert!(cut(&GLUE.replace(from, to)).is_err(), "{to}");
        }
    }
}
