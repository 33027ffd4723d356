// Advice about a database that cannot be used, by its own code, or by this package's code for a driver. `advice` in
// `www/proxy/src/store.rs` has the same sentences about databases.

/** A code and its advice, which follows the problem. */
const ADVICE: Readonly<Record<string, string>> = {
  tls: "; expected verified TLS to another machine; add sslrootcert to the URL for a private certificate authority",
  "3D000": "; expected a database that exists; create it, or correct its name in the URL",
  "28000": "; expected a user and a password that the server accepts; correct them in the URL",
  "28P01": "; expected a user and a password that the server accepts; correct them in the URL",
  "42501": "; expected a user who may create tables; grant it CREATE on the schema",
  "14": "; expected a file in a folder that exists and can be written; create the folder, or correct the path",
  SQLITE_CANTOPEN: "; expected a file in a folder that exists and can be written; create the folder, or correct the path",
  ENOENT: "; expected a file in a folder that exists and can be written; create the folder, or correct the path",
  EACCES: "; expected a file in a folder that exists and can be written; create the folder, or correct the path",
  "26": "; expected a file of SQLite; correct the path",
  in_use: "; another process uses this file; expected one process for SQLite; use PostgreSQL for more than one",
  no_driver: "; expected a driver that locks the file; install better-sqlite3 or libsql, or use a Node with node:sqlite (22.13 and later)",
  replica: "; expected a client without syncUrl; pass the URL of the remote database, since a replica lacks what others have written",
  int_mode: '; expected a client whose intMode is "number" or "bigint"; pass a separate client',
  no_pg: "; expected the results of pg; pass a Pool of pg, or an object that returns the same",
  SQLITE_NOTADB: "; expected a file of SQLite; correct the path",
};

/** The codes of a database that answers, and that this program cannot use until somebody changes something. */
const LASTING: readonly string[] = ["3D000", "28000", "28P01", "42501", "tls", "in_use", "no_driver", "replica", "int_mode", "no_pg"];

/** Returns the advice for a code, or "". */
export function adviceFor(code: string): string {
  return ADVICE[code] ?? "";
}

/** Returns true if waiting does not help. */
export function isLasting(code: string): boolean {
  return LASTING.includes(code);
}
