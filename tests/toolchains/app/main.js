// The page of the bundled apps: uses the library itself, then in a worker of its own.

import * as ivy from "ivy-data-session";
import { openOnClick, tryUse } from "./use.js";

openOnClick(ivy, "/api/ivy");
const page = await tryUse(ivy, "/api/ivy");
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onerror = (event) => (globalThis.result = { page, worker: event.message });
worker.onmessage = ({ data }) => (globalThis.result = { page, worker: data });
