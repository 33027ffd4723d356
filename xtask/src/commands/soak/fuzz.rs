//! The fuzz targets of `fuzz/`. Each runs for the same time, and as many run in parallel as there are cores.

use super::check::Check;
use crate::{paths, setup, shell};
use anyhow::{Context, Result, bail};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// The longest input in bytes. Longer inputs take more time and find nothing new.
const LONGEST_INPUT: u32 = 4096;

/// Builds all targets and runs them. Inputs that reach new code are kept in `target/fuzz/corpus` for the next run. Inputs
/// that break a target are written to `target/fuzz/finds`.
pub(super) fn run(time: Duration) -> Result<Vec<Check>> {
    let cargo_fuzz = setup::cargo_fuzz()?;
    let manifest = paths::in_root("fuzz/Cargo.toml");
    let mut fetch = Command::new("cargo");
    fetch.args(["fetch", "--locked", "--quiet", "--manifest-path"]).arg(&manifest);
    shell::run(&mut fetch, "fuzz/Cargo.lock must match fuzz/Cargo.toml; run `cargo fetch` in fuzz")?;
    shell::say("building the fuzz targets (minutes the first time)");
    let folder = paths::in_target("fuzz");
    let mut build = Command::new(cargo_fuzz);
    build.args(["build", "--sanitizer", "none", "--fuzz-dir"]).arg(paths::in_root("fuzz"));
    build.arg("--target-dir").arg(&folder).current_dir(paths::root());
    shell::run(&mut build, "look at the compiler's message above")?;

    let names = names()?;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    shell::say(&format!(
        "{} targets, {:.1} minutes each, {workers} in parallel",
        names.len(),
        time.as_secs_f64() / 60.0
    ));
    let (waiting, done) = (Mutex::new(VecDeque::from(names)), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(name) = lock(&waiting).pop_front() {
                    let check = Check::of(&format!("fuzz {name}"), || target(&name, time, &folder));
                    shell::say(&format!("{}: {}", check.name, check.figures));
                    lock(&done).push(check);
                }
            });
        }
    });
    let mut checks = std::mem::take(&mut *lock(&done));
    checks.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(checks)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Returns the names of the targets, which are the names of their files.
fn names() -> Result<Vec<String>> {
    let folder = paths::in_root("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect())
}

/// Runs one target. Returns how often it was executed and the size of its corpus.
fn target(name: &str, time: Duration, folder: &Path) -> Result<String> {
    let corpus = folder.join("corpus").join(name);
    let finds = folder.join("finds");
    for folder in [&corpus, &finds] {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let log = folder.join(format!("{name}.log"));
    let output = fs::File::create(&log).with_context(|| format!("{} cannot be written", log.display()))?;
    let mut program = Command::new(program(folder, name)?);
    program
        .arg(&corpus)
        .arg(paths::in_root("fuzz/seeds").join(name))
        .arg(format!("-dict={}", paths::in_root("fuzz/dictionary.txt").display()))
        .arg(format!("-artifact_prefix={}", finds.join(format!("{name}-")).display()))
        .arg(format!("-max_total_time={}", time.as_secs().max(1)))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .args(["-print_final_stats=1", "-timeout=20", "-rss_limit_mb=2048"])
        .stderr(output);
    let status = program.status().context("a fuzz target cannot be started")?;
    let output = fs::read_to_string(&log).unwrap_or_default();
    if !status.success() {
        let input =
            output.lines().find_map(|line| line.split_once("Test unit written to ")).map_or("", |(_, path)| path);
        bail!("the input {input} breaks the target; copy it to fuzz/seeds/{name}, the log is {}", log.display());
    }
    let executions = executions(&output).with_context(|| format!("{} has no statistics", log.display()))?;
    let inputs = fs::read_dir(&corpus).map_or(0, Iterator::count);
    Ok(format!("executions {executions}, corpus {inputs}"))
}

/// Returns the path of a target's program, which is in the folder of this machine's target triple.
fn program(folder: &Path, name: &str) -> Result<PathBuf> {
    let hint = "install Rust from https://rustup.rs";
    let version = shell::read(Command::new("rustc").arg("-vV"), hint)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context(hint)?;
    Ok(folder.join(host).join("release").join(name))
}

/// Returns the number of executed inputs in the output of libFuzzer.
fn executions(output: &str) -> Option<u64> {
    output.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::executions;

    #[test]
    fn the_number_of_executions_is_read_from_the_statistics() {
        assert_eq!(executions("Done 12 runs\nstat::number_of_executed_units: 1090003\nstat::x: 1\n"), Some(1_090_003));
        assert_eq!(executions("Done 12 runs in 1 second(s)\n"), None);
    }
}
