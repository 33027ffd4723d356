// The JavaScript proxy in workerd, the runtime of Cloudflare Workers. Its store is a server in this Node, over the database of
// the suite.

import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serveStore } from "../../shared/store-server.mjs";
import { startWorkerd } from "../../shared/workerd.mjs";
import { BASE_PATH } from "./options.mjs";
import { storeOf } from "./node.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The files of the worker, the first one with its handler. Their modules have the names of the files without the folders. */
const FILES = [
  ...["worker.mjs", "calls.mjs", "customers.mjs", "options.mjs"].map((name) => `tests/contract/host/${name}`),
  "tests/shared/remote-store.mjs",
  "pkg/proxy.workerd.js",
  "pkg/ivy_proxy_bg.wasm",
];

/** Returns a module in Cap'n Proto. */
const moduleOf = (name) => `(name = "${name}", ${name.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${name}")`;

/** Returns the configuration of a worker, in Cap'n Proto. */
const configuration = (storePort, settings) => `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [
      (name = "main", worker = (
        compatibilityDate = "2025-09-01",
        modules = [${FILES.map((file) => moduleOf(path.basename(file))).join(", ")}],
        bindings = [(name = "SETTINGS", json = ${JSON.stringify(JSON.stringify(settings))}), (name = "STORE", service = "store")],
      )),
      (name = "store", external = (address = "127.0.0.1:${storePort}", http = ())),
      (name = "internet", network = (allow = ["private"])),
    ],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  );`;

/** Starts the proxy on a free port. */
export async function start({ database, settings }) {
  const store = storeOf(database);
  const server = await serveStore(store);
  const folder = await mkdtemp(path.join(tmpdir(), "ivy-workerd-"));
  for (const file of FILES) await copyFile(path.join(root, file), path.join(folder, path.basename(file)));
  await writeFile(path.join(folder, "config.capnp"), configuration(server.address().port, { ...settings, dialect: store.dialect }));
  const { child, port } = await startWorkerd([path.join(folder, "config.capnp")], { log: (line) => process.stderr.write(`${line}\n`) });
  await rm(folder, { recursive: true });
  const origin = `http://127.0.0.1:${port}`;
  const answer = async (question) => {
    const response = await fetch(`${origin}/control`, { method: "POST", body: JSON.stringify(question) });
    const told = await response.json();
    if (told.error) throw new Error(told.error);
    return told;
  };
  await answer({ call: "start" });
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    server.close();
    server.closeAllConnections();
    await store.close();
  };
  return { url: `${origin}${BASE_PATH}`, answer, stop };
}
