// Opens every store that runs on this machine with the packages of the repository.

import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createClient } from "@libsql/client";
import { neon, neonConfig } from "@neondatabase/serverless";
import Database from "libsql";
import pg from "pg";
import postgres from "postgres";
import { d1StandIn } from "./d1-stand-in.mjs";
import "../shared/typescript.mjs";

const { d1Store } = await import("../../pkg/src/proxy/stores/d1.ts");
const { libsqlStore } = await import("../../pkg/src/proxy/stores/libsql.ts");
const { neonStore } = await import("../../pkg/src/proxy/stores/neon.ts");
const { pgliteStore } = await import("../../pkg/src/proxy/stores/pglite.ts");
const { postgresJsStore } = await import("../../pkg/src/proxy/stores/postgres-js.ts");
const { postgresStore } = await import("../../pkg/src/proxy/stores/postgres.ts");
const { sqliteStore } = await import("../../pkg/src/proxy/stores/sqlite.ts");

/** Returns a client of a local database that says it is remote, and has the functions of a remote one alone. */
function remote(client) {
  return {
    protocol: "http",
    execute: (statement) => client.execute(statement),
    batch: (statements, mode) => client.batch(statements, mode),
    executeMultiple: (sql) => client.executeMultiple(sql),
    sync: async () => {
      throw new Error("sync not supported in HTTP mode");
    },
    close: () => client.close(),
  };
}

/**
 * Returns the functions that open each store, by a name that begins with the dialect. Opened twice, they are two proxies over
 * one database, or in one process.
 *
 * @param folder the folder of the files
 * @param url the URL of a PostgreSQL
 * @param neonUrl the URL of the stand-in for Neon in front of it
 */
export function storeOpeners({ folder, url, neonUrl }) {
  /** Functions that end the clients, pools and databases that were opened. */
  const opened = [];
  const once = (open, end) => {
    let value;
    return () => {
      if (value === undefined) opened.push(() => end(value));
      return (value ??= open());
    };
  };
  const file = (name) => path.join(folder, name);
  const pool = once(() => new pg.Pool({ connectionString: url }), (value) => value.end());
  const sql = once(() => postgres(url, { max: 4, onnotice: () => {} }), (value) => value.end());
  const pglite = once(() => new PGlite(file("pglite")), (value) => value.close());
  const client = once(() => createClient({ url: `file:${file("client.sqlite")}`, timeout: 5000 }), (value) => value.close());
  const memory = once(() => createClient({ url: ":memory:" }), (value) => value.close());
  const hosted = once(() => remote(createClient({ url: `file:${file("remote.sqlite")}`, timeout: 5000 })), (value) => value.close());
  const d1 = once(() => d1StandIn(new Database(file("d1.sqlite"))), () => {});
  const openers = {
    "sqlite by its path": () => sqliteStore(file("path.sqlite")),
    "sqlite by a database of better-sqlite3's form": () => sqliteStore(new Database(file("object.sqlite"))),
    "sqlite by a file of @libsql/client": () => libsqlStore(client()),
    "sqlite in the memory of @libsql/client": () => libsqlStore(memory()),
    "sqlite by a client of @libsql/client that says it is remote": () => libsqlStore(hosted()),
    "sqlite by a stand-in for D1": () => d1Store(d1()),
    "postgres by its URL": () => postgresStore(url),
    "postgres by a pool": () => postgresStore(pool()),
    "postgres by postgres.js": () => postgresJsStore(sql()),
    "postgres by neon() and a stand-in for Neon": () => {
      neonConfig.fetchEndpoint = () => neonUrl;
      return neonStore(neon("postgres://shop:secret@db.neon.example/shop", { arrayMode: true, readOnly: true }));
    },
    "postgres by PGlite": () => pgliteStore(pglite()),
  };
  if (isBuiltin("node:sqlite")) {
    const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite");
    openers["sqlite by a database of node:sqlite"] = () => sqliteStore(new DatabaseSync(file("node.sqlite")));
  }
  return { openers, closeAll: () => Promise.all(opened.map((end) => end())) };
}
