// A worker that does the same as the page.

import * as ivy from "ivy-data-session";
import { tryUse } from "./use.js";

tryUse(ivy, "/api/ivy").then((result) => postMessage(result));
