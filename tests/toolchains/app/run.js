// The page of an app without a worker. Next reserves the name `page`. Has no top-level `await`, which not every output format
// allows.

import * as ivy from "ivy-data-session";
import * as debug from "ivy-data-session/debug";
import "ivy-data-session/element";
import { draw } from "./draw.js";
import { openOnClick, tryUse } from "./use.js";

/** Uses the library in the page, and sets the result. */
export async function run() {
  openOnClick(ivy, "/api/ivy");
  const page = await tryUse(ivy, "/api/ivy");
  globalThis.result = { page, element: await draw(ivy, debug, "/api/ivy") };
}
