// The services of Node. Deno and Bun have Node's modules, too.

import { clearInterval, setInterval } from "node:timers";
import { fetchPost } from "../http/fetch-post.ts";
import { post } from "../http/post.ts";
import type { Runtime } from "../runtime.ts";
import { sqliteStore } from "../stores/sqlite.ts";
import { readWasmFile } from "./wasm-file.ts";

/** The file of the embedded database, in the folder in which the server was started. */
const EMBEDDED = "ivy.sqlite";

/** The events of a connection are those of Node alone: a reimplementation of `node:https` may never send them. */
const isNode = !("Deno" in globalThis) && !("Bun" in globalThis);

export const NODE: Runtime = {
  wasm: readWasmFile,
  post: isNode ? post : fetchPost,
  environment: process.env,
  defaultStore: () => sqliteStore(EMBEDDED),
  repeat: (task, everyMs) => {
    const timer = setInterval(task, everyMs).unref();
    return () => clearInterval(timer);
  },
  keepAlive: () => {},
  dropsWork: false,
};
