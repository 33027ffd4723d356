//! Rust to WebAssembly, with nothing of this machine in the bytes.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A library that is compiled to WebAssembly.
pub(super) struct Library {
    /// The name of its package.
    pub(super) package: &'static str,
    /// The file, without its folder.
    file: &'static str,
    /// The size of the stack in bytes. It lies below everything else, so that one that were too small would trap.
    stack: u32,
    /// The size up to which a function is inlined. At `opt-level = "z"` the compiler inlines next to nothing; somewhat more
    /// makes checks 5 to 10 percent faster and the packed file no larger.
    inlining: u32,
}

/// For pages. JSON is read to 64 levels and no deeper, so that the stack can be smaller than a megabyte.
pub(super) const PAGE: Library =
    Library { package: "ivy-data-session", file: "ivy_data_session.wasm", stack: 131_072, inlining: 70 };

/// For servers, with the compiler's own size of the stack.
pub(super) const PROXY: Library =
    Library { package: "ivy-proxy-js", file: "ivy_proxy_js.wasm", stack: 1_048_576, inlining: 40 };

/// For tests of servers. With the flags of the library for pages it shares that library's standard library.
pub(super) const SANDBOX: Library =
    Library { package: "ivy-sandbox-js", file: "ivy_sandbox_js.wasm", stack: 1_048_576, inlining: PAGE.inlining };

/// The standard library that a library is linked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Std {
    /// Compiled here, from the toolchain's own sources.
    Own,
    /// The toolchain's.
    Stock,
}

/// Compiles the standard library along, in its form for small programs. A panic then stops the instance at once, without a
/// message, which no page would show.
const OWN_STD: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];

/// The compiler's switches for such panics: they stop at once, and the line of source that no message names is not kept.
const IMMEDIATE_ABORT: [&str; 3] = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];

/// Lets a stable toolchain take the unstable switches above. It is set for nothing else: compiling the standard library and
/// immediate aborts are the reason.
pub(super) const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// Compiles a library in the profile `wasm` and gives the file.
pub(super) fn run(library: &Library, std: Std) -> Result<PathBuf> {
    let mut flags = flags(library)?;
    // Each in a folder of its own: with the flags of the other, everything would be compiled anew each time.
    let target = if std == Std::Own { paths::target().join("own-std") } else { paths::target().to_owned() };
    let mut cargo = Command::new("cargo");
    cargo.args(["rustc", "--quiet", "--package", library.package, "--lib"]);
    cargo.args(["--profile", "wasm", "--target", "wasm32-unknown-unknown"]).arg("--target-dir").arg(&target);
    if std == Std::Own {
        cargo.args(OWN_STD).env(UNSTABLE.0, UNSTABLE.1);
        flags.extend(IMMEDIATE_ABORT.map(str::to_owned));
    }
    cargo
        // For this library alone: what both are made of would be compiled anew each time, were its flags others.
        .arg("--")
        .arg(format!("-Clink-arg=-zstack-size={}", library.stack))
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .current_dir(paths::root());
    shell::run(&mut cargo, "look at the compiler's message above")?;
    Ok(target.join("wasm32-unknown-unknown/wasm").join(library.file))
}

/// Compiler flags that write the paths of sources into the bytes under names that are the same on every machine. They are
/// for `CARGO_ENCODED_RUSTFLAGS`, which also outranks flags of this machine's own.
fn flags(library: &Library) -> Result<Vec<String>> {
    let hint = "install Rust from https://rustup.rs";
    let sysroot = shell::read(Command::new("rustc").args(["--print", "sysroot"]), hint)?;
    let version = shell::read(Command::new("rustc").arg("-vV"), hint)?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let target = paths::target();
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust");

    // A later prefix outranks an earlier one, so that the wider folders come first.
    let mut prefixes = vec![
        (cargo_home()?, "/cargo".to_owned()),
        (PathBuf::from(&sysroot), "/rust".to_owned()),
        (sources, format!("/rustc/{commit}")),
        (paths::root().to_owned(), "/ivy".to_owned()),
        (target, "/target".to_owned()),
    ];
    // Crates lie in folders that are named after the registry, which is another one behind a mirror.
    if let Ok(registries) = fs::read_dir(cargo_home()?.join("registry/src")) {
        prefixes.extend(registries.flatten().map(|registry| (registry.path(), "/crates".to_owned())));
    }
    let mut flags = vec![format!("-Cllvm-args=-inline-threshold={}", library.inlining)];
    flags.extend(prefixes.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())));
    Ok(flags)
}

pub(super) fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    let home = env::home_dir().context("there is no home folder; set CARGO_HOME")?;
    Ok(home.join(".cargo"))
}
