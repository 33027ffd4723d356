// A worker that does what the page does.

import * as ivy from "ivy-data-session";
import { tryUse } from "./use.js";

tryUse(ivy, "/api/ivy").then((result) => postMessage(result));
