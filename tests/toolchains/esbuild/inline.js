import * as ivy from "ivy-data-session/inline";
import { openOnClick, tryUse } from "./app/use.js";

openOnClick(ivy, "/api/ivy");
globalThis.result = { page: await tryUse(ivy, "/api/ivy") };
