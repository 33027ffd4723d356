// Tests the example for Deno.

import { after, before, test } from "node:test";
import { askSlowIvy, driveExample, installRuntime } from "./runtime.mjs";

const run = ["run", "--no-prompt", "--allow-env", "--allow-net", "--allow-read", "--allow-write"];

let deno;
before(async () => (deno = await installRuntime("deno", "@deno/linux-x64-glibc/deno")));
after(() => deno?.remove());

test("a shop on Deno", (t) => driveExample(t, deno, [...run, "deno.js"]));

test("an Ivy that is slow counts as reached", (t) => askSlowIvy(t, deno, [...run, "slow-ivy.js"]));
