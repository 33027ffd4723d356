// Next, app router: one route handler, bundled by Next, with types checked by its build.

import { after, before, test } from "node:test";
import { drive, installExample, openBank } from "./host.mjs";

const next = "next/dist/bin/next";

let app;
before(async () => {
  app = await installExample("next");
  // The machine that builds knows no key.
  await app.run(next, ["build"]);
});
after(() => app?.remove());

test("a route handler", async (t) => {
  const bank = await openBank();
  t.after(() => bank.world.close());
  const server = await app.start(next, ["start", "--port", String(bank.port)], bank.environment);
  t.after(server.stop);
  await drive(bank, "/api/sign-in");
});
