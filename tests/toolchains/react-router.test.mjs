// Tests of React Router in its framework mode, with server-side rendering: built, and in development, with nothing configured.

import { after, before, test } from "node:test";
import { freePort } from "../engines/service.mjs";
import { MISSING_FILE, checkBehindShop, checkServer, inlinePolicy } from "./browser.mjs";
import { install } from "./fixture.mjs";

const tool = "@react-router/dev/bin.js";

let app;
before(async () => (app = await install("react-router")));
after(() => app?.remove());

test("build", () =>
  checkBehindShop(async () => {
    await app.run(tool, ["build"]);
    const env = { POLICY: inlinePolicy, PORT: String(await freePort()), NODE_ENV: "production" };
    return app.start("@react-router/serve/bin.js", ["build/server/index.js"], env);
  }, ["page"]));

test("development", () =>
  checkServer(async (env) => {
    return app.start(tool, ["dev", "--port", String(await freePort())], { POLICY: inlinePolicy, ...env });
  }, ["page"], { isWarm: false, problems: [MISSING_FILE] }));
