import * as ivy from "./node_modules/ivy-data-session/index.js";
import { tryUse } from "./app/use.js";

postMessage(await tryUse(ivy, "/api/ivy"));
