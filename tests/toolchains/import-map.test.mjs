// Tests of a page that loads the library from another origin by an import map, such as that of a content delivery network.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../package/packed.mjs";
import { checkFolder, policy, withImportMap } from "./browser.mjs";
import { install } from "./fixture.mjs";

let app;
let network;
before(async () => {
  app = await install("page", { tools: false });
  network = await serve(path.join(app.folder, "node_modules/ivy-data-session"), policy, { "access-control-allow-origin": "*" });
});
after(async () => {
  network?.close();
  await app?.remove();
});

test("the other origin is in script-src and connect-src, and the map has its hash", async () => {
  const imports = {
    "ivy-data-session": `${network.url}/index.js`,
    "ivy-data-session/debug": `${network.url}/debug.js`,
    "ivy-data-session/element": `${network.url}/element.js`,
  };
  const map = JSON.stringify({ imports });
  const html = `<!doctype html><title>shop</title><link rel="icon" href="data:,"><script type="importmap">${map}</script><script type="module" src="app/start.js"></script>`;
  await writeFile(path.join(app.folder, "index.html"), html);
  const own = `${withImportMap(map, [network.url])}; connect-src 'self' ${network.url}`;
  await checkFolder(app.folder, "", ["page"], { policy: own });
});
