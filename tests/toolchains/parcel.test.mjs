// Tests of Parcel, with nothing configured.

import { after, before, test } from "node:test";
import path from "node:path";
import { checkFolder } from "./browser.mjs";
import { install } from "./fixture.mjs";

let app;
before(async () => (app = await install("parcel")));
after(() => app?.remove());

test("build", async () => {
  await app.run("parcel/lib/bin.js", ["build", "index.html", "--log-level", "warn"]);
  await checkFolder(path.join(app.folder, "dist"), "", ["page"]);
});
