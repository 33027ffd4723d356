//! Small crates with one fault each, which the check finds.

use std::collections::BTreeMap;

use crate::graph::Graph;
use crate::source::{Module, Source};

const TABLE: &str = "//! | floor | does |\n//! |---|---|\n//! | `low`, `beside` | |\n//! | [`high`] | |\n";

/// Returns the faults of a crate with these modules below the root.
fn faults(root: &str, files: &[(&str, &str)]) -> Vec<String> {
    let module = |name: &str| name.split("::").map(str::to_owned).collect::<Module>();
    let mut texts: BTreeMap<Module, String> =
        files.iter().map(|(name, text)| (module(name), (*text).to_owned())).collect();
    texts.insert(Module::new(), format!("{TABLE}{root}"));
    let source = Source::parse(&texts);
    Graph::new(&source).faults(&source.floors())
}

#[test]
fn a_tower_has_no_faults() {
    let files = [
        ("low", "pub(in crate::high) struct Low; // crate::high\nuse crate::Text;"),
        ("beside", "use crate::low::Low; mod tests { use super::Low; use std::fmt; }"),
        ("high", "mod a; mod b; pub use a::A; use crate::{low::{self, Low}, beside};"),
        ("high::a", "use super::b::B; pub struct A;"),
        ("high::b", "pub struct B(crate::low::Low);"),
    ];
    assert_eq!(
        faults("mod low; mod beside; mod high; pub use high::A; pub use std::string::String as Text;", &files),
        Vec::<String>::new()
    );
}

#[test]
fn each_arrow_up_is_found() {
    let arrows = [
        "use crate::high::A;",
        "use super::high;",
        "fn f() { crate::high::a(); }",
        "fn f() -> impl Fn(crate::high::A) { g!(x, crate::high::B) }",
        "use crate::A;",
        "use crate::{beside, high::{A as C, B,},};",
        "mod tests { use super::super::high::A; }",
        "pub use crate::high::A; struct B(A);",
    ];
    for text in arrows {
        let files = [("low", text), ("beside", ""), ("high", "pub struct A;")];
        let found = faults("pub use high::A;", &files);
        assert_eq!(found, ["low imports high, which is on a higher floor"], "{text}");
    }
}

#[test]
fn each_circle_is_found() {
    let beside = [("low", "use crate::beside::A;"), ("beside", "use crate::low::B;"), ("high", "")];
    let found = faults("", &beside);
    assert!(found.contains(&"files in a circle: beside -> low -> beside".to_owned()), "{found:?}");
    let folders = [
        ("low", "mod a; mod b;"),
        ("low::a", "use crate::beside::c::C;"),
        ("low::b", "pub struct B;"),
        ("beside", "mod c; mod d;"),
        ("beside::c", ""),
        ("beside::d", "use crate::low::b::B;"),
        ("high", ""),
    ];
    assert_eq!(faults("", &folders), ["modules in a circle: beside -> low -> beside"]);
    let parent =
        [("low", ""), ("beside", ""), ("high", "mod a; pub struct B; fn f() { a::f() }"), ("high::a", "use super::B;")];
    assert_eq!(faults("", &parent), ["files in a circle: high -> high::a -> high"]);
    let reexported =
        [("low", ""), ("beside", ""), ("high", "mod a; pub use a::A; struct B(A);"), ("high::a", "use super::B;")];
    assert_eq!(faults("", &reexported), ["files in a circle: high -> high::a -> high"]);
}

#[test]
fn differences_from_the_table_and_paths_to_nowhere_are_found() {
    let files = [("low", "use crate::Missing;"), ("other", ""), ("high", "")];
    let expected =
        ["low: crate::Missing is in no module", "other is on no floor", "beside is in the table and no module"];
    assert_eq!(faults("", &files), expected);
}
