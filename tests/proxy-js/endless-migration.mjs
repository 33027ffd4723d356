// A program that begins to make the tables of a proxy in a store, and never ends: its migration gets a last statement that
// runs forever. `migrations.test.mjs` kills it.

import { createProxy } from "../../pkg/proxy.js";
import { REQUIRED } from "./required-options.mjs";
import { storeOpeners } from "./store-openers.mjs";

const { name, ...places } = JSON.parse(process.argv[2]);
const store = storeOpeners(places).openers[name]();

const ENDLESS = {
  sqlite: "INSERT INTO ivy_settings SELECT 'endless', count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)",
  postgres: "SELECT pg_sleep(600)",
}[store.dialect];

const script = (sql) => {
  if (!sql.includes("CREATE TABLE IF NOT EXISTS ivy_sessions")) return store.script(sql);
  console.log("in the middle");
  return store.script(store.dialect === "sqlite" ? sql.replace(/COMMIT$/, `${ENDLESS};\nCOMMIT`) : `${sql};\n${ENDLESS}`);
};
const proxy = createProxy({ ...REQUIRED, store: { ...store, script } });
await proxy.hasReleased(new Request("https://shop.example/"));
