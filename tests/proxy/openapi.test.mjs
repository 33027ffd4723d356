// Tests www/proxy/openapi.yaml with the running shop, proxy and sandbox: schemathesis generates valid and invalid requests
// from the document. No response may be a server error (5xx) or undocumented in status, content type, headers or body. Valid
// requests must be accepted, and invalid ones refused.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROXIES, TestEnv, Visitor } from "./test-env.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const document = path.join(here, "../../www/proxy/openapi.yaml");
const program = process.env.SCHEMATHESIS ?? path.join(here, "../../target/schemathesis/bin/schemathesis");

/** Runs schemathesis against a shop with the cookies of a visitor. Returns its output. */
async function check(env, shop, visitor, phases) {
  // Insert the origin of this shop, which the document leaves open.
  const open = "schema: { type: string }\n      example: http://localhost:8080";
  const text = await readFile(document, "utf8");
  assert.ok(text.includes(open), "the document says otherwise what an origin is");
  const copy = env.file("openapi.yaml");
  await writeFile(copy, text.replace(open, `schema: { enum: ["${shop.url}"] }`));
  const options = [
    ...["run", copy, "--url", `${shop.url}/api/ivy`, "--header", `Cookie: ${visitor.cookie}`],
    ...["--phases", phases, "--checks", "all", "--max-examples", "25", "--generation-deterministic"],
    ...["--request-timeout", "60", "--continue-on-failure", "--warnings", "off", "--no-color"],
  ];
  const environment = { ...process.env, SCHEMATHESIS_HOOKS: "formats", PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(program, options, { cwd: path.dirname(copy), env: environment });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => output.push(bytes));
  const [code] = await once(child, "close");
  const said = Buffer.concat(output).toString();
  assert.equal(code, 0, said);
  return said;
}

for (const proxy of PROXIES) {
  describe(`the ${proxy} proxy`, () => {
    let env;
    let shop;
    before(async () => {
      env = await TestEnv.make({ proxy });
      await env.startSandbox();
      shop = await env.startShop();
    });
    after(() => env.close());

    for (const [name, phases, fewest] of [
      ["ada", "examples,coverage,fuzzing", 900],
      // The requests of the coverage phase (methods, missing headers, limits) are refused before the visitor is identified.
      [undefined, "examples,fuzzing", 200],
    ]) {
      test(`every response is documented, ${name ? "signed in" : "as a guest"}`, async () => {
        const visitor = name ? await Visitor.signedIn(shop.url, name) : new Visitor(shop.url);
        if (name) await visitor.connect();
        else await visitor.call("/data/session/list", {});
        const { creates } = await env.stats();
        const said = await check(env, shop, visitor, phases);
        const [, cases] = /(\d+) generated, \d+ passed/.exec(said);
        assert.ok(Number(cases) > fewest, said);
        assert.ok((await env.stats()).creates > creates + 20, "hardly any request was let in");
      });
    }

    test("the shop is as well as before", async () => {
      const ben = await Visitor.signedIn(shop.url, "ben");
      const id = await ben.connect({ as: "ben" });
      assert.deepEqual((await ben.call("/data/session/list", {})).body.dataSessions.map((session) => session.id), [id]);
    });
  });
}
