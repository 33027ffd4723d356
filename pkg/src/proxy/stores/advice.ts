// Advice about a database that cannot be used, by its own code, or by this package's code for a driver. `advice` in
// `www/proxy/src/store.rs` has the same sentences about databases.

const NO_HOST = "; expected a host whose name can be resolved; correct the host in the URL";

const NO_SERVER = "; expected a server at the host and port of the URL; start it, open the firewall, or correct the URL";

const NO_FOLDER = "; expected a file in a folder that exists and can be written; create the folder, or correct the path";

/** The reasons for which the system refuses a file, by their codes. `of_file` in `www/proxy/src/store.rs` has the same. */
const OF_FILE: Readonly<Record<string, string>> = {
  ENOENT: "no such directory",
  ENOTDIR: "a part of the path is a file; expected directories",
  EISDIR: "it is a directory; expected the path of a file",
  EACCES: "permission denied; expected a directory that this user can write",
  EPERM: "permission denied; expected a directory that this user can write",
  EROFS: "the file system is read-only; expected a directory that this user can write",
  ENOSPC: "the disk is full; free some space",
};

/** A code and its advice, which follows the problem. */
const ADVICE: Readonly<Record<string, string>> = {
  tls: "; expected verified TLS to another machine; add sslrootcert to the URL for a private certificate authority",
  "3D000": "; expected a database that exists; create it, or correct its name in the URL",
  "28000": "; expected a user and a password that the server accepts; correct them in the URL",
  "28P01": "; expected a user and a password that the server accepts; correct them in the URL",
  "42501": "; expected a user who may create tables; grant it CREATE on the schema",
  "3F000": "; expected a schema that exists; create it, or correct search_path",
  "25006": "; expected a database that can be written; use the primary one",
  "53300": "; expected a free connection; raise max_connections of the server, or close other connections",
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  ECONNREFUSED: NO_SERVER,
  ETIMEDOUT: NO_SERVER,
  EHOSTUNREACH: NO_SERVER,
  ENETUNREACH: NO_SERVER,
  ECONNRESET: NO_SERVER,
  "14": NO_FOLDER,
  SQLITE_CANTOPEN: NO_FOLDER,
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

/** Returns the reason for which the system refuses a file; `undefined` for the code of a database. */
export function ofFile(code: string): string | undefined {
  return OF_FILE[code];
}

/** Returns true if waiting does not help. */
export function isLasting(code: string): boolean {
  return LASTING.includes(code);
}
