// Tests the recipe for Next's pages router, in its standalone output: a whole visit, paths with a slash at their end, and a
// driver that the build leaves out.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { driveBuilt, installShop, openBank } from "./host.mjs";

const next = "next/dist/bin/next";
const built = ".next/standalone/server.js";

let app;
before(async () => (app = await installShop("next-pages")));
after(() => app?.remove());

/** Copies the output to a folder without the tools, as an image has it, and starts it. */
async function startAlone(t, environment) {
  const image = await mkdtemp(path.join(tmpdir(), "ivy-image-"));
  t.after(() => rm(image, { recursive: true, force: true }));
  // Its relative links lead to the copy, too.
  await cp(path.join(app.folder, ".next/standalone"), image, { recursive: true, verbatimSymlinks: true });
  return app.start("node", [path.join(image, "server.js")], environment);
}

test("an API route without a body parser", async (t) => {
  await app.run(next, ["build"]);
  await driveBuilt(t, (environment) => app.start("node", [built], environment));
});

test("trailingSlash: every route works with a slash at its end", async (t) => {
  await app.run(next, ["build"], { SLASH: "true" });
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const server = await app.start("node", [built], { HOSTNAME: "127.0.0.1", SLASH: "true", ...bank.environment });
  t.after(server.stop);
  const post = (route, headers = {}) => fetch(`${bank.url}${route}`, { method: "POST", redirect: "manual", body: "{}", headers });
  const page = { origin: bank.url, "ivy-client": "2", "content-type": "application/json" };
  assert.equal((await post("/api/ivy/data/session/list", page)).status, 308);
  const expected = { "data/session/list": 200, "data/session/create": 422, "data/session/details": 422, result: 422, forget: 200, start: 415, callback: 401 };
  const statuses = await Promise.all(Object.keys(expected).map(async (route) => [route, (await post(`/api/ivy/${route}/`, page)).status]));
  assert.deepEqual(Object.fromEntries(statuses), expected);
  assert.equal((await fetch(`${bank.url}/plain/return/?ivy=${"x".repeat(43)}`)).status, 200);
});

test("a driver that the build leaves out is named with the cure, and is found with it", async (t) => {
  const route = path.join(app.folder, "pages/api/traced.js");
  const source = await readFile(path.join(app.folder, "traced.js"), "utf8");
  const answer = async (text) => {
    await writeFile(route, text);
    await app.run(next, ["build"]);
    const bank = await openBank();
    t.after(() => bank.testEnv.close());
    const server = await startAlone(t, { HOSTNAME: "127.0.0.1", ...bank.environment });
    t.after(server.stop);
    return (await fetch(`${bank.url}/api/traced`)).json();
  };
  const { code, message } = await answer(source);
  assert.equal(code, "misconfigured");
  assert.match(message, /^postgresStore: pg not found; expected .*the build left it out: import "pg" .*serverExternalPackages, or hand over a Pool$/);
  assert.deepEqual(await answer(`import "pg";\n${source}`), { found: true });
});
