// Tests that all contenders of the benchmark accept and reject the same input. Otherwise it would compare different work.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { PACKAGE, nodeModule } from "./build.mjs";

const data = new URL("../data/", import.meta.url);
let folder;
let ivy;
let peers;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ivy-bench-"));
  const file = join(folder, "equality.mjs");
  await writeFile(file, await nodeModule());
  peers = await import(pathToFileURL(file));
  ivy = await import(pathToFileURL(`${PACKAGE}inline.js`));
  await ivy.init();
});

after(() => rm(folder, { recursive: true }));

test("every peer and the package accept and reject the same lists, and return the same sessions", () => {
  assert.deepEqual(peers.listDisagreements(peers.contenders(ivy)), []);
});

test("zod's rules and the package accept and reject the same requests, and return the same normal form", () => {
  assert.deepEqual(peers.requestDisagreements([peers.requestZod, peers.requestOurs(ivy)]), []);
});

test("a peer that checks nothing is detected", () => {
  const careless = { name: "careless", checks: true, list: () => ({ clean: true }) };
  const sentences = peers.listDisagreements([careless]);
  assert.equal(sentences.filter((sentence) => sentence.startsWith("careless accepts")).length, peers.COMPARED.badLists);
});

test("the rules that the peers share follow the standards", async () => {
  const vectors = async (name) => JSON.parse(await readFile(new URL(`${name}.json`, data), "utf8")).vectors;
  const check = (name, rows, is, expected) => {
    for (const row of rows) assert.equal(is(row.value), expected(row), `${name} ${row.value}`);
  };
  // The sources use the electronic form only. Spaces and lower case are extra leniency of the peers.
  const electronic = (is) => (value) => /^[0-9A-Z]*$/.test(value) && is(value);
  check("iban", await vectors("iban"), electronic(peers.isIban), (row) => row.class === "valid");
  check("bic", await vectors("bic"), electronic(peers.isBic), (row) => row.valid);
  check("dates", await vectors("dates"), peers.isDate, (row) => row.valid);
});
