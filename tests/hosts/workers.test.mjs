// Tests the example for Cloudflare Workers in workerd: bundled by esbuild, with D1. Its own `wrangler.jsonc` lets a worker reach
// public addresses alone, so that the sandbox of this machine needs a configuration of the tests.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import * as esbuild from "esbuild";
import { root } from "../package/packed.mjs";
import { findSnippets } from "../package/snippets.mjs";
import { Visitor } from "../proxy/test-env.mjs";
import { stopServer } from "../shared/servers.mjs";
import { startWorkerd } from "../shared/workerd.mjs";
import { drive, installExample, openBank } from "./host.mjs";

const WASM = "ivy_proxy_bg.wasm";

let app;
before(async () => (app = await installExample("edge")));
after(() => app?.remove());

/** Starts workerd on the port of a bank's shop. */
async function start(t, { port }, options, environment = {}) {
  const log = (line) => t.diagnostic(line);
  const server = await startWorkerd([...options, "--experimental", `--socket-addr=http=127.0.0.1:${port}`], { log, cwd: app.folder, environment });
  t.after(() => stopServer(server));
}

test("the programs of the guide are those of the example", async () => {
  const folder = path.join(root, "www/examples/edge");
  const texts = await Promise.all(["worker.js", "wrangler.jsonc", "deno.js", "bun.js"].map((file) => readFile(path.join(folder, file), "utf8")));
  const blocks = (await findSnippets()).hosts.filter(({ file, language }) => file === "www/docs/edge.md" && language !== "sh");
  for (const text of texts) assert.ok(blocks.some(({ code }) => text.endsWith(code)), text);
});

test("the example's own wrangler.jsonc serves the proxy", async (t) => {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const file = path.join(app.folder, "wrangler.jsonc");
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), vars: bank.environment }));
  await start(t, bank, ["wrangler.jsonc"], { WORKERD_ESBUILD: path.join(root, "node_modules/.bin/esbuild") });
  const { status, body } = await new Visitor(bank.url).call("/data/session/list", {});
  assert.deepEqual([status, body], [200, { dataSessions: [] }]);
});

/** Returns a configuration with the bundle, the variables and D1, whose files are in the folder `d1`. */
const configuration = (variables) => `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [
      (name = "shop", worker = (
        compatibilityDate = "2025-09-01",
        modules = [(name = "worker.js", esModule = embed "worker.bundle.js"), (name = "${WASM}", wasm = embed "${WASM}")],
        bindings = [
          ${Object.entries(variables).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)}),`).join("\n")}
          (name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [
            (name = "fetcher", service = (name = "d1", props = (json = "{\\"database\\": \\"shop\\"}"))),
          ])),
        ],
      )),
      (name = "d1", worker = (
        compatibilityDate = "2025-09-01",
        modules = [(name = "d1.js", bundled = "/workerd/d1.js")],
        bindings = [(name = "DATABASE", durableObjectNamespace = "D1Database")],
        durableObjectNamespaces = [(className = "D1Database", uniqueKey = "d1", enableSql = true)],
        durableObjectStorage = (localDisk = "disk"),
      )),
      (name = "disk", disk = (path = "d1", writable = true)),
      (name = "internet", network = (allow = ["private"])),
    ],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "shop")],
  );`;

test("a worker with D1", async (t) => {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  await esbuild.build({
    ...{ entryPoints: ["worker.js"], absWorkingDir: app.folder, outfile: "worker.bundle.js", logLevel: "warning" },
    ...{ bundle: true, format: "esm", conditions: ["workerd"], external: ["*.wasm", "cloudflare:*"] },
  });
  await cp(path.join(app.folder, "node_modules/ivy-data-session", WASM), path.join(app.folder, WASM));
  await mkdir(path.join(app.folder, "d1"));
  await writeFile(path.join(app.folder, "config.capnp"), configuration(bank.environment));
  await start(t, bank, ["config.capnp"]);
  await drive(bank);
});
