// Makes a table in a transaction, over a path or over a database of `bun:sqlite`. With the argument `endless` the transaction
// never ends; without it the program checks first that an earlier one left nothing.

import { Database } from "bun:sqlite";
import { sqliteStore } from "ivy-data-session/proxy";

const [kind, isEndless] = process.argv.slice(2);
const file = `${kind}-migration.sqlite`;
const store = sqliteStore(kind === "path" ? file : new Database(file));
const endless = "INSERT INTO killed SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)";
const lines = ["CREATE TABLE killed (name TEXT)", "INSERT INTO killed VALUES ('one')", ...(isEndless ? [endless] : [])];

if (isEndless) {
  console.log("in the middle");
} else if ((await store.query("SELECT name FROM sqlite_master", [])).length === 0) {
  console.log("nothing is left");
}
await store.script(`BEGIN IMMEDIATE; ${lines.join("; ")}; COMMIT`);
const rows = await store.query("SELECT name FROM killed", []);
if (rows.length === 1) console.log("it was run again");
await store.close();
