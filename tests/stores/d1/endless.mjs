// Makes a table in a D1 of workerd, within a batch that never ends. The arguments are the URL of the store and the folder of
// the database.

import { Miniflare } from "miniflare";

const [storeUrl, folder] = process.argv.slice(2);
const { d1Store } = await import(storeUrl);
const miniflare = new Miniflare({ modules: true, script: "export default {}", d1Databases: ["DB"], d1Persist: folder });
const store = d1Store(await miniflare.getD1Database("DB"));
const endless = "SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)";
console.log("in the middle");
await store.script(`BEGIN IMMEDIATE; CREATE TABLE killed (name TEXT); INSERT INTO killed VALUES ('one'); ${endless}; COMMIT`);
