// Tests of Nuxt: built, and in development, with nothing configured.

import { after, before, test } from "node:test";
import { freePort } from "../engines/service.mjs";
import { checkServer, inlinePolicy } from "./browser.mjs";
import { install } from "./fixture.mjs";

const nuxt = "nuxt/bin/nuxt.mjs";

let app;
before(async () => (app = await install("nuxt")));
after(() => app?.remove());

test("build", () =>
  checkServer(async (env) => {
    // The build contains the shop's URL.
    await app.run(nuxt, ["build"], { POLICY: inlinePolicy, ...env });
    return app.start("node", [".output/server/index.mjs"], { HOST: "127.0.0.1", PORT: String(await freePort()) });
    // Nuxt also prefetches the file.
  }, ["page"], { wasmLoads: 2 }));

test("development", () =>
  checkServer(async (env) => {
    return app.start(nuxt, ["dev", "--no-fork", "--host", "127.0.0.1", "--port", String(await freePort())], { POLICY: inlinePolicy, ...env });
  }, ["page"], { isWarm: false }));
