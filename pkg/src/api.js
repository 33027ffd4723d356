/**
 * The public names.
 */
export { buildDataSessionRequest, buildListQuery, checkDataSessionRequest, checkExternalUser, checkListQuery, listQueryFor, maskIban } from "./checks.js";
export { createClient } from "./client.js";
export { decodeDataSession, decodeDataSessionList } from "./decode.js";
export { isIvyError } from "./errors.js";
export { init } from "./instance.js";
export { scanDataSessionList } from "./lazy-list.js";
export { dataSessionRequestSchema, externalUserSchema, listQuerySchema } from "./schema.js";
