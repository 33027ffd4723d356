// Checks the packed package with two linters: its entries, and the types of each under every module resolution.

import { after, before, test } from "node:test";
import { install } from "./fixture.mjs";

const library = "node_modules/ivy-data-session";

let app;
before(async () => (app = await install("lint")));
after(() => app?.remove());

test("publint", () => app.run("publint/src/cli.js", [library, "--strict", "--pack", "npm"]));

test("are the types wrong", () => {
  // The WebAssembly file is an entry for loaders and preloads, and a classic script one for tags: neither has types.
  const excluded = ["--exclude-entrypoints", "./ivy_data_session_bg.wasm", "./early"];
  return app.run("@arethetypeswrong/cli/dist/index.js", ["--pack", library, ...excluded, "--no-emoji"]);
});
