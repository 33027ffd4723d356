//! The graph of imports between the modules of a crate, and its faults.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Module, Source};

/// The longest chain of re-exports that is followed.
const LONGEST_CHAIN: usize = 16;

/// The imports of a crate: for each file's module the modules that it uses.
pub(crate) struct Graph {
    imports: BTreeMap<Module, BTreeSet<Module>>,
    /// The modules at the top level.
    tops: BTreeSet<String>,
    /// The paths that lead to no module.
    unknown: Vec<String>,
}

impl Graph {
    /// Builds the graph of a crate.
    pub(crate) fn new(source: &Source) -> Self {
        let tops = source.modules.keys().filter_map(|module| module.first().cloned()).collect();
        let mut graph = Self { imports: BTreeMap::new(), tops, unknown: Vec::new() };
        for (module, contents) in &source.modules {
            let used = contents.names.iter().filter_map(|name| contents.exports.get(name)?.as_ref());
            for path in contents.paths.iter().chain(used) {
                let Some(target) = resolve(source, path, LONGEST_CHAIN) else { continue };
                if target.is_empty() && !module.is_empty() {
                    graph.unknown.push(format!("{}: crate::{} is in no module", name(module), path.join("::")));
                } else if target != *module {
                    graph.imports.entry(module.clone()).or_default().insert(target);
                }
            }
        }
        graph
    }

    /// Returns the faults: arrows up, circles of files, circles of modules at the top level, and differences between the
    /// modules and the table.
    pub(crate) fn faults(&self, floors: &[Vec<String>]) -> Vec<String> {
        let mut faults = self.unknown.clone();
        let mut floor_of = BTreeMap::new();
        for (floor, names) in floors.iter().enumerate() {
            for name in names {
                if floor_of.insert(name.clone(), floor).is_some() {
                    faults.push(format!("{name} is in the table twice"));
                }
            }
        }
        let mut tops: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in self.arrows() {
            let (Some(top), Some(used)) = (from.first(), to.first()) else { continue };
            if top != used {
                tops.entry(vec![top.clone()]).or_default().insert(vec![used.clone()]);
                if floor_of.get(top) < floor_of.get(used) {
                    faults.push(format!("{} imports {}, which is on a higher floor", name(from), name(to)));
                }
            }
        }
        let missing = self.tops.iter().filter(|top| !floor_of.contains_key(*top));
        faults.extend(missing.map(|top| format!("{top} is on no floor")));
        let unknown = floor_of.keys().filter(|name| !self.tops.contains(*name));
        faults.extend(unknown.map(|name| format!("{name} is in the table and no module")));
        faults.extend(circle(&self.imports).map(|circle| format!("files in a circle: {circle}")));
        faults.extend(circle(&tops).map(|circle| format!("modules in a circle: {circle}")));
        faults
    }

    fn arrows(&self) -> impl Iterator<Item = (&Module, &Module)> {
        let arrows = self.imports.iter().flat_map(|(from, targets)| targets.iter().map(move |to| (from, to)));
        arrows.filter(|(from, _)| !from.is_empty())
    }
}

/// Follows a path through modules and re-exports to the module that defines the item; `None` if that is another crate's.
fn resolve(source: &Source, path: &[String], chain: usize) -> Option<Module> {
    let mut module = Module::new();
    for (position, word) in path.iter().enumerate() {
        let child: Module = module.iter().chain([word]).cloned().collect();
        if source.modules.contains_key(&child) {
            module = child;
            continue;
        }
        let export = source.modules.get(&module).and_then(|contents| contents.exports.get(word));
        return match export {
            Some(Some(export)) if chain > 0 => {
                let rest = path.iter().skip(position + 1);
                resolve(source, &export.iter().chain(rest).cloned().collect::<Vec<_>>(), chain - 1)
            }
            Some(None) => None,
            _ => Some(module),
        };
    }
    Some(module)
}

/// Finds a circle.
fn circle(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Option<String> {
    let mut done = BTreeSet::new();
    imports.keys().find_map(|start| follow(imports, start, &mut Vec::new(), &mut done))
}

fn follow<'a>(
    imports: &'a BTreeMap<Module, BTreeSet<Module>>,
    module: &'a Module,
    chain: &mut Vec<&'a Module>,
    done: &mut BTreeSet<&'a Module>,
) -> Option<String> {
    if let Some(begin) = chain.iter().position(|earlier| *earlier == module) {
        let circle = chain[begin..].iter().copied().chain([module]);
        return Some(circle.map(name).collect::<Vec<_>>().join(" -> "));
    }
    if done.contains(module) {
        return None;
    }
    chain.push(module);
    let found = imports.get(module).into_iter().flatten().find_map(|to| follow(imports, to, chain, done));
    chain.pop();
    done.insert(module);
    found
}

fn name(module: &Module) -> String {
    if module.is_empty() { "the root".to_owned() } else { module.join("::") }
}
