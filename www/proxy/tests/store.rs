//! Tests of the store over SQLite: permissions of the files, remains of deleted data, exclusive use. The contract
//! (`tests/contract/databases.rs`) tests the store over both databases.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use axum::http::HeaderMap;
use ivy_proxy::{Config, Identified, Identify, Proxy, Secret, Store};
use ivy_proxy_core::Database;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

const REFUSAL: &str =
    "database: another process uses this file; expected one process for SQLite; use PostgreSQL for more than one";

async fn open(file: &Path) -> Result<Store, String> {
    Store::open(file.to_str().expect("a name")).await.map_err(|error| error.to_string())
}

/// A shop without signed-in customers.
struct Nobody;

impl Identify for Nobody {
    fn customer<'a>(&'a self, _: &'a HeaderMap) -> Identified<'a> {
        Box::pin(async { Ok(None) })
    }
}

fn files(file: &Path) -> Vec<PathBuf> {
    let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
    let entries =
        fs::read_dir(file.parent().expect("a folder")).expect("it is there").map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name)).collect()
}

#[cfg(unix)]
mod rights {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn wide(file: &Path) -> Vec<String> {
        let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let wide = files(file).into_iter().filter(|path| mode(path) != 0o600);
        wide.map(|path| format!("{path:?} {:o}", mode(&path))).collect()
    }

    #[tokio::test]
    async fn a_new_file_and_its_side_files_are_readable_by_their_owner_alone() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("new ?#%.sqlite");
        let store = open(&file).await.unwrap();
        let side_files = files(&file);
        for ending in ["-wal", "-shm", "-lock"] {
            assert!(side_files.iter().any(|path| path.to_str().unwrap().ends_with(ending)), "{ending}: {side_files:?}");
        }
        assert_eq!(wide(&file), Vec::<String>::new());
        store.close().await;
    }

    #[tokio::test]
    async fn files_that_others_may_read_are_narrowed() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("old.sqlite");
        // A database of the first version whose process was killed.
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
        let mut old = options.connect().await.unwrap();
        old.execute("PRAGMA journal_mode = WAL; CREATE TABLE old (name TEXT)").await.unwrap();
        assert_eq!(files(&file).len(), 3);
        for path in files(&file) {
            fs::set_permissions(path, fs::Permissions::from_mode(0o664)).unwrap();
        }
        let store = open(&file).await.unwrap();
        assert_eq!(wide(&file), Vec::<String>::new());
        store.close().await;
        old.close().await.unwrap();
    }
}

#[tokio::test]
async fn what_was_deleted_is_not_in_the_files() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("deleted.sqlite");
    let store = open(&file).await.unwrap();
    let holds = |word: &str| {
        files(&file).iter().any(|path| fs::read(path).unwrap().windows(word.len()).any(|part| part == word.as_bytes()))
    };
    store.script("CREATE TABLE people (name TEXT NOT NULL)").await.unwrap();
    let name = format!("marker-{}", "x".repeat(200));
    store.execute("INSERT INTO people VALUES ($1)", vec![name.clone().into()]).await.unwrap();
    assert!(holds("marker-"));
    store.execute("DELETE FROM people WHERE name = $1", vec![name.into()]).await.unwrap();
    store.query("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await.unwrap();
    assert!(!holds("marker-"));
    store.close().await;
}

/// The variable that makes the test below run as a separate process, with the file to open.
const CHILD: &str = "IVY_TEST_STORE_OF_CHILD";

/// Another process that has tried to open a store.
struct Elsewhere {
    child: Child,
    /// The report that the store is open, or the error's text.
    report: String,
    _output: BufReader<ChildStdout>,
}

fn elsewhere(file: &Path) -> Elsewhere {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "a_second_process_is_refused_until_the_first_is_gone", "--nocapture"])
        .env(CHILD, file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    while !line.contains("store: ") {
        line.clear();
        assert_ne!(output.read_line(&mut line).expect("a line"), 0, "it ended without a word");
    }
    let report = line.split_once("store: ").map(|(_, report)| report.trim_end().to_owned()).expect("its word");
    Elsewhere { child, report, _output: output }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_refused_until_the_first_is_gone() {
    if let Some(file) = std::env::var_os(CHILD) {
        match open(Path::new(&file)).await {
            Ok(_store) => {
                println!("store: open");
                // Holds the store until the test kills this process.
                std::io::stdout().flush().unwrap();
                std::io::stdin().lock().read_line(&mut String::new()).unwrap();
            }
            Err(sentence) => println!("store: {sentence}"),
        }
        return;
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("one.sqlite");
    let store = open(&file).await.unwrap();
    let mut other = elsewhere(&file);
    assert_eq!(other.report, REFUSAL);
    other.child.wait().unwrap();
    assert!(store.query("SELECT COUNT(*) AS found FROM sqlite_schema", Vec::new()).await.is_ok(), "the first goes on");
    store.close().await;

    let mut other = elsewhere(&file);
    assert_eq!(other.report, "open");
    assert_eq!(open(&file).await.unwrap_err(), REFUSAL);
    other.child.kill().unwrap();
    other.child.wait().unwrap();
    open(&file).await.expect("a killed process leaves the file to the next one").close().await;
}

#[tokio::test]
async fn stores_of_one_process_share_a_file_until_the_last_is_closed() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("shared.sqlite");
    let link = folder.path().join("link.sqlite");
    fs::write(&file, "").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&file, &link).unwrap();
    #[cfg(not(unix))]
    fs::hard_link(&file, &link).unwrap();
    let (one, two, three) = tokio::join!(open(&file), open(&link), open(&file));
    let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
    one.close().await;
    one.clone().close().await;
    drop(two);
    assert!(one.query("SELECT 1 AS one", Vec::new()).await.is_err(), "a closed store is closed");
    assert!(three.query("SELECT 1 AS one", Vec::new()).await.is_ok());
    let mut other = elsewhere(&file);
    assert_eq!(other.report, REFUSAL);
    other.child.wait().unwrap();
    // Dropped without closing, as at the end of a test: the next store waits for its connections.
    drop(three);
    for _ in 0..20 {
        drop(open(&file).await.unwrap());
    }
}

