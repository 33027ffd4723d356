// Advice about a database that cannot be used, by its own code. `advice` in `www/proxy/src/store.rs` has the same sentences.

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
  SQLITE_NOTADB: "; expected a file of SQLite; correct the path",
};

/** The codes of a PostgreSQL that answers, and that this program cannot use until somebody changes something. */
const LASTING: readonly string[] = ["3D000", "28000", "28P01", "42501", "tls"];

/** Returns the advice for a code, or "". */
export function adviceFor(code: string): string {
  return ADVICE[code] ?? "";
}

/** Returns true if waiting does not help. */
export function isLasting(code: string): boolean {
  return LASTING.includes(code);
}
