//! The glue without what this package never comes to: forms of arguments that the facade does not use, views of the memory
//! that are kept, and fallbacks for platforms that cannot run the library. A bundler cannot know that; the generator has no
//! switch for it.

use anyhow::{Context, Result, ensure};

/// The functions that take the place of the generator's.
const OURS: &str = include_str!("spare.js");

/// What the glue does as soon as it is evaluated, from the beginning of one line to the end of another: importing must do
/// nothing, and what is made there is used by nothing that stays.
const PARTS: [(&str, &str); 4] = [
    ("const CLOSURE_DTORS = ", "state.b));\n"),
    ("let cachedTextDecoder = ", "\ncachedTextDecoder.decode();\n"),
    ("const cachedTextEncoder = ", ";\n"),
    ("if (!('encodeInto' in cachedTextEncoder)) {\n", "\n}\n"),
];

/// Texts of the glue that occur any number of times, and what stands there instead.
const TEXTS: [(&str, &str); 10] = [
    // `spare.js` knows where memory comes from, and asks for as much as a text needs.
    (", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ")"),
    (", wasm.__wbindgen_malloc)", ")"),
    // The classes that are asked for are those of every page.
    ("let result;\n            try {\n                result = ", "const ret = "),
    (
        "\n            } catch (_) {\n                result = false;\n            }\n            const ret = result;",
        "",
    ),
    // Whoever runs WebAssembly has the first, and is never asked for another.
    ("typeof globalThis === 'undefined' ? undefined : globalThis", "globalThis"),
    ("typeof self === 'undefined' ? undefined : self", "null"),
    ("typeof window === 'undefined' ? undefined : window", "null"),
    ("typeof global === 'undefined' ? undefined : global", "null"),
    ("const ret = null;\n            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);", "return 0;"),
    // Each import is asked for by its name.
    ("        __proto__: null,\n", ""),
];

/// Takes what is spare out of the glue, as it was generated.
///
/// # Errors
/// When a part is not there once: the generator has changed.
pub(super) fn cut(glue: &str) -> Result<String> {
    let mut text = glue.to_owned();
    for (from, to) in PARTS {
        text = without(&text, from, to)?;
    }
    for (from, instead) in TEXTS {
        text = text.replace(from, instead);
    }
    for line in OURS.lines() {
        let Some(name) = line.strip_prefix("function ").and_then(|rest| rest.split('(').next()) else { continue };
        let from = format!("\nfunction {name}(");
        if text.contains(&from) {
            text = without(&text, &from, "\n}\n")?;
        }
    }
    Ok(passing_in_place(&giving_texts(&without_releases(&text)?))? + OURS)
}

/// The glue without one part.
fn without(glue: &str, from: &str, to: &str) -> Result<String> {
    ensure!(glue.matches(from).count() == 1, "the glue does not hold once: {}", from.trim());
    let (before, rest) = glue.split_once(from).context("it was counted")?;
    let (_, after) = rest.split_once(to).with_context(|| format!("the glue does not end: {}", from.trim()))?;
    Ok([before, "\n", after].concat())
}

/// An import that gives a text puts it into the library's memory in four lines; here in one (`putText`).
fn giving_texts(glue: &str) -> String {
    const LINES: [&str; 4] = [
        "passStringToWasm0(ret);",
        " len1 = WASM_VECTOR_LEN;",
        "setInt32((arg0 >>> 0) + 4 * 1, len1, true);",
        "setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);",
    ];
    let lines: Vec<_> = glue.lines().collect();
    let mut text = String::with_capacity(glue.len());
    let mut rest = lines.as_slice();
    while let [line, after @ ..] = rest {
        let gives = rest.len() >= LINES.len() && rest.iter().zip(LINES).all(|(line, end)| line.ends_with(end));
        text.push_str(if gives { "            putText(arg0, ret);" } else { line });
        text.push('\n');
        rest = if gives { rest.get(LINES.len()..).unwrap_or_default() } else { after };
    }
    text
}

/// What is passed to an export is made where it stands among the arguments, as the two numbers that it becomes, in place
/// of two variables each.
fn passing_in_place(glue: &str) -> Result<String> {
    let mut text = String::with_capacity(glue.len());
    let mut waiting: Vec<(String, String)> = Vec::new();
    for line in glue.lines() {
        let trimmed = line.trim_start();
        let assigned = trimmed.strip_prefix("const ").unwrap_or(trimmed);
        let passed =
            assigned.split_once(" = ").filter(|(name, value)| name.starts_with("ptr") && value.starts_with("pass"));
        if let Some((pointer, value)) = passed {
            let numbers = format!("{pointer}, {}", pointer.replace("ptr", "len"));
            waiting.push((numbers, format!("...{}", value.trim_end_matches(';'))));
        } else if !assigned.ends_with(" = WASM_VECTOR_LEN;") && !assigned.starts_with("let ptr0, ") {
            let mut line = line.to_owned();
            waiting.retain(|(numbers, value)| {
                let is_here = line.contains(numbers);
                line = line.replace(numbers, value);
                !is_here
            });
            text.push_str(&line);
            text.push('\n');
        }
    }
    ensure!(waiting.is_empty(), "the glue does not use what it passes");
    Ok(text)
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
    use super::{OURS, cut};

    const GLUE: &str = "\
export function check(text, names) {
    let ptr0, len0, ptr1, len1;
    try {
        ptr0 = passStringToWasm0(text, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passStringToWasm0(names, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        len1 = WASM_VECTOR_LEN;
    } catch (e) {
        if (ptr0) { wasm.free(ptr0); }
        throw e;
    }
    return wasm.check(ptr0, len0, ptr1, len1);
}
export function read(body) {
    const ptr0 = passArray8ToWasm0(body, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    return wasm.read(1, ptr0, len0);
}
const imports = {
        name: function(arg0, arg1) {
            const ret = arg1.name;
            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        isError: function(arg0) {
            let result;
            try {
                result = arg0 instanceof Error;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
};

const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => release(state.a, state.b));

function passStringToWasm0(arg, malloc, realloc) {
    return slow(arg);
}

function isLikeNone(x) {
    return x === undefined || x === null;
}

let cachedTextDecoder = new TextDecoder('utf-8');
cachedTextDecoder.decode();

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = slow;
}
after();
";

    #[test]
    fn what_is_spare_goes_and_nothing_else() {
        let text = cut(GLUE).unwrap();
        let (text, ours) = text.split_at(text.len() - OURS.len());
        assert_eq!(ours, OURS);
        let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines.join("\n") + "\n",
            "\
export function check(text, names) {
    return wasm.check(...passStringToWasm0(text), ...passStringToWasm0(names));
}
export function read(body) {
    return wasm.read(1, ...passArray8ToWasm0(body));
}
const imports = {
        name: function(arg0, arg1) {
            const ret = arg1.name;
            putText(arg0, ret);
        },
        isError: function(arg0) {
            const ret = arg0 instanceof Error;
            return ret;
        },
};
function isLikeNone(x) {
    return x === undefined || x === null;
}
after();
"
        );
    }

    #[test]
    fn a_glue_of_another_shape_is_refused() {
        for (from, to) in [
            ("const CLOSURE_DTORS", "let CLOSURE_DTORS"),
            ("cachedTextEncoder", "encoder"),
            ("throw e;", "retry();"),
            ("ptr0, len0)", "ptr0)"),
        ] {
            assert!(cut(&GLUE.replace(from, to)).is_err(), "{to}");
        }
    }
}