#[tokio::test]
async fn an_opening_store_waits_while_another_connection_sets_the_file_up() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("new.sqlite");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut first = options.connect().await.unwrap();
    first.execute("BEGIN IMMEDIATE").await.unwrap();
    let opening = tokio::spawn(async move { open(&file).await.map(drop) });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!opening.is_finished(), "the store waits");
    first.execute("COMMIT").await.unwrap();
    assert_eq!(opening.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_database_in_memory_needs_no_file() {
    let before = fs::read_dir(".").unwrap().count();
    let stores = [Store::open(":memory:").await.unwrap(), Store::open("sqlite::memory:").await.unwrap()];
    stores[0].script("CREATE TABLE people (name TEXT NOT NULL)").await.unwrap();
    let insert = "INSERT INTO people VALUES ($1)";
    let inserts = (0..20).map(|_| {
        let store = stores[0].clone();
        tokio::spawn(async move { store.execute(insert, vec!["ada".into()]).await })
    });
    for inserted in inserts.collect::<Vec<_>>() {
        assert_eq!(inserted.await.unwrap(), Ok(1));
    }
    assert!(stores[1].execute(insert, vec!["ada".into()]).await.is_err(), "the other is another database");
    assert_eq!(fs::read_dir(".").unwrap().count(), before);
    for store in stores {
        store.close().await;
    }
}

#[tokio::test]
async fn another_connections_lock_is_waited_for() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("busy.sqlite");
    let store = open(&file).await.unwrap();
    store.script("CREATE TABLE people (name TEXT NOT NULL)").await.unwrap();
    let mut other = SqliteConnectOptions::new().filename(&file).connect().await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let inserted = store.execute("INSERT INTO people VALUES ($1)", vec!["ada".into()]);
    let held = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        other.execute("COMMIT").await.unwrap();
    };
    let (inserted, ()) = tokio::join!(inserted, held);
    assert_eq!(inserted, Ok(1));
    store.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said_at_the_start() {
    let folder = TempDir::new().unwrap();
    let text = folder.path().join("secret.txt");
    fs::write(&text, "no database ".repeat(100)).unwrap();
    assert_eq!(
        open(&text).await.unwrap_err(),
        "database: cannot be opened (26); expected a file of SQLite; correct the path"
    );
    let nowhere = folder.path().join("nowhere/ivy.sqlite");
    let error = open(&nowhere).await.unwrap_err();
    assert_eq!(error, format!("database: cannot open {}; no such directory", nowhere.display()));
    let error = open(folder.path()).await.unwrap_err();
    let place = folder.path().display();
    assert_eq!(error, format!("database: cannot open {place}; it is a directory; expected the path of a file"));
    let error = open("mysql://ada:secret@localhost/shop".as_ref()).await.unwrap_err();
    let expected = "expected one that begins with postgres://, or the path of an SQLite file";
    assert_eq!(error, format!("database: a URL of another kind; {expected}"));

    // A table of another program has the same name.
    let taken = folder.path().join("taken.sqlite");
    let mut other = SqliteConnectOptions::new().filename(&taken).create_if_missing(true).connect().await.unwrap();
    other.execute(AssertSqlSafe("CREATE TABLE ivy_sessions (secret TEXT)".to_owned())).await.unwrap();
    other.close().await.unwrap();
    let table = Secret::new("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw=");
    let (key, signing) = (Secret::new("key"), Secret::new("c2lnbmluZyBzZWNyZXQgb2YgdGhlIHRlc3Q="));
    let config = Config::new("http://127.0.0.1:1", key, signing, table, "http://localhost:3000");
    let started = Proxy::start(config, open(&taken).await.unwrap(), Nobody).await;
    assert_eq!(started.unwrap_err().to_string(), "database: tables cannot be made (1)");
    let mut second = elsewhere(&taken);
    assert_eq!(second.report, "open", "a start that failed holds no lock");
    second.child.kill().unwrap();
    second.child.wait().unwrap();
}
