// Tests the recipe for Java: a shop on the JDK's own server, with the stand-alone program behind it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { root } from "../package/packed.mjs";
import { Visitor } from "../proxy/test-env.mjs";
import { driveBackEnd, need } from "./stand-alone.mjs";

test("a shop in Java", async (t) => {
  need("javac", "default-jdk-headless");
  const classes = await mkdtemp(path.join(tmpdir(), "ivy-java-"));
  t.after(() => rm(classes, { recursive: true, force: true }));
  const sources = ["IvyProxy", "Shop"].map((name) => path.join(root, `www/examples/java/${name}.java`));
  const compiled = spawnSync("javac", ["-Xlint:all", "-Werror", "-d", classes, ...sources], { encoding: "utf8" });
  assert.equal(compiled.status, 0, compiled.stderr);
  const { bank, program } = await driveBackEnd(t, "java", () => ["java", "-cp", classes, "Shop"]);
  // A customer token of the browser's own never reaches the program.
  const guest = await new Visitor(bank.url).call("/data/session/list", {}, { "ivy-customer": "made-up" });
  assert.deepEqual([guest.status, guest.headers.get("ivy-recall")], [200, "guest"]);
  assert.ok(!program.output.join("\n").includes("customer_token_refused"));
});
