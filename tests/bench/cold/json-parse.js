import { jsonParse } from "../peers/json-parse.js";
import { finish } from "./finish.js";

finish(jsonParse);
