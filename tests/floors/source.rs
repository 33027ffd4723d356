//! The source of a crate: its modules, and the paths in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The path of a module below the crate's root, which is the empty path.
pub(crate) type Module = Vec<String>;

/// A crate's modules and its table of floors.
pub(crate) struct Source {
    documentation: String,
    pub(crate) modules: BTreeMap<Module, Contents>,
}

/// The paths in one file.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// The names that the file re-exports, with the path of each; `None` if it leads into another crate.
    pub(crate) exports: BTreeMap<String, Option<Vec<String>>>,
    /// The paths that the file imports or uses, from the crate's root.
    pub(crate) paths: Vec<Vec<String>>,
    /// The names that the file uses without a path before them.
    pub(crate) names: Vec<String>,
}

impl Source {
    /// Reads a crate by its root file.
    pub(crate) fn read(root: &Path) -> Self {
        let folder = root.parent().expect("a root file is in a folder");
        let mut files = BTreeMap::new();
        collect(folder, &Vec::new(), &mut files);
        let text = fs::read_to_string(root).expect("a readable root file");
        files.insert(Vec::new(), text);
        Self::parse(&files)
    }

    /// Parses a crate from the text of each module.
    pub(crate) fn parse(files: &BTreeMap<Module, String>) -> Self {
        let parse = |(module, text): (&Module, &String)| {
            let tokens = TokenStream::from_str(text).unwrap_or_else(|error| panic!("{module:?}: {error}"));
            let mut reader = Reader { files, module, contents: Contents::default() };
            reader.read(tokens, &mut module.clone());
            (module.clone(), reader.contents)
        };
        let root = &files[&Vec::new()];
        let documentation = root.lines().map_while(|line| line.strip_prefix("//!")).collect::<Vec<_>>().join("\n");
        Self { documentation, modules: files.iter().map(parse).collect() }
    }

    /// Returns the modules of each floor, the lowest first.
    pub(crate) fn floors(&self) -> Vec<Vec<String>> {
        let rows = self.documentation.lines().map(str::trim).skip_while(|line| !line.starts_with("| floor |"));
        let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
        rows.map(|row| {
            let names = row.split('|').nth(1).unwrap_or_default();
            names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        })
        .collect()
    }
}

/// Collects the text of every module below a folder.
fn collect(folder: &Path, module: &Module, files: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a file's name").to_owned();
        let child: Module = module.iter().cloned().chain([stem.clone()]).collect();
        if path.is_dir() {
            collect(&path, &child, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = if stem == "mod" { module.clone() } else { child };
            if !(module.len() == 1 && matches!(stem.as_str(), "lib" | "main")) {
                files.insert(module, fs::read_to_string(&path).expect("a readable file"));
            }
        }
    }
}

/// Reads the tokens of one file.
struct Reader<'a> {
    files: &'a BTreeMap<Module, String>,
    module: &'a Module,
    contents: Contents,
}

impl Reader<'_> {
    /// Reads tokens within `scope`: the file's module, or one that is written within the file.
    fn read(&mut self, tokens: TokenStream, scope: &mut Module) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(word) if word == "use" && is_item(&tokens[..at]) => {
                    let end =
                        tokens[at..].iter().position(|token| is_punct(token, ';')).map_or(tokens.len(), |n| at + n);
                    let is_public = is_public(&tokens[..at]);
                    let mut found = Vec::new();
                    tree(&tokens[at + 1..end], Vec::new(), &mut found);
                    for (name, path) in found {
                        self.import(name, &path, scope, is_public);
                    }
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(group))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        scope.push(name.to_string());
                        self.read(group.stream(), scope);
                        scope.pop();
                        at += 2;
                    } else {
                        at += 1;
                    }
                }
                // The path in `pub(in crate::store)` limits the users of an item. It is no import.
                TokenTree::Ident(word) if word == "pub" => {
                    at += usize::from(is_group(tokens.get(at + 1), Delimiter::Parenthesis));
                }
                TokenTree::Ident(word) if !follows_path(&tokens[..at]) => {
                    let mut path = vec![word.to_string()];
                    while is_path_separator(&tokens, at + 1)
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    match self.absolute(&path, scope) {
                        Some(path) => self.contents.paths.push(path),
                        None => self.contents.names.extend(path.into_iter().next()),
                    }
                }
                TokenTree::Group(group) => self.read(group.stream(), scope),
                _ => {}
            }
            at += 1;
        }
    }

    fn import(&mut self, name: String, path: &[String], scope: &Module, is_public: bool) {
        let path = self.absolute(path, scope);
        if is_public && scope == self.module {
            self.contents.exports.insert(name, path);
        } else {
            self.contents.paths.extend(path);
        }
    }

    /// Returns the path from the crate's root; `None` for a path into another crate, and for a name without a path.
    fn absolute(&self, path: &[String], scope: &Module) -> Option<Vec<String>> {
        let mut from = scope.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                from.clear();
                rest = &path[1..];
            }
            "self" if path.len() > 1 => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|word| word == "super") {
                    from.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                let child: Module = self.module.iter().map(String::as_str).chain([child]).map(str::to_owned).collect();
                if scope != self.module || path.len() < 2 || !self.files.contains_key(&child) {
                    return None;
                }
            }
        }
        from.extend(rest.iter().cloned());
        Some(from)
    }
}

/// Reads a tree of imports: each name with its path.
fn tree(tokens: &[TokenTree], prefix: Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    for item in tokens.split(|token| is_punct(token, ',')).filter(|item| !item.is_empty()) {
        let mut path = prefix.clone();
        let mut name = None;
        let mut words = item.iter();
        while let Some(token) = words.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => name = words.next().map(ToString::to_string),
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    tree(&inner, std::mem::take(&mut path), found);
                }
                _ => {}
            }
        }
        if let Some(last) = path.last().cloned() {
            found.push((name.unwrap_or(last), path));
        }
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

fn is_group(token: Option<&TokenTree>, delimiter: Delimiter) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == delimiter)
}

fn is_path_separator(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1].iter().all(|at| tokens.get(*at).is_some_and(|token| is_punct(token, ':')))
}

/// Returns true if the next token continues a path or names a field or method.
fn follows_path(before: &[TokenTree]) -> bool {
    let is_path = before.len() >= 2 && is_path_separator(before, before.len() - 2);
    let is_range = before.len() >= 2 && is_punct(&before[before.len() - 2], '.');
    is_path || before.last().is_some_and(|token| is_punct(token, '.')) && !is_range
}

/// Returns true if `use` begins an item here, and not a bound such as `impl Trait + use<'a>`.
fn is_item(before: &[TokenTree]) -> bool {
    !before.last().is_some_and(|token| is_punct(token, '+'))
}

fn is_public(before: &[TokenTree]) -> bool {
    let is_pub = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Ident(word)) if word == "pub");
    let is_restricted = is_group(before.last(), Delimiter::Parenthesis);
    is_pub(before.last()) || is_restricted && is_pub(before.iter().rev().nth(1))
}
