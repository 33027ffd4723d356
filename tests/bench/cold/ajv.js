import { ajv } from "../peers/ajv.js";
import { finish } from "./finish.js";

finish(ajv);
