// Tests the example for Cloudflare Workers in workerd, as its own `wrangler.jsonc` describes it: bundled by esbuild, with D1.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import workerd from "workerd";
import { root } from "../package/packed.mjs";
import { findSnippets } from "../package/snippets.mjs";
import { startServer, stopServer } from "../shared/servers.mjs";
import { drive, installExample, openBank } from "./host.mjs";

const esbuild = path.join(root, "node_modules/.bin/esbuild");

let app;
before(async () => (app = await installExample("edge")));
after(() => app?.remove());

test("the programs of the guide are those of the example", async () => {
  const folder = path.join(root, "www/examples/edge");
  const texts = await Promise.all(["worker.js", "wrangler.jsonc", "deno.js", "bun.js"].map((file) => readFile(path.join(folder, file), "utf8")));
  const blocks = (await findSnippets()).hosts.filter(({ file, language }) => file === "www/docs/edge.md" && language !== "sh");
  for (const text of texts) assert.ok(blocks.some(({ code }) => text.endsWith(code)), text);
});

test("a worker with D1", async (t) => {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const file = path.join(app.folder, "wrangler.jsonc");
  const settings = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...settings, vars: bank.environment }));
  const options = ["serve", "wrangler.jsonc", "--experimental", "--verbose", `--socket-addr=http=127.0.0.1:${bank.port}`];
  const server = await startServer(workerd.default, options, { WORKERD_ESBUILD: esbuild }, app.folder);
  t.after(() => stopServer(server));
  await drive(bank);
});
