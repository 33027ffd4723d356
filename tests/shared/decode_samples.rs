//! Responses for the property tests: valid ones, and ones with mistakes.
#![allow(dead_code, reason = "each test uses its part")]

use proptest::prelude::*;
use proptest::sample::Index;

use super::reference::{self, Tree};

/// The user's own example.
pub(crate) const EXAMPLE: &[u8] = include_bytes!("../data/ivy_list_example.json");

/// Every field that is known, in three sessions without a fault.
pub(crate) const ALL_FIELDS: &[u8] = include_bytes!("../data/list_all_fields.json");

/// A change of a tree, each at a value counted in reading order.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Replace(Index, Tree),
    Rename(Index, &'static str),
    Repeat(Index),
    Remove(Index),
    Insert(Index, &'static str, Tree),
}

/// The style in which a tree is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) spaced: bool,
    /// Every n-th character of a string becomes an escape; 0 for none.
    pub(crate) escape_every: usize,
}

const KEYS: [&str; 24] = [
    "id",
    "status",
    "referenceId",
    "createdAt",
    "data",
    "identity",
    "name",
    "dateOfBirth",
    "accounts",
    "identifier",
    "iban",
    "bban",
    "bic",
    "type",
    "financialAddress",
    "metadata",
    "prefill",
    "permissions",
    "unknown",
    "",
    "ID",
    "__proto__",
    "successCallbackUrl",
    "accountHolderName",
];

const TEXTS: [&str; 14] = [
    "",
    "complete",
    "completed",
    "Complete",
    "open",
    "DE89370400440532013000",
    "DE88370400440532013000",
    "370400440532013000",
    "COBADEFF",
    "nobic",
    "1985-12-10",
    "1985-02-30",
    "例え \"q\" \\ \n 😀",
    "a longer text, over sixteen bytes",
];

/// Generates a value of any kind that responses contain.
pub(crate) fn value() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        prop_oneof![Just(0.0), Just(1763856000.0), -1e20..1e20].prop_map(Tree::Number),
        prop::sample::select(&TEXTS).prop_map(|text| Tree::String(text.to_owned())),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        let key = prop::sample::select(&KEYS).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array),
            prop::collection::vec((key, inner), 0..4).prop_map(Tree::Object),
        ]
    })
}

fn change() -> impl Strategy<Value = Change> {
    let key = || prop::sample::select(&KEYS);
    prop_oneof![
        (any::<Index>(), value()).prop_map(|(at, value)| Change::Replace(at, value)),
        (any::<Index>(), key()).prop_map(|(at, key)| Change::Rename(at, key)),
        any::<Index>().prop_map(Change::Repeat),
        any::<Index>().prop_map(Change::Remove),
        (any::<Index>(), key(), value()).prop_map(|(at, key, value)| Change::Insert(at, key, value)),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    (any::<bool>(), prop_oneof![Just(0), 1usize..5]).prop_map(|(spaced, escape_every)| Style { spaced, escape_every })
}

/// A right list with a few changes, written in some style.
pub(crate) fn changed_list() -> impl Strategy<Value = Vec<u8>> {
    let base = prop::sample::select(vec![EXAMPLE, ALL_FIELDS]);
    (base, prop::collection::vec(change(), 0..5), style()).prop_map(|(base, changes, style)| {
        let mut tree = reference::tree(base).unwrap();
        for change in &changes {
            apply(&mut tree, change);
        }
        let mut out = String::new();
        print(&tree, style, &mut out);
        out.into_bytes()
    })
}

/// Generates a valid list with a few garbled bytes.
pub(crate) fn garbled_list() -> impl Strategy<Value = Vec<u8>> {
    let byte =
        prop_oneof![prop::sample::select(b"{}[]\",:\\/u0e-. \x00\x7f\x80\xc3\xed\xf0\xff".to_vec()), any::<u8>()];
    let garble = (any::<Index>(), 0usize..4, prop::collection::vec(byte, 0..3));
    (changed_list(), prop::collection::vec(garble, 1..4), prop::option::weighted(0.2, any::<Index>())).prop_map(
        |(mut bytes, garbles, cut)| {
            for (at, removed, inserted) in garbles {
                let at = at.index(bytes.len() + 1);
                let end = (at + removed).min(bytes.len());
                bytes.splice(at..end, inserted);
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len() + 1));
            }
            bytes
        },
    )
}

