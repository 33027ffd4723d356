// The table of cases of the stores in Bun.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { STORE_CASES } from "../proxy-js/store-cases.mjs";
import { install } from "../toolchains/fixture.mjs";

const from = fileURLToPath(new URL(".", import.meta.url));
const cases = new URL("../proxy-js/store-cases.mjs", import.meta.url).href;

describe("Bun", () => {
  let app;
  let bun;
  before(async () => {
    app = await install("bun", { from, use: undefined });
    bun = path.join(app.folder, "node_modules/@oven/bun-linux-x64/bin/bun");
  });
  after(() => app.remove());

  test("every case passes over a path and over bun:sqlite", async () => {
    const { stdout } = await promisify(execFile)(bun, ["cases.mjs", fileURLToPath(cases)], { cwd: app.folder });
    assert.equal(stdout.match(/^passed: /gm)?.length, 3 * STORE_CASES.length, stdout);
  });

  test("a migration that is killed in the middle leaves nothing, and can be run again", async () => {
    for (const kind of ["path", "object"]) {
      const child = spawn(bun, ["migration.mjs", kind, "endless"], { cwd: app.folder, stdio: ["ignore", "pipe", "inherit"] });
      const [line] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
      assert.equal(String(line), "in the middle\n");
      await setTimeout(1000);
      child.kill("SIGKILL");
      await once(child, "exit");
      const { stdout } = await promisify(execFile)(bun, ["migration.mjs", kind], { cwd: app.folder });
      assert.equal(stdout, "nothing is left\nit was run again\n");
    }
  });
});
