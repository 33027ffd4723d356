// What `equality.test.mjs` needs, in one module that Node can load once ajv's check has been compiled into it.
export { isBic, isDate, isIban } from "./peers/rules.js";
export { contenders } from "./peers/all.js";
export { requestOurs } from "./peers/ours.js";
export { requestZod } from "./peers/request-zod.js";
export { COMPARED, listDisagreements, requestDisagreements } from "./page/agreement.js";
