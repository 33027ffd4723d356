//! The same sources in another folder give the same files, byte for byte.

use super::digests::built;
use crate::source_copy::SourceCopy;
use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Builds a copy of the sources, from its own tools on, and compares what came out with what lies in `pkg/`. Gives the number of
/// files that were compared.
///
/// # Errors
/// When the copy does not build, or a file differs.
pub(crate) fn run() -> Result<usize> {
    let copy = SourceCopy::new("verify")?;
    let folder = copy.folder();
    shell::say(&format!("building a copy in {} (minutes)", folder.display()));
    shell::run(&mut copy.xtask(&["build"]), "look at its messages above")?;
    let files = compare(&paths::package(), &folder.join("pkg"))?;
    shell::say(&format!("{files} files are the same, byte for byte, built in {}", folder.display()));
    Ok(files)
}

/// Compares what was built in two packages, and gives the number of files.
fn compare(here: &Path, there: &Path) -> Result<usize> {
    let (ours, theirs) = (relative(here)?, relative(there)?);
    if ours.is_empty() || ours != theirs {
        bail!("the two builds have not made files of the same names; remove what an older build left in pkg/");
    }
    for name in &ours {
        let read =
            |folder: &Path| fs::read(folder.join(name)).with_context(|| format!("{} is missing", name.display()));
        if read(here)? != read(there)? {
            bail!("{} depends on the folder that it was built in", name.display());
        }
    }
    Ok(ours.len())
}

fn relative(package: &Path) -> Result<Vec<PathBuf>> {
    let files = built(package)?.into_iter();
    Ok(files.filter_map(|file| file.strip_prefix(package).ok().map(Path::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::compare;
    use std::fs;

    #[test]
    fn one_byte_or_one_file_more_is_a_difference() {
        let folder = std::env::temp_dir().join(format!("ivy-compare-{}", std::process::id()));
        let (here, there) = (folder.join("a"), folder.join("b"));
        for package in [&here, &there] {
            fs::create_dir_all(package.join("src")).unwrap();
            fs::write(package.join("index.js"), "a").unwrap();
        }
        assert!(compare(&here, &here.join("src")).is_err(), "nothing is not the same as something");
        fs::write(here.join("src/source.js"), "only sources differ").unwrap();
        assert_eq!(compare(&here, &there).unwrap(), 1);
        fs::write(here.join("index.js"), "b").unwrap();
        assert!(compare(&here, &there).is_err());
        fs::write(here.join("index.js"), "a").unwrap();
        fs::write(there.join("more.cjs"), "").unwrap();
        assert!(compare(&here, &there).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
