//! The names by which the WebAssembly file and its glue know each other: a letter or two in place of the generator's,
//! which carry a hash each. Both files hold every one of them.

use anyhow::{Result, ensure};
use std::collections::BTreeSet;
use walrus::Module;

/// Calling it tells this package's file from another, which hardly has an export of this name.
const KEPT: &str = "__wbindgen_start";

/// What was renamed, from and to.
#[derive(Default)]
pub(super) struct Names {
    modules: Vec<(String, String)>,
    imports: Vec<(String, String)>,
    exports: Vec<(String, String)>,
}

/// Gives short names to everything that `module` imports and exports.
pub(super) fn shorten(module: &mut Module) -> Names {
    let mut names = Names::default();
    for import in module.imports.iter_mut() {
        import.module = short(&mut names.modules, &import.module);
        import.name = short(&mut names.imports, &import.name);
    }
    for export in module.exports.iter_mut().filter(|export| export.name != KEPT) {
        export.name = short(&mut names.exports, &export.name);
    }
    names
}

/// The short name of `name`: the one that it has, or the next that is free.
fn short(names: &mut Vec<(String, String)>, name: &str) -> String {
    if let Some((_, known)) = names.iter().find(|(from, _)| from == name) {
        return known.clone();
    }
    let (high, low) = (names.len() / 26, names.len() % 26);
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let digit = |at: usize| letters.get(at..=at).unwrap_or_default();
    let next = if high == 0 { digit(low).to_owned() } else { format!("{}{}", digit(low), high) };
    names.push((name.to_owned(), next.clone()));
    next
}

impl Names {
    /// The glue with these names, and without the imports that are not `used` (by their short names).
    ///
    /// # Errors
    /// When the glue does not look as it is expected to: the generator has changed.
    pub(super) fn rewrite(&self, glue: &str, used: &BTreeSet<String>) -> Result<String> {
        let mut text = self.imports(glue, used)?;
        for (from, to) in &self.modules {
            let (from, to) = (format!("\"{from}\": "), format!("\"{to}\": "));
            ensure!(text.matches(&from).count() == 1, "the glue does not give the module {from} once");
            text = text.replace(&from, &to);
        }
        for (from, to) in &self.exports {
            text = replace_word(&text, &format!("wasm.{from}"), &format!("wasm.{to}"));
        }
        Ok(text)
    }

    /// In the glue each import is a member `        name: function(`, which ends with a line `        }`.
    fn imports(&self, glue: &str, used: &BTreeSet<String>) -> Result<String> {
        const INDENT: &str = "        ";
        let mut text = String::with_capacity(glue.len());
        let mut found = 0;
        let mut leaving_out = false;
        for line in glue.lines() {
            let member = line.strip_prefix(INDENT).and_then(|line| line.split_once(": function("));
            match member {
                Some((name, rest)) => {
                    // What the build cut before is not known here either.
                    let known = self.imports.iter().find(|(from, _)| from == name);
                    found += usize::from(known.is_some());
                    let kept = known.filter(|(_, to)| used.contains(to));
                    leaving_out = kept.is_none();
                    if let Some((_, to)) = kept {
                        text.push_str(&format!("{INDENT}{to}: function({rest}\n"));
                    }
                }
                None if leaving_out => leaving_out = !line.starts_with(&format!("{INDENT}}}")),
                None => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        ensure!(found == self.imports.len(), "the glue gives {found} of {} imports", self.imports.len());
        Ok(text)
    }
}

/// Replaces `from` where it stands as a whole, not as the beginning of a longer name.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(from) {
        let goes_on = behind.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_' || next == '$');
        replaced.push_str(before);
        replaced.push_str(if goes_on { from } else { to });
        rest = behind;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::{Names, shorten};
    use std::collections::BTreeSet;
    use walrus::{FunctionBuilder, Module, ValType};

    const GLUE: &str = "\
function imports() {
    const import0 = {
        __wbg_now_1a: function(arg0) {
            return arg0.now();
        },
        __wbg_get_2b: function() { return handleError(function (arg0) {
            return arg0.get();
        }, arguments); },
    };
    return { \"./glue_bg.js\": import0 };
}
export function check(text) {
    return wasm.check(text) + wasm.checkAll(text);
}
";

    fn renamed() -> Names {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        for name in ["__wbg_now_1a", "__wbg_get_2b"] {
            module.add_import_func("./glue_bg.js", name, kind);
        }
        for name in ["check", "checkAll", "__wbindgen_start"] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            builder.func_body().i32_const(1);
            let function = builder.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        shorten(&mut module)
    }

    #[test]
    fn the_glue_follows_the_names_and_loses_what_is_not_imported() {
        let text = renamed().rewrite(GLUE, &BTreeSet::from(["a".to_owned()])).unwrap();
        assert_eq!(
            text,
            "\
function imports() {
    const import0 = {
        a: function(arg0) {
            return arg0.now();
        },
    };
    return { \"a\": import0 };
}
export function check(text) {
    return wasm.a(text) + wasm.b(text);
}
"
        );
    }

    #[test]
    fn a_glue_of_another_shape_is_refused() {
        let used = BTreeSet::new();
        assert!(renamed().rewrite(&GLUE.replace(": function(", ": ("), &used).is_err());
        assert!(renamed().rewrite(&GLUE.replace("./glue_bg.js", "./other.js"), &used).is_err());
    }
}
