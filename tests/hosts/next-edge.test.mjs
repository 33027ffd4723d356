// Tests the example for Next in the edge runtime: its routes say so, and its store is behind HTTP.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { sqliteStore } from "../../pkg/proxy.js";
import { root } from "../package/packed.mjs";
import { serveStore } from "../shared/store-server.mjs";
import { drive, installExample, openBank } from "./host.mjs";

const next = "next/dist/bin/next";

let app;
before(async () => {
  app = await installExample("next");
  for (const route of ["ivy/[...path]", "pay", "sign-in"]) {
    const file = path.join(app.folder, "app/api", route, "route.ts");
    await writeFile(file, `export const runtime = "edge";\n${await readFile(file, "utf8")}`);
  }
  await copyFile(path.join(root, "tests/shared/remote-store.mjs"), path.join(app.folder, "remote-store.mjs"));
  const file = path.join(app.folder, "ivy.ts");
  const code = (await readFile(file, "utf8"))
    .replace("createProxy, sqliteStore,", "createProxy, type Store,")
    .replace('sqliteStore("ivy.sqlite")', 'remoteStore("sqlite", (body: string) => fetch(env("STORE_URL"), { method: "POST", body })) as Store');
  await writeFile(file, `// @ts-ignore: the tests' own, without types.\nimport { remoteStore } from "./remote-store.mjs";\n${code}`);
});
after(() => app?.remove());

for (const bundler of ["--turbopack", "--webpack"]) {
  test(`edge routes, built with ${bundler}`, async (t) => {
    await app.run(next, ["build", bundler]);
    const bank = await openBank();
    t.after(() => bank.testEnv.close());
    const store = await serveStore(sqliteStore(":memory:"));
    t.after(() => store.close());
    const environment = { ...bank.environment, STORE_URL: `http://127.0.0.1:${store.address().port}` };
    const server = await app.start(next, ["start", "--port", String(bank.port)], environment);
    t.after(server.stop);
    await drive(bank, { signInAt: "/api/sign-in", payAt: "/api/pay" });
  });
}
