// Short runs of the scripts of `cargo xtask soak`, with both proxies, over both databases.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROXIES } from "./test-env.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a script of tests/soak. Returns the object in its last line, and fails if the script does. */
function run(script, options) {
  const command = [`tests/soak/${script}.mjs`, "--profile", "debug", ...options];
  return new Promise((resolve, reject) =>
    execFile(process.execPath, command, { cwd: root }, (error, output, said) =>
      error ? reject(new Error(`${output}${said}`)) : resolve(JSON.parse(output.trim().split("\n").at(-1))),
    ),
  );
}

for (const proxy of PROXIES) {
  for (const name of ["sqlite", "postgresql"]) {
    const options = (use) => {
      if (name === "sqlite") return ["--proxy", proxy];
      const url = process.env[`IVY_TEST_DATABASE_${use}_${proxy.toUpperCase()}`];
      assert.ok(url, "run `cargo xtask test --only proxy`, which starts a PostgreSQL and names it");
      return ["--proxy", proxy, "--database", url];
    };

    test(`64 connections: no request fails (${proxy}, ${name})`, async () => {
      const report = await run("load", ["--seconds", "3", ...options("LOAD")]);
      assert.deepEqual([report.proxy, report.database, report.failed], [proxy, name, 0]);
      assert.ok(report.list.requests > 20 && report.mix.requests > 20, JSON.stringify(report));
    });

    test(`a proxy that is killed in the middle of creates loses none of them (${proxy}, ${name})`, async () => {
      const report = await run("kill", ["--creates", "100", "--kills", name === "sqlite" ? "4" : "2", ...options("KILL")]);
      assert.deepEqual([report.proxy, report.database, report.known, report.failed], [proxy, name, 100, 0]);
    });
  }
}
