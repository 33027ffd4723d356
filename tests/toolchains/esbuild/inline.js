import * as ivy from "ivy-data-session/inline";
import * as debug from "ivy-data-session/debug";
import "ivy-data-session/element";
import { draw } from "./app/draw.js";
import { openOnClick, tryUse } from "./app/use.js";

openOnClick(ivy, "/api/ivy");
globalThis.result = { page: await tryUse(ivy, "/api/ivy"), element: await draw(ivy, debug, "/api/ivy") };
