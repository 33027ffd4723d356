//! The texts of panics, blanked.
//!
//! Panics end at once (`panics.rs`), and what would have said where and why stays behind in the data: nothing reads it any
//! more, but no tool can know that of data. Zeros pack to nothing.

use anyhow::{Result, ensure};
use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

/// How the path of a source begins (`compile.rs` gives the same names on every machine).
const SOURCES: [&[u8]; 3] = [b"/rustc/", b"/crates/", b"src/"];

/// What the standard library, wasm-bindgen and gloo-net say when they panic. None of it can be a text of the library's own.
const MESSAGES: [&str; 23] = [
    "==!=matches",
    "assertion `left ",
    " right` failed: ",
    " right` failed",
    "fetch returned ",
    ", not `Response` - this is a bug",
    "capacity overflow",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "FnOnce called more than once",
    "called `Option::unwrap_throw()` on a `None` value",
    "called `Result::unwrap_throw()` on an `Err` value",
    "internal error: entered unreachable code: JsValue passed is not an Error type -- this is a bug",
    "internal error: entered unreachable code",
    "js_value passed has no string representation",
    "closure invoked recursively or after being dropped",
    "Tried to shrink to a larger capacity",
    "LazyCell instance has previously been poisoned",
    "`async fn` resumed after completion",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "0x0123456789ABCDEF",
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899",
];

/// The bytes of a `core::panic::Location`: a path as address and length, line and column.
const LOCATION: usize = 16;

/// Blanks the texts of panics in the data of `module`.
///
/// # Errors
/// When there is none: the compiler writes them in another way.
pub(super) fn blank(module: &mut Module) -> Result<()> {
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    let mut paths = Vec::new();
    for id in &segments {
        let data = module.data.get_mut(*id);
        let Some(address) = address_of(&data.kind) else { continue };
        for (start, end) in source_paths(&data.value) {
            paths.push([address + start as u32, (end - start) as u32]);
            data.value[start..end].fill(0);
        }
        for message in MESSAGES {
            while let Some(start) = find(&data.value, message.as_bytes()) {
                data.value[start..start + message.len()].fill(0);
            }
        }
    }
    ensure!(!paths.is_empty(), "no texts of panics were found in the WebAssembly file");
    for id in &segments {
        let data = module.data.get_mut(*id);
        let Some(address) = address_of(&data.kind) else { continue };
        let aligned = (address.wrapping_neg() % 4) as usize;
        for at in (aligned..(data.value.len() + 1).saturating_sub(LOCATION)).step_by(4) {
            let word = |at: usize| u32::from_le_bytes(data.value[at..at + 4].try_into().unwrap_or_default());
            if paths.contains(&[word(at), word(at + 4)]) {
                data.value[at..at + LOCATION].fill(0);
            }
        }
    }
    Ok(())
}

fn address_of(kind: &DataKind) -> Option<u32> {
    match kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(address)), .. } => Some(*address as u32),
        _ => None,
    }
}

/// Where paths of sources lie, as start and end.
fn source_paths(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let rest = &bytes[start..];
        let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"_./-".contains(byte);
        let length = rest.iter().take_while(|byte| is_path(byte)).count();
        let end = find(&rest[..length], b".rs").filter(|_| SOURCES.iter().any(|source| rest.starts_with(source)));
        match end {
            Some(end) => {
                found.push((start, start + end + 3));
                start += end + 3;
            }
            None => start += 1,
        }
    }
    found
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::blank;
    use walrus::ir::Value;
    use walrus::{ConstExpr, DataKind, Module};

    /// A module with these bytes from address 1,024 on.
    fn module(bytes: Vec<u8>) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(1024));
        module.data.add(DataKind::Active { memory, offset }, bytes);
        module
    }

    #[test]
    fn paths_messages_and_locations_are_blanked_and_nothing_else() {
        let path = b"/crates/js-sys-0.3.107/src/lib.rs";
        let location = |length: u32| [1027u32, length, 7, 9].map(u32::to_le_bytes).concat();
        let bytes =
            |parts: [&[u8]; 3]| [b"api", parts[0], parts[1], b"srcs/ok of.rs....", &location(1), parts[2]].concat();
        let message = b"capacity overflow";
        let given = bytes([path, message, &location(path.len() as u32)]);
        // 3 + 33 + 17 + 17 bytes come before the locations, so two more to a whole word.
        let shifted = |bytes: &[u8]| [&bytes[..70], b"..", &bytes[70..]].concat();
        let expected = bytes([&[0; 33], &[0; 17], &[0; 16]]);
        let mut module = module(shifted(&given));
        blank(&mut module).unwrap();
        assert_eq!(module.data.iter().next().unwrap().value, shifted(&expected));
    }

    #[test]
    fn data_without_texts_of_panics_is_refused() {
        assert!(blank(&mut module(b"source of.rs".to_vec())).is_err());
    }
}
