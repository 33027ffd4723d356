// Tests the example for Bun.

import { after, before, test } from "node:test";
import { askSlowIvy, driveExample, installRuntime } from "./runtime.mjs";

let bun;
before(async () => (bun = await installRuntime("bun", "@oven/bun-linux-x64/bin/bun")));
after(() => bun?.remove());

test("a shop on Bun", (t) => driveExample(t, bun, ["bun.js"]));

test("an Ivy that is slow counts as reached", (t) => askSlowIvy(t, bun, ["slow-ivy.js"]));
