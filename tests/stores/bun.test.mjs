// The table of cases of the stores in Bun.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { STORE_CASES } from "../proxy-js/store-cases.mjs";
import { install } from "../toolchains/fixture.mjs";

const from = fileURLToPath(new URL(".", import.meta.url));
const cases = new URL("../proxy-js/store-cases.mjs", import.meta.url).href;

describe("Bun", () => {
  let app;
  before(async () => {
    app = await install("bun", { from, use: undefined });
  });
  after(() => app.remove());

  test("every case passes over a path and over bun:sqlite", async () => {
    const bun = path.join(app.folder, "node_modules/@oven/bun-linux-x64/bin/bun");
    const { stdout } = await promisify(execFile)(bun, ["cases.mjs", fileURLToPath(cases)], { cwd: app.folder });
    assert.equal(stdout.match(/^passed: /gm)?.length, 3 * STORE_CASES.length, stdout);
  });
});
