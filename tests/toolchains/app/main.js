// The page of the bundled apps: uses the library in the page, and then in a worker.

import * as ivy from "ivy-data-session";
import * as debug from "ivy-data-session/debug";
import "ivy-data-session/element";
import { draw } from "./draw.js";
import { openOnClick, tryUse } from "./use.js";

openOnClick(ivy, "/api/ivy");
const page = await tryUse(ivy, "/api/ivy");
const element = await draw(ivy, debug, "/api/ivy");
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onerror = (event) => (globalThis.result = { page, element, worker: event.message });
worker.onmessage = ({ data }) => (globalThis.result = { page, element, worker: data });
