import * as ivy from "ivy-data-session/inline";
import { tryUse } from "./app/use.js";

globalThis.result = { page: await tryUse(ivy, "/api/ivy") };