fn apply(tree: &mut Tree, change: &Change) {
    let (at, count) = match change {
        Change::Replace(at, _) => (at, count(tree)),
        Change::Rename(at, _) | Change::Repeat(at) | Change::Remove(at) | Change::Insert(at, ..) => (at, count(tree)),
    };
    visit(tree, &mut at.index(count), change);
}

fn children(tree: &Tree) -> Box<dyn Iterator<Item = &Tree> + '_> {
    match tree {
        Tree::Array(items) => Box::new(items.iter()),
        Tree::Object(members) => Box::new(members.iter().map(|(_, value)| value)),
        _ => Box::new(std::iter::empty()),
    }
}

fn count(tree: &Tree) -> usize {
    1 + children(tree).map(count).sum::<usize>()
}

/// Makes the change at the `left`-th value from here. Changes of a member or item are made in the container that stands
/// there; for another value they do nothing.
fn visit(tree: &mut Tree, left: &mut usize, change: &Change) {
    if *left == 0 {
        *left = usize::MAX;
        return change_here(tree, change);
    }
    *left -= 1;
    let inner: Vec<&mut Tree> = match tree {
        Tree::Array(items) => items.iter_mut().collect(),
        Tree::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        _ => return,
    };
    for child in inner {
        if *left != usize::MAX {
            visit(child, left, change);
        }
    }
}

fn change_here(tree: &mut Tree, change: &Change) {
    match (change, tree) {
        (Change::Replace(_, value), tree) => *tree = value.clone(),
        (Change::Rename(at, key), Tree::Object(members)) if !members.is_empty() => {
            let at = at.index(members.len());
            members[at].0 = (*key).to_owned();
        }
        (Change::Repeat(at), Tree::Object(members)) if !members.is_empty() => {
            members.push(members[at.index(members.len())].clone());
        }
        (Change::Repeat(at), Tree::Array(items)) if !items.is_empty() => {
            items.push(items[at.index(items.len())].clone())
        }
        (Change::Remove(at), Tree::Object(members)) if !members.is_empty() => {
            members.remove(at.index(members.len()));
        }
        (Change::Remove(at), Tree::Array(items)) if !items.is_empty() => {
            items.remove(at.index(items.len()));
        }
        (Change::Insert(at, key, value), Tree::Object(members)) => {
            members.insert(at.index(members.len() + 1), ((*key).to_owned(), value.clone()));
        }
        (Change::Insert(at, _, value), Tree::Array(items)) => items.insert(at.index(items.len() + 1), value.clone()),
        _ => {}
    }
}

fn print(tree: &Tree, style: Style, out: &mut String) {
    let space = if style.spaced { " \r\n\t" } else { "" };
    out.push_str(space);
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Bool(value) => out.push_str(&value.to_string()),
        Tree::Number(value) => out.push_str(&value.to_string()),
        Tree::String(text) => print_string(text, style, out),
        Tree::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                out.push_str(if position > 0 { "," } else { "" });
                print(item, style, out);
            }
            out.push_str(space);
            out.push(']');
        }
        Tree::Object(members) => {
            out.push('{');
            for (position, (key, value)) in members.iter().enumerate() {
                out.push_str(if position > 0 { "," } else { "" });
                out.push_str(space);
                print_string(key, style, out);
                out.push_str(space);
                out.push(':');
                print(value, style, out);
            }
            out.push_str(space);
            out.push('}');
        }
    }
    out.push_str(space);
}

fn print_string(text: &str, style: Style, out: &mut String) {
    out.push('"');
    for (position, character) in text.chars().enumerate() {
        let must = matches!(character, '"' | '\\' | '\0'..='\x1F');
        if must || (style.escape_every > 0 && position % style.escape_every == 0) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(character);
        }
    }
    out.push('"');
}
