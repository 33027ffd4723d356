// Runs the example `www/examples/edge` in another runtime than Node, which npm installs from a folder beside this file.

import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startServer, stopServer } from "../shared/servers.mjs";
import { install } from "../toolchains/fixture.mjs";
import { drive, installExample, openBank } from "./host.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Installs a runtime and the example. `program` is the path of the runtime below `node_modules`. */
export async function installRuntime(name, program) {
  const runtime = await install(name, { from: here, use: "" });
  const app = await installExample("edge");
  const start = (options, environment) => startServer(path.join(runtime.folder, "node_modules", program), options, environment, app.folder);
  return { start, folder: app.folder, remove: () => Promise.all([runtime.remove(), app.remove()]) };
}

/** Drives the example. `options` is the command line of the runtime. */
export async function driveExample(t, { start }, options) {
  const bank = await openBank();
  t.after(() => bank.testEnv.close());
  const server = await start(options, bank.environment);
  t.after(() => stopServer(server));
  await drive(bank);
}

/** Checks that an Ivy that accepts a connection and says nothing counts as reached. `options` runs the file of this name. */
export async function askSlowIvy(t, { start, folder }, options) {
  const sockets = new Set();
  const ivy = net.createServer((socket) => sockets.add(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(ivy, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    ivy.close();
  });
  await copyFile(path.join(here, "slow-ivy.js"), path.join(folder, "slow-ivy.js"));
  const server = await start(options, { IVY_API_URL: `http://127.0.0.1:${ivy.address().port}` });
  t.after(() => stopServer(server));
  assert.match(server.output.join("\n"), /"operation":"create","reason":"ivy took too long".*"status":504/);
}
