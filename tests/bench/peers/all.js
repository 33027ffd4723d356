import { ajv } from "./ajv.js";
import { handwritten } from "./handwritten.js";
import { jsonParse } from "./json-parse.js";
import { oursAll, oursOne } from "./ours.js";
import { valibot } from "./valibot.js";
import { zodMini } from "./zod-mini.js";
import { zod } from "./zod.js";

/**
 * Returns all contenders, the baseline first.
 *
 * Each has `name`, `checks` (true if it checks anything), `made` (how many sessions become objects: "all" or "one") and
 * `list(bytes, offer)`. The latter returns `clean` (true if nothing is malformed) and `offered` (the session at `offer` as
 * an object).
 */
export const contenders = (ivy) => [jsonParse, handwritten, ajv, valibot, zod, zodMini, oursOne(ivy), oursAll(ivy)];
